import type { ClientSession, Document } from 'mongodb';
import type { Collections } from './database.ts';

/**
 * Reads from several collections in one call, each by its own steps: a transaction takes no two calls at once. They hang
 * on the session's register, whatever it is: of what may read several, only `$lookup` is allowed in a transaction.
 */
export async function readTogether<Of extends keyof Collections>(
  c: Collections,
  o: { session: ClientSession },
  registerId: string,
  steps: Readonly<Record<Of, readonly object[]>>,
): Promise<Record<Of, Document[]>> {
  const all = Object.keys(steps) as Of[];
  const lookups = all.map((of) => ({ $lookup: { from: of, pipeline: steps[of], as: of } }));
  const from = [{ $match: { _id: registerId } }, { $project: { _id: 1 } }];
  const [found] = await c.registers.aggregate<Record<Of, Document[]>>([...from, ...lookups], o).toArray();
  return found ?? (Object.fromEntries(all.map((of) => [of, []])) as unknown as Record<Of, Document[]>);
}
