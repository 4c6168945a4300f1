import { dayOf, sayDay } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { tellLeft } from '../core/tell-left.ts';
import { recordStatus } from './record-status.ts';

/**
 * A learner's place on a programme ends by somebody's decision (S14, G13): the MIS and the employer hear of it, nothing
 * more is asked of them, and from then on they stand on no register there. Part of the decision's transaction.
 */
export async function leaveProgramme(
  world: World,
  about: { learnerId: string; programmeId: string },
  status: 'removed' | 'exit',
  by: { actor: Person; key: string },
): Promise<void> {
  const employer = await employerOf(world, about.learnerId, about.programmeId);
  await recordStatus(world, about, status, by.actor._id);
  const how = `Their place ends on ${sayDay(dayOf(world.clock.now()))}. It was decided by ${callName(by.actor)}, who will gladly explain it.`;
  await tellLeft(world, about, employer, { key: by.key, how, byId: by.actor._id });
}
