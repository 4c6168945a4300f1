import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mongodCache, startEmbeddedMongod } from '../../src/demo/embedded-mongod.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { collectionsOf, connect } from '../../src/store/database.ts';
import { sumLessons, sumWeeks } from '../../src/store/migrate-weeks.ts';
import { takeLease } from '../../src/store/migration-lease.ts';
import { migrate, schemaOf, schemaVersion } from '../../src/store/migrations.ts';
import { missingIndexes } from '../../src/store/missing-indexes.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { until } from '../support/until.ts';

const cache = mongodCache(join(import.meta.dirname, '../..'));

test('a copy of the data folder is a backup: restored, it is whole and the recount agrees', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'attendance-backup-'));
  const [live, copy] = [join(folder, 'live'), join(folder, 'copy')];
  const first = await startEmbeddedMongod({ directory: live, cache, env: process.env });
  const uri = process.env.TEST_MONGODB_URI;
  process.env.TEST_MONGODB_URI = first.uri;
  const college = await College.open();
  process.env.TEST_MONGODB_URI = uri;
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  await college.people.press(college.user('T1'), await college.card('T1', 'Business'), 'Rest present, save', {
    'Aisha Khan': 'late:10',
  });
  await college.settled();
  const { world } = college.bot;
  const before = await college.c.registers.find({}).toArray();
  await college.bot.stop();
  await college.client.close();
  await college.teams.stop();
  await first.stop();
  cpSync(live, copy, { recursive: true });
  rmSync(live, { recursive: true });

  const second = await startEmbeddedMongod({ directory: copy, cache, env: process.env });
  const client = await connect(second.uri);
  const c = collectionsOf(client.db(college.database));
  expect(await c.registers.find({}).toArray()).toEqual(before);
  expect(await recount(createWorld(client, c, world), false)).toMatchObject({
    registers: 1,
    marks: 10,
    differences: [],
  });
  await client.close();
  await second.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the data of the first release is brought along, once, and a later release’s is refused', async () => {
  const client = await connect(process.env.TEST_MONGODB_URI ?? '');
  const db = client.db(`test-migrate-${Date.now()}`);
  const raw = (name: string) => db.collection<{ _id: string } & Record<string, unknown>>(name);
  await raw('registers').insertOne({
    _id: 's1',
    version: 2,
    state: 'saved',
    rows: [],
    history: [
      { version: 2, byId: 'T1', why: 'contested: he was there', changes: [] },
      { version: 3, byId: 'T1', why: 'arrived later', changes: [] },
      { version: 4, byId: 'O1', why: 'elsewhere', changes: [] },
    ],
    presses: [],
    projected: 2,
  });
  await raw('slots').insertOne({
    _id: 'register|s1|T1',
    kind: 'register',
    subjectId: 's1',
    recipient: { person: 'T1' },
    wanted: 4,
    shown: 4,
    repost: false,
    phase: 'idle',
    activityId: 'a',
  });
  await raw('slots').insertOne({
    _id: 'late-notice|n1|s1|T1',
    kind: 'late-notice',
    subjectId: 'n1|s1',
    wanted: 1,
    shown: 1,
  });
  await raw('sessions').insertOne({
    _id: 's1',
    changes: [{ what: 'handed to T2' }, { what: 'room 4 to Hall' }, { what: 'cancelled: snow' }],
  });
  const noticed = 'noticed|L1|sts|2026|lateness|2026-11-20';
  await raw('cases').insertOne({
    _id: noticed,
    kind: 'noticed',
    why: 'late 3 times',
    learnerId: 'L1',
    state: 'open',
  });
  const fell = (n: number, fields: object) => ({
    _id: `fall|L1|sts|2026|s${n}`,
    kind: 'fall',
    learnerId: 'L1',
    ...fields,
  });
  await raw('cases').insertMany([
    fell(1, { why: 'Ben is at 88.24%, below 90%.', withdrawn: { at: new Date(0), why: 'A mark was amended.' } }),
    fell(2, {
      why: 'Ben has a third unauthorised absence while below 90%.',
      notes: [
        {
          at: new Date(0),
          words: 'The risk flag fell from Red to Amber: a mark was amended or an occurrence set aside.',
        },
        { at: new Date(1), words: 'Closed with the year 2025–2026 by Sam.' },
      ],
    }),
    {
      _id: 'report|L1|sts|2026-11-20|T1',
      kind: 'report',
      learnerId: 'L1',
      openedById: 'T1',
      why: 'Sam reports: he is never here',
      gathered: [{ day: '2026-11-20', words: 'Sam reports: he is never here' }],
    },
  ]);
  const asked = (kind: string, data: object) => ({
    _id: `${kind}|why`,
    kind,
    learnerId: 'L1',
    programmeId: 'APP',
    history: [],
    data,
  });
  await raw('tasks').insertMany([
    asked('conduct-review', { why: 'late a lot', targets: ['Arrive on time', 'Ring us first'], declined: 'too soon' }),
    asked('meeting', { why: 'Referred for poor attendance.' }),
    asked('serious-review', { reason: 'The Conduct Review was ended early: gone', why: 'the decider’s own' }),
  ]);
  const shown = { wanted: 2, revision: 2, bumps: 0, shown: 2, activityId: 'b', recipient: { person: 'T1' } };
  await raw('slots').insertOne({ ...shown, _id: `case|${noticed}|T1`, kind: 'case', subjectId: noticed });
  for (const [i, subject] of ['s1|APP-L1', 'flag|sts', noticed, 'task:removal|x', 'notice:n1'].entries())
    await raw('tasks').insertOne({ _id: `contest|${i}`, kind: 'contest', data: { about: 'mark', subject } });
  const at = new Date('2026-09-07T09:00:00Z');
  const read = { kind: 'policy-read', ownerIds: ['L1'], version: 2, isShown: true };
  await raw('tasks').insertMany([
    {
      ...read,
      _id: 'policy-read|sts|1.2|L1',
      openedAt: at,
      data: { packId: 'sts', version: '1.2' },
      history: [{ at, act: 'confirmed' }],
    },
    { ...read, _id: 'policy-read|gl|1.0|L1', openedAt: at, data: { packId: 'gl', version: '1.0' }, history: [] },
  ]);
  await raw('tasks').insertMany([
    {
      _id: 'step|old',
      kind: 'step',
      state: 'open',
      data: { items: [{ code: 'call', closed: { outcome: 'Not needed' } }, { code: 'write' }] },
      history: [
        { at, act: 'closed already' },
        { at, act: 'Not needed', words: 'she is back' },
      ],
    },
    { _id: 'fit|old', kind: 'fitness-to-study', state: 'none', data: {}, history: [{ at, act: 'none' }] },
  ]);
  const outgoing = { kind: 'mis', to: 'mis', about: 'L1', phase: 'idle', body: '{"mark":"late"}' };
  await raw('outbox').insertMany([
    { ...outgoing, _id: 'mis|s1|APP-L1|2', createdAt: at, sentAt: at },
    { ...outgoing, _id: 'mis-status|APP-L1|2026-09-08|at-risk', createdAt: new Date(2), held: true },
    { ...outgoing, _id: 'mis-place|BUS-L1|exam|2026-09-08', createdAt: new Date(1), next: { step: 'send', at } },
    { ...outgoing, _id: 'mis|s0|APP-L1|1', createdAt: at, body: '' },
    { ...outgoing, _id: 'text', kind: 'sms', createdAt: at },
    { ...outgoing, _id: 'family|meeting|meeting|why|2|0a1b', kind: 'sms', createdAt: at },
  ]);
  expect(await schemaOf(db)).toBe(1);

  expect((await migrate(db)).done).toHaveLength(schemaVersion - 1);
  expect(await raw('registers').findOne({})).toMatchObject({ touched: 0, version: 2 });
  expect(await raw('slots').findOne({})).toMatchObject({ revision: 4, bumps: 0, wanted: 4, shown: 4 });
  expect(await raw('slots').findOne({})).not.toHaveProperty('phase');
  expect(await raw('outbox').find({}).sort({ _id: -1 }).toArray()).toMatchObject([
    { _id: 'text' },
    { key: 'family|meeting|meeting|why|2', taskId: 'meeting|why' },
  ]);
  const events = await raw('misEvents').find({}).sort({ createdAt: 1 }).toArray();
  expect(
    events.map((one) => [one._id, one.subject, one.takenAt, one.held, (one.next as { step?: string })?.step]),
  ).toEqual([
    ['mis-place|BUS-L1|exam|2026-09-08', 'place|BUS-L1|exam', undefined, undefined, 'list'],
    ['mis-status|APP-L1|2026-09-08|at-risk', 'risk-status|APP-L1', undefined, true, undefined],
    ['mis|s1|APP-L1|2', 'mark|s1|APP-L1', at, undefined, 'list'],
  ]);
  // The case's own card leaves, and the one about its learner comes.
  expect(await raw('slots').findOne({ _id: `case|${noticed}|T1` })).toMatchObject({
    wanted: 3,
    next: { step: 'draw' },
  });
  expect(await raw('slots').findOne({ _id: 'learner|L1|T1' })).toMatchObject({ wanted: 1, next: { step: 'draw' } });
  expect((await raw('registers').findOne({}))?.history).toEqual([
    { version: 2, byId: 'T1', cause: 'contested', words: 'he was there', changes: [] },
    { version: 3, byId: 'T1', words: 'arrived later', changes: [] },
    { version: 4, byId: 'O1', cause: 'elsewhere', changes: [] },
  ]);
  expect((await raw('sessions').findOne({}))?.changes).toEqual([
    { code: 'handed-over', toId: 'T2' },
    { code: 'room', to: 'Hall' },
    { code: 'cancelled', why: 'snow' },
  ]);
  expect(await raw('cases').findOne({ kind: 'noticed' })).toMatchObject({
    standingId: 'L1|sts|2026',
    causes: [{ code: 'said', words: 'late 3 times' }],
    gathered: [{ rule: 'lateness', day: '2026-11-20', cause: { code: 'said', words: 'late 3 times' } }],
  });
  expect(
    await raw('cases')
      .find({ kind: { $ne: 'noticed' } })
      .sort({ _id: 1 })
      .toArray(),
  ).toMatchObject([
    {
      standingId: 'L1|sts|2026',
      causes: [{ code: 'below-line', percent: 88.24, line: 90 }],
      withdrawn: { at: new Date(0), code: 'no-fall' },
    },
    {
      causes: [{ code: 'occurrence', nth: 3, line: 90 }],
      notes: [
        { code: 'flag-fell', from: 'red', to: 'amber' },
        { code: 'said', words: 'Closed with the year 2025–2026 by Sam.' },
      ],
    },
    {
      causes: [{ code: 'reported', byId: 'T1', words: 'he is never here' }],
      gathered: [{ day: '2026-11-20', cause: { code: 'reported', byId: 'T1', words: 'he is never here' } }],
    },
  ]);
  expect(await raw('slots').findOne({ kind: 'late-notice' })).toMatchObject({
    late: { noticeId: 'n1', sessionId: 's1' },
  });
  expect(await raw('cases').countDocuments({ why: { $exists: true } })).toBe(0);
  expect(
    (
      await raw('tasks')
        .find({ _id: /why$/ as never })
        .sort({ _id: 1 })
        .toArray()
    ).map((one) => one.data),
  ).toEqual([
    {
      causes: [{ code: 'said', words: 'late a lot' }],
      targets: [{ code: 'on-time' }, { words: 'Ring us first' }],
      declined: { code: 'said', words: 'too soon' },
    },
    { causes: [{ code: 'referred' }] },
    { causes: [{ code: 'review-ended-early', words: 'gone' }], why: 'the decider’s own' },
  ]);
  expect(await raw('tasks').find({ kind: 'policy-read' }).toArray()).toMatchObject([
    {
      _id: 'policy-read|L1',
      isOpen: false,
      data: { policies: [{ packId: 'sts', version: '1.2' }], confirmed: [{ packId: 'sts', version: '1.2', at }] },
    },
  ]);
  expect((await raw('tasks').find({ kind: 'contest' }).sort({ _id: 1 }).toArray()).map((one) => one.data)).toEqual([
    { subject: { kind: 'mark', sessionId: 's1', enrolmentId: 'APP-L1' } },
    { subject: { kind: 'flag', packId: 'sts' } },
    { subject: { kind: 'case', id: noticed } },
    { subject: { kind: 'task', id: 'removal|x' } },
    { subject: { kind: 'notice', id: 'n1' } },
  ]);
  expect(await raw('tasks').findOne({ _id: 'step|old' })).toMatchObject({
    data: { items: [{ code: 'call', closed: { outcome: 'not-needed' } }, { code: 'write' }] },
    history: [{ act: 'closed-already' }, { act: 'not-needed', words: 'she is back' }],
  });
  expect(await raw('tasks').findOne({ _id: 'fit|old' })).toMatchObject({
    state: 'no-action',
    history: [{ act: 'no-action' }],
  });
  expect(await missingIndexes(db)).toEqual([]);
  expect((await migrate(db)).done).toEqual([]);

  await raw('meta').updateOne({ _id: 'schema' }, { $set: { version: schemaVersion + 1 } });
  await expect(migrate(db)).rejects.toThrow('run the newer release');
  await db.dropDatabase();
  await client.close();
});

