import { addDays, type Day, daysBetween, weekdayOf } from '../../domain/calendar.ts';
import { listedDays, longestRange, type Span, type Weekly, weeklyOf } from './each-week.ts';
import { lastDayIn } from './last-days.ts';
import type { Phrase } from './read-phrase.ts';
import { type DayContext, type Resolved, resolveUnit } from './resolve-unit.ts';
import { isEarlier } from './share-said.ts';
import type { Part, Piece } from './unit.ts';

/** The stretches of days a phrase names, in order; calendar days, weekends included. */
export type PhraseRead = {
  spans: Span[];
  isUnsure: boolean;
  /** Some of it could not be read as days. */
  isUnread: boolean;
  /** Some of it comes again and again ("every other Wednesday"). */
  isRecurring: boolean;
  /** What comes each week ("on Thursdays"), whether or not an end is said. */
  weekly?: Weekly;
  /** The last day of a vague stretch, where a month or a feast is named: "until the end of May", "until Christmas". */
  lastDay?: Day;
  part?: Part;
};

function end(piece: Piece, from: Resolved, context: DayContext): Resolved | undefined {
  if (!piece.to) return from;
  // "from today until the end of May"
  const { lastIn } = piece.to;
  if (lastIn !== undefined) return { from: from.from, to: lastDayIn(lastIn, from.from), isUnsure: false };
  const to = resolveUnit(piece.to, { ...context, isPast: false, after: from.from });
  if (!to) return undefined;
  const plain = resolveUnit(piece.to, context);
  // Said whole, it is what it says, even if it lies before the start: then the sender is asked.
  return to.to < from.from && plain ? { ...plain, isUnsure: true } : to;
}

/** "Mon to Wed" said on a Monday begins today. */
function startsToday(piece: Piece, context: DayContext): boolean {
  const { from, to } = piece;
  const isPlain =
    from.which === undefined && from.week === undefined && from.date === undefined && from.later === undefined;
  const ahead = (weekday: number | undefined) => ((weekday ?? 0) + 6) % 7;
  return (
    isPlain &&
    !context.after &&
    from.weekday === weekdayOf(context.today) &&
    to?.weekday !== undefined &&
    to.week === undefined &&
    ahead(to.weekday) > ahead(from.weekday)
  );
}

/** "Mon and Tues": a weekday behind one that comes before it in the week. */
function isLaterInWeek(before: Piece | undefined, { from }: Piece): boolean {
  return before?.from.weekday !== undefined && from.weekday !== undefined && isEarlier(before.from, from);
}

/** "Monday morning and Tuesday": the part of the day that is said with a piece. */
function partOf(piece: Piece): { part?: Part } {
  const { part } = piece.to ?? piece.from;
  return part ? { part } : {};
}

/** The days of a phrase under a clause's tense. Lists ascend: each bare weekday is the next after the one before. */
export function resolvePhrase(phrase: Phrase, context: DayContext): PhraseRead {
  const spans: PhraseRead['spans'] = [];
  let isUnsure = false;
  let isUnread = false;
  let isRecurring = false;
  let after = context.after;
  const weekly = weeklyOf(phrase, context);
  const each = weekly ? listedDays(phrase, context) : [];
  const firstWeekly = phrase.pieces.find(({ from }) => from.isWeekly);
  const lastIn = phrase.pieces.map(({ from, to }) => (to ?? from).lastIn).find((month) => month !== undefined);
  const lastDay = lastIn && lastDayIn(lastIn, context.after ?? context.today);
  for (const [i, piece] of phrase.pieces.entries()) {
    const listed = { ...context, ...(after ? { after } : {}), isListed: isLaterInWeek(phrase.pieces[i - 1], piece) };
    if (piece.from.isWeekly && each.length > 0) {
      if (piece === firstWeekly) spans.push(...each);
      after = each.at(-1)?.to;
      continue;
    }
    const isTodays = startsToday(piece, listed) || startsListToday(phrase, i, context);
    const from = isTodays
      ? { from: context.today, to: context.today, isUnsure: i === 0 && !piece.to }
      : resolveUnit(piece.from, listed);
    const to = from && end(piece, from, listed);
    if (!from || !to || daysBetween(from.from, to.to) > longestRange) {
      if (piece.from.isRecurring) isRecurring = true;
      else isUnread = true;
      continue;
    }
    // "Signed off 9th to 20th", said on the 10th: it has begun.
    const isRunning =
      piece.to !== undefined && piece.from.weekday === undefined && from.from < context.today && to.to >= context.today;
    isUnsure ||= (from.isUnsure && !isRunning) || to.isUnsure;
    const ends = from.from <= to.to ? { from: from.from, to: to.to } : { from: to.to, to: from.to };
    spans.push({ ...ends, ...partOf(piece) });
    after =
      piece.to || piece.from.offset !== undefined || piece.from.date !== undefined || !context.isPast
        ? to.to
        : undefined;
  }
  const parts = new Set(phrase.pieces.map((piece) => partOf(piece).part));
  const [part] = parts;
  return {
    spans,
    isUnsure,
    isUnread,
    isRecurring,
    ...(weekly ? { weekly } : {}),
    ...(lastDay ? { lastDay } : {}),
    ...(parts.size === 1 && part ? { part } : {}),
  };
}

/** "monday and wednesday" said on a Monday most likely begins today; the sender is asked all the same. */
function startsListToday(phrase: Phrase, i: number, context: DayContext): boolean {
  const [first, second] = phrase.pieces;
  return (
    i === 0 &&
    !context.isPast &&
    first !== undefined &&
    second !== undefined &&
    !first.to &&
    startsToday({ from: first.from, to: second.from }, context)
  );
}

/** Monday to Friday of the spans, holidays left out, each day once and in order. */
export function workingDaysOf(spans: readonly { from: Day; to: Day }[], holidays: ReadonlySet<Day>): Day[] {
  const days = new Set<Day>();
  for (const { from, to } of spans)
    for (let day = from; day <= to && days.size <= longestRange; day = addDays(day, 1))
      if (![0, 6].includes(weekdayOf(day)) && !holidays.has(day)) days.add(day);
  return [...days].sort();
}
