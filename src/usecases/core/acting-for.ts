import { dayOf } from '../../domain/calendar.ts';
import { deputyOn, type Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { type Action, may, reachOf } from './rights.ts';

/**
 * As whom someone may act on what belongs to these people: themself, or a colleague who is away today and named them
 * as deputy. Rights and cards follow the colleague's roles then.
 */
export async function actsAs(world: World, actor: Person, ids: readonly string[]): Promise<Person | undefined> {
  if (ids.includes(actor._id)) return actor;
  return (await peopleFor(world, actor)).find((one) => ids.includes(one._id));
}

/** Somebody, and the colleagues in whose place they stand today. */
export async function peopleFor(world: World, actor: Person): Promise<Person[]> {
  const today = dayOf(world.clock.now());
  const colleagues = await world.records.people.deputisedBy(actor._id);
  return [actor, ...colleagues.filter((one) => deputyOn(one, today) === actor._id)];
}

/** True when the person's own roles, or those of a colleague they stand in for today, let them do such a thing at all. */
export async function mayAtAll(world: World, actor: Person, action: Action): Promise<boolean> {
  if (reachOf(actor, action) !== undefined) return true;
  return (await peopleFor(world, actor)).some((one) => reachOf(one, action) !== undefined);
}

/** True when the person, or the colleague they stand in for, may do the action to what belongs to these people. */
export async function mayFor(world: World, actor: Person, action: Action, ids: readonly string[]): Promise<boolean> {
  if (may(actor, action, ids.includes(actor._id))) return true;
  const acting = await actsAs(world, actor, ids);
  return acting !== undefined && may(acting, action, true);
}

/** The ids of somebody, and of the colleagues in whose place they stand today. */
export async function idsFor(world: World, actor: Person): Promise<string[]> {
  return (await peopleFor(world, actor)).map((one) => one._id);
}

/** Who gets the cards of these people today: themselves, or their deputy while they are away. Order kept, no doubles. */
export async function standIns(world: World, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const today = dayOf(world.clock.now());
  const people = new Map((await world.records.people.byIds(ids)).map((person) => [person._id, person]));
  const chosen = ids.map((id) => {
    const person = people.get(id);
    return (person && deputyOn(person, today)) ?? id;
  });
  return [...new Set(chosen)];
}
