import type { Piece, Unit } from './unit.ts';

/** Hands on what is said once for several: the month of "3rd and 4th December", the week of "Mon to Wed next week". */
export function share(pieces: Piece[]): Piece[] {
  const units = pieces.flatMap((piece) => (piece.to ? [piece.from, piece.to] : [piece.from]));
  const last = units.at(-1);
  if (last?.part && last.isEachPart) for (const one of units) one.part ??= last.part;
  for (let i = units.length - 2; i >= 0; i--) {
    const [one, next] = [units[i]!, units[i + 1]!];
    const isPlainDate = one.date !== undefined && one.month === undefined && one.offset === undefined;
    if (isPlainDate && next.month !== undefined && next.date !== undefined) {
      const isBefore = one.date! > next.date;
      one.month = isBefore ? ((next.month + 10) % 12) + 1 : next.month;
      if (next.year !== undefined) one.year = isBefore && next.month === 1 ? next.year - 1 : next.year;
    }
    if (isPlainDate && next.months !== undefined) one.months = next.months;
    if (isPlainWeekday(one) && next.weekday !== undefined && next.week !== undefined && isEarlier(one, next))
      one.week = next.week;
  }
  for (let i = 1; i < units.length; i++) {
    const [before, one] = [units[i - 1]!, units[i]!];
    if (isPlainWeekday(one) && before.weekday !== undefined && before.week !== undefined && isEarlier(before, one))
      one.week = before.week;
    if (isPlainWeekday(one) && before.which === 'last' && isEarlier(before, one)) one.which = 'last';
    if (one.isWeekFrom !== true && before.isWeekFrom && one.weekday === undefined && one.date !== undefined)
      one.isWeekFrom = true;
  }
  return pieces;
}

const isPlainWeekday = (unit: Unit) =>
  unit.weekday !== undefined &&
  unit.week === undefined &&
  unit.which === undefined &&
  unit.date === undefined &&
  unit.later === undefined;
/** Earlier in the week. */
export const isEarlier = (a: Unit, b: Unit) => ((a.weekday ?? 0) + 6) % 7 < ((b.weekday ?? 0) + 6) % 7;
