import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

  test('carries registers on one at a time, and several once nobody waits', async () => {
    const { due, clock } = college.bot;
    const running = new Set<string>();
    const done = new Set<string>();
    let isAnswering = true;
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
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
    // A pass over all that is due comes by the registers before it comes to a task.
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
});
