import type { Day } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import {
  addTally,
  emptyTally,
  type Fall,
  type Flag,
  type Noticed,
  type Occurrence,
  type Standing,
  type Tally,
} from '../../domain/standing.ts';
import { markType, type PolicyPack } from '../policy-pack.ts';
import { noticeByRules } from './notice-by-rules.ts';
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

/**
 * A learner's year under one policy: a fold over all marks in session order (G7, G9, S13). `pack` is the version that
 * holds now and says how the sum is shown; each mark is judged by the version of its own day (`packOf`).
 * Done again from the start when an old mark changes, because differences alone cannot see that an amended
 * first day makes the tenth an occurrence.
 */
export function foldYear(
  marks: readonly YearMark[],
  pack: PolicyPack,
  own: Fairness = {},
  packOf: (day: Day) => PolicyPack = () => pack,
): Standing {
  const adjustments = (own.adjustments ?? []).filter((one) => !one.ended);
  const line = adjustments.findLast((one) => one.kind === 'threshold');
  const ignored = new Set(adjustments.flatMap((one) => (one.kind === 'ignore-mark' ? [one.code] : [])));
  const setAside = new Set(own.setAside?.flatMap((one) => (one.packId === pack.id && !one.ended ? [one.day] : [])));
  const ordered = inSessionOrder(marks).flatMap((mark) => {
    if (!ignored.has(mark.code)) return [mark];
    // Who was there stays there, as if on time; only an absence that does not count goes.
    const isThere = markType(packOf(mark.day), mark.code).counts === 'present';
    return isThere ? [{ ...mark, minutesLate: 0, minutesEarly: 0 }] : [];
  });
  const occurrences: Occurrence[] = [];
  const falls: Fall[] = [];
  let tally: Tally = emptyTally;
  let wasBelow = false;
  let flag: Flag = 'none';
  let flaggedOn: Day | null = null;
  for (const mark of ordered) {
    const judge = packOf(mark.day);
    const made = tallyOf(mark, judge);
    tally = addTally(tally, made);
    const rule = judge.occurrences;
    if (!rule) continue;
    const share = attendanceShare(tally, judge);
    const below = share.whole > 0 && isBelow(share, line?.below ?? rule.belowPercent);
    const at = { day: mark.day, percent: attendancePercent(tally, judge) ?? 0, sessionId: mark.sessionId };
    // Who attends does not fall, even where a new version has moved the line.
    const hasLost = made.attendedMinutes < made.plannedMinutes;
    const fell = below && !wasBelow && hasLost;
    if (fell) falls.push(at);
    wasBelow = below && (wasBelow || hasLost);
    const type = markType(judge, mark.code);
    const isUnauthorised = type.counts === 'absent' && type.authorised === false;
    if (setAside.has(mark.day)) continue;
    if (!isUnauthorised || !below || !isOccurrence(rule.count, mark.day, occurrences.at(-1), fell)) continue;
    occurrences.push(at);
    const now = flagFor(occurrences.length, judge);
    if (now !== flag) flaggedOn = mark.day;
    flag = now;
  }
  const noticed: Noticed[] = noticeByRules(ordered, packOf);
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
