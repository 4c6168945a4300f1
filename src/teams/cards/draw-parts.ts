import type { LearnerPart } from '../../usecases/core/card-model.ts';
import { heightOf } from './card-height.ts';
import { fold, foldHeight, run, thumbHeight } from './fold.ts';
import { shrunk } from './shrink.ts';

type Json = Record<string, unknown>;
type DrawnPart = Omit<LearnerPart, 'card'> & { drawn: Json };

/** Every object in a part of a card. */
function nodesOf(node: unknown): Json[] {
  if (node === null || typeof node !== 'object') return [];
  const inner = Object.values(node).flatMap(nodesOf);
  return Array.isArray(node) ? inner : [node as Json, ...inner];
}

/**
 * A part's inputs get its name before their own, so that no two on the card have the same, and its buttons say which
 * part they belong to. Whether something must be filled in the server says: a folded part must not keep the others
 * from being sent.
 */
function named(drawn: Json, key: string, learnerId: string): Json {
  for (const node of nodesOf(drawn)) {
    const type = String(node.type);
    // Colour and size are the frame's.
    if (node.bleed) {
      delete node.bleed;
      delete node.style;
    }
    if (type === 'TextRun' && node.size === 'Large') delete node.size;
    if (type.startsWith('Input.')) {
      node.id = `${key}_${String(node.id)}`;
      delete node.isRequired;
      delete node.errorMessage;
    }
    if (type === 'Action.Execute') node.data = { ...(node.data as Json), on: learnerId, part: key };
    if (type === 'Action.ToggleVisibility')
      node.targetElements = (node.targetElements as string[]).map((id) => `${key}_${id}`);
    else if (typeof node.id === 'string' && !type.startsWith('Input.')) node.id = `${key}_${node.id}`;
  }
  return drawn;
}

/** Beside its word, so that a state is told by more than a colour. */
const signs = { done: '✓', waits: '◷', open: '○', next: '○' } as const;

/** The row of a part that is not asked first; pressed, it unfolds, or where it is not on the card the card comes with it. */
function rowOf({ key, id, title, detail, state }: DrawnPart, bringFor?: string): Json {
  const word = `${signs[state]} ${{ done: 'Done', waits: 'Waits', open: 'Open', next: 'Open' }[state]}: `;
  const unfold = { type: 'Action.ToggleVisibility', title: `Unfold: ${title}`, targetElements: [`part-${key}`] };
  const bring = {
    type: 'Action.Execute',
    title: `Show: ${title}`,
    verb: 'part-show',
    associatedInputs: 'none',
    data: { id, on: bringFor, version: 0 },
  };
  return {
    type: 'Container',
    spacing: 'None',
    separator: true,
    minHeight: `${bringFor === undefined ? foldHeight : thumbHeight}px`,
    verticalContentAlignment: 'Center',
    selectAction: bringFor === undefined ? unfold : bring,
    items: [
      {
        type: 'RichTextBlock',
        inlines: [
          run(word, { weight: 'Bolder' }),
          run(title),
          ...(detail ? [run(`  ${detail}`, { isSubtle: true })] : []),
          run(bringFor === undefined ? '  ▾' : '  ›', { isSubtle: true }),
        ],
      },
    ],
  };
}

/** From so many inputs that are all filled in already, they are read or changed behind a row. */
const fewInputs = 3;

/** What a part has filled in beforehand stands behind a row, so that its buttons are at hand. */
function withoutFilledIn(body: readonly Json[], key: string): Json[] {
  const inputsOf = (node: Json) => nodesOf(node).filter((one) => String(one.type).startsWith('Input.'));
  const filled = body.filter((one) => {
    // What is folded already stays behind its own row.
    if (one.isVisible === false) return false;
    const inputs = inputsOf(one);
    return inputs.length > 0 && inputs.every(({ value }) => value !== undefined && value !== '');
  });
  if (filled.flatMap(inputsOf).length < fewInputs) return [...body];
  const id = `${key}_filled`;
  const row = {
    type: 'Container',
    spacing: 'Small',
    minHeight: `${foldHeight}px`,
    verticalContentAlignment: 'Center',
    selectAction: { type: 'Action.ToggleVisibility', title: 'Read or change it', targetElements: [id] },
    items: [{ type: 'RichTextBlock', inlines: [run('Read or change it'), run('  ▾', { isSubtle: true })] }],
  };
  const at = body.indexOf(filled[0] as Json);
  const others = body.filter((one) => !filled.includes(one));
  const folded = { type: 'Container', id, isVisible: false, spacing: 'Small', items: filled };
  return [...others.slice(0, at), row, folded, ...others.slice(at)];
}

function contentOf(part: DrawnPart, learnerId: string): Json {
  const { body = [], actions } = named(part.drawn, part.key, learnerId) as { body?: Json[]; actions?: Json[] };
  const isNext = part.state === 'next';
  // One filled button a card: what is asked first has it, whatever is unfolded beside it.
  if (!isNext) for (const one of nodesOf(part.drawn)) if (one.style === 'positive') delete one.style;
  const items = isNext ? withoutFilledIn(body, part.key) : body;
  return {
    type: 'Container',
    id: `part-${part.key}`,
    spacing: 'Small',
    ...(isNext ? {} : { isVisible: false }),
    items: [...items, ...(actions?.length ? [{ type: 'ActionSet', actions }] : [])],
  };
}

