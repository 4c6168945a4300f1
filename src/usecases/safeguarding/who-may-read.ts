import type { Concern } from '../../domain/concern.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { actsAs } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { may } from '../core/rights.ts';

/** The Safeguarding Team as it is now. */
export function teamOf({ records }: World): Promise<Person[]> {
  return records.people.withRole('safeguarding');
}

/** Whom the team named for when nobody answers; only those who still work here. */
export async function deputiesOf({ records }: World, team: readonly Person[]): Promise<Person[]> {
  const ids = team.flatMap((person) => (person.deputyId ? [person.deputyId] : []));
  return (await records.people.byIds(ids)).filter(isStaff);
}

/**
 * Which concerns a person may read and answer (S11): all for the Safeguarding Team and staff who stand in for one of them
 * today; for deputies those that went to them. All of it is looked at anew each time: a right ends with its role.
 */
export async function readerOf(world: World, actor: Person): Promise<(concern: Concern) => boolean> {
  if (may(actor, 'view-concern', false)) return () => true;
  if (!isStaff(actor)) return () => false;
  const team = await teamOf(world);
  const teamIds = team.map((person) => person._id);
  if (await actsAs(world, actor, teamIds)) return () => true;
  const isDeputy = team.some((one) => one.deputyId === actor._id);
  return (concern) => isDeputy && (concern.escalatedTo ?? []).includes(actor._id);
}

/** True when a person may read and answer this concern. */
export async function mayReadConcern(world: World, actor: Person, concern: Concern): Promise<boolean> {
  return (await readerOf(world, actor))(concern);
}

/** Senior leaders, who hear that an old hold exists, and nothing else of it. */
export function leadersOf({ records }: World): Promise<Person[]> {
  return records.people.withRole('leader');
}
