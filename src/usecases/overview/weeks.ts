import { addDays, type Day, dayOf, mondayOf, sayDay } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { addTally, emptyTally, type Tally } from '../../domain/standing.ts';
import type { PolicyPack } from '../../policy/policy-pack.ts';
import { attendancePercent, type InUnit, rankOf, tallyOf } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import type { StoredMark } from '../core/records/standing.ts';

/** One week of a learner: whole percent, cut, null where nothing counted; `isRunning` while it is not over. */
export type Week = { monday: Day; percent: number | null; sessions: number; attended: number; isRunning: boolean };

/** Today, where the college is. */
export function todayOf(world: Pick<World, 'clock'>): Day {
  return dayOf(world.clock.now());
}

/** A whole percent as people are told it: cut, never rounded up. */
export function wholePercent(tally: Tally, pack: InUnit): number | null {
  const percent = attendancePercent(tally, pack);
  return percent === null ? null : Math.floor(percent);
}

/** The first day of the term of a programme that a week lies in; empty where it lies in none. */
export function termOfWeek(programme: Pick<Programme, 'terms'> | undefined, monday: Day): Day {
  const sunday = addDays(monday, 6);
  return programme?.terms?.find((one) => one.from <= sunday && (!one.to || one.to >= monday))?.from ?? '';
}

/** Every week from one day to today of what is tallied by Monday, those without marks included. */
export function weeksOf(tallied: readonly (readonly [Day, Tally])[], from: Day, pack: PolicyPack, today: Day): Week[] {
  const tallies = new Map<Day, Tally>();
  for (const [monday, tally] of tallied) tallies.set(monday, addTally(tallies.get(monday) ?? emptyTally, tally));
  const weeks: Week[] = [];
  for (let monday = mondayOf(from); monday <= mondayOf(today); monday = addDays(monday, 7)) {
    const tally = tallies.get(monday) ?? emptyTally;
    const { sessions, attended } = tally;
    const percent = wholePercent(tally, pack);
    weeks.push({ monday, percent, sessions, attended, isRunning: monday === mondayOf(today) });
  }
  return weeks;
}

/** Every week from the first of these marks to the one of today, those without marks included. */
export function weeksOfMarks(marks: readonly StoredMark[], pack: PolicyPack, today: Day): Week[] {
  const [first] = marks.map((one) => one.day).sort();
  if (!first) return [];
  return weeksOf(
    marks.map((mark) => [mondayOf(mark.day), tallyOf(mark, pack)]),
    first,
    pack,
    today,
  );
}

/** The last week before the newest of these that had marks, and how it is called: after a break it is not "last week". */
export function weekBefore(
  weeks: readonly Week[],
): { monday: Day; percent: number; called: string; isLast: boolean } | undefined {
  const before = weeks.slice(0, -1).findLast((one) => one.percent !== null);
  if (before?.percent == null) return undefined;
  const { monday, percent } = before;
  const isLast = monday === addDays(weeks.at(-1)?.monday ?? '', -7);
  return { monday, percent, called: isLast ? 'last week' : `the week of ${sayDay(monday)}`, isLast };
}

/** How many points the newest of these weeks is above the last one before it that had marks, and which one that is. */
export type Change = { points: number; monday: Day; called: string; isLast: boolean };

/** The change of the newest of these weeks; undefined where one of the two has no marks. */
export function changeOf(weeks: readonly Week[]): Change | undefined {
  const now = weeks.at(-1)?.percent;
  const before = weekBefore(weeks);
  if (now == null || !before) return undefined;
  const { percent, ...which } = before;
  return { points: now - percent, ...which };
}

/** "down 1 point on last week", "the same as the week of Monday 19 October"; empty where there is no change to tell. */
export function sayChange(weeks: readonly Week[]): string {
  const change = changeOf(weeks);
  if (!change) return '';
  return `${sayMove(change.points, 0)} ${change.called}`;
}

/** "up 2 points on", "the same as", "down 1 point on": of percents, whose difference is in points. */
export function sayMove(now: number, before: number): string {
  if (now === before) return 'the same as';
  return `${now > before ? 'up' : 'down'} ${count(Math.abs(now - before), 'point')} on`;
}

/** A year's figures: whole percent, lessons, how many of them were missed, and the rank in words. */
export function yearSum(marks: readonly StoredMark[], pack: PolicyPack) {
  const tally = marks.reduce<Tally>((sum, mark) => addTally(sum, tallyOf(mark, pack)), emptyTally);
  const rank = pack.ranks?.find((one) => one.code === rankOf(tally, pack));
  return {
    percent: wholePercent(tally, pack),
    sessions: tally.sessions,
    missed: tally.sessions - tally.attended,
    rank: rank?.judgement ?? '',
    tally,
  };
}
