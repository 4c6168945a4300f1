import { addDays, collegeYearOf, type Day, mondayOf, yearStart } from '../../domain/calendar.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import { isUnauthorised, type LoadedPack, markType, packOn } from '../../policy/pack-shelf.ts';
import { tallyOfMany } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import type { WeekSum } from '../core/records/standing.ts';
import { todayOf, type Week, weekBefore, weeksOf } from './weeks.ts';

/**
 * One learner's year, the last weeks of it one by one: this one, the last one before it that had marks, what was missed and
 * late in four weeks; and over the whole year when they were last seen, and on how many days since then they had a lesson
 * and came to none of it.
 */
export type Recent = {
  weeks: Week[];
  line: number;
  week: number | null;
  before: number | null;
  /** Without leave. */
  missed: number;
  late: number;
  lastSeen?: Day;
  daysMissed: number;
};

const none: Recent = { weeks: [], line: 90, week: null, before: null, missed: 0, late: 0, daysMissed: 0 };
const fewDays = 27;

function recentOf(
  sums: readonly WeekSum[],
  pack: LoadedPack,
  from: Day,
  today: Day,
): Omit<Recent, 'lastSeen' | 'daysMissed'> {
  const tallied = sums.map((sum) => [sum.monday, tallyOfMany(sum, pack)] as const);
  const weeks = weeksOf(tallied, from, pack, today);
  const lately = sums.filter((one) => one.monday >= mondayOf(addDays(today, -fewDays)));
  return {
    weeks,
    line: pack.occurrences?.belowPercent ?? pack.attendance.targetPercent,
    week: weeks.at(-1)?.percent ?? null,
    before: weekBefore(weeks)?.percent ?? null,
    missed: lately.filter(({ code }) => isUnauthorised(markType(pack, code))).reduce((all, one) => all + one.count, 0),
    late: lately.reduce((all, one) => all + tallyOfMany(one, pack).late, 0),
  };
}

/** When they were last seen, under any policy; days away with leave are days away, weekends and breaks are none. */
function seenOf(sums: readonly WeekSum[], packOf: (id: string) => LoadedPack): Pick<Recent, 'lastSeen' | 'daysMissed'> {
  const daysOf = (is: (sum: WeekSum, pack: LoadedPack) => boolean) =>
    sums.filter((one) => is(one, packOf(one.packId))).flatMap((one) => one.on);
  const lastSeen = daysOf((sum, pack) => tallyOfMany(sum, pack).attended > 0)
    .sort()
    .at(-1);
  const away = daysOf(({ code }, pack) => markType(pack, code).counts === 'absent');
  const daysMissed = new Set(away.filter((one) => one > (lastSeen ?? ''))).size;
  return { daysMissed, ...(lastSeen ? { lastSeen } : {}) };
}

/**
 * The weeks of this college year since that day of the learners of these enrolments, as the database keeps them. Of somebody
 * under two policies those under the one with more lessons.
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
    mondayOf(yearStart(collegeYearOf(today))),
  );
  const packs = new Map(sums.map((one) => [one.packId, packOn(world.packs, one.packId, today)]));
  const packOf = (id: string) => packs.get(id) ?? packOn(world.packs, id, today);
  const byLearner = Map.groupBy(sums, (one) => learner.get(one.enrolmentId) ?? '');
  const found = new Map<string, Recent>(enrolments.map((one) => [one.learnerId, none]));
  for (const [learnerId, own] of byLearner) {
    const shown = own.filter((one) => one.monday >= mondayOf(from));
    const byPack = [...Map.groupBy(shown.length > 0 ? shown : own, (one) => one.packId)];
    const lessons = (all: readonly WeekSum[]) => all.reduce((sum, one) => sum + one.count, 0);
    const [most] = byPack.toSorted(([, a], [, b]) => lessons(b) - lessons(a));
    if (!most) continue;
    const [packId] = most;
    const theirs = own.filter((one) => one.packId === packId);
    found.set(learnerId, { ...recentOf(theirs, packOf(packId), from, today), ...seenOf(own, packOf) });
  }
  return found;
}
