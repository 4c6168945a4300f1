import type { Day } from '../../domain/calendar.ts';
import { callName } from '../../domain/person.ts';
import { type Session, sayRoom } from '../../domain/session.ts';
import type { World } from '../core/ports.ts';

/** A register that is open: nobody knows yet who of its learners is there, but of those who told us. */
export type OpenRegister = {
  sessionId: string;
  day: Day;
  startsAt: Date;
  zone: string;
  title: string;
  room: string;
  tutors: { name: string; mobile?: string }[];
  /** Names of those not known, by the alphabet. */
  learners: string[];
  /** How many of the others told us. */
  told: number;
};

/** These sessions, whose registers are open, with their tutors to ring. */
export async function openRegisters(
  world: World,
  sessions: readonly Session[],
  knownOf: (session: Session) => Pick<OpenRegister, 'learners' | 'told'>,
): Promise<OpenRegister[]> {
  const people = await world.records.people.byIds(sessions.flatMap((one) => one.tutorIds));
  const tutors = new Map(people.map((one) => [one._id, one]));
  return sessions.map((session) => ({
    sessionId: session._id,
    day: session.day,
    startsAt: session.startsAt,
    zone: session.zone,
    title: session.title,
    room: sayRoom(session),
    tutors: session.tutorIds.flatMap((id) => {
      const tutor = tutors.get(id);
      return tutor ? [{ name: callName(tutor), ...(tutor.mobile ? { mobile: tutor.mobile } : {}) }] : [];
    }),
    ...knownOf(session),
  }));
}
