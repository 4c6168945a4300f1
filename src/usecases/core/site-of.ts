import { type Day, dayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import { collegeAt, isOfSites, type Site } from '../../domain/site.ts';
import type { College } from '../../domain/sms-text.ts';
import type { World } from './ports.ts';

/** What a look at sites needs. */
type Where = Pick<World, 'records' | 'clock'>;

/**
 * The sites a learner is of: those the office names, else those of the programmes they are on now (of none now: ever).
 * None where the college, or whatever they are on, has no sites.
 */
export async function sitesOfLearner(
  { records, clock }: Where,
  learner: Pick<Person, '_id' | 'sites'>,
): Promise<string[]> {
  if (learner.sites?.length) return learner.sites;
  const all = await records.enrolments.ofLearner(learner._id);
  return sitesOn(all, await records.enrolments.programmes(), dayOf(clock.now()));
}

function sitesOn(all: readonly Enrolment[], programmes: readonly Programme[], today: Day): string[] {
  const running = all.filter((one) => covers(one, today));
  const ids = new Set((running.length > 0 ? running : all).map((one) => one.programmeId));
  return [...new Set(programmes.filter((one) => ids.has(one._id)).flatMap((one) => one.site ?? []))];
}

/** True for who sees lists of every site: of the whole college, and leaders. */
function isOfAll({ sites, roles }: Pick<Person, 'sites' | 'roles'>): boolean {
  return !sites?.length || roles.includes('leader');
}

/** True where something of a site, or of none, stands on somebody's lists. */
export function isListed(viewer: Pick<Person, 'sites' | 'roles'>, site: string | undefined): boolean {
  return site === undefined || isOfAll(viewer) || isOfSites(viewer, [site]);
}

/** Those of these who stand on somebody's lists: people of their sites, and of none. */
export async function listedFor<T>(
  { records, clock }: Where,
  viewer: Person,
  all: readonly T[],
  personOf: (one: T) => Person,
): Promise<T[]> {
  if (isOfAll(viewer)) return [...all];
  const isByPlace = ({ sites, roles }: Person) => roles.includes('learner') && !sites?.length;
  const learnerIds = all.map(personOf).flatMap((one) => (isByPlace(one) ? [one._id] : []));
  const places = Map.groupBy(await records.enrolments.ofLearners(learnerIds), (one) => one.learnerId);
  const programmes = await records.enrolments.programmes();
  const today = dayOf(clock.now());
  const isTheirs = (one: Person) => {
    const own = isByPlace(one) ? sitesOn(places.get(one._id) ?? [], programmes, today) : (one.sites ?? []);
    return own.length === 0 || isOfSites(viewer, own);
  };
  return all.filter((one) => isTheirs(personOf(one)));
}

/**
 * The site of a programme, else where somebody is at home: the first site the office names for them, or the one of a
 * learner's programmes. Undefined: the whole college's, as everything is where there are no sites.
 */
export async function siteOf(
  world: Where,
  { programme, person }: { programme?: Programme | null | undefined; person?: Person | null | undefined },
): Promise<Site | undefined> {
  const sites = await world.records.sites.all();
  if (sites.length === 0) return undefined;
  const known = (code: string | undefined) => sites.find((one) => one._id === code);
  if (programme?.site) return known(programme.site);
  if (!person) return undefined;
  const [home] = person.sites ?? [];
  if (home || !person.roles.includes('learner')) return known(home);
  const theirs = await sitesOfLearner(world, person);
  return theirs.length === 1 ? known(theirs[0]) : undefined;
}

/** Whose name and phone somebody reads and whom they call: their site's, else the college's. */
export async function collegeOf(
  world: Where & Pick<World, 'college'>,
  person: Person | null | undefined,
): Promise<College | undefined> {
  const { college } = world;
  return college && collegeAt(college, await siteOf(world, { person }));
}
