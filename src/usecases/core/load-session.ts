import type { Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import { type LoadedPack, packOn, sessionType } from '../../policy/pack-shelf.ts';
import type { World } from './ports.ts';

/** A session with what decides about it. */
export type SessionContext = { session: Session; programme: Programme; pack: LoadedPack };

/** Loads a session with its programme and the pack of its day; null when either is gone. */
export async function loadSession(world: World, sessionId: string): Promise<SessionContext | null> {
  const session = await world.records.sessions.byId(sessionId);
  const programme = session && (await world.records.enrolments.programme(session.programmeId));
  if (!session || !programme) return null;
  return { session, programme, pack: packOn(world.packs, programme.pack, session.day) };
}

/** True for independent study, placements and the like: the learners log them, and no tutor has a register to take (S1). */
export function isLoggedByLearners({ session, pack }: Pick<SessionContext, 'session' | 'pack'>): boolean {
  return sessionType(pack, session.type).loggedBy === 'learner';
}

/** Those of these sessions that a tutor takes a register of. */
export async function withRegister(world: World, sessions: readonly Session[]): Promise<Session[]> {
  const programmes = new Map((await world.records.enrolments.programmes()).map((one) => [one._id, one]));
  return sessions.filter((session) => {
    const programme = programmes.get(session.programmeId);
    return programme && !isLoggedByLearners({ session, pack: packOn(world.packs, programme.pack, session.day) });
  });
}
