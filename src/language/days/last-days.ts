import { addDays, type Day } from '../../domain/calendar.ts';
import type { Feast } from './unit.ts';

/** The last day of the month as it comes next. */
function monthEnd(month: number, from: Day): Day {
  const year = Number(from.slice(0, 4)) + (Number(from.slice(5, 7)) > month ? 1 : 0);
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  return addDays(next as Day, -1);
}

/** Easter Sunday, as the Gregorian calendar has it (Butcher's rule). */
function easterOf(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const moon = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const weekday = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - moon - (c % 4)) % 7;
  const late = Math.floor((a + 11 * moon + 22 * weekday) / 451);
  const days = moon + weekday - 7 * late + 114;
  return `${year}-${String(Math.floor(days / 31)).padStart(2, '0')}-${String((days % 31) + 1).padStart(2, '0')}` as Day;
}

/** The last day before a feast: Christmas Eve, New Year's Eve, the Thursday before Good Friday. */
const beforeFeast: Record<Feast, (year: number) => Day> = {
  christmas: (year) => `${year}-12-24` as Day,
  'new-year': (year) => `${year}-12-31` as Day,
  easter: (year) => addDays(easterOf(year), -3),
};

/** The last day of what goes on until the end of a month, or until a feast, as it comes next. */
export function lastDayIn(end: number | Feast, from: Day): Day {
  if (typeof end === 'number') return monthEnd(end, from);
  const year = Number(from.slice(0, 4));
  const own = beforeFeast[end](year);
  return own >= from ? own : beforeFeast[end](year + 1);
}
