import { TZDate } from '@date-fns/tz/date';
import { tzOffset } from '@date-fns/tz/tzOffset';
import { format } from 'date-fns/format';

/** The latest of some instants, in milliseconds; those that have not come are nothing. */
export const latestOf = (...instants: (Date | undefined)[]): number =>
  Math.max(0, ...instants.map((at) => at?.getTime() ?? 0));

/** A local calendar day, `YYYY-MM-DD`. */
export type Day = string;
/** A local time of day, `HH:MM`, 24 hours. */
export type TimeOfDay = string;

export const defaultZone = 'Europe/London';

/** No zone changes its clocks but at a whole quarter of an hour. */
const quarterMs = 15 * 60_000;
const mostQuarters = 10_000;
/** Minutes a zone is ahead of UTC, by zone and quarter of an hour: a session's start is asked for once per learner. */
const offsets = new Map<string, number>();

function offsetAt(instant: Date, zone: string): number {
  const key = `${zone} ${Math.floor(instant.getTime() / quarterMs)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= mostQuarters) offsets.clear();
  const offset = tzOffset(zone, instant);
  offsets.set(key, offset);
  return offset;
}

/** What a zone's clocks show, written as if it were UTC: `2026-11-23T09:00:00.000Z`. Throws where there is no such instant or zone. */
function clocksAt(instant: Date, zone: string): string {
  return addMinutes(instant, offsetAt(instant, zone)).toISOString();
}

/** The local day an instant falls on. A session's day is its local start day, also past midnight. */
export function dayOf(instant: Date, zone: string = defaultZone): Day {
  return clocksAt(instant, zone).slice(0, 10);
}

/** The local time of day of an instant. */
export function timeOf(instant: Date, zone: string = defaultZone): TimeOfDay {
  return clocksAt(instant, zone).slice(11, 16);
}

/** An instant as local time with its offset, such as `2026-11-23T09:00:00+00:00`. */
export function isoAt(instant: Date, zone: string = defaultZone): string {
  const offset = offsetAt(instant, zone);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const ahead = [hours, minutes].map((one) => String(one).padStart(2, '0')).join(':');
  return `${clocksAt(instant, zone).slice(0, 19)}${offset < 0 ? '-' : '+'}${ahead}`;
}

/** The instant at which a zone's clocks show this day and time. */
export function instantOf(day: Day, time: TimeOfDay, zone: string = defaultZone): Date {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return new Date(new TZDate(year, month - 1, date, hour, minute, 0, zone).getTime());
}

/** The instant that a text such as `2026-11-23T09:00:00Z` names; undefined where it names none. */
export function instantIn(text: string | null | undefined): Date | undefined {
  const instant = new Date(text ?? '');
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/** Milliseconds of one calendar day in UTC, which has no clock changes. */
const dayLength = 86_400_000;

/** A day moved by whole calendar days. In UTC, so that the machine's own zone cannot stop it at a clock change. */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayLength).toISOString().slice(0, 10);
}

/** A day moved by whole months; the 31st becomes the last day of a shorter month. */
export function addMonths(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}

/** The later of two days. */
export function laterDay(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** The later of two instants. */
export function laterOf(a: Date, b: Date): Date {
  return new Date(Math.max(a.getTime(), b.getTime()));
}

/** The earlier of two instants. */
export function earlierOf(a: Date, b: Date): Date {
  return new Date(Math.min(a.getTime(), b.getTime()));
}

/** An instant moved by minutes. */
export function addMinutes(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

/** 0 Sunday to 6 Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** Whole calendar days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayLength);
}

/** True for a real calendar day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** The college year a day belongs to, named by the calendar year in which it starts on 1 August (G1). */
export function collegeYearOf(day: Day): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5) >= '08-01' ? year : year - 1;
}

/** The first day of a college year, 1 August. */
export function yearStart(year: number): Day {
  return `${year}-08-01`;
}

/** The parts of the UK that have bank holidays of their own. */
export const divisions = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type Division = (typeof divisions)[number];

/** The bank holidays of one division. */
export type Holidays = ReadonlySet<Day>;

/** True from Monday to Friday, bank holidays excepted. */
export function isWorkingDay(day: Day, holidays: Holidays): boolean {
  return ![0, 6].includes(weekdayOf(day)) && !holidays.has(day);
}

/**
 * The day that is `count` working days after a day, which itself does not count (S4). Zero is the day itself. Where
 * holidays leave no working days the search ends after as many days as they could hold it up.
 */
export function addWorkingDays(day: Day, count: number, holidays: Holidays): Day {
  let moved = day;
  let left = count;
  for (let looked = 2 * count + holidays.size + 7; left > 0 && looked > 0; looked--) {
    moved = addDays(moved, 1);
    if (isWorkingDay(moved, holidays)) left--;
  }
  return moved;
}

/** The last working day before a day; a week before it where holidays leave none that near. */
export function workingDayBefore(day: Day, holidays: Holidays): Day {
  for (let back = 1; back <= holidays.size + 7; back++) {
    const before = addDays(day, -back);
    if (isWorkingDay(before, holidays)) return before;
  }
  return addDays(day, -7);
}

/** The next `count` working days after a day. */
export function workingDaysAfter(day: Day, count: number, holidays: Holidays): Day[] {
  return Array.from({ length: count }, (_, i) => addWorkingDays(day, i + 1, holidays));
}

/** How many working days lie after `from`, up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(from: Day, to: Day, holidays: Holidays): number {
  const days = daysBetween(from, to);
  if (!(days > 0)) return 0;
  // Whole weeks hold five each; only what is left over is looked at day by day.
  let count = 5 * Math.floor(days / 7);
  for (let back = 0; back < days % 7; back++) if (![0, 6].includes(weekdayOf(addDays(to, -back)))) count++;
  for (const day of holidays) if (day > from && day <= to && ![0, 6].includes(weekdayOf(day))) count--;
  return count;
}

/** The first day from this one on that falls on a weekday, Sunday being 0. */
export function weekdayFrom(day: Day, weekday: number): Day {
  return addDays(day, (weekday - weekdayOf(day) + 7) % 7);
}

/** The Monday of the week a day lies in. */
export function mondayOf(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Nov", of a day in it. */
export const sayMonth = (day: Day): string => months[Number(day.slice(5, 7)) - 1] ?? '';

/** "Monday 23 November". */
export function sayDay(day: Day): string {
  return format(new TZDate(`${day}T12:00:00Z`, 'UTC'), 'EEEE d MMMM');
}

/** "23 November", where many stand below each other. */
export function sayDate(day: Day): string {
  return format(new TZDate(`${day}T12:00:00Z`, 'UTC'), 'd MMMM');
}

/** "Monday 23 November 2026". */
export function sayDayOfYear(day: Day): string {
  return `${sayDay(day)} ${day.slice(0, 4)}`;
}

/** "Monday 23 November", "Monday 23 to Friday 27 November", or "Monday 23 November and 2 more days". */
export function sayDays(days: readonly Day[]): string {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return 'no day yet';
  if (days.length === 1) return sayDay(first);
  if (days.length === 2) return `${sayDay(first)} and ${sayDay(last)}`;
  return daysBetween(first, last) <= days.length + 2 * Math.ceil(days.length / 5)
    ? `${sayDay(first)} to ${sayDay(last)}`
    : `${sayDay(first)} and ${days.length - 1} more days`;
}

/** "today", "tomorrow", "yesterday", else the day. */
export function sayWhen(day: Day, today: Day): string {
  const near: Record<Day, string> = {
    [today]: 'today',
    [addDays(today, 1)]: 'tomorrow',
    [addDays(today, -1)]: 'yesterday',
  };
  return near[day] ?? `on ${sayDay(day)}`;
}
