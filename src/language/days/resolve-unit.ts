import { addDays, addMonths, type Day, daysBetween, isDay, mondayOf, weekdayOf } from '../../domain/calendar.ts';
import type { Unit } from './unit.ts';

/** What the reading of days depends on beside the words. */
export type DayContext = {
  today: Day;
  /** The clause speaks of what has been: a bare weekday is the last one. */
  isPast?: boolean;
  /** It stands in a list behind another weekday of its week. */
  isListed?: boolean;
  /** The day said before, which "the day after" and the end of a range count from. */
  after?: Day;
};

/** The days a unit may mean, first and last. `isUnsure`: the sender is asked. */
export type Resolved = { from: Day; to: Day; isUnsure: boolean };

function makeDay(year: number, month: number, date: number): Day | undefined {
  const day = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

/** A day and month in the year that puts it nearest ahead; what lies a little back stays in the past. */
function dated(unit: Unit, context: DayContext): Day | undefined {
  const { date = 0, months } = unit;
  const inMonths = months === undefined ? undefined : addMonths(`${context.today.slice(0, 7)}-01` as Day, months);
  if (inMonths) return makeDay(Number(inMonths.slice(0, 4)), Number(inMonths.slice(5, 7)), date);
  const { month } = unit;
  if (month === undefined) return nthOn(date, unit.weekday, context);
  if (unit.year !== undefined) return makeDay(unit.year, month, date);
  const from = context.after ?? context.today;
  const year = Number(from.slice(0, 4));
  const day = makeDay(year, month, date) ?? makeDay(year + 1, month, date);
  const farBack = context.after ? 0 : -60;
  if (day && daysBetween(from, day) < farBack) return makeDay(year + 1, month, date);
  // In January, "the 28th of December" was last month.
  const before = makeDay(year - 1, month, date);
  return context.isPast && before && daysBetween(before, context.today) < 60 ? before : day;
}

/** "Weds 10th or Tues 9th": the weekday tells that it does not go on from the one before. */
function nthOn(date: number, weekday: number | undefined, context: DayContext): Day | undefined {
  const day = nthOf(date, context);
  if (!day || weekday === undefined || weekdayOf(day) === weekday || !context.after) return day;
  const { after: _, ...alone } = context;
  const own = nthOf(date, alone);
  return own && weekdayOf(own) === weekday ? own : day;
}

/** The next day with this date, or the last one when it is past; "the 3rd and 4th" go on from the first. */
function nthOf(date: number, { today, isPast, after }: DayContext): Day | undefined {
  const start = after ?? today;
  const goesOn = isPast && after && after < today ? nthOf(date, { today, after }) : undefined;
  if (goesOn && goesOn <= today) return goesOn;
  for (let ahead = 0; ahead < 62; ahead++) {
    const day = addDays(start, isPast ? -ahead : ahead);
    if (Number(day.slice(8)) === date) return day;
  }
  return undefined;
}

function named(unit: Unit, context: DayContext): { day: Day; isUnsure: boolean } {
  const { today, isPast, after } = context;
  const weekday = unit.weekday ?? 0;
  const start = after && after > today ? after : today;
  const ahead = (weekday - weekdayOf(start) + 7) % 7;
  const isToday = ahead === 0 && start === today;
  const sure = (count: number) => ({ day: addDays(start, count), isUnsure: false });
  if (unit.later) {
    const fromToday = (weekday - weekdayOf(today) + 7) % 7;
    return { day: addDays(today, (fromToday || 7) + unit.later), isUnsure: isToday };
  }
  // What was yesterday is called so: "last Thursday", said on a Friday, is the one before.
  if (unit.which === 'last') return sure(ahead - (ahead === 6 ? 14 : 7));
  // "Missed Mon and Tues", told on that Tuesday.
  if (isPast && isToday && unit.which === undefined && context.isListed) return sure(0);
  if (isPast && unit.which === undefined && !(after && after > today))
    return { day: addDays(today, ahead - 7), isUnsure: isToday };
  // "next Friday" said on Monday may be this week's; said of a day this week has no more, it is plain.
  if (unit.which === 'next') {
    const isStillAhead = ahead > 0 && (weekday + 6) % 7 > (weekdayOf(start) + 6) % 7;
    return { day: addDays(start, isStillAhead ? ahead + 7 : ahead || 7), isUnsure: isStillAhead };
  }
  if (unit.which === 'following')
    return sure(
      (ahead || 7) + (after && ahead > 0 && ahead < 7 && (weekday + 6) % 7 > (weekdayOf(start) + 6) % 7 ? 7 : 0),
    );
  if (unit.which === 'this')
    return { day: addDays(start, ahead), isUnsure: mondayOf(addDays(start, ahead)) !== mondayOf(start) && ahead > 4 };
  return { day: addDays(start, ahead || 7), isUnsure: isToday };
}

function inWeek(unit: Unit, today: Day, isPast = false): Resolved {
  // "This week", said at the weekend, is the coming one, unless it speaks of what has been.
  const isComing = unit.week === 'rest' && !isPast && [0, 6].includes(weekdayOf(today));
  const weeks = unit.week === 'rest' ? Number(isComing) : (unit.week ?? 0);
  const monday = addDays(mondayOf(today), weeks * 7);
  if (unit.weekday !== undefined) {
    const day = addDays(monday, (unit.weekday + 6) % 7);
    return { from: day, to: day, isUnsure: false };
  }
  if (unit.week !== 'rest') return { from: monday, to: addDays(monday, 4), isUnsure: false };
  if (isComing) return { from: monday, to: addDays(monday, 4), isUnsure: true };
  const friday = addDays(monday, 4);
  return today > friday ? { from: monday, to: friday, isUnsure: true } : { from: today, to: friday, isUnsure: false };
}

/** The first or last days of a week, of which those gone by are none. */
function fewOf(few: number, week: Unit['week'], today: Day): Resolved {
  const monday = addDays(mondayOf(today), week === 'rest' ? 0 : (week ?? 0) * 7);
  const from = few > 0 ? monday : addDays(monday, 5 + few);
  const to = few > 0 ? addDays(monday, few - 1) : addDays(monday, 4);
  return { from: from < today && today <= to ? today : from, to, isUnsure: to < today };
}

function besides(unit: Unit, after: Day): Day {
  if (unit.side === 'same') return after;
  const step = unit.side === 'before' ? -1 : 1;
  let day = addDays(after, step);
  while (unit.weekday !== undefined && weekdayOf(day) !== unit.weekday) day = addDays(day, step);
  return day;
}

/** The day or days that fit all a unit says; undefined when none can be known. A contradiction is unsure. */
export function resolveUnit(unit: Unit, context: DayContext): Resolved | undefined {
  const { today } = context;
  const one = (day: Day | undefined, isUnsure = false): Resolved | undefined =>
    day === undefined ? undefined : { from: day, to: day, isUnsure };
  if (unit.isVague || unit.isRecurring) return undefined;
  const fitting = unit.maybeDate === undefined ? undefined : nthOf(unit.maybeDate, context);
  if (fitting && weekdayOf(fitting) === unit.weekday) return one(fitting);
  if (unit.side) return context.after ? one(besides(unit, context.after)) : undefined;
  if (unit.date !== undefined) {
    const day = dated(unit, context);
    if (!day) return undefined;
    const isOther = (wanted: Day | undefined) => wanted !== undefined && wanted !== day;
    const isAgainst =
      (unit.weekday !== undefined && weekdayOf(day) !== unit.weekday) ||
      isOther(unit.offset === undefined ? undefined : addDays(today, unit.offset)) ||
      (unit.week !== undefined && unit.week !== 'rest' && mondayOf(day) !== addDays(mondayOf(today), unit.week * 7));
    // A date gone by without a word in the past tense may be a slip.
    const isGone = day < today && !context.isPast && (unit.year === undefined || daysBetween(day, today) > 60);
    return unit.isWeekFrom ? { from: day, to: addDays(day, 4), isUnsure: isAgainst } : one(day, isAgainst || isGone);
  }
  if (unit.few !== undefined) return fewOf(unit.few, unit.week, today);
  const isOfLater = context.after !== undefined && mondayOf(context.after) > today;
  if (unit.isAll && isOfLater) return inWeek(unit, mondayOf(context.after ?? today));
  const isLater = unit.isRest && context.after !== undefined && context.after > today;
  if (unit.week !== undefined) return inWeek(unit, isLater ? (context.after ?? today) : today, context.isPast);
  if (unit.offset !== undefined) {
    const day = addDays(today, unit.offset + (unit.later ?? 0));
    const isAgainst = unit.weekday !== undefined && weekdayOf(day) !== unit.weekday;
    return one(day, isAgainst);
  }
  if (unit.weekday !== undefined) {
    const found = named(unit, context);
    return unit.isWeekFrom
      ? { from: found.day, to: addDays(found.day, 4), isUnsure: false }
      : one(found.day, found.isUnsure);
  }
  return unit.part ? one(today) : undefined;
}
