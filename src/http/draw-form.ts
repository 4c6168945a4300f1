import type { FormAct, FormField, FormRow, FormView } from '../usecases/core/card-model.ts';
import { wordsIn } from '../usecases/core/story-link.ts';
import { button, drawInput, fileForm, hidden } from './draw-fields.ts';
import { type Html, html } from './html.ts';

const tones = { good: ' good', warning: ' warn', attention: ' bad', default: '' } as const;

/** Only to the web, whatever a link says. */
const isWeb = (url: string) => /^https?:\/\//.test(url);

/** A register that a page leads to. */
const linkTo = (address: string, title: Html | string, isMain: boolean) =>
  html`<a class="button${isMain ? '' : ' second'}" href="${address}">${title}</a>`;

function rowOf(view: FormView, row: FormRow, registerAt: (id: string) => string): Html {
  // As on the card: a row's button brings what is written along, unless something must be filled in that it does not need.
  const isRowBare = view.fields.length === 0 || view.fields.some((field) => field.needed);
  const act = ({ act: name, title, bare = isRowBare, opens }: FormAct) =>
    opens
      ? linkTo(registerAt(opens), html`${title}<span class="sr">: ${row.title}</span>`, false)
      : button(bare ? 'bare' : 'act', `${name}|${row.key}`, html`${title}<span class="sr">: ${row.title}</span>`);
  return html`<div class="row"><p><b>${row.title}</b></p>${row.detail ? html`<p>${row.detail}</p>` : undefined}${(row.acts ?? []).map(act)}</div>`;
}

/**
 * A task or form as a page: every kind there is, since all are drawn from one face. `address` is where its buttons go,
 * `registerAt` where a register is, `typed` what stood in its inputs when a press was refused, by their names.
 */
export function drawForm(
  view: FormView,
  address: string,
  registerAt: (id: string) => string,
  typed: Record<string, unknown> = {},
): Html {
  const { fields, rows, acts, facts, chart, links, lines } = view;
  const shown = (name: string, value = '') => String(typed[name] ?? value);
  const draw = ({ id, isFolded: _, ...field }: FormField) =>
    drawInput({ ...field, name: `f_${id}`, value: shown(`f_${id}`, field.value) });
  const folded = fields.filter((one) => one.isFolded);
  const isTyped = folded.some(({ id }) => typed[`f_${id}`]);
  const more = html`<details${isTyped ? html` open` : undefined}><summary>More to write</summary>${folded.map(draw)}</details>`;
  const inputs = [...fields.filter((one) => !one.isFolded).map(draw), ...(folded.length > 0 ? [more] : [])];
  const main = acts.findIndex((one) => one.style === 'positive');
  const buttons = acts.map(({ act, title, bare, opens }, i) =>
    opens
      ? linkTo(registerAt(opens), title, i === Math.max(0, main))
      : button(bare ? 'bare' : 'act', act, title, { isMain: i === Math.max(0, main) && !bare }),
  );
  const isPressed = acts.length > 0 || rows.some((row) => row.acts?.length);
  const inside = html`${rows.map((row) => rowOf(view, row, registerAt))}${inputs}${buttons}`;
  return html`<h1>${view.title}</h1>${view.who ? html`<p><b>${view.who}</b></p>` : undefined}
${lines.map((line) => html`<p${lines.length === 1 && tones[view.tone] === ' bad' ? html` class="bad"` : undefined}>${wordsIn(line)}</p>`)}
${facts.length > 0 ? html`<dl>${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>` : undefined}
${chart.length > 1 ? html`<p>Attended: ${chart.map((bar) => `${bar.label} ${bar.value}%`).join(', ')}</p>` : undefined}
${view.said ? html`<p role="status" class="good">${wordsIn(view.said)}</p>` : undefined}
${isPressed ? html`<form method="post" action="${address}">${hidden({ verb: view.verb, version: view.version })}${inside}</form>` : inside}
${view.takesFile ? fileForm(address, 'Your photo or file', main < 0) : undefined}
${links.filter(({ url }) => isWeb(url)).map(({ title, url }) => html`<p><a href="${url}">${title}</a></p>`)}`;
}
