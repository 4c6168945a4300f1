import type { Day } from '../../domain/calendar.ts';
import { holdsOn, type Person } from '../../domain/person.ts';
import { addTally, emptyTally, type Flag, type Occurrence, type Standing } from '../../domain/standing.ts';
import { isUnauthorised, markType } from '../pack-shelf.ts';
import type { PolicyPack } from '../policy-pack.ts';
import { type NoticeState, noNotices, noticeMark } from './notice-by-rules.ts';
import {
  attendancePercent,
  attendanceShare,
  isBelow,
  punctualityPercent,
  rankOf,
  tallyOf,
  type YearMark,
} from './tally.ts';

/** Marks in session order: by start; marks that start together keep their order of arrival. */
export function inSessionOrder<T extends { startsAt: Date }>(marks: readonly T[]): T[] {
  return marks.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** The flag that a number of occurrences makes (G9). */
export function flagFor(count: number, pack: PolicyPack): Flag {
  const reached = (pack.occurrences?.flags ?? []).filter((step) => count >= step.at);
  return reached.at(-1)?.flag ?? 'none';
}

function isOccurrence(
  count: 'per-day' | 'per-mark' | 'per-crossing',
  day: Day,
  last: Occurrence | undefined,
  fell: boolean,
) {
  if (count === 'per-mark') return true;
  return count === 'per-day' ? last?.day !== day : fell;
}

/** What was decided for one learner alone: adjustments, and occurrences set aside. */
export type Fairness = Pick<Person, 'adjustments' | 'setAside'>;

/** A year folded so far: all that the next mark needs. Plain data, stored beside the standing it makes. */
export type YearFold = Pick<Standing, 'tally' | 'occurrences' | 'falls' | 'noticed' | 'flag' | 'flaggedOn'> & {
  wasBelow: boolean;
  notices: NoticeState;
};

/** A year before its first mark. */
export const emptyFold: YearFold = {
  tally: emptyTally,
  occurrences: [],
  falls: [],
  noticed: [],
  flag: 'none',
  flaggedOn: null,
  wasBelow: false,
  notices: noNotices,
};

/** The learner's own line on a day, the easiest that holds; undefined without one. */
function ownLine(own: Fairness, day: Day): number | undefined {
  const lines = (own.adjustments ?? []).flatMap((one) => (one.kind === 'threshold' && holdsOn(one, day) ? [one] : []));
  return lines.length > 0 ? Math.min(...lines.map((one) => one.below)) : undefined;
}

/** The mark as it counts for this learner: who was there stays there, as if on time; an absence that does not count goes. */
function asCounted(mark: YearMark, pack: PolicyPack, own: Fairness): YearMark | undefined {
  const isIgnored = own.adjustments?.some(
    (one) => one.kind === 'ignore-mark' && one.code === mark.code && holdsOn(one, mark.day),
  );
  if (!isIgnored) return mark;
  return markType(pack, mark.code).counts === 'present' ? { ...mark, minutesLate: 0, minutesEarly: 0 } : undefined;
}

function isSetAside(mark: YearMark, pack: PolicyPack, own: Fairness): boolean {
  return own.setAside?.some((one) => one.packId === pack.id && !one.ended && one.day === mark.day) ?? false;
}

/** One more mark, judged by the pack version of its own day (G8, G9, S13). */
function foldMark(fold: YearFold, given: YearMark, pack: PolicyPack, own: Fairness): YearFold {
  const mark = asCounted(given, pack, own);
  if (!mark) return fold;
  const made = tallyOf(mark, pack);
  const tally = addTally(fold.tally, made);
  const { state: notices, noticed } = noticeMark(fold.notices, mark, pack);
  const next = { ...fold, tally, notices, ...(noticed.length > 0 ? { noticed: [...fold.noticed, ...noticed] } : {}) };
  const rule = pack.occurrences;
  if (!rule) return next;
  const share = attendanceShare(tally, pack);
  const below = share.whole > 0 && isBelow(share, ownLine(own, mark.day) ?? rule.belowPercent);
  const at = { day: mark.day, percent: attendancePercent(tally, pack) ?? 0, sessionId: mark.sessionId };
  // Who attends does not fall, even where a new version has moved the line.
  const hasLost = made.attendedMinutes < made.plannedMinutes;
  const fell = below && !fold.wasBelow && hasLost;
  next.wasBelow = below && (fold.wasBelow || hasLost);
  if (fell) next.falls = [...fold.falls, at];
  if (!isUnauthorised(markType(pack, mark.code)) || !below || isSetAside(mark, pack, own)) return next;
  if (!isOccurrence(rule.count, mark.day, fold.occurrences.at(-1), fell)) return next;
  next.occurrences = [...fold.occurrences, at];
  const flag = flagFor(next.occurrences.length, pack);
  return flag === fold.flag ? next : { ...next, flag, flaggedOn: mark.day };
}

/**
 * Folds marks into a year, in session order, after those folded already (G7, G9, S13). Without `from` the year is folded
 * from its start: so it must be when an old mark changes, because differences alone cannot see that an amended first
 * day makes the tenth an occurrence. Each mark is judged by the pack version of its own day.
 */
export function foldMarks(
  marks: readonly YearMark[],
  packOf: (day: Day) => PolicyPack,
  own: Fairness = {},
  from: YearFold = emptyFold,
): YearFold {
  return inSessionOrder(marks).reduce((fold, mark) => foldMark(fold, mark, packOf(mark.day), own), from);
}

/** What a folded year amounts to. */
export function standingOf(fold: YearFold, pack: PolicyPack): Standing {
  const { tally, occurrences, falls, noticed, flag, flaggedOn } = fold;
  return {
    tally,
    percent: attendancePercent(tally, pack),
    punctualityPercent: punctualityPercent(tally),
    rank: rankOf(tally, pack),
    occurrences,
    falls,
    noticed,
    flag,
    flaggedOn,
  };
}

/** A learner's whole year under one policy, from its first mark. */
export function foldYear(
  marks: readonly YearMark[],
  pack: PolicyPack,
  own: Fairness = {},
  packOf: (day: Day) => PolicyPack = () => pack,
): Standing {
  return standingOf(foldMarks(marks, packOf, own), pack);
}
