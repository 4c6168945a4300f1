import { addMinutes, addWorkingDays, type Day, dayOf, instantOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, isInTerm, type Programme } from '../../domain/enrolment.ts';
import { callName } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { type LoadedPack, packOn, sessionType } from '../../policy/policy-pack.ts';
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

/** The Apprenticeship or Adults Manager of a programme, else its Head of Study Programme. */
export function managersOf(programme: Programme): string[] {
  const id = programme.managerId ?? programme.hospId;
  return id ? [id] : [];
}

/** Everyone of the office: admins and Office Managers. */
export async function officeOf(world: World): Promise<string[]> {
  const [admins, managers] = await Promise.all(
    (['admin', 'office-manager'] as const).map((role) => world.records.people.withRole(role)),
  );
  return [...new Set([...(admins ?? []), ...(managers ?? [])].map((one) => one._id))];
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

/** When the working day around a session is over: the pack's minutes after the last session of its tutors that day (S7). */
export async function endOfDay(world: World, { session, pack }: SessionContext): Promise<Date> {
  let last = session.endsAt;
  for (const tutor of session.tutorIds)
    for (const one of await world.records.sessions.ofTutor(tutor, session.day, session.day))
      if (!one.cancelled && one.endsAt > last) last = one.endsAt;
  return addMinutes(last, pack.register.endOfDayMinutes);
}

/** The office's closing time on a day, by which things due that day are due. */
export function closingTime(day: Day, zone?: string): Date {
  return instantOf(day, '17:00', zone);
}

/** A term break is not longer than this; a college whose terms have run out is reminded all the same. */
const longestBreakDays = 80;

/** The next working morning in term, 09:00: when what still waits is shown again. */
export function nextMorning(world: World, programme: Programme | undefined): Date {
  const holidays = world.holidays(programme?.division);
  const next = addWorkingDays(dayOf(world.clock.now(), programme?.zone), 1, holidays);
  let day = next;
  for (let i = 0; programme && !isInTerm(programme, day) && i < longestBreakDays; i++)
    day = addWorkingDays(day, 1, holidays);
  return instantOf(programme && isInTerm(programme, day) ? day : next, '09:00', programme?.zone);
}
