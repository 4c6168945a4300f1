import {
  addDays,
  addMinutes,
  type Day,
  dayOf,
  earlierOf,
  type Holidays,
  instantOf,
  isWorkingDay,
  workingDayBefore,
} from '../../domain/calendar.ts';
import type { Next } from '../../domain/due.ts';
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

/** When the office opens and closes. */
const office = { opens: '09:00', closes: '17:00' };

/** The morning of a day: when what waits is looked at and shown. */
export function morningOf(day: Day, zone?: string): Date {
  return instantOf(day, office.opens, zone);
}

/** The office's closing time on a day, by which things due that day are due. */
export function closingTime(day: Day, zone?: string): Date {
  return instantOf(day, office.closes, zone);
}

/** The clock of what is to be done by a day: a reminder on its morning, or once that has come its end. */
export function lastDayStep(day: Day, now: Date, zone?: string): Next {
  const morning = morningOf(day, zone);
  return morning > now ? { step: 'remind', at: morning } : { step: 'overdue', at: closingTime(day, zone) };
}

/** When people are reminded of what begins at an hour: on the morning of the working day before, and that morning. */
export function remindersBefore(
  world: World,
  programme: Programme | null,
  begins: Date,
): [before: Date, sameDay: Date] {
  const zone = programme?.zone;
  const day = dayOf(begins, zone);
  const before = morningOf(workingDayBefore(day, world.holidays(programme)), zone);
  return [before, earlierOf(instantOf(day, '08:30', zone), addMinutes(begins, -30))];
}

/** A term break is not longer than this; where the terms have run out, working days count all the same. */
const longestBreakDays = 80;

/** True on a working day in term: in a break nobody is asked again, and no time is counted against anyone. */
function countsFor(programme: Programme | null, holidays: Holidays): (day: Day) => boolean {
  const isIn = (day: Day) => programme === null || isInTerm(programme, day);
  return (day) => isWorkingDay(day, holidays) && isIn(day);
}

/** The morning of the day that is this many working days in term after another. */
export function morningAfter(world: World, programme: Programme | null, from: Day, workingDays: number): Date {
  const holidays = world.holidays(programme);
  const counts = countsFor(programme, holidays);
  const after = (is: (day: Day) => boolean) => {
    let day = from;
    for (let left = workingDays, tries = 0; left > 0; ) {
      day = addDays(day, 1);
      if (is(day)) left--;
      else if (++tries > longestBreakDays + 2 * workingDays) return undefined;
    }
    return day;
  };
  const day = after(counts) ?? after((one) => isWorkingDay(one, holidays)) ?? addDays(from, 1);
  return morningOf(day, programme?.zone);
}

/** The next working morning in term: when what still waits is shown again. */
export function nextMorning(world: World, programme: Programme | undefined): Date {
  return morningAfter(world, programme ?? null, dayOf(world.clock.now(), programme?.zone), 1);
}

/** How many working days in term lie after a day, up to and including another. */
export function termDaysBetween(world: World, programme: Programme | null, from: Day, to: Day): number {
  const counts = countsFor(programme, world.holidays(programme));
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (counts(day)) count++;
  return count;
}
