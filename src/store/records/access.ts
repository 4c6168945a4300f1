import type { ClientSession, Collection, Filter } from 'mongodb';
import type { Collections } from '../database.ts';
import { gather } from '../gather.ts';
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
  const again = <T>(call: () => Promise<T>): Promise<T> => (session ? inTurn(call) : retryPassing(call));
  const gathered = <Ask, Answer>(
    send: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  ): ((ask: Ask) => Promise<Answer>) => {
    const sendAgain = (asks: readonly Ask[]) => again(() => send(asks));
    return session ? async (ask) => (await sendAgain([ask]))[0] as Answer : gather(sendAgain);
  };
  return {
    c,
    o,
    again,
    /** Outside a transaction, the calls made at once go together; `send` answers in their order. */
    gathered,
    /**
     * Finds documents by the values of a field that no two of them share; in the order they lie in. Outside a
     * transaction those asked for at once are read at once.
     */
    findBy<T extends object>(of: Collection<T>, field: keyof T & string): (values: readonly string[]) => Promise<T[]> {
      return gathered(async (asks: readonly (readonly string[])[]) => {
        const values = [...new Set(asks.flat())];
        const which = { [field]: values.length === 1 ? values[0] : { $in: values } } as Filter<T>;
        const found = (await of.find(which, { ...o, batchSize: values.length + 1 }).toArray()) as T[];
        if (asks.length === 1) return [found];
        return asks.map((own) => {
          const wanted = new Set(own);
          return found.filter((one) => wanted.has(String(one[field])));
        });
      });
    },
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
