import { heightOf } from './card-height.ts';
import { fold, run, thumbHeight } from './fold.ts';

type Json = Record<string, unknown>;

/** What the rows of a list are called while it is drawn. */
export const rowPrefix = 'row-';
/** A list is no taller than a screen, in pixels, until it is unfolded; so many rows stand open all the same. */
const mostHeight = 560;
const fewestOpen = 2;
/** Between two rows; and the row that unfolds the rest. */
const gap = 25;
const moreHeight = thumbHeight + 4;

const isRow = ({ id }: Json) => typeof id === 'string' && id.startsWith(rowPrefix);

/** The rows of a long list that do not fit on a screen, behind one that says how many they are; `isWhole`: none of them. */
export function withFoldedRows(card: Json, isWhole: boolean): Json {
  const body = card.body as Json[];
  const rows = body.filter(isRow);
  for (const row of rows) delete row.id;
  if (isWhole) return card;
  const heights = rows.map((row) => heightOf(row) + gap);
  const buttons = (card.actions as object[] | undefined)?.length ? moreHeight : 0;
  const left = mostHeight - heightOf(body.filter((one) => !rows.includes(one))) - buttons;
  const sum = (most: number) => heights.slice(0, most).reduce((all, one) => all + one, 0);
  if (sum(rows.length) <= left) return card;
  let open = fewestOpen;
  while (open < rows.length && sum(open + 1) <= left - moreHeight) open++;
  const rest = rows.slice(open);
  if (rest.length < 2) return card;
  const words = run(`${rest.length} more`, { weight: 'Bolder' });
  const folded = fold('more-rows', { title: `Show ${rest.length} more`, words }, rest);
  const at = body.indexOf(rest[0] as Json);
  card.body = [...body.slice(0, at), ...folded, ...body.slice(at).filter((one) => !rest.includes(one))];
  return card;
}
