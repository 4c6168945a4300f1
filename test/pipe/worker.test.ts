import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDue } from '../../src/store/due.ts';
import { type Claim, dueKinds } from '../../src/usecases/core/delivery.ts';
import { createWorker } from '../../src/work/worker.ts';
import { College } from '../support/college.ts';
import { until } from '../support/until.ts';

const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined };

describe('the worker, while people wait for answers', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ only: 'web' });
  });
  afterAll(() => college.close());

  test('leaves a register alone that may be pressed again, and carries it on after two seconds or once nobody waits', async () => {
    const { due, clock } = college.bot;
    const done = new Set<string>();
    let isAnswering = true;
    const carryOut = async (claim: Claim) => {
      await due.settle(claim, {}, null);
      done.add(claim.id);
    };
    const handlers = Object.fromEntries(dueKinds.map((kind) => [kind, carryOut])) as Parameters<typeof createWorker>[1];
    const worker = createWorker({ due, clock }, handlers, silent, { isAnswering: () => isAnswering });
    const dueSince = (ms: number) => ({ step: 'project', at: new Date(clock.now().getTime() - ms) });
    worker.start();
    await college.c.registers.insertMany([
      { _id: 'pressed-before', next: dueSince(2_500) },
      { _id: 'just-pressed', next: dueSince(0) },
    ] as never);
    worker.wake();
    await until('what was left alone to be carried on', () => done.has('pressed-before'));
    expect(done.has('just-pressed')).toBe(false);
    isAnswering = false;
    await until('the other one too', () => done.has('just-pressed'));
    await worker.stop();
  });

  test('carries registers on one at a time, and several once nobody waits', async () => {
    const { due, clock } = college.bot;
    const running = new Set<string>();
    const done = new Set<string>();
    let isAnswering = true;
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const carryOut = async (claim: Claim) => {
      running.add(claim.id);
      if (claim.kind === 'registers') await held;
      running.delete(claim.id);
      await due.settle(claim, {}, null);
      done.add(claim.id);
    };
    const handlers = Object.fromEntries(dueKinds.map((kind) => [kind, carryOut])) as Parameters<typeof createWorker>[1];
    const worker = createWorker({ due, clock }, handlers, silent, { isAnswering: () => isAnswering });
    const next = { step: 'project', at: clock.now() };
    const ids = ['busy-1', 'busy-2', 'busy-3'];
    await college.c.registers.insertMany(ids.map((_id) => ({ _id, next })) as never);

    worker.start();
    await until('a register to be under way', () => running.size > 0);
    // A pass is over once each kind's room is filled; a task that came during one is claimed in the next.
    await college.c.tasks.insertOne({ _id: 'busy-task', next } as never);
    worker.wake();
    await until('a pass over all that is due', () => done.has('busy-task'));
    expect([...running].filter((id) => ids.includes(id))).toHaveLength(1);

    isAnswering = false;
    worker.wake();
    await until('all of them to be under way', () => ids.every((id) => running.has(id)));
    letGo();
    await until('all of them to be done', () => ids.every((id) => done.has(id)));
    await worker.stop();
  });

  test('tells the MIS of two learners at a time, also while a register is carried on, and of four otherwise', async () => {
    const { due, clock } = college.bot;
    const [running, done] = [new Set<string>(), new Set<string>()];
    let isAnswering = true;
    const registers = Promise.withResolvers<void>();
    const lanes = Promise.withResolvers<void>();
    const carryOut = async (claim: Claim) => {
      running.add(claim.id);
      if (claim.kind === 'registers') await registers.promise;
      if (claim.kind === 'misLanes') await lanes.promise;
      running.delete(claim.id);
      await due.settle(claim, {}, null);
      done.add(claim.id);
    };
    const handlers = Object.fromEntries(dueKinds.map((kind) => [kind, carryOut])) as Parameters<typeof createWorker>[1];
    const worker = createWorker({ due, clock }, handlers, silent, { isAnswering: () => isAnswering });
    const next = { step: 'tell', at: new Date(clock.now().getTime() - 5_000) };
    const ids = ['lane-1', 'lane-2', 'lane-3', 'lane-4', 'lane-5'];
    const told = () => ids.filter((id) => running.has(id)).length;
    /** A task that comes now is claimed in a pass that begins from now on, and so after the one before is over. */
    const pass = async (_id: string) => {
      await college.c.tasks.insertOne({ _id, next } as never);
      worker.wake();
      await until(`${_id} to be done`, () => done.has(_id));
    };
    await college.c.misLanes.insertMany(ids.map((_id) => ({ _id, next })) as never);
    worker.start();
    await until('the MIS to be told', () => told() > 0);
    await pass('mis-first');
    expect(told()).toBe(2);

    await college.c.registers.insertOne({ _id: 'carried', next: { ...next, step: 'project' } } as never);
    worker.wake();
    await until('a register to be under way', () => running.has('carried'));
    isAnswering = false;
    await pass('mis-second');
    expect(told()).toBe(2);

    registers.resolve();
    await until('four learners’ events to be told', () => told() === 4);
    await pass('mis-third');
    expect(told()).toBe(4);
    lanes.resolve();
    await until('all to be told', () => ids.every((id) => done.has(id)));
    await worker.stop();
  });
});

