import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { ensureIndexes } from './database.ts';
import { sentencesToCauses } from './migrate-causes.ts';
import { stepsToCodes, wordsToCodes } from './migrate-codes.ts';
import { nameMessages } from './migrate-messages.ts';
import { moveMisEvents } from './migrate-mis.ts';
import { gatherPolicies } from './migrate-policies.ts';
import { joinChases, joinLearnersCards } from './migrate-slots.ts';
import { sumLessons, sumWeeks } from './migrate-weeks.ts';
import { type Holder, takeLease } from './migration-lease.ts';

/** A concern of one message about one person becomes one that gathers; one that was taken and forgotten is asked about. */
async function gatherConcerns(db: Db): Promise<void> {
  const concerns = db.collection('concerns');
  await concerns.dropIndex('about').catch(() => undefined);
  const message = { id: '$_id', fromId: '$fromId', words: '$words', level: '$level', at: '$at' };
  await concerns.updateMany({ aboutId: { $exists: true } }, [
    {
      $set: {
        holds: [{ learnerId: '$aboutId', since: '$at', figures: [] }],
        messages: [message],
        log: [],
        rangAt: '$at',
        ownerId: { $ifNull: ['$acknowledged.byId', '$$REMOVE'] },
        released: {
          $cond: ['$released', { $mergeObjects: ['$released', { outcome: 'not asked then' }] }, '$$REMOVE'],
        },
        next: { $cond: [{ $eq: ['$state', 'acknowledged'] }, { step: 'ask', at: '$$NOW' }, '$next'] },
      },
    },
    { $unset: ['aboutId', 'fromId', 'words', 'acknowledged'] },
  ]);
}

/** What one rule noticed becomes a list of one; when, its id has said so far. */
async function gatherNoticed(db: Db): Promise<void> {
  const day = { $arrayElemAt: [{ $split: ['$_id', '|'] }, -1] };
  await db
    .collection('cases')
    .updateMany({ rule: { $exists: true } }, [
      { $set: { gathered: [{ rule: '$rule', day, words: '$why' }] } },
      { $unset: 'rule' },
    ]);
}

/** What was stamped as sent was taken by the folder; what was being sent may have been taken. */
async function sayWhatBecame(db: Db): Promise<void> {
  const outbox = db.collection('outbox');
  await outbox.updateMany({ phase: 'sending' }, [{ $set: { handedAt: '$createdAt' } }]);
  await outbox.updateMany({ phase: { $exists: true } }, [
    {
      $set: {
        acceptedAt: { $ifNull: ['$sentAt', '$$REMOVE'] },
        handedAt: { $ifNull: ['$handedAt', { $ifNull: ['$sentAt', '$$REMOVE'] }] },
      },
    },
    { $unset: ['phase', 'sentAt'] },
  ]);
}

type Step = {
  to: number;
  what: string;
  /**
   * True where a release from before cannot work beside what the step leaves: what it reads is renamed, moved or means
   * something else. Those that run stand aside before the step begins. What only adds needs no word.
   */
  breaks?: true;
  /** Asks the lease before it writes what must not overwrite the work of another who took over. */
  run(db: Db, lease: Holder): Promise<void>;
};

/** Steps from one schema version to the next, in order; each can be done twice. Version 1 is the first release. */
const migrations: Step[] = [
  {
    to: 2,
    what: 'registers count notices put on their rows (touched)',
    run: async (db) =>
      void (await db.collection('registers').updateMany({ touched: { $exists: false } }, { $set: { touched: 0 } })),
  },
  {
    to: 3,
    what: 'slots count revisions and asks apart',
    run: async (db) =>
      void (await db
        .collection('slots')
        .updateMany({ revision: { $exists: false } }, [
          { $set: { revision: '$wanted', bumps: 0 } },
          { $unset: ['repost', 'phase', 'state', 'attempts'] },
        ])),
  },
  { to: 4, what: 'tasks, files and dated concerns', run: async () => undefined },
  { to: 5, what: 'concerns gather messages, hold several, and are asked about each morning', run: gatherConcerns },
  { to: 6, what: 'changes, contests and noticed cases say what they are by code', run: wordsToCodes },
  { to: 7, what: 'a noticed case gathers what several rules notice', run: gatherNoticed },
  { to: 8, what: 'one card a person for the policies to confirm', run: gatherPolicies },
  { to: 9, what: 'messages say what became of them: accepted, delivered, failed', run: sayWhatBecame },
  { to: 10, what: 'the steps of tasks are codes', run: stepsToCodes },
  { to: 11, what: 'marks are added up by week', run: sumWeeks },
  { to: 12, what: 'MIS events have an order and lanes of their own', run: moveMisEvents },
  { to: 13, what: 'one card a learner for those who follow them', run: joinLearnersCards },
  { to: 14, what: 'why something is put to somebody is a code', breaks: true, run: sentencesToCauses },
  { to: 15, what: 'messages say what they go by, and of which task they tell', run: nameMessages },
  {
    to: 16,
    what: 'one nightly look for all that is old enough, in place of the purge of words',
    run: async (db) => void (await db.collection('tasks').deleteMany({ kind: 'purge-words' })),
  },
  {
    to: 17,
    what: 'lessons are added up by tutor, type, week and time',
    breaks: true,
    run: sumLessons,
  },
  { to: 18, what: 'the weeks of an enrolment lie together', breaks: true, run: sumWeeks },
  { to: 19, what: 'what is not answered stands on the one card a learner, too', run: joinChases },
];

