import type { Register } from '../domain/register.ts';

/**
 * What a list got at its end, as a `$push`; where it changed in another way, the whole of it. Elements are compared as
 * they are: what was not touched is the same object.
 */
function grown<Element>(before: readonly Element[], after: readonly Element[]) {
  const kept = before.length === 0 ? 0 : after.indexOf(before.at(-1) as Element) + 1;
  const isTrimmed = kept < before.length;
  const isSame = before.slice(before.length - kept).every((one, i) => one === after[i]);
  if (isSame && kept < after.length)
    return { push: { $each: after.slice(kept), ...(isTrimmed ? { $slice: -after.length } : {}) } };
  return isSame && !isTrimmed ? {} : { whole: after };
}

/** Of so few of the rows each is written by itself. */
const isFew = (changed: number, all: number) => changed * 2 < all;

/**
 * The update that makes of a register as it was read what it has become, under the guard of its version: rows lie where
 * they lay then. No more is written than changed, since a register's history grows with each press and its indexes are
 * of its rows.
 */
export function registerChange(register: Register, before: Register) {
  const { _id, rows, version, state, history, presses, savedAt, savedById, employerThere, next } = register;
  const changed = rows.flatMap((row, i) => (row === before.rows[i] ? [] : [[`rows.${i}`, row] as const]));
  const isRowByRow = rows.length === before.rows.length && isFew(changed.length, rows.length);
  const lists = { history: grown(before.history, history), presses: grown(before.presses, presses) };
  const of = (what: 'whole' | 'push') =>
    Object.fromEntries(
      Object.entries(lists).flatMap(([name, list]) => (what in list ? [[name, list[what as never]]] : [])),
    );
  const set = {
    ...(isRowByRow ? Object.fromEntries(changed) : { rows }),
    ...of('whole'),
    version,
    state,
    ...(savedAt ? { savedAt } : {}),
    ...(savedById ? { savedById } : {}),
    ...(employerThere === undefined ? {} : { employerThere }),
    ...(next ? { next } : {}),
  };
  const filter = { _id, version: before.version, touched: before.touched };
  return { filter, update: { $set: set, $push: of('push'), $unset: { lease: '', tries: '' } } };
}
