import { addDays, collegeYearOf, type Day, mondayOf } from '../../domain/calendar.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import { type LoadedPack, markType, packOn } from '../../policy/pack-shelf.ts';
import { tallyOfMany } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import type { WeekSum } from '../core/records/standing.ts';
import { todayOf, type Week, weekBefore, weeksOf } from './weeks.ts';

/** The last weeks of one learner: this one, the last one before it that had marks, what was missed and late in four weeks. */
export type Recent = {
  weeks: Week[];
  line: number;
  week: number | null;
  before: number | null;
  /** Without leave. */
  missed: number;
  late: number;
  lastSeen?: Day;
};

const none: Recent = { weeks: [], line: 90, week: null, before: null, missed: 0, late: 0 };
const fewDays = 27;

function recentOf(sums: readonly WeekSum[], pack: LoadedPack, from: Day, today: Day): Recent {
  const isUnauthorised = ({ code }: WeekSum) =>
    markType(pack, code).counts === 'absent' && markType(pack, code).authorised === false;
  const tallied = sums.map((sum) => [sum.monday, tallyOfMany(sum, pack)] as const);
  const weeks = weeksOf(tallied, from, pack, today);
  const lately = sums.filter((one) => one.monday >= mondayOf(addDays(today, -fewDays)));
  const [lastSeen] = sums
    .filter((one) => tallyOfMany(one, pack).attended > 0)
    .map((one) => one.lastDay)
    .sort()
    .reverse();
  return {
    weeks,
    line: pack.occurrences?.belowPercent ?? pack.attendance.targetPercent,
    week: weeks.at(-1)?.percent ?? null,
    before: weekBefore(weeks)?.percent ?? null,
    missed: lately.filter(isUnauthorised).reduce((all, one) => all + one.count, 0),
    late: lately.reduce((all, one) => all + tallyOfMany(one, pack).late, 0),
    ...(lastSeen ? { lastSeen } : {}),
  };
}

/**
 * The weeks of this college year since that day of the learners of these enrolments, added up by the database. Of somebody under two policies those
 * under the one with more lessons.
 */
export async function recentWeeks(
  world: World,
  enrolments: readonly Enrolment[],
  from: Day,
): Promise<Map<string, Recent>> {
  const today = todayOf(world);
  const learner = new Map(enrolments.map((one) => [one._id, one.learnerId]));
  const sums = await world.records.marks.weekSums(
    enrolments.map((one) => one._id),
    collegeYearOf(today),
    mondayOf(from),
  );
  const byLearner = Map.groupBy(sums, (one) => learner.get(one.enrolmentId) ?? '');
  const found = new Map<string, Recent>(enrolments.map((one) => [one.learnerId, none]));
  for (const [learnerId, own] of byLearner) {
    const byPack = [...Map.groupBy(own, (one) => one.packId)];
    const lessons = (all: readonly WeekSum[]) => all.reduce((sum, one) => sum + one.count, 0);
    const [most] = byPack.toSorted(([, a], [, b]) => lessons(b) - lessons(a));
    if (most) found.set(learnerId, recentOf(most[1], packOn(world.packs, most[0], today), from, today));
  }
  return found;
}
