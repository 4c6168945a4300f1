import { addDays, type Day, mondayOf } from '../../domain/calendar.ts';
import { chunksOf } from '../../domain/chunks.ts';
import type { Person } from '../../domain/person.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { programmesWhole, taughtBeside } from '../core/staff-sessions.ts';
import { boardDays, dueOf, factsOf, inTimeOf } from './register-facts.ts';
import { todayOf } from './weeks.ts';

/** Registers of one week: due, saved in time. */
export type RegisterWeek = { monday: Day; due: number; inTime: number };

const right = 'view-late-registers';
/** Programmes counted in one call: the database holds their sessions meanwhile. */
const atOnce = 20;

/**
 * How many registers of the board's days were due each week, and how many of them saved in time (S7). Those of whole
 * programmes, which are tens of thousands, are counted by the database; what somebody teaches beside them is looked at one
 * by one. Empty for who may not see them.
 */
export async function registerWeeks(world: World, viewer: Person): Promise<RegisterWeek[]> {
  if (!(await mayAtAll(world, viewer, right))) return [];
  const today = todayOf(world);
  const days = Array.from({ length: boardDays.back + 1 }, (_, i) => addDays(today, -i));
  const weeks = new Map<Day, RegisterWeek>();
  const add = (day: Day, more: Pick<RegisterWeek, 'due' | 'inTime'>) => {
    const monday = mondayOf(day);
    const { due, inTime } = weeks.get(monday) ?? { due: 0, inTime: 0 };
    if (more.due > 0) weeks.set(monday, { monday, due: due + more.due, inTime: inTime + more.inTime });
  };
  const whole = await programmesWhole(world, viewer, right);
  for (const [packId, own] of Map.groupBy(whole, (one) => one.pack)) {
    const byLimit = Map.groupBy(days, (day) => packOn(world.packs, packId, day).register.overdueMinutes);
    for (const [within, on] of byLimit)
      for (const some of chunksOf(own, atOnce)) {
        const ask = { programmeIds: some.map((one) => one._id), days: on, within, today, now: world.clock.now() };
        for (const { day, ...more } of await world.records.registers.inTime(ask)) add(day, more);
      }
  }
  const beside = await factsOf(world, await taughtBeside(world, viewer, boardDays, whole));
  for (const [day, own] of Map.groupBy(dueOf(beside), (one) => one.day))
    add(day, { due: own.length, inTime: inTimeOf(own) });
  return [...weeks.values()].toSorted((a, b) => (a.monday < b.monday ? -1 : 1));
}
