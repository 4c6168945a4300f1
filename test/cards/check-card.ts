import { createRequire } from 'node:module';
import { withDocument } from './small-dom.ts';

// The package's modules import each other as only bundlers can; its bundle is what browsers get.
export const { AdaptiveCard, HostConfig, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as typeof import('adaptivecards');

// Without it the renderer says on each text that it draws no markdown; here nobody reads it.
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = text;
  result.didProcess = true;
};

type Node = Record<string, unknown>;
type Choice = { title: string; value: string };

/** Every object of a card, outermost first. */
export function nodesOf(card: unknown): Node[] {
  if (Array.isArray(card)) return card.flatMap(nodesOf);
  if (card === null || typeof card !== 'object') return [];
  return [card as Node, ...Object.values(card).flatMap(nodesOf)];
}

/** Teams hides more than these behind three dots. */
const mostActions = 6;

/** A button of more letters does not stand whole on a phone 320 px wide; `test/e2e/themes` measures those that do. */
const mostLetters = 26;

/** A row that is pressed is as tall as a thumb is wide, in pixels; one that only unfolds may be lower. */
const leastRow = 44;
const leastFold = 36;

/** What a value of each input must look like by the schema; an input whose value is not known has none. */
const valueTypes: Record<string, (value: unknown) => boolean> = {
  'Input.Text': (value) => typeof value === 'string' && value !== '',
  'Input.Number': (value) => typeof value === 'number' && Number.isFinite(value),
  'Input.Date': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  'Input.Time': (value) => typeof value === 'string' && /^\d\d:\d\d$/.test(value),
  'Input.ChoiceSet': (value) => typeof value === 'string' && value !== '',
};

function faultsOfInput(input: Node): string[] {
  const { value, choices, isMultiSelect } = input;
  const faults: string[] = [];
  if (value !== undefined && !valueTypes[String(input.type)]?.(value))
    faults.push(`has the value ${JSON.stringify(value)}, which is none of its type`);
  for (const limit of ['min', 'max', 'maxLength'])
    if (input.type === 'Input.Number' && input[limit] !== undefined && typeof input[limit] !== 'number')
      faults.push(`has the ${limit} ${JSON.stringify(input[limit])}, which is no number`);
  if (input.isRequired !== undefined && typeof input.isRequired !== 'boolean') faults.push('is required by a word');
  const known = new Set(((choices ?? []) as Choice[]).map((one) => one.value));
  const picked = typeof value === 'string' ? (isMultiSelect ? value.split(',') : [value]) : [];
  if (input.type === 'Input.ChoiceSet')
    for (const one of picked.filter((each) => !known.has(each))) faults.push(`has picked ${one}, which is no choice`);
  return faults.map((fault) => `${input.id} ${fault}`);
}

/**
 * What would keep a card from being sent as it is drawn: Microsoft's own renderer looks at the inputs of each button as
 * it does before it sends them, and the values have the schema's types. An input that a person must fill in may be
 * empty, if it can be filled in and says what it wants. Each fault names the card and the input.
 */
export function faultsOf(card: unknown): string[] {
  const name = JSON.stringify(nodesOf(card).find((one) => typeof one.text === 'string')?.text ?? 'a card');
  const inputs = nodesOf(card).filter((one) => String(one.type).startsWith('Input.'));
  const faults = inputs.flatMap(faultsOfInput);
  const buttons = nodesOf(card).flatMap(({ actions }) => (Array.isArray(actions) ? (actions as Node[]) : []));
  for (const title of buttons.map((one) => String(one.title ?? '')))
    if (title.length > mostLetters) faults.push(`“${title}” is too long to stand whole on a phone`);
  for (const { type, selectAction, minHeight = '0px' } of nodesOf(card))
    if (
      type === 'Container' &&
      selectAction &&
      Number.parseInt(String(minHeight), 10) <
        ((selectAction as Node).type === 'Action.ToggleVisibility' ? leastFold : leastRow)
    )
      faults.push(`the row “${(selectAction as Node).title}” is too low for a thumb`);
  const ids = inputs.map((one) => one.id);
  for (const id of new Set(ids)) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`${id} is there twice`);
  withDocument(() => {
    const drawn = new AdaptiveCard();
    drawn.hostConfig = new HostConfig({ actions: { maxActions: mostActions } });
    drawn.parse(card as object, new SerializationContext());
    drawn.render();
    for (const { message } of drawn.validateProperties().validationEvents) faults.push(message);
    for (const action of drawn.getAllActions())
      for (const input of action.validateInputs()) {
        const isToFill = input.isRequired && !input.isSet() && input.errorMessage;
        if (!isToFill) faults.push(`${input.id} keeps “${action.title}” from being sent`);
      }
  });
  return [...new Set(faults)].map((fault) => `${name}: ${fault}`);
}
