import type { ChoiceOption, FormField } from '../usecases/core/card-model.ts';
import { type Html, html } from './html.ts';

/** More choices than these are a list to open. */
const mostRadios = 6;
const mostLetters = 4_000;

const inputTypes = { line: 'text', day: 'date', time: 'time', number: 'number' } as const;

type Input = Pick<FormField, 'label' | 'type' | 'options' | 'needed'> & { name: string; value: string };

const required = (isNeeded: boolean | undefined) => (isNeeded ? html` required` : undefined);

function picks({ name, label, options = [], value, needed, type }: Input): Html {
  const chosen = type === 'choices' ? value.split(',') : [value];
  const kind = type === 'choices' ? 'checkbox' : 'radio';
  const one = (option: ChoiceOption) => {
    const checked = chosen.includes(option.value) ? html` checked` : undefined;
    return html`<label class="pick"><input type="${kind}" name="${name}" value="${option.value}"${checked}${kind === 'radio' ? required(needed) : undefined}>${option.title}</label>`;
  };
  return html`<fieldset><legend>${label}</legend>${options.map(one)}</fieldset>`;
}

/** A list to choose from. */
export function select({ name, label, options = [], value, needed }: Omit<Input, 'type'>): Html {
  const one = (option: ChoiceOption) =>
    option.value === value
      ? html`<option value="${option.value}" selected>${option.title}</option>`
      : html`<option value="${option.value}">${option.title}</option>`;
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}"${required(needed)}>${options.map(one)}</select></div>`;
}

/** One input with its label. */
export function drawInput(input: Input): Html {
  const { name, label, type, value, needed, options = [] } = input;
  if (type === 'choices' || (type === 'choice' && options.length <= mostRadios)) return picks(input);
  if (type === 'choice') {
    const blank = value === '' ? [{ title: 'Please choose', value: '' }] : [];
    return select({ ...input, options: [...blank, ...options] });
  }
  const labelled = html`<label for="${name}">${label}</label>`;
  if (type === 'words')
    return html`<div class="field">${labelled}<textarea id="${name}" name="${name}" rows="3" maxlength="${mostLetters}"${required(needed)}>
${value}</textarea></div>`;
  const numeric = type === 'number' ? html` min="0" inputmode="numeric"` : undefined;
  return html`<div class="field">${labelled}<input type="${inputTypes[type]}" id="${name}" name="${name}" value="${value}"${numeric}${required(needed)}></div>`;
}

/** A button of a form. `look`: the main one of its page, or another. `isBare`: it needs nothing filled in. */
export function button(
  name: 'act' | 'bare' | 'verb',
  value: string,
  title: Html | string,
  { isMain = false, isBare = name === 'bare' }: { isMain?: boolean; isBare?: boolean } = {},
): Html {
  const novalidate = isBare ? html` formnovalidate` : undefined;
  return html`<button name="${name}" value="${value}"${isMain ? undefined : html` class="second"`}${novalidate}>${title}</button>`;
}

/** What a form carries along unseen. */
export function hidden(values: Record<string, string | number>): Html[] {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

/** A form that sends a file, such as a certificate (G3). `isMain`: it is what its page is for. */
export function fileForm(address: string, label: string, isMain = false): Html {
  return html`<form method="post" action="${address}" enctype="multipart/form-data"><div class="field"><label for="file">${label}</label>
<p class="dim" id="file-kinds">A photo (JPG, PNG, HEIC or WEBP), a PDF or a Word file (DOCX), at most 10 MB.</p>
<input type="file" id="file" name="file" required aria-describedby="file-kinds" accept="image/*,.heic,.pdf,.docx"></div>
<button${isMain ? undefined : html` class="second"`}>Send the file</button></form>`;
}
