import type { Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { Recipient } from '../../domain/slot.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { standIns } from '../core/acting-for.ts';
import { isLoggedByLearners } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';

/** Who gets a session's register card: its programme's staff channel, or each of its tutors, or who stands in for them; nobody where the learners log it. */
export async function registerRecipients(world: World, session: Session, programme: Programme): Promise<Recipient[]> {
  const pack = packOn(world.packs, programme.pack, session.day);
  if (isLoggedByLearners({ session, pack })) return [];
  if (programme.channel) return [{ channelOf: programme._id }];
  return (await standIns(world, session.tutorIds)).map((person) => ({ person }));
}
