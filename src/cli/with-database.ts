import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { holidaysFrom } from '../config/load-holidays.ts';
import { loadPacks } from '../config/load-packs.ts';
import { readRetention } from '../config/retention-settings.ts';
import { sayDatabase } from '../config/start-failure.ts';
import { isOfDemo, openClock } from '../store/clock.ts';
import { createWorld } from '../store/create-world.ts';
import { collectionsOf, connect } from '../store/database.ts';
import { createDue } from '../store/due.ts';
import { migrate } from '../store/migrations.ts';
import { packProblems } from '../store/seal-packs.ts';
import type { World } from '../usecases/core/ports.ts';
import { taskKindsOf } from '../usecases/desk/task-kinds.ts';

const root = join(import.meta.dirname, '../..');

/** A mistake in how a command was called; told without a stack. */
export class UsageError extends Error {}

type Mongo = { uri: string; database: string; isDemo: boolean };

/** The database of the settings, or the running demo's. */
export function findMongo(env: NodeJS.ProcessEnv): Mongo | undefined {
  if (env.MONGODB_URI) return { uri: env.MONGODB_URI, database: env.MONGODB_DATABASE || 'attendance', isDemo: false };
  const note = join(root, '.data', 'demo.json');
  return existsSync(note) ? { ...JSON.parse(readFileSync(note, 'utf8')), isDemo: true } : undefined;
}

type Opened = {
  world: World;
  collections: ReturnType<typeof collectionsOf>;
  due: ReturnType<typeof createDue>;
  clock: Awaited<ReturnType<typeof openClock>>;
  isDemo: boolean;
};

/** Does work with the database open. Throws a `UsageError` where there is none. */
export async function withDatabase<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const mongo = findMongo(process.env);
  if (!mongo) throw new UsageError('No database: set MONGODB_URI, or start the demo with `npm run demo`.');
  const client = await connect(mongo.uri).catch((error) => {
    throw new UsageError(
      mongo.isDemo
        ? 'The demo is not running; start it with `npm run demo`.'
        : (sayDatabase(error) ?? 'The database at MONGODB_URI does not answer.'),
    );
  });
  try {
    const db = client.db(mongo.database);
    const collections = collectionsOf(db);
    await migrate(db, {
      onWait: (holder) =>
        process.stderr.write(`Another process (${holder}) brings the database to this release: waiting for it.\n`),
    });
    const packs = loadPacks(process.env.PACKS_DIR || undefined);
    const problems = await packProblems(collections, packs);
    // No command counts or plans by packs that the bot itself would not start with.
    if (problems.length > 0) throw new UsageError(problems.join('\n'));
    const isDemo = await isOfDemo(collections);
    const clock = await openClock(db, collections, isDemo);
    const world = createWorld(client, collections, {
      clock,
      packs,
      traits: taskKindsOf,
      retention: readRetention(process.env.RETENTION).retention,
      holidays: holidaysFrom(process.env.BANK_HOLIDAYS_FILE || undefined),
      wake: () => undefined,
    });
    return await work({ world, collections, due: createDue(collections, `cli:${process.pid}`), clock, isDemo });
  } finally {
    await client.close();
  }
}
