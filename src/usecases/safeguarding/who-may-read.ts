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
 * Who may read and answer a concern (S11): the Safeguarding Team, staff who stand in for one of them today, and the
 * deputies it went to. All of it is looked at anew each time: a right ends with the role it came from.
 */
export async function mayReadConcern(world: World, actor: Person, concern: Concern): Promise<boolean> {
  if (may(actor, 'view-concern', false)) return true;
  if (!isStaff(actor)) return false;
  const team = await teamOf(world);
  if (concern.escalatedTo?.includes(actor._id) && team.some((one) => one.deputyId === actor._id)) return true;
  return (
    (await actsAs(
      world,
      actor,
      team.map((person) => person._id),
    )) !== undefined
  );
}
