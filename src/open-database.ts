import { SettingsMistakes } from './config/settings.ts';
import { dayOf } from './domain/calendar.ts';
import type { PackShelf } from './policy/pack-shelf.ts';
import { openClock } from './store/clock.ts';
import { collectionsOf, connect, hasTransactions } from './store/database.ts';
import { migrate } from './store/migrations.ts';
import { retryPassing } from './store/retry.ts';
import { sealPacks } from './store/seal-packs.ts';

type Wanted = { mongo: { uri: string; database: string }; isTimeMovable: boolean };
type Log = { info(data: object, message: string): void };

async function bringAlong(
  client: Awaited<ReturnType<typeof connect>>,
  { mongo, isTimeMovable }: Wanted,
  packs: PackShelf,
  log: Log,
) {
  const db = client.db(mongo.database);
  if (!(await hasTransactions(db)))
    throw new SettingsMistakes([
      'MONGODB_URI: the server there is no replica set; start mongod with --replSet and run rs.initiate() once',
    ]);
  const collections = collectionsOf(db);
  // A replica set may be electing just now; every step of this can be done twice.
  const onWait = (holder: string) =>
    log.info({ holder }, 'another process brings the database to this release: waiting for it');
  const migrated = await retryPassing(() => migrate(db, { onWait }), 30_000);
  if (migrated.done.length > 0)
    log.info({ from: migrated.from, steps: migrated.done.length }, 'database brought to this release');
  const clock = await openClock(db, collections, isTimeMovable);
  await sealPacks(collections, packs, dayOf(clock.now()));
  return { client, db, collections, clock };
}

/**
 * The database, brought to this release, its clock, and the packs checked against what it holds. Throws when it cannot be
 * reached, is of a later release, or was used with other packs.
 */
export async function openDatabase(wanted: Wanted, packs: PackShelf, log: Log) {
  const client = await connect(wanted.mongo.uri);
  return bringAlong(client, wanted, packs, log).catch(async (error) => {
    await client.close();
    throw error;
  });
}
