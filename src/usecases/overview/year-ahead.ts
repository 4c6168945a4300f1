import { collegeYearOf, type Day, yearStart } from '../../domain/calendar.ts';
import { covers } from '../../domain/enrolment.ts';
import { type LoadedPack, packOn, sessionType } from '../../policy/pack-shelf.ts';
import { type LevelAhead, levelsAhead } from '../../policy/rules/levels-ahead.ts';
import type { World } from '../core/ports.ts';
import type { StoryYear } from './learner-story.ts';
import { todayOf } from './weeks.ts';

/** What a year can still become: sessions in the timetable ahead, the best percent, and each level of the policy. */
export type YearAhead = {
  title: string;
  sessions: number;
  /** The last day that the timetable reaches. */
  lastDay?: Day;
  best: number | null;
  levels: LevelAhead[];
};

async function aheadOf(world: World, learnerId: string, year: StoryYear, pack: LoadedPack) {
  const today = todayOf(world);
  const to = yearStart(collegeYearOf(today) + 1);
  const enrolments = (await world.records.enrolments.ofLearner(learnerId)).filter((one) => covers(one, today));
  const span = { after: world.clock.now(), to };
  const sums = await world.records.sessions.sumsAhead(year.programmeIds, learnerId, span);
  return sums.filter(({ programmeId, type, groups }) => {
    const own = enrolments.filter((one) => one.programmeId === programmeId);
    const isIn = (name: string) =>
      own.some((one) => one.groups.some((group) => group.name === name && covers(group, today)));
    return !sessionType(pack, type).dropIn && own.length > 0 && (groups.length === 0 || groups.some(isIn));
  });
}

/** What is still reachable this year under each policy, by the timetable as far as it reaches (SPEC P, S16, G7). */
export async function yearAhead(world: World, learnerId: string, year: StoryYear): Promise<YearAhead> {
  const pack = packOn(world.packs, year.packId, todayOf(world));
  const sums = await aheadOf(world, learnerId, year, pack);
  const sessions = sums.reduce((all, one) => all + one.sessions, 0);
  const minutes = sums.reduce((all, one) => all + one.minutes, 0);
  const lastDay = sums
    .map((one) => one.lastDay)
    .sort()
    .at(-1);
  const { best, levels } = levelsAhead(year.tally, { sessions, minutes }, pack);
  return { title: year.title, sessions, ...(lastDay ? { lastDay } : {}), best, levels };
}
