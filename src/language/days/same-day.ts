import type { Unit } from './unit.ts';

const kinds = ['offset', 'weekday', 'date', 'week'] as const;
const mayJoin: Record<string, readonly string[]> = {
  offset: ['weekday', 'date'],
  weekday: ['offset', 'date', 'week'],
  date: ['offset', 'weekday', 'week'],
  week: ['weekday', 'date'],
};

/** "21st 22nd 23rd off" */
export const isPlainNth = (unit: Unit) =>
  unit.date !== undefined && unit.month === undefined && unit.weekday === undefined;

/** A week and no day of it: "next week", "all week". */
export const isWeekAlone = (unit: Unit) => unit.week !== undefined && unit.weekday === undefined && !unit.isRest;

/** "All week, w/c 14th": a week, and the day it begins on. */
const isSameWeek = (a: Unit, b: Unit) =>
  (isWeekAlone(a) && b.isWeekFrom === true) || (a.isWeekFrom === true && isWeekAlone(b));

/** What two readings of one day say together; a date says which week "all week" is, "next week" which Monday. */
export function joined(a: Unit, b: Unit): Unit {
  if (!isSameWeek(a, b)) return { ...a, ...b };
  const [{ week }, from] = a.isWeekFrom ? [b, a] : [a, b];
  if (week === 'rest') return from;
  return from.date === undefined ? { week } : { ...from, week };
}

/** True when two readings speak of different things about what can be one day. */
export function belong(a: Unit, b: Unit, glue: string): boolean {
  if (isSameWeek(a, b)) return true;
  // "w/c Monday 14th"
  if (a.isWeekFrom && a.date === undefined && b.date !== undefined && b.weekday === undefined) return glue === '';
  if (a.isVague || b.isVague || a.isRecurring || b.isRecurring || a.side || b.side || a.isWeekFrom || b.isWeekFrom)
    return false;
  const own = kinds.filter((kind) => a[kind] !== undefined);
  const other = kinds.filter((kind) => b[kind] !== undefined);
  if (a.which !== undefined && b.week !== undefined) return false;
  if ((a.later ?? 0) > 0 || (b.later ?? 0) > 0) return false;
  // "tomorrow, Friday" and "tomorrow - Friday" are two days.
  if ((glue === ',' || glue === '-') && (a.offset !== undefined || b.offset !== undefined)) return false;
  return own.every((kind) => other.every((one) => mayJoin[kind]?.includes(one)));
}