export const schemaVersion = migrations.at(-1)?.to ?? 1;

type Schema = { _id: string; version?: number; least?: number };

/** How often a running bot looks whether a later release has taken the database over. */
export const lookMs = 2_000;

/** The lowest version whose release may work on a database now. */
export async function leastOf(db: Db): Promise<number> {
  return (await db.collection<Schema>('meta').findOne({ _id: 'schema' }))?.least ?? 1;
}

/** The version a database is at; 0 for an empty one. */
export async function schemaOf(db: Db): Promise<number> {
  const meta = await db.collection<Schema>('meta').findOne({ _id: 'schema' });
  if (meta?.version !== undefined) return meta.version;
  return (await db.collection('registers').findOne({})) ? 1 : 0;
}

/** Throws for a database from a later release. */
async function refuseLater(db: Db): Promise<number> {
  const from = await schemaOf(db);
  const known = Math.max(from, await leastOf(db));
  if (known > schemaVersion)
    throw new Error(`the database is of schema ${known}, this release knows ${schemaVersion}: run the newer release`);
  return from;
}

/** Every missing step, by the one process that holds the lease. */
async function bringAlong(db: Db, lease: Holder): Promise<{ from: number; done: string[] }> {
  // Another may have done it just before.
  const from = await refuseLater(db);
  await ensureIndexes(db);
  const meta = db.collection<Schema>('meta');
  const missing = migrations.filter((one) => from > 0 && one.to > from);
  const least = missing.findLast((one) => one.breaks)?.to;
  if (least) {
    await meta.updateOne({ _id: 'schema' }, { $max: { least } }, { upsert: true });
    await sleep(3 * lookMs);
  }
  const arrive = (version: number) => meta.updateOne({ _id: 'schema' }, { $max: { version } }, { upsert: true });
  for (const step of missing) {
    lease.check();
    await step.run(db, lease);
    lease.check();
    // After each, so that a kill in the next one does not repeat it.
    await arrive(step.to);
  }
  await arrive(schemaVersion);
  return { from, done: missing.map((one) => one.what) };
}

type Waiting = {
  /** Told once, when another process is found at it. */
  onWait?: (holder: string) => void;
  /** For how long to wait for it, ms; ten minutes unless told. */
  waitMs?: number;
};

/**
 * Brings a database to this release: indexes, then every missing step. Where one of them breaks with releases from before,
 * those that run are told first and given time to stand aside. One process does it; others wait until it is done, or take
 * it over from one that died. Throws for a database from a later release, and when the other takes longer than `waitMs`.
 */
export async function migrate(db: Db, waiting: Waiting = {}): Promise<{ from: number; done: string[] }> {
  const { onWait, waitMs = 600_000 } = waiting;
  const end = performance.now() + waitMs;
  for (let tries = 0; ; tries++) {
    const from = await refuseLater(db);
    if (from === schemaVersion) {
      await ensureIndexes(db);
      return { from, done: [] };
    }
    const lease = await takeLease(db);
    if (!('heldBy' in lease)) return await bringAlong(db, lease).finally(() => lease.release());
    if (tries === 0) onWait?.(lease.heldBy);
    if (performance.now() > end)
      throw new Error(
        `another process (${lease.heldBy}) brings the database to this release and is not done: start again when it is`,
      );
    await sleep(Math.min(500, waitMs));
  }
}
