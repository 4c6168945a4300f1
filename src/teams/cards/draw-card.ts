import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import type { CardModel, CardName } from '../../usecases/core/card-model.ts';
import { plainData, plainText } from '../plain-text.ts';
import { bindings } from './bindings.ts';
import { type ChartUrl, withCharts } from './chart-pictures.ts';
import { withParts } from './draw-parts.ts';
import { thumbHeight } from './fold.ts';
import { withFoldedRows } from './fold-rows.ts';
import { foldUnasked } from './fold-unasked.ts';
import { shrunk } from './shrink.ts';

const directory = join(import.meta.dirname, '../../../cards');
const templates = new Map<CardName, Template>();

/** The template of a card, read once from `cards/<name>.json`. */
function templateOf(name: CardName): Template {
  const known = templates.get(name);
  if (known) return known;
  const template = new Template(JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')));
  templates.set(name, template);
  return template;
}

/** The schema knows no empty value and no number in quotes, and Teams does not send a card that holds one: not known is left out. */
function settleInputs(node: unknown): void {
  if (node === null || typeof node !== 'object') return;
  const input = node as { type?: unknown; value?: unknown };
  if (typeof input.type === 'string' && input.type.startsWith('Input.')) {
    if (input.value === '' || input.value === null) delete input.value;
    else if (input.type === 'Input.Number' && input.value !== undefined) input.value = Number(input.value);
    // It holds no other; its list of choices is most of a card.
    return;
  }
  for (const inner of Object.values(node)) settleInputs(inner);
}

const wayOut = 'Something is wrong, I need someone';
/** The quiet way to the Safeguarding Team, last on the card; it leaves the card and its inputs as they are (S11). A row, whose words wrap on a phone where a button's would be cut. */
const needSomeone = {
  type: 'Container',
  separator: true,
  minHeight: `${thumbHeight}px`,
  verticalContentAlignment: 'Center',
  selectAction: {
    type: 'Action.Execute',
    title: wayOut,
    verb: 'need-someone',
    data: { version: 0 },
    associatedInputs: 'none',
  },
  items: [{ type: 'TextBlock', text: wayOut, wrap: true, isSubtle: true }],
};

/** Below the buttons too, which so stand in the body: what a card asks and its buttons stay together. */
function withWayOut(card: { body: object[]; actions?: object[] }): void {
  if (card.actions?.length) card.body.push({ type: 'ActionSet', actions: card.actions });
  delete card.actions;
  card.body.push(needSomeone);
}

type DrawnCard = { card: Record<string, unknown>; summary: string };

/**
 * Expands a card's template with its data, made harmless first. `key` names the card so that it can be found again in
 * the chat after an unknown outcome.
 */
export function drawCard(
  model: CardModel,
  { key, chartUrl }: { key?: string | undefined; chartUrl?: ChartUrl } = {},
): DrawnCard {
  const { summary, card } = expand(model);
  const drawn = { summary, card: withCharts(card, chartUrl) };
  if (model.needsSomeone) withWayOut(drawn.card as { body: object[]; actions?: object[] });
  const [first] = (drawn.card.body as { id?: string }[] | undefined) ?? [];
  if (key && first) first.id = cardKeyId(key);
  return drawn;
}

function expand(model: CardModel): DrawnCard {
  // Each part is drawn as the card it would be alone, and made harmless there.
  if (model.card === 'learner-follow') {
    const { parts, ...frame } = model.data;
    const drawn = expandOne({ card: model.card, data: { ...frame, parts: [] } });
    const own = parts.map(({ card, ...part }) => ({
      ...(plainData(part) as typeof part),
      drawn: expandOne(card).card,
    }));
    const summary = own[0]?.title ?? drawn.summary;
    return { summary, card: withParts(drawn.card, own, plainText(model.data.learnerId)) };
  }
  return expandOne(model);
}

function expandOne(model: CardModel): DrawnCard {
  const bind = bindings[model.card] as (data: unknown) => { data: object; summary: string };
  const bound = bind(plainData(model.data));
  const card = templateOf(model.card).expand({ $root: bound.data }) as Record<string, unknown>;
  settleInputs(card);
  const isWhole = model.card === 'list-plain' && model.data.isWhole === true;
  const isOver = model.card === 'form-plain' && model.data.isOver === true;
  if (model.card === 'notice-change') foldUnasked(card, model.data.asks);
  const listed = withFoldedRows(card, isWhole || isOver);
  return { card: isOver ? shrunk(listed) : listed, summary: bound.summary };
}

type Drawn = {
  type?: unknown;
  id?: unknown;
  label?: unknown;
  value?: unknown;
  style?: unknown;
  choices?: { value: string }[];
};

/** Puts what was typed or picked back on an input; a choice that is not offered any more is left out. */
function putBack(input: Drawn, typed: Record<string, unknown>): boolean {
  const value = typed[String(input.id)];
  if ((typeof value !== 'string' && typeof value !== 'number') || String(value) === String(input.value ?? ''))
    return false;
  if (input.type === 'Input.ChoiceSet') {
    const offered = new Set((input.choices ?? []).map((one) => one.value));
    if (
      !String(value)
        .split(',')
        .every((one) => offered.has(one))
    )
      return false;
    // A list to type into shows the value it is given, not the name that belongs to it.
    if (input.style === 'filtered') input.style = 'compact';
  }
  if (input.type === 'Input.Number' && !Number.isFinite(Number(value))) return false;
  input.value = plainText(String(value));
  return true;
}

/** Unfolds what holds an input for which this is true; it is asked of each once. True where there was any. */
function unfoldFor(node: unknown, isMeant: (input: Drawn) => boolean): boolean {
  if (node === null || typeof node !== 'object') return false;
  const { type } = node as Drawn;
  if (typeof type === 'string' && type.startsWith('Input.')) return isMeant(node);
  let isAny = false;
  for (const inner of Object.values(node)) isAny = unfoldFor(inner, isMeant) || isAny;
  if (isAny && (node as { isVisible?: boolean }).isVisible === false)
    delete (node as { isVisible?: boolean }).isVisible;
  return isAny;
}

function withTyped(drawn: DrawnCard, typed: Record<string, unknown>): DrawnCard {
  if (Object.keys(typed).length === 0) return drawn;
  // Inputs stand in the body, and in what a button folds out.
  for (const part of [drawn.card.body, drawn.card.actions]) {
    unfoldFor(part, (input) => putBack(input, typed));
    settleInputs(part);
  }
  return drawn;
}

/** The card that answers a press, with what stands on its other parts and was none of the press. */
export function drawWith(model: CardModel, others: Record<string, unknown>, chartUrl?: ChartUrl): DrawnCard {
  return withTyped(drawCard(model, { chartUrl }), others);
}

/** A card that comes back because its press was refused: first why, then all that was typed and picked on it. */
export function drawAgain(
  model: CardModel,
  why: string,
  typed: Record<string, unknown>,
  chartUrl?: ChartUrl,
): DrawnCard {
  const drawn = withTyped(drawCard(model, { chartUrl }), typed);
  // What the refusal asks for by its label stands open, too.
  unfoldFor(drawn.card.body, ({ label }) => typeof label === 'string' && label !== '' && why.includes(label));
  const text = { type: 'TextRun', text: plainText(why), weight: 'Bolder' };
  const warning = { type: 'Container', style: 'warning', items: [{ type: 'RichTextBlock', inlines: [text] }] };
  drawn.card.body = [warning, ...(drawn.card.body as object[])];
  return drawn;
}

/** The element id that carries a card's key. */
export function cardKeyId(key: string): string {
  return `k-${createHash('sha256').update(key).digest('hex').slice(0, 20)}`;
}
