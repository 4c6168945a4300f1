import { collegeYearOf, dayOf, yearStart } from '../../domain/calendar.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { Run, Sentence } from './card-model.ts';
import type { World } from './ports.ts';
import { readOnce } from './read-once.ts';
import { isAboutSelf, reachOf } from './rights.ts';
import { sightOf } from './sight.ts';

/** Names on one card that lead to their stories; of more, the addresses alone would be more than Teams takes. */
export const mostLed = 30;

/** Where a learner's story stands among the pages. */
export function storyPath(learnerId: string): string {
  return `story/${encodeURIComponent(learnerId)}`;
}

/** Whether somebody on the staff may read a learner's story, their own never among them. */
async function maySeeStory(world: World, viewer: Person, learnerId: string): Promise<boolean> {
  if (!isStaff(viewer) || isAboutSelf(viewer, learnerId)) return false;
  if (reachOf(viewer, 'view-story') === 'any') return true;
  return (await sightOf(world, viewer, learnerId)).may('view-story');
}

/** Where the stories of these learners stand that somebody on the staff may read, by learner; the names of a list lead there (S2). */
export async function storyUrls(
  world: World,
  viewer: Person,
  learnerIds: Iterable<string>,
): Promise<Map<string, string>> {
  const urls = new Map<string, string>();
  const { pageLink } = world;
  if (!pageLink || !isStaff(viewer)) return urls;
  const once = readOnce(world);
  // Of staff and employers, whom some lists name, there is no story.
  const people = await world.records.people.byIds([...new Set(learnerIds)]);
  for (const { _id } of people.filter(({ roles }) => roles.includes('learner'))) {
    const url = (await maySeeStory(once, viewer, _id)) ? pageLink(storyPath(_id), viewer) : undefined;
    if (url) urls.set(_id, url);
  }
  return urls;
}

/** A sentence's words, where nothing in it can lead anywhere. */
export function wordsIn(said: Sentence): string {
  return typeof said === 'string' ? said : said.map(({ text }) => text).join('');
}

/** Sentences in which each name of a learner leads to their story; who may not read it sees the name alone. */
export function withStoriesIn<Of extends Sentence>(sentences: readonly Of[], urls: ReadonlyMap<string, string>): Of[] {
  const led = (run: Run): Run => {
    const url = urls.get(run.learnerId ?? '');
    return url ? { ...run, url } : run;
  };
  return sentences.map((one) => (typeof one === 'string' ? one : (one.map(led) as Of)));
}

/**
 * The way to the stories of those on a session's own list, for its tutors and for who may read any. It is told from the
 * session alone: a saved register is drawn on the way of a tick, where a read a learner would be too dear.
 */
export function storiesOfSession(
  world: World,
  viewer: Person,
  { tutorIds, day }: Pick<Session, 'tutorIds' | 'day'>,
): (learnerId: string) => string | undefined {
  const since = yearStart(collegeYearOf(dayOf(world.clock.now())));
  const isTaught = viewer.roles.includes('tutor') && tutorIds.includes(viewer._id) && day >= since;
  const mayRead = isTaught || reachOf(viewer, 'view-story') === 'any';
  return (learnerId) =>
    mayRead && !isAboutSelf(viewer, learnerId) ? world.pageLink?.(storyPath(learnerId), viewer) : undefined;
}

/** The link from a card about a learner to their story, for those of the staff who may read it (S2). */
export async function storyLink(
  world: World,
  viewer: Person,
  learnerId: string | undefined,
): Promise<{ title: string; url: string }[]> {
  if (!world.pageLink || !learnerId || !(await maySeeStory(world, viewer, learnerId))) return [];
  const url = world.pageLink(storyPath(learnerId), viewer);
  return url ? [{ title: 'Story', url }] : [];
}
