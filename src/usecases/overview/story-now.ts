import { timeOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import type { Person } from '../../domain/person.ts';
import { sayRoom } from '../../domain/session.ts';
import type { World } from '../core/ports.ts';
import { daysAhead } from './days-ahead.ts';

/** Where a learner is just now, by today's timetable of these programmes and its registers, as far as the viewer may see it: "In Room 4 with Sam Lee until 12:00". */
export async function whereNow(
  world: World,
  viewer: Person,
  learner: Person,
  programmeIds: readonly string[],
): Promise<string> {
  const [today] = await daysAhead(world, viewer, learner, 1);
  const facts = (today?.facts ?? []).filter(
    ({ session, state }) => programmeIds.includes(session.programmeId) && state !== 'cancelled',
  );
  const now = world.clock.now();
  const running = facts.find(({ session }) => session.startsAt <= now && now < session.endsAt);
  if (running) {
    const { session, state, words, tutors } = running;
    const room = sayRoom(session);
    const place = [
      session.mode === 'remote' ? 'online' : room ? `in ${room}` : `at ${session.title}`,
      tutors.length > 0 ? `with ${tutors.join(', ')}` : '',
      `until ${timeOf(session.endsAt, session.zone)}`,
    ].filter(Boolean);
    const said = place.join(' ');
    return state === 'in' || state === 'late' ? capital(said) : `Due ${said}: ${words}`;
  }
  const next = facts.find(({ session }) => session.startsAt > now)?.session;
  if (next) return `No lesson just now, the next at ${timeOf(next.startsAt, next.zone)}`;
  return facts.length > 0 ? 'No more lessons today' : 'No lesson today';
}