describe('a step that outlives its lease', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ only: 'web' });
  });
  afterAll(() => college.close());

  const leaseMs = 600;
  /** A process that does what is due; steps of tasks named "long-…" end when they are let go. */
  function processOf(owner: string, started: string[], held: Promise<void>) {
    const due = createDue(college.c, owner);
    const carryOut = async (claim: Claim) => {
      started.push(`${owner} ${claim.id}`);
      if (claim.id.startsWith('long-')) await held;
      await due.settle(claim, {}, null);
    };
    const handlers = Object.fromEntries(dueKinds.map((kind) => [kind, carryOut])) as Parameters<typeof createWorker>[1];
    return createWorker({ due, clock: college.bot.clock }, handlers, silent, { leaseMs });
  }
  const add = (_id: string) =>
    college.c.tasks.insertOne({ _id, next: { step: 'remind', at: college.bot.clock.now() } } as never);
  const stored = (_id: string) =>
    college.c.tasks.findOne({ _id }) as Promise<{ lease?: { until: Date }; fence?: number } | null>;
  const isDone = async (_id: string) => (await college.c.tasks.findOne({ _id }))?.next === undefined;

  test('renews it, so that no other process takes it up meanwhile', async () => {
    const started: string[] = [];
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const one = processOf('one', started, held);
    await add('long-1');
    one.start();
    await until('the step to be under way', () => started.length > 0);
    const other = processOf('other', started, held);
    other.start();
    const first = (await stored('long-1'))?.lease?.until.getTime() ?? 0;
    await until('three leases to pass, or another claim', async () => {
      const now = await stored('long-1');
      return now?.fence !== 1 || (now.lease?.until.getTime() ?? 0) > first + 3 * leaseMs;
    });
    letGo();
    await until('the step to be done', () => isDone('long-1'));
    await Promise.all([one.stop(), other.stop()]);
    expect(started).toEqual(['one long-1']);
  });

  test('and lost it, is not begun a second time by the process in which it still runs', async () => {
    const started: string[] = [];
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const one = processOf('one', started, held);
    await add('long-2');
    one.start();
    await until('the step to be under way', () => started.length > 0);
    // As a database leaves it that answered nobody for longer than the lease: nobody's, and over.
    await college.c.tasks.updateOne({ _id: 'long-2' }, {
      $set: { lease: { until: new Date(0), owner: 'nobody' } },
    } as never);
    await add('short');
    one.wake();
    await until('a pass over what is due', () => isDone('short'));
    await add('shorter');
    one.wake();
    await until('another pass', () => isDone('shorter'));
    letGo();
    await until('the step to be done', () => isDone('long-2'));
    await one.stop();
    expect(started).toEqual(['one long-2', 'one short', 'one shorter']);
  });
});

describe('the worker claims each kind by itself', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ only: 'web' });
  });
  afterAll(() => college.close());
  const handlersOf = (carryOut: (claim: Claim) => Promise<void>) =>
    Object.fromEntries(dueKinds.map((kind) => [kind, carryOut])) as Parameters<typeof createWorker>[1];

  test('a claim of cards that takes long holds up no register, and is made only once', async () => {
    const { due, clock } = college.bot;
    const done = new Set<string>();
    const held = Promise.withResolvers<void>();
    let asked = 0;
    const slow: typeof due = {
      ...due,
      claim: async (kind, ...rest) => {
        if (kind === 'slots') {
          asked++;
          await held.promise;
        }
        return due.claim(kind, ...rest);
      },
    };
    const carryOut = async (claim: Claim) => {
      await due.settle(claim, {}, null);
      done.add(claim.id);
    };
    const worker = createWorker({ due: slow, clock }, handlersOf(carryOut), silent);
    const next = { step: 'draw', at: clock.now() };
    await college.c.slots.insertOne({ _id: 'a-card', next } as never);
    worker.start();
    try {
      await until('the card to be claimed', () => asked > 0);
      for (const _id of ['first-register', 'second-register']) {
        await college.c.registers.insertOne({ _id, next } as never);
        worker.wake();
        await until(`${_id} to be carried on`, () => done.has(_id));
      }
      expect(asked).toBe(1);
      expect(done.has('a-card')).toBe(false);
    } finally {
      // Also where one of these is not so: else what is held keeps the run from ending.
      held.resolve();
      await worker.stop();
    }
    await until('the card to be shown', () => done.has('a-card'));
  });

  test('what must be heard one after the other is, however often it is woken', async () => {
    const { due, clock } = college.bot;
    const done: string[] = [];
    let [running, most] = [0, 0];
    const carryOut = async (claim: Claim) => {
      most = Math.max(most, ++running);
      worker.wake();
      await due.settle(claim, {}, null);
      worker.wake();
      running--;
      done.push(claim.id);
    };
    const worker = createWorker({ due, clock }, handlersOf(carryOut), silent);
    const ids = ['text-1', 'text-2', 'text-3', 'text-4', 'text-5'];
    const at = (i: number) => new Date(clock.now().getTime() - 1_000 + i);
    await college.c.incoming.insertMany(ids.map((_id, i) => ({ _id, next: { step: 'hear', at: at(i) } })) as never);
    worker.start();
    for (let i = 0; i < 20; i++) worker.wake();
    await until('all to be heard', () => done.length === ids.length);
    expect(most).toBe(1);
    expect(done).toEqual(ids);
    await worker.stop();
  });
});
