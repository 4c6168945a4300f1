import { addMinutes } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { takesLinks } from './reach-person.ts';
import { reachOf } from './rights.ts';

/** How long the link to one's own page works: it shows figures, so not longer than it takes to look. */
const pageDays = 1;

/** The page of their own that a learner or employer looks at by a link; undefined for those who have it in Teams, or have none. */
export function ownPageOf(person: Person): { path: 'me' | 'apprentices'; holds: string } | undefined {
  if (person.entraId || !takesLinks(person)) return undefined;
  if (reachOf(person, 'view-my-attendance') === 'own') return { path: 'me', holds: 'your timetable and attendance' };
  return person.roles.includes('employer')
    ? { path: 'apprentices', holds: 'how your apprentices are doing' }
    : undefined;
}

/** A link to somebody's own page, and until when it opens; undefined where they have none to be led to. */
export function ownPageLink(world: World, person: Person): { url: string; holds: string; until: Date } | undefined {
  const page = ownPageOf(person);
  if (!page || !world.link) return undefined;
  const until = addMinutes(world.clock.now(), pageDays * 1_440);
  return { url: world.link('page', page.path, person._id, until), holds: page.holds, until };
}