/** Teams takes no card of more; the frame and its figures need the rest. */
const mostSigns = 18_500;

/** Which parts a card can hold whole: what is asked, what was done last, then the others in their order. */
function fitting(parts: readonly DrawnPart[]): Set<DrawnPart> {
  const done = parts.find((one) => one.state === 'done');
  const inTurn = [...parts.slice(0, 1), ...(done ? [done] : []), ...parts.slice(1)];
  const held = new Set<DrawnPart>();
  let signs = 400 * parts.length;
  for (const one of new Set(inTurn)) {
    const buttons = nodesOf(one.drawn).filter(({ type }) => type === 'Action.Execute').length;
    // What is pressed names its part and learner each time.
    const own = JSON.stringify(one.drawn).length + 100 * buttons + 100;
    if (held.size > 0 && signs + own > mostSigns) continue;
    signs += own;
    held.add(one);
  }
  return held;
}

/** What may stand between a card's name and its figures before it grows taller than a screen, and how much of it a row takes. */
const mostHeight = 380;
const rowHeight = thumbHeight + 1;

/** Rows that are too many, behind one that says how many they are. */
function folded(rows: readonly DrawnPart[], items: readonly Json[]): Json[] {
  const words = { open: 'open', waits: 'waiting', done: 'done' } as const;
  const counted = (['open', 'waits', 'done'] as const).flatMap((state) => {
    const count = rows.filter((one) => one.state === state).length;
    return count > 0 ? [{ sign: signs[state], said: `${count} ${words[state]}` }] : [];
  });
  const title = `Unfold: ${counted.map(({ said }) => said).join(', ')}`;
  const said = counted.map((one) => `${one.sign} ${one.said}`).join(', ');
  return fold('more-parts', { title, words: run(said, { weight: 'Bolder' }) }, items);
}

/** "Waits for Ruth Adeyemi since Monday 23 November: Conduct Review proposed, and 1 more". */
function sayWaits(first: DrawnPart | undefined, count: number): Json[] {
  if (!first) return [];
  const { for: whom = '', since = '' } = first.waits ?? {};
  const others = count > 1 ? `, and ${count - 1} more` : '';
  const said = whom ? `Waits for ${whom} since ${since}: ${first.title}` : `Waits since ${since}: ${first.title}`;
  return [{ type: 'RichTextBlock', spacing: 'None', inlines: [run(`${signs.waits} ${said}${others}`)] }];
}

/** Of what waits, what the reader just put to somebody is said first, then what has somebody to wait for. */
const rankOf = ({ isFresh, waits }: DrawnPart) => (isFresh ? 0 : waits?.for ? 1 : 2);

/**
 * Puts the parts where the frame has its place for them: what was just pressed as a row, what is asked first open, what
 * else is the reader's to press as rows in sight, the rest as rows to unfold. Where nothing is asked the card shrinks, and
 * says for whom it waits.
 */
export function withParts(frame: Json, parts: readonly DrawnPart[], learnerId: string): Json {
  const place = nodesOf(frame).find((node) => node.id === 'parts');
  const held = fitting(parts);
  const asked = parts.filter((one) => one.state === 'next');
  const waiting = asked.length > 0 ? [] : parts.filter((one) => one.state === 'waits');
  const [said] = waiting.toSorted((a, b) => rankOf(a) - rankOf(b));
  // Of what the card's line says no row says the same.
  const fresh = parts.filter((one) => one.state !== 'next' && one.isFresh && one !== said);
  const rows = parts.filter((one) => one.state !== 'next' && !fresh.includes(one));
  const itemsOf = (part: DrawnPart) =>
    held.has(part) ? [rowOf(part), contentOf(part, learnerId)] : [rowOf(part, learnerId)];
  const justDone = fresh.flatMap(itemsOf);
  // Below buttons a line needs more room than below another row.
  const below = (items: Json[]) => items.map((one, i) => (i === 0 ? { ...one, spacing: 'Default' } : one));
  const first = asked.map((part) => (held.has(part) ? contentOf(part, learnerId) : rowOf(part, learnerId)));
  const room = Math.floor((mostHeight - heightOf(first)) / rowHeight) - fresh.length;
  const own = rows.filter((one) => one.state === 'open');
  const inSight = asked.length > 0 && rows.length <= room ? rows : own.slice(0, Math.max(0, room - 1));
  const others = rows.filter((one) => !inSight.includes(one));
  const items = others.flatMap(itemsOf);
  const seen = [...justDone, ...first, ...below(inSight.flatMap(itemsOf))];
  if (asked.length === 0) {
    if (place) place.items = items;
    return shrunk(frame, seen, sayWaits(said, waiting.length));
  }
  // A row in place of one row saves nothing; what is done stands in the story, too.
  const isDispensable = others.length === 1 && others[0]?.state === 'done';
  const rest = others.length > 1 ? folded(others, items) : isDispensable ? [] : items;
  if (place) place.items = [...seen, ...rest];
  return frame;
}
