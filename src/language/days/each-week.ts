import { addDays, type Day, daysBetween, mondayOf, weekdayOf } from '../../domain/calendar.ts';
import { lastDayIn } from './last-days.ts';
import type { Phrase } from './read-phrase.ts';
import { type DayContext, resolveUnit } from './resolve-unit.ts';
import type { Part, Piece } from './unit.ts';

/** Days from one to another, in a part of each where one is said. */
export type Span = { from: Day; to: Day; part?: Part };

/** Weekdays that come again and again, and what is said of until when. */
export type Weekly = {
  weekdays: { weekday: number; part?: Part }[];
  /** 2 for "every other Wednesday". */
  everyWeeks: 1 | 2;
  /** "Every Friday in December": 12. */
  month?: number;
  /** The last day that may be one. */
  last?: Day;
  /** "The next two Thursdays". */
  times?: number;
};

/** No list goes further than a college year. */
const furthest = 365;
/** No absence is told of for longer, from its first day to its last; a longer range is a slip. */
export const longestRange = 130;

/** The last day a unit leaves open: a day, or the end of a month or a feast that is named ("until the end of May", "until Christmas"). */
function lastDayOf({ to }: Piece, context: DayContext): Day | undefined {
  if (!to) return undefined;
  const from = context.after ?? context.today;
  return to.lastIn === undefined ? resolveUnit(to, { ...context, isPast: false })?.to : lastDayIn(to.lastIn, from);
}

const hasBound = ({ from, to }: Piece) => to !== undefined || from.month !== undefined || from.times !== undefined;

/**
 * The days that a phrase itself lists: each of them from today on, where it says until when or how often. "Mondays in
 * December and Tuesdays in January" are each as they are said.
 */
export function listedDays(phrase: Phrase, context: DayContext): Span[] {
  const own = phrase.pieces.filter((piece) => piece.from.isWeekly && hasBound(piece));
  const groups = own.length > 1 ? own.map((piece) => ({ ...phrase, pieces: [piece] })) : [phrase];
  const found = groups.flatMap((group) => {
    const weekly = weeklyOf(group, context);
    // Today's own is not the next one.
    const start = weekly?.times ? addDays(context.today, 1) : context.today;
    return weekly && isBounded(weekly) ? eachDay(weekly, start) : [];
  });
  return found.toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** What a phrase says of days that come each week; undefined where it says none ("Friday", "3rd to 5th May"). */
export function weeklyOf(phrase: Phrase, context: DayContext): Weekly | undefined {
  const own = phrase.pieces.filter(({ from }) => from.isWeekly && from.weekday !== undefined);
  if (own.length === 0) return undefined;
  const month = own.find(({ from }) => from.month !== undefined)?.from.month;
  const last = own.map((piece) => lastDayOf(piece, context)).findLast((day) => day !== undefined);
  const times = own.find(({ from }) => from.times !== undefined)?.from.times;
  return {
    weekdays: own.map(({ from: { weekday = 0, part } }) => ({ weekday, ...(part ? { part } : {}) })),
    everyWeeks: own.some(({ from }) => from.isOther) ? 2 : 1,
    ...(month === undefined ? {} : { month }),
    ...(last === undefined ? {} : { last }),
    ...(times === undefined ? {} : { times }),
  };
}

/** True where it is said until when, or how often: only then it is a list of days. */
export const isBounded = ({ month, last, times }: Weekly): boolean =>
  month !== undefined || last !== undefined || times !== undefined;

/** The days from `start` on (itself included), in order, each with its part. Every other week counts from the first of them. */
export function eachDay(weekly: Weekly, start: Day): Span[] {
  const { weekdays, everyWeeks, month, last, times = Number.POSITIVE_INFINITY } = weekly;
  const found: Span[] = [];
  let monday: Day | undefined;
  for (let ahead = 0; ahead <= furthest && found.length < times; ahead++) {
    const day = addDays(start, ahead);
    const own = weekdays.find((one) => one.weekday === weekdayOf(day));
    const isIn = (last === undefined || day <= last) && (month === undefined || Number(day.slice(5, 7)) === month);
    if (!own || !isIn || (found.length > 0 && daysBetween(found[0]!.from, day) > longestRange)) continue;
    monday ??= mondayOf(day);
    if (Math.floor(daysBetween(monday, day) / 7) % everyWeeks !== 0) continue;
    found.push({ from: day, to: day, ...(own.part ? { part: own.part } : {}) });
  }
  return found;
}
