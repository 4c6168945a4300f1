import type { Day } from '../../domain/calendar.ts';
import type { CountedMarks } from '../../domain/lesson-sums.ts';
import { emptyTally, type Tally } from '../../domain/standing.ts';
import { markType } from '../pack-shelf.ts';
import type { PolicyPack } from '../policy-pack.ts';

/** One mark as the rules see it. Minutes are whole. */
export type CountedMark = {
  code: string;
  minutesLate: number;
  minutesEarly?: number;
  plannedMinutes: number;
  /** Was there but did not take part (G16); counts as absent only where the pack says so. */
  notTakingPart?: boolean;
};

/** A mark of one college year, with the local day of its session. */
export type YearMark = CountedMark & { sessionId: string; startsAt: Date; day: Day };

/** What marks of one code add to totals (G1, S15). Ignored or excluded marks add nothing. */
export function tallyOfMany(marks: CountedMarks, pack: PolicyPack): Tally {
  const { count, plannedMinutes } = marks;
  const type = markType(pack, marks.code);
  if (type.counts === 'ignored') return emptyTally;
  if (type.counts === 'absent' && type.authorised && pack.attendance.authorised === 'excluded') return emptyTally;
  const isAbsent = type.counts === 'absent' || (marks.notTakingPart && pack.nonEngagement.counts);
  const lost = type.asksMinutes ? marks.lostMinutes : 0;
  return {
    sessions: count,
    attended: isAbsent ? 0 : count,
    late: !isAbsent && type.asksMinutes ? marks.late : 0,
    plannedMinutes,
    attendedMinutes: isAbsent ? 0 : plannedMinutes - lost,
    lostToLateness: isAbsent ? 0 : lost,
    lostToAbsence: isAbsent ? plannedMinutes : 0,
  };
}

/** Marks by what they say of who was there; `undecided`: absent, and a person has still to decide whether with leave. */
export type Given = Record<'onTime' | 'late' | 'authorised' | 'unauthorised' | 'undecided', number>;
export const noneGiven: Given = { onTime: 0, late: 0, authorised: 0, unauthorised: 0, undecided: 0 };

/** The same marks as they were given, whatever the pack counts of them; ignored ones are none of these. */
export function givenOf({ code, count, late }: CountedMarks, pack: PolicyPack): Given {
  const { counts, authorised, asksMinutes } = markType(pack, code);
  if (counts === 'ignored') return noneGiven;
  if (counts === 'absent') {
    const kind = authorised === null ? 'undecided' : authorised ? 'authorised' : 'unauthorised';
    return { ...noneGiven, [kind]: count };
  }
  const own = asksMinutes ? late : 0;
  return { ...noneGiven, onTime: count - own, late: own };
}

/** Adds marks as they were given. */
export function addGiven(a: Given, b: Given): Given {
  return {
    onTime: a.onTime + b.onTime,
    late: a.late + b.late,
    authorised: a.authorised + b.authorised,
    unauthorised: a.unauthorised + b.unauthorised,
    undecided: a.undecided + b.undecided,
  };
}

/** One mark, counted. */
export function countedOf(mark: CountedMark): CountedMarks {
  return {
    code: mark.code,
    notTakingPart: mark.notTakingPart === true,
    count: 1,
    late: mark.minutesLate > 0 ? 1 : 0,
    plannedMinutes: mark.plannedMinutes,
    lostMinutes: Math.min(mark.minutesLate + (mark.minutesEarly ?? 0), mark.plannedMinutes),
  };
}

/** What one mark adds to a learner's totals. */
export function tallyOf(mark: CountedMark, pack: PolicyPack): Tally {
  return tallyOfMany(countedOf(mark), pack);
}

/** part/whole as a percentage with two decimals, cut: 84.999 is 84.99 (G7). Null when there is nothing to count. */
export function cutPercent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 10_000) / whole) / 100;
}

type Share = { part: number; whole: number };
/** What a pack counts attendance in. */
export type InUnit = { attendance: Pick<PolicyPack['attendance'], 'unit'> };

/** Attendance as a fraction in the pack's unit, so that comparisons need no rounding. */
export function attendanceShare(tally: Tally, { attendance }: InUnit): Share {
  return attendance.unit === 'minutes'
    ? { part: tally.attendedMinutes, whole: tally.plannedMinutes }
    : { part: tally.attended, whole: tally.sessions };
}

/** True when the share is under a percentage, exactly (whole numbers, no rounding). */
export function isBelow(share: Share, percent: number): boolean {
  return share.part * 100 < percent * share.whole;
}

/** Attendance percentage, cut to two decimals (G1: minutes; STS: sessions). */
export function attendancePercent(tally: Tally, pack: InUnit): number | null {
  const share = attendanceShare(tally, pack);
  return cutPercent(share.part, share.whole);
}

/** How a percentage is to be drawn, by the pack's own lines. */
export function toneOf(value: number, { attendance }: PolicyPack): 'good' | 'warning' | 'attention' {
  if (value < attendance.tones.attentionBelow) return 'attention';
  return value < attendance.tones.warningBelow ? 'warning' : 'good';
}

/** Sessions attended on time out of sessions attended, cut to two decimals (S15). */
export function punctualityPercent(tally: Tally): number | null {
  return cutPercent(tally.attended - tally.late, tally.attended);
}

/** The rank code of a tally, null for a pack without ranks or before the first counted mark (G7). */
export function rankOf(tally: Tally, pack: PolicyPack): string | null {
  const share = attendanceShare(tally, pack);
  if (!pack.ranks || share.whole === 0) return null;
  return pack.ranks.find((rank) => rank.below === null || isBelow(share, rank.below))?.code ?? null;
}
