import type { Concern } from '../../domain/concern.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { actsAs } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf, may } from '../core/rights.ts';

/** Whom a concern is, or may be, about. */
type About = Pick<Concern, 'holds' | 'asks'>;

/** True where a concern is, or may be, about somebody themself: then it is the rest of the team's, whatever roles they hold. */
export function isOwnConcern(person: Pick<Person, '_id'>, { holds, asks }: About): boolean {
  const ids = [...holds.map((hold) => hold.learnerId), ...(asks?.suggestedIds ?? [])];
  return ids.some((id) => isAboutSelf(person, id));
}

/** The Safeguarding Team as it is now, without whoever the concern is about. */
export async function teamFor({ records }: World, concern: About): Promise<Person[]> {
  return (await records.people.withRole('safeguarding')).filter((one) => !isOwnConcern(one, concern));
}

/** Whom the team named for when nobody answers; only those who still work here, and whom it is not about. */
export async function deputiesFor({ records }: World, concern: About): Promise<Person[]> {
  const ids = (await records.people.withRole('safeguarding')).flatMap((one) => (one.deputyId ? [one.deputyId] : []));
  return (await records.people.byIds(ids)).filter((one) => isStaff(one) && !isOwnConcern(one, concern));
}

/**
 * Which concerns a person may read and answer (S11): all for the Safeguarding Team and staff who stand in for one of them
 * today; for deputies those that went to them; nobody one about themself. All of it is looked at anew each time: a right
 * ends with its role.
 */
export async function readerOf(world: World, actor: Person): Promise<(concern: Concern) => boolean> {
  const isOthers = (concern: Concern) => !isOwnConcern(actor, concern);
  if (may(actor, 'view-concern', false)) return isOthers;
  if (!isStaff(actor)) return () => false;
  const team = await world.records.people.withRole('safeguarding');
  const teamIds = team.map((person) => person._id);
  if (await actsAs(world, actor, teamIds)) return isOthers;
  const isDeputy = team.some((one) => one.deputyId === actor._id);
  return (concern) => isDeputy && isOthers(concern) && (concern.escalatedTo ?? []).includes(actor._id);
}

/** True when a person may read and answer this concern. */
export async function mayReadConcern(world: World, actor: Person, concern: Concern): Promise<boolean> {
  return (await readerOf(world, actor))(concern);
}

/** Senior leaders, who hear that an old hold exists, and nothing else of it. */
export function leadersOf({ records }: World): Promise<Person[]> {
  return records.people.withRole('leader');
}