describe('sums that an older release did not keep are added up', () => {
  /** Of the schema before lessons were added up, and then weeks. */
  const unsummed = 16;
  const steps = schemaVersion - unsummed;
  let college: College;
  const db = () => college.client.db(college.database);
  const meta = () => db().collection<{ _id: string } & Record<string, unknown>>('meta');
  const agree = async () =>
    expect(await recount(college.bot.world, false)).toMatchObject({ registers: 2, marks: 8, differences: [] });

  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    for (const at of ['09:00', '11:00']) await college.addSession({ _id: at, at });
    await college.moveTo('11:00');
    await college.save('09:00', { 'BUS-L1': 'late:10' });
    await college.save('11:00', { 'BUS-L2': 'unauthorised' });
  });
  // As a release left it that added up neither weeks nor lessons in this way.
  beforeEach(async () => {
    await meta().updateOne({ _id: 'schema' }, { $set: { version: unsummed } });
    await college.c.registers.updateMany({}, { $unset: { added: '' } });
    await college.c.lessons.deleteMany({});
    await college.c.weeks.updateMany({}, { $set: { weeks: {}, days: {} } });
    const { _id: _, ...week } = (await college.c.weeks.findOne({})) ?? { _id: '' };
    await college.c.weeks.insertOne({ ...week, _id: 'left over' } as never);
  });
  afterAll(() => college.close());

  test('of two processes that start at once one does it, the other waits until it is done', async () => {
    const waited: string[] = [];
    const one = () => migrate(db(), { onWait: (holder) => waited.push(holder) });
    const done = await Promise.all([one(), one()]);
    expect(done.map((each) => each.done.length).sort()).toEqual([0, steps]);
    expect(waited).toHaveLength(1);
    expect(await schemaOf(db())).toBe(schemaVersion);
    await agree();
  });

  test('one that died at it is taken over once its lease has run out; until then one that will not wait says who is at it', async () => {
    const until = { $add: ['$$NOW', 1_500] };
    await meta().updateOne({ _id: 'migration' }, [{ $set: { lease: { owner: 'web:1', until } } }], { upsert: true });
    await expect(migrate(db(), { waitMs: 0 })).rejects.toThrow('another process (web:1) brings the database');
    expect(await schemaOf(db())).toBe(unsummed);
    const waited: string[] = [];
    expect((await migrate(db(), { onWait: (holder) => waited.push(holder) })).done).toHaveLength(steps);
    expect(waited).toEqual(['web:1']);
    await agree();
  });

  test('what stops in one step has done those before: the next start goes on from there, at once', async () => {
    await db().command({ collMod: 'weeks', validator: { never: { $exists: true } } });
    await expect(migrate(db())).rejects.toThrow('validation');
    expect(await schemaOf(db())).toBe(unsummed + 1);
    await db().command({ collMod: 'weeks', validator: {} });
    const waited: string[] = [];
    expect((await migrate(db(), { onWait: (holder) => waited.push(holder) })).done).toHaveLength(steps - 1);
    expect(waited).toEqual([]);
    await agree();
  });

  test('one whose lease another has, as after it stood still, writes no sums more and leaves the lease to the other', async () => {
    const lease = await takeLease(db());
    if ('heldBy' in lease) throw new Error('held by another');
    lease.check();
    await meta().updateOne({ _id: 'migration' }, { $set: { 'lease.owner': 'web:2' } });
    const isHeld = () => {
      try {
        lease.check();
        return true;
      } catch {
        return false;
      }
    };
    await until('the loss to be seen', () => !isHeld());
    const before = await college.c.weeks.find({}).toArray();
    await expect(sumWeeks(db(), lease)).rejects.toThrow('another process');
    await expect(sumLessons(db(), lease)).rejects.toThrow('another process');
    expect(await college.c.weeks.find({}).toArray()).toEqual(before);
    expect(await college.c.lessons.countDocuments()).toBe(0);
    await lease.release();
    expect(await meta().findOne({ _id: 'migration' })).toMatchObject({ lease: { owner: 'web:2' } });
  });
});
