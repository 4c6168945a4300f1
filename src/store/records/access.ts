import type { ClientSession } from 'mongodb';
import type { Collections } from '../database.ts';
import { retryPassing } from '../retry.ts';
import { inserted, replaced } from '../writes.ts';

type Writable = {
  updateOne(filter: object, update: object, options: object): Promise<{ matchedCount: number; upsertedCount: number }>;
};

/** How the records of each capability reach their collections. */
export type Access = ReturnType<typeof accessTo>;

/**
 * With a session, all reads and writes belong to its transaction. Every call outside a transaction is idempotent and
 * done again while it fails in passing.
 */
export function accessTo(c: Collections, session?: ClientSession) {
  const o = session ? { session } : {};
  /** The last call of the transaction: the server takes one at a time, and two first ones would both begin it. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(call: () => Promise<T>): Promise<T> => {
    const own = last.then(call);
    last = own.catch(() => undefined);
    return own;
  };
  return {
    c,
    o,
    again: <T>(call: () => Promise<T>): Promise<T> => (session ? inTurn(call) : retryPassing(call)),
    /** Writes a document under its version; false: it has another. */
    async replaceDue<T extends { _id: string }>(into: Writable, changed: T, expected: number): Promise<boolean> {
      const { filter, update } = replaced(changed, expected);
      return (await into.updateOne(filter, update, o)).matchedCount === 1;
    },
    /** Inserts a document unless its id exists; true when inserted. */
    async insertOnce<T extends { _id: string }>(into: Writable, doc: T): Promise<boolean> {
      const { filter, update } = inserted(doc);
      return (await into.updateOne(filter, update, { ...o, upsert: true })).upsertedCount === 1;
    },
  };
}
