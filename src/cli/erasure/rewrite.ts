import type { Collection } from 'mongodb';

type Stored = { _id: string };
/** Fields with their new values; one that is undefined is taken away. */
export type Changes<T> = { [field in keyof T]?: T[field] | undefined };

/** Fields by which a document is known to stand as it was read, and that move on with each writing. */
type Guard = 'version' | 'touched';

const mostTries = 20;

/**
 * Writes what `change` makes of each document that matches, one by one, so that a kill in the middle leaves nothing half
 * said. One that the bot writes meanwhile is looked at again. Returns how many were changed. Throws for one that never
 * holds still.
 */
export async function rewrite<T extends Stored>(
  into: Collection<T>,
  filter: object,
  change: (doc: T) => Changes<T> | undefined,
  guards: readonly Guard[] = [],
): Promise<number> {
  let count = 0;
  const ids = into.find(filter as never, { projection: { _id: 1 } });
  for await (const { _id } of ids) {
    for (let tries = 1; ; tries++) {
      const doc = (await into.findOne({ ...filter, _id } as never)) as T | null;
      const changes = doc && change(doc);
      if (!changes || Object.keys(changes).length === 0) break;
      const entries = Object.entries(changes);
      const set = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
      const unset = Object.fromEntries(
        entries.filter(([, value]) => value === undefined).map(([field]) => [field, '']),
      );
      const as = doc as T & Partial<Record<Guard, number>>;
      const update = {
        ...(Object.keys(set).length > 0 ? { $set: set } : {}),
        ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
        ...(guards.length > 0 ? { $inc: Object.fromEntries(guards.map((guard) => [guard, 1])) } : {}),
      };
      const stands = Object.fromEntries(guards.map((guard) => [guard, as[guard]]));
      if ((await into.updateOne({ _id, ...stands } as never, update as never)).matchedCount === 1) {
        count++;
        break;
      }
      if (tries === mostTries) throw new Error(`${into.collectionName} ${_id} changes all the time`);
    }
  }
  return count;
}
