import type { Collections } from './database.ts';
import { retryPassing } from './retry.ts';

/** Activities carried out lately; forgotten after two days. */
export function createSeenTurns(c: Collections) {
  return {
    has: (id: string) => retryPassing(async () => (await c.turns.findOne({ _id: id })) !== null),
    add: (id: string) =>
      retryPassing(
        async () => void (await c.turns.updateOne({ _id: id }, { $setOnInsert: { at: new Date() } }, { upsert: true })),
      ),
  };
}
