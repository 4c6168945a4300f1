import { type Cause, namedIn, sayCause } from '../../domain/cause.ts';
import { callName } from '../../domain/person.ts';
import type { World } from './ports.ts';

/** What these people go by now: one look for all of them. */
export async function namesNow(
  world: World,
  ids: readonly string[],
): Promise<(id: string, unknown?: string) => string> {
  const names = new Map((await world.records.people.byIds(ids)).map((one) => [one._id, callName(one)]));
  return (id, unknown = 'Someone') => names.get(id) ?? unknown;
}

/** Why something about a learner is put to somebody, in sentences. */
export async function sayCauses(world: World, learnerId: string, causes: readonly Cause[]): Promise<string> {
  const nameOf = await namesNow(world, [learnerId, ...causes.flatMap(namedIn)]);
  return causes.map((one) => sayCause(one, nameOf(learnerId, 'This learner'), nameOf)).join(' ');
}
