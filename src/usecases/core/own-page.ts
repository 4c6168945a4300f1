import { addMinutes } from '../../domain/calendar.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { type Reach, samePlace, takesLinks } from './reach-person.ts';
import { reachOf } from './rights.ts';
import { whosePlace } from './whose-place.ts';

/** How long the link to one's own page works: it shows figures, so not longer than it takes to look. */
const pageDays = 1;

/**
 * The page of their own that a learner or employer looks at by a link; undefined for those who have it in Teams, or have
 * none. Whoever is on the staff too sees others' learners in the same tab, which only Teams opens.
 */
export function ownPageOf(person: Person): { path: 'me' | 'apprentices'; holds: string } | undefined {
  if (person.entraId || isStaff(person) || !takesLinks(person)) return undefined;
  if (reachOf(person, 'view-my-attendance') === 'own') return { path: 'me', holds: 'your timetable and attendance' };
  return person.roles.includes('employer')
    ? { path: 'apprentices', holds: 'how your apprentices are doing' }
    : undefined;
}

/** True where a number or address is on record for this person alone. */
async function isOnlyTheirs(world: World, person: Person, place: Extract<Reach, { to: string }>): Promise<boolean> {
  const { people, contacts } = await whosePlace(world, place.channel, samePlace(place));
  return contacts.length === 0 && people.every((one) => one._id === person._id);
}

/**
 * A link to somebody's own page, and until when it opens, to be sent to this place; undefined where they have none to be
 * led to, and where the place is somebody else's, too: a parent who may not be told, a brother (G6).
 */
export async function ownPageLink(
  world: World,
  person: Person,
  place: Extract<Reach, { to: string }>,
): Promise<{ url: string; holds: string; until: Date } | undefined> {
  const page = ownPageOf(person);
  if (!page || !world.link || !(await isOnlyTheirs(world, person, place))) return undefined;
  const until = addMinutes(world.clock.now(), pageDays * 1_440);
  return { url: world.link('page', page.path, person._id, until), holds: page.holds, until };
}
