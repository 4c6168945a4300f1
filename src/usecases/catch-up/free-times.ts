import { addMinutes, type Day, dayOf, instantOf, workingDaysAfter } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { calendarAddress } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { closingTime } from '../core/working-time.ts';

const mostOffers = 8;
const offersADay = 2;

/** Sessions of the tutor, whoever is in them, and sessions the learner is expected in. */
export async function busyTimes(
  world: World,
  who: { tutorId: string; learnerId: string; from: Day; to: Day },
): Promise<Session[]> {
  const enrolments = await world.records.enrolments.ofLearner(who.learnerId);
  const programmes = enrolments.map((one) => one.programmeId);
  const ofTutor = await world.records.sessions.ofTutor(who.tutorId, who.from, who.to);
  const ofLearner = (await world.records.sessions.ofProgrammes(programmes, who.from, who.to)).filter((session) =>
    enrolments.some((one) => one.programmeId === session.programmeId && isExpected(one, session)),
  );
  return [...ofTutor, ...ofLearner].filter((one) => !one.cancelled);
}

/** Times at which neither tutor nor learner has a session, nor the tutor's calendar anything where it may be asked, on the working days up to the deadline. */
export async function freeTimes(
  world: World,
  { tutorId, learnerId, minutes, until }: { tutorId: string; learnerId: string; minutes: number; until: Day },
  context: SessionContext,
): Promise<Date[]> {
  const { zone } = context.session;
  const today = dayOf(world.clock.now(), zone);
  const days = workingDaysAfter(today, 10, world.holidays(context.programme));
  const inTime = days.filter((day) => day <= until);
  const looked = inTime.length > 0 ? inTime : days.slice(0, 3);
  const last = looked.at(-1) ?? today;
  const busy = await busyTimes(world, { tutorId, learnerId, from: today, to: last });
  const { busyAt } = world;
  const tutor = busyAt && (await world.records.people.byId(tutorId));
  const address = tutor && calendarAddress(tutor);
  const outside = address ? await busyAt(address, instantOf(today, '00:00', zone), closingTime(last, zone)) : [];
  const taken = [...busy, ...outside];
  const free: Date[] = [];
  for (const day of looked) {
    let ofDay = 0;
    for (let hour = 9; hour <= 16 && ofDay < offersADay; hour++) {
      const at = instantOf(day, `${String(hour).padStart(2, '0')}:00`, zone);
      const end = addMinutes(at, minutes);
      if (end > closingTime(day, zone) || taken.some((one) => one.startsAt < end && at < one.endsAt)) continue;
      free.push(at);
      ofDay++;
    }
  }
  return free.slice(0, mostOffers);
}
