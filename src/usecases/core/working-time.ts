import { addMinutes, addWorkingDays, type Day, dayOf, instantOf } from '../../domain/calendar.ts';
import { isInTerm, type Programme } from '../../domain/enrolment.ts';
import type { SessionContext } from './load-session.ts';
import type { World } from './ports.ts';

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
