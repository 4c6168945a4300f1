import { addDays, type Day } from '../../domain/calendar.ts';
import { addTally, emptyTally, type Tally } from '../../domain/standing.ts';
import type { PolicyPack } from '../policy-pack.ts';
import { attendanceShare, isBelow, tallyOf, type YearMark } from './tally.ts';

/** What a learner can be praised for, the rarest first. */
const praiseKinds = ['above-the-line', 'full-month', 'on-time-again', 'full-week'] as const;
export type PraiseKind = (typeof praiseKinds)[number];

/** A run of lateness, and how far back it may lie. */
const lateRun = { times: 3, days: 14 };
/** A full week is worth a word after one that was not. */
const daysBack = 21;

function sumOf(marks: readonly YearMark[], pack: PolicyPack, from: Day, to: Day): Tally {
  return marks
    .filter((mark) => from <= mark.day && mark.day <= to)
    .reduce<Tally>((sum, mark) => addTally(sum, tallyOf(mark, pack)), emptyTally);
}

const isFull = ({ sessions, attended }: Tally, least: number) => sessions >= least && attended === sessions;

/** The month whose last day lies in the week that begins on this Monday, if one does: its first and last day. */
function monthEndingIn(monday: Day): { from: Day; to: Day } | undefined {
  const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i));
  const to = days.find((day) => addDays(day, 1).endsWith('-01'));
  return to === undefined ? undefined : { from: `${to.slice(0, 8)}01`, to };
}

/**
 * What a learner did well in the week from this Monday, by the pack's list: one thing, or nothing. Only their own weeks
 * are looked at, never anybody else's. `line`: the learner's own, where one was set.
 */
export function praiseFor(
  marks: readonly YearMark[],
  pack: PolicyPack,
  monday: Day,
  line?: number,
): PraiseKind | undefined {
  const { praise } = pack;
  if (!praise) return undefined;
  const least = praise.leastSessions;
  const sunday = addDays(monday, 6);
  const week = sumOf(marks, pack, monday, sunday);
  const before = (days: number) => sumOf(marks, pack, addDays(monday, -days), addDays(monday, -1));
  const year = { before: sumOf(marks, pack, '', addDays(monday, -1)), now: sumOf(marks, pack, '', sunday) };
  const below = line ?? pack.occurrences?.belowPercent ?? pack.atRisk?.improvedPercent;
  const month = monthEndingIn(monday);
  const earned: Record<PraiseKind, boolean> = {
    'above-the-line':
      below !== undefined &&
      year.before.sessions >= least &&
      isBelow(attendanceShare(year.before, pack), below) &&
      !isBelow(attendanceShare(year.now, pack), below),
    'full-month': month !== undefined && isFull(sumOf(marks, pack, month.from, month.to), 2 * least),
    'on-time-again': isFull(week, least) && week.late === 0 && before(lateRun.days).late >= lateRun.times,
    'full-week': isFull(week, least) && before(daysBack).attended < before(daysBack).sessions,
  };
  return praiseKinds.find((kind) => praise.for.includes(kind) && earned[kind]);
}
