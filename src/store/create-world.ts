import type { ClientSession, MongoClient } from 'mongodb';
import type { ReadAhead, Records, World } from '../usecases/core/ports.ts';
import type { Collections } from './database.ts';
import { readAhead } from './read-ahead.ts';
import { createRecords } from './records.ts';
import { retryPassing } from './retry.ts';

const wholeOrNothing = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', j: true },
  readPreference: 'primary',
} as const;

/** What use cases work on, with its records and transactions on MongoDB. */
export function createWorld(client: MongoClient, c: Collections, outside: Omit<World, 'records' | 'together'>): World {
  /** The world in which everything read and written belongs to one transaction; another one inside it joins. */
  const inside = (records: Records): World => {
    const world: World = { ...outside, records, together: (work) => work(world) };
    return world;
  };
  const attempt = async <T>(tx: ClientSession, work: (world: World) => Promise<T>, ahead?: ReadAhead): Promise<T> => {
    const records = createRecords(c, tx);
    if (!ahead) return work(inside(records));
    const unit = await readAhead(records, c, tx, ahead);
    const result = await work(inside(unit.records));
    await unit.flush();
    return result;
  };
  return {
    ...outside,
    records: createRecords(c),
    together: (work, ahead) =>
      retryPassing(() =>
        client.withSession((tx) => tx.withTransaction(() => attempt(tx, work, ahead), wholeOrNothing)),
      ),
  };
}
