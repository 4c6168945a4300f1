import type { Day } from '../../domain/calendar.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';
import { yearBegan } from '../core/year-of-case.ts';
import { mayReadReview } from '../measures/conduct-review-report.ts';
import { frozenSince } from './day-facts.ts';
import { daysAhead, type PlannedDay } from './days-ahead.ts';
import { learnerStory, type Story } from './learner-story.ts';
import { type ToldUs, toldUs } from './told-us.ts';
import { type YearAhead, yearAhead } from './year-ahead.ts';

/** A learner's own page: the week ahead, the year with what is still reachable, what was told, and their story. */
type MyPage = {
  at: Date;
  story: Story;
  days: PlannedDay[];
  ahead: YearAhead[];
  told: ToldUs[];
  reports: OwnReport[];
};
/** A Conduct Review of this year whose report they may read. */
type OwnReport = { id: string; from: Day; to: Day };

const week = 7;

/** The reports of a learner's own Conduct Reviews, the newest first; while a hold covers them as before it (S11). */
async function ownReports(world: World, viewer: Person): Promise<OwnReport[]> {
  const since = await frozenSince(world, viewer, viewer._id);
  const reports: OwnReport[] = [];
  for (const task of await world.records.tasks.ofLearner(viewer._id, 'conduct-review')) {
    const { from, to = from } = task.data;
    const approvedAt = task.history.findLast(({ act }) => act === 'approved')?.at;
    if (!from || !to || !approvedAt || approvedAt < yearBegan(world) || (since && approvedAt > since)) continue;
    if (await mayReadReview(world, viewer, task)) reports.push({ id: task._id, from, to });
  }
  return reports.toSorted((a, b) => (a.from < b.from ? 1 : -1));
}

/** What a learner sees of themself (SPEC P, S2, G14); others may look at their screen, so that under a hold it is what everyone sees (S11). Refuses with `not-allowed`. */
export async function myPage(world: World, viewer: Person): Promise<Outcome<MyPage>> {
  if (!may(viewer, 'view-my-attendance', true)) return refuse('not-allowed');
  const story = await learnerStory(world, viewer, viewer._id);
  if (isRefusal(story)) return story;
  const ahead: YearAhead[] = [];
  for (const year of story.years) ahead.push(await yearAhead(world, viewer._id, year));
  return {
    at: world.clock.now(),
    story,
    days: await daysAhead(world, viewer, viewer, week),
    ahead,
    told: await toldUs(world, viewer, viewer._id),
    reports: await ownReports(world, viewer),
  };
}
