import { addDays, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { idsFor } from './acting-for.ts';
import type { ChoiceOption } from './card-model.ts';
import type { World } from './ports.ts';
import { type Action, reachOf } from './rights.ts';

const mostChoices = 100;

/** The sessions a member of staff may act on in some days around today: own, of programmes they manage, or all. */
export async function staffSessions(
  world: World,
  actor: Person,
  action: Action,
  span: { back: number; ahead: number },
): Promise<Session[]> {
  const today = dayOf(world.clock.now());
  const [from, to] = [addDays(today, -span.back), addDays(today, span.ahead)];
  const programmes = await world.records.enrolments.programmes();
  const isAny = reachOf(actor, action) === 'any';
  const managed = programmes
    .filter((one) => isAny || one.managerId === actor._id || one.hospId === actor._id)
    .map((one) => one._id);
  const found = managed.length > 0 ? await world.records.sessions.ofProgrammes(managed, from, to) : [];
  for (const id of await idsFor(world, actor)) found.push(...(await world.records.sessions.ofTutor(id, from, to)));
  const byId = new Map(found.map((session) => [session._id, session]));
  return [...byId.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Sessions as choices of a form: "Mon 23 Nov 09:00 Workshop". */
export function sessionChoices(sessions: readonly Session[]): ChoiceOption[] {
  return sessions
    .slice(0, mostChoices)
    .map((one) => ({ title: `${sayDay(one.day)} ${timeOf(one.startsAt, one.zone)} ${one.title}`, value: one._id }));
}
