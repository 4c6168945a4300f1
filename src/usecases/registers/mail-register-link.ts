import { addDays, addMinutes, instantOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { firstName } from '../../domain/person.ts';
import { type Session, saySession } from '../../domain/session.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { standIns } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { reachByMailFirst, reachPerson } from '../core/reach-person.ts';

/** How long a register's link works: to the end of the day after the session's. */
function linkEnd(session: Session): Date {
  return instantOf(addDays(session.day, 2), '00:00', session.zone);
}

/**
 * Sends the register to tutors whom Teams does not reach, as a signed link by mail, or by text where there is no address
 * (S17). Once a session and person, however often it is called; nothing where the bot has no public address.
 */
export async function mailRegisterLinks(world: World, session: Session, programme: Programme): Promise<void> {
  if (!world.link) return;
  const tutors = await world.records.people.byIds(await standIns(world, session.tutorIds));
  const { register } = packOn(world.packs, programme.pack, session.day);
  const due = timeOf(addMinutes(session.startsAt, register.overdueMinutes), session.zone);
  for (const tutor of tutors) {
    if (reachPerson(tutor).channel === 'teams') continue;
    const reach = reachByMailFirst(tutor);
    if (!('to' in reach)) continue;
    const url = world.link('register', session._id, tutor._id, linkEnd(session));
    const text = `The register of ${session.title}, ${timeOf(session.startsAt, session.zone)}, is open. Please complete it by ${due}: ${url} It is for you alone.`;
    const mail = [
      `Hello ${firstName(tutor)},`,
      `The register of your session is open.\n${programme.name}: ${session.title}\n${saySession(session)}`,
      `Please complete it by ${due}. Pick only the exceptions, the rest is present:\n${url}`,
      `The link is for you alone, so please do not pass it on. You can use it to change a mark until the end of ${sayDay(addDays(session.day, 1))}.`,
    ].join('\n\n');
    const wish = {
      _id: `register-link|${session._id}|${tutor._id}`,
      kind: reach.channel,
      to: reach.to,
      about: session._id,
      toId: tutor._id,
      subject: `Register: ${session.title}, ${sayDay(session.day)}, ${timeOf(session.startsAt, session.zone)}`,
      body: reach.channel === 'mail' ? mail : text,
    };
    await world.records.outbox.put([wish], world.clock.now());
  }
}
