import { dayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { callName, isOutsideRole, type Person, roles } from '../../domain/person.ts';
import { isOfSites } from '../../domain/site.ts';
import type { World } from './ports.ts';

/** The Apprenticeship or Adults Manager of a programme, else its Head of Study Programme. */
export function managersOf(programme: Programme): string[] {
  const id = programme.managerId ?? programme.hospId;
  return id ? [id] : [];
}

/** Those of these people who are asked about something of a site: who is of it or of the whole college; all where that is nobody. */
export function askedForSite(people: readonly Person[], site: string | undefined): string[] {
  const own = site === undefined ? people : people.filter((one) => isOfSites(one, [site]));
  return (own.length > 0 ? own : people).map((one) => one._id);
}

/** Everyone of the office, admins and Office Managers; of a site where one is named. */
export async function officeOf(world: World, site?: string): Promise<string[]> {
  const [admins, managers] = await Promise.all(
    (['admin', 'office-manager'] as const).map((role) => world.records.people.withRole(role)),
  );
  return [...new Set(askedForSite([...(admins ?? []), ...(managers ?? [])], site))];
}

/** MIS officers, or where the college names none, the office's admins. */
export async function misOfficersOf(world: World): Promise<string[]> {
  const own = await world.records.people.withRole('mis-officer');
  return (own.length > 0 ? own : await world.records.people.withRole('admin')).map((one) => one._id);
}

/** Everyone who works here, once each. */
export async function staffOf(world: World): Promise<Person[]> {
  const found = new Map<string, Person>();
  for (const role of roles.filter((one) => !isOutsideRole(one)))
    for (const person of await world.records.people.withRole(role)) found.set(person._id, person);
  return [...found.values()];
}

/** A person's name as they go by; a plain word for someone unknown. */
export async function nameOf(world: World, personId: string | undefined, unknown = 'Someone'): Promise<string> {
  const person = personId ? await world.records.people.byId(personId) : null;
  return person ? callName(person) : unknown;
}

/** The learner's enrolment on a programme: the one that runs today, else the latest. */
export async function enrolmentOn(
  world: World,
  learnerId: string,
  programmeId: string,
): Promise<Enrolment | undefined> {
  const own = (await world.records.enrolments.ofLearner(learnerId)).filter((one) => one.programmeId === programmeId);
  const today = dayOf(world.clock.now());
  return own.find((one) => covers(one, today)) ?? own.toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
}
