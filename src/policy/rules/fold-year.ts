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
 * A learner's year under one pack: a fold over all marks in session order (G7, G9, S13).
 * Done again from the start when an old mark changes, because differences alone cannot see that an amended
 * first day makes the tenth an occurrence.
 */
export function foldYear(marks: readonly YearMark[], pack: PolicyPack, own: Fairness = {}): Standing {
  const adjustments = (own.adjustments ?? []).filter((one) => !one.ended);
  const line = adjustments.findLast((one) => one.kind === 'threshold');
  const rule = pack.occurrences && { ...pack.occurrences, ...(line ? { belowPercent: line.below } : {}) };
  const ignored = new Set(adjustments.flatMap((one) => (one.kind === 'ignore-mark' ? [one.code] : [])));
  const setAside = new Set(own.setAside?.flatMap((one) => (one.packId === pack.id && !one.ended ? [one.day] : [])));
  const ordered = inSessionOrder(marks).flatMap((mark) => {
    if (!ignored.has(mark.code)) return [mark];
    // Who was there stays there, as if on time; only an absence that does not count goes.
    const isThere = markType(pack, mark.code).counts === 'present';
    return isThere ? [{ ...mark, minutesLate: 0, minutesEarly: 0 }] : [];
  });
  const occurrences: Occurrence[] = [];
  const falls: Fall[] = [];
  let tally: Tally = emptyTally;
  let wasBelow = false;
  let flag: Flag = 'none';
  let flaggedOn: Day | null = null;
  for (const mark of ordered) {
    tally = addTally(tally, tallyOf(mark, pack));
    if (!rule) continue;
    const share = attendanceShare(tally, pack);
    const below = share.whole > 0 && isBelow(share, rule.belowPercent);
    const at = { day: mark.day, percent: attendancePercent(tally, pack) ?? 0, sessionId: mark.sessionId };
    const fell = below && !wasBelow;
    if (fell) falls.push(at);
    wasBelow = below;
    const type = markType(pack, mark.code);
    const isUnauthorised = type.counts === 'absent' && type.authorised === false;
    if (setAside.has(mark.day)) continue;
    if (!isUnauthorised || !below || !isOccurrence(rule.count, mark.day, occurrences.at(-1), fell)) continue;
    occurrences.push(at);
    const now = flagFor(occurrences.length, pack);
    if (now !== flag) flaggedOn = mark.day;
    flag = now;
  }
  const noticed: Noticed[] = noticeByRules(ordered, pack);
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
