import { addDays, addMinutes, instantOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { firstName } from '../../domain/person.ts';
import { type Session, saySession } from '../../domain/session.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { standIns } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { reachPerson } from '../core/reach-person.ts';

/** How long a register's link works: to the end of the day after the session's. */
function linkEnd(session: Session): Date {
  return instantOf(addDays(session.day, 2), '00:00', session.zone);
}

/**
 * Mails the register to tutors whom Teams does not reach but who have an address, as a signed link (S17). Once a session and
 * person, however often it is called; nothing where the bot has no public address.
 */
export async function mailRegisterLinks(world: World, session: Session, programme: Programme): Promise<void> {
  if (!world.link) return;
  const tutors = await world.records.people.byIds(await standIns(world, session.tutorIds));
  const { register } = packOn(world.packs, programme.pack, session.day);
  const due = timeOf(addMinutes(session.startsAt, register.overdueMinutes), session.zone);
  for (const tutor of tutors) {
    if (reachPerson(tutor).channel === 'teams' || !tutor.email) continue;
    const body = [
      `Hello ${firstName(tutor)},`,
      `The register of your session is open.\n${programme.name}: ${session.title}\n${saySession(session)}`,
      `Please complete it by ${due}. Pick only the exceptions, the rest is present:\n${world.link('register', session._id, tutor._id, linkEnd(session))}`,
      `The link is for you alone, so please do not pass it on. You can use it to change a mark until the end of ${sayDay(addDays(session.day, 1))}.`,
    ].join('\n\n');
    const wish = {
      _id: `register-link|${session._id}|${tutor._id}`,
      kind: 'mail' as const,
      to: tutor.email,
      about: session._id,
      toId: tutor._id,
      subject: `Register: ${session.title}, ${sayDay(session.day)}, ${timeOf(session.startsAt, session.zone)}`,
      body,
    };
    await world.records.outbox.put([wish], world.clock.now());
  }
}
