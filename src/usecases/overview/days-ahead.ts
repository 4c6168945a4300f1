import { addDays, type Day } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { dayFacts, type SessionFact } from './day-facts.ts';
import { todayOf } from './weeks.ts';

/** A day with something planned, and who teaches it. */
export type PlannedDay = { day: Day; facts: (SessionFact & { tutors: string[] })[] };

/** A learner's sessions of today and the days after it, each with what is known of it to the viewer. */
export async function daysAhead(world: World, viewer: Person, learner: Person, days: number): Promise<PlannedDay[]> {
  const today = todayOf(world);
  const ahead = Array.from({ length: days }, (_, i) => addDays(today, i));
  const planned = Map.groupBy(await dayFacts(world, learner, ahead, viewer), ({ session }) => session.day);
  const ids = [...planned.values()].flat().flatMap(({ session }) => session.tutorIds);
  const names = new Map((await world.records.people.byIds([...new Set(ids)])).map((one) => [one._id, callName(one)]));
  return [...planned].map(([day, facts]) => ({
    day,
    facts: facts.map((fact) => ({ ...fact, tutors: fact.session.tutorIds.flatMap((id) => names.get(id) ?? []) })),
  }));
}
