import { addDays, type Day, type Holidays } from '../../domain/calendar.ts';
import type { Statement } from '../happenings.ts';
import type { DayRole } from './day-roles.ts';
import { resolvePhrase, workingDaysOf } from './resolve-phrase.ts';
import type { Part } from './unit.ts';

/** The days of one happening. */
export type DaysRead = {
  days: Day[];
  isImplied: boolean;
  /** Which day is meant must be asked. */
  isUnsure: boolean;
  /** Until when must be asked. */
  isOpen: boolean;
  part?: Part;
  /** Days taken back for these. */
  insteadOf: Day[];
  /** Word positions the days were read from. */
  from: { start: number; stop: number }[];
};

type Span = { from: Day; to: Day };
type Said = {
  spans: Span[];
  role: DayRole;
  isUnsure: boolean;
  isUnread: boolean;
  isRange: boolean;
  part?: Part;
  isMain: boolean;
  start: number;
  stop: number;
  isStrictPart: boolean;
};

const open =
  /\b(until further notice|foreseeable|for now|not sure (when|how long)|do not know (when|how long)|rest of (the )?term|at least|till i know|no idea when)\b/;
const been = /\b(been|was|were|had)\b/;

/** Resolves all days of a happening in the order of the text: each may count from the one before. */
function resolveAll(statements: readonly Statement[], today: Day): Said[] {
  const said: Said[] = [];
  let last: Day | undefined;
  for (const { clause, cues, days, isMain } of statements)
    for (const { item, role } of days) {
      const isSide = item.day!.pieces.some((piece) => piece.from.side);
      const isEnd = role === 'back' || role === 'until' || role === 'through';
      const first = said.find((one) => one.role === 'on' || one.role === 'from')?.spans[0]?.from;
      const anchor = isSide ? last : isEnd ? first : undefined;
      const isPast =
        role === 'since' ||
        (cues.has('past') && !isEnd) ||
        (cues.has('told') && !cues.has('weak') && !isMain && been.test(clause.plain));
      const read = resolvePhrase(item.day!, { today, isPast, ...(anchor ? { after: anchor } : {}) });
      last = read.spans.at(-1)?.to ?? last;
      const isGone = read.spans.every((span) => span.to < today);
      const isNoise = !isMain && ((!cues.has('weak') && (cues.has('told') || cues.has('past'))) || isGone);
      said.push({
        ...read,
        role: isNoise && (role === 'on' || role === 'from') ? 'beside' : role,
        isMain,
        start: item.start,
        stop: item.stop,
        isStrictPart: false,
      });
    }
  return said;
}

function previousWorkingDay(day: Day, holidays: Holidays): Day {
  let before = addDays(day, -1);
  while (workingDaysOf([{ from: before, to: before }], holidays).length === 0) before = addDays(before, -1);
  return before;
}

/** Puts what was said of days together: starts, ends, lengths and days that are free after all. */
export function readDays(
  statements: readonly Statement[],
  context: { today: Day; holidays: Holidays; isArrival: boolean },
): DaysRead {
  const { today, holidays } = context;
  const said = resolveAll(statements, today);
  const plain = said.filter((one) => one.role === 'on' || one.role === 'from');
  const main = plain.filter((one) => one.isMain);
  const free = said.filter((one) => one.role === 'free');
  const used = main.length > 0 ? main : plain.length > 0 ? plain : context.isArrival ? free : [];
  const durations = statements.flatMap((one) =>
    been.test(one.clause.plain) && !one.isMain
      ? []
      : one.clause.items.flatMap((item) => (item.duration ? [{ ...item.duration, item, text: one.clause.text }] : [])),
  );
  const [duration] = durations;
  const end = said.find(
    (one) => one.role === 'until' || one.role === 'through' || (one.role === 'back' && one.spans.length > 0),
  );
  const since = said.find((one) => one.role === 'since');
  const isOpen = statements.some((one) => open.test(one.clause.plain));
  const found = used.flatMap((one) => one.spans);
  let spans = found;
  let isUnsure = used.some((one) => one.isUnsure || (one.isUnread && !(one.role === 'from' && end)));
  let asksEnd = isOpen;
  const start = found[0]?.from ?? since?.spans[0]?.from;
  if (since?.spans[0] && used.length === 0) spans = [{ from: since.spans[0].from, to: today }];
  if (duration && found.every((one) => one.from === one.to)) {
    const first = start ?? today;
    const isAfter = /LENGTH (off )?after\b/.test(duration.text);
    const last = addDays(first, duration.days - (isAfter ? 0 : 1));
    spans = [...found, { from: first, to: last }];
    asksEnd ||= duration.isVague || isAfter;
  }
  if (end && !duration) {
    const day = end.spans[0]?.from;
    const first = start ?? today;
    const isStarted = found.length > 0 && used.some((one) => one.role === 'from' || one.isMain);
    const isSingle = found.length <= 1 && found.every((one) => one.from === one.to);
    if (day === undefined) {
      asksEnd = true;
      if (found.length === 0) spans = [{ from: first, to: first }];
    } else if (end.role === 'back') {
      if (isSingle && day > first) spans = [{ from: first, to: addDays(day, -1) }];
      else if (isSingle && found.length === 0) spans = [{ from: first, to: first }];
      isUnsure ||= end.isUnsure;
    } else if (day >= first) {
      const isLast = end.role === 'through' || isStarted;
      const last = isLast || day <= first ? (end.spans.at(-1)?.to ?? day) : previousWorkingDay(day, holidays);
      spans = [...found, { from: first, to: last }];
      asksEnd ||= !isLast;
      isUnsure ||= end.isUnsure;
    }
  }
  const isNamed = used.length > 0 || duration !== undefined || end !== undefined || since !== undefined;
  const isPastOnly =
    !isNamed &&
    statements.some((one) => one.isMain && one.cues.has('past')) &&
    !statements.some((one) => one.isMain && !one.cues.has('past'));
  if (!isNamed && !isPastOnly) spans = [{ from: today, to: today }];
  const isFree = new Set(
    context.isArrival && used === free ? [] : free.flatMap((one) => workingDaysOf(one.spans, holidays)),
  );
  const days = workingDaysOf(spans, holidays).filter((day) => !isFree.has(day));
  const parts = new Set(used.map((one) => one.part));
  const [part] = parts.size === 1 ? [...parts] : [];
  return {
    days,
    isImplied: !isNamed,
    isUnsure: isUnsure || days.length === 0,
    isOpen: asksEnd,
    ...(part ? { part } : {}),
    insteadOf: workingDaysOf(
      said.filter((one) => one.role === 'wrong').flatMap((one) => one.spans),
      holidays,
    ),
    from: [...used, ...(end ? [end] : []), ...(duration ? [duration.item] : [])].map(({ start, stop }) => ({
      start,
      stop,
    })),
  };
}
