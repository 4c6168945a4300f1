import type { Programme } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import { peopleFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { type Action, reachOf } from '../core/rights.ts';
import { isListed } from '../core/site-of.ts';

/** Programmes on which somebody may do this: all (for the office of a site its own), or those that they, or a colleague they stand in for, head or manage. */
export async function programmesFor(world: World, viewer: Person, action: Action): Promise<Programme[]> {
  const allowed = (await peopleFor(world, viewer)).filter((one) => reachOf(one, action) !== undefined);
  if (allowed.length === 0) return [];
  const all = await world.records.enrolments.programmes();
  const ofAll = allowed.filter((one) => reachOf(one, action) === 'any');
  const ids = allowed.map((one) => one._id);
  return all.filter(
    (one) =>
      ofAll.some((person) => isListed(person, one.site)) ||
      [one.hospId, one.managerId].some((id) => id !== undefined && ids.includes(id)),
  );
}
