import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';
import { daysAhead, type PlannedDay } from './days-ahead.ts';
import { learnerStory, type Story } from './learner-story.ts';
import { type ToldUs, toldUs } from './told-us.ts';
import { type YearAhead, yearAhead } from './year-ahead.ts';

/** A learner's own page: the week ahead, the year with what is still reachable, what was told, and their story. */
type MyPage = { at: Date; story: Story; days: PlannedDay[]; ahead: YearAhead[]; told: ToldUs[] };

const week = 7;

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
  };
}
