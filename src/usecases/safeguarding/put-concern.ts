import type { Concern } from '../../domain/concern.ts';
import type { World } from '../core/ports.ts';

/** Stores what a concern has become, under the version it was read with. Part of a transaction: a lost race throws and is done again. */
export async function putConcern(
  world: World,
  before: Pick<Concern, 'version'>,
  change: Omit<Concern, 'version'>,
): Promise<Concern> {
  const after: Concern = { ...change, version: before.version + 1 };
  if (!(await world.records.concerns.replace(after, before.version))) throw new Error('concern changed meanwhile');
  return after;
}
