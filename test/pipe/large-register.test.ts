import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { until } from '../support/until.ts';
import { Wire } from '../support/wire.ts';

/** A database so far away that a register takes longer than its lease, and than the server gives a transaction. */
describe('a register too large for one lease and one transaction', () => {
  // One page of a register.
  const learners = 20;
  let wire: Wire;
  let college: College;
  beforeAll(async () => {
    wire = await Wire.to(process.env.TEST_MONGODB_URI ?? '');
    college = await College.open({ learners, leaseMs: 1_500, botUri: wire.uri });
  });
  afterAll(async () => {
    wire.delayMs = 0;
    await college.close();
    await wire.cut();
  });

  const mark = async (registerId: string, codes: Record<string, string>, rest = 'present') => {
    const { version } = (await college.c.registers.findOne({ _id: registerId })) ?? { version: 0 };
    const marks = Object.fromEntries(Object.entries(codes).map(([learner, code]) => [`m_BUS-${learner}`, code]));
    const payload = { registerId, version, page: 0, rest, ...marks };
    await college.people.invoke(college.user('T1'), 'register-save', payload);
  };
  const carriedOn = (registerId: string) =>
    until(
      'the register to be carried on',
      async () => {
        const now = await college.c.registers.findOne({ _id: registerId });
        return now && now.version > 1 && now.projected === now.version && now.next === undefined ? now : undefined;
      },
      60_000,
    );
  const everyone = Array.from({ length: learners }, (_, i) => `L${i + 1}`);

  test('is carried on to its end, claimed once, whatever it takes', async () => {
    await college.addSession({ _id: 'large' });
    await college.moveTo('09:00');
    wire.delayMs = 3;
    await mark('large', Object.fromEntries(everyone.map((learner) => [learner, 'unauthorised'])));
    const done = await carriedOn('large');
    // Neither the lease nor a transaction ran out: one claim carried it all, and it is no dead letter.
    expect(done).toMatchObject({ fence: 1, projected: 2 });
    expect(done).not.toHaveProperty('dead');
    expect(await college.c.marks.countDocuments({ sessionId: 'large' })).toBe(learners);
  });

  test('amended while it is carried on: the later mark is the one that counts, and the totals agree', async () => {
    wire.delayMs = 0;
    await college.addSession({ _id: 'amended', at: '10:00', minutes: 60 });
    await college.moveTo('10:00');
    wire.delayMs = 2;
    await mark('amended', { L1: 'unauthorised', L20: 'unauthorised' });
    const half = async () => (await college.c.marks.countDocuments({ sessionId: 'amended' })) > learners / 3;
    await until('a part of it to be carried on', half);
    await mark('amended', { L1: 'present', L2: 'unauthorised', L20: 'present' }, 'leave');
    const done = await carriedOn('amended');
    wire.delayMs = 0;
    expect(done.version).toBe(3);
    const absent = await college.c.marks.find({ sessionId: 'amended', code: 'unauthorised' }).toArray();
    expect(absent.map((one) => one.learnerId)).toEqual(['L2']);
    expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
  });

  test('a step whose every claim was lost is not tried for ever: it is a dead letter, and lives again when told to', async () => {
    wire.delayMs = 0;
    await college.settled();
    // As 24 processes leave it that were killed by it.
    const next = { step: 'project', at: college.bot.clock.now() };
    await college.c.registers.updateOne({ _id: 'amended' }, { $set: { next: next as never, tries: 24 } });
    college.bot.world.wake();
    await until('the dead letter', async () => (await college.bot.due.deadLetters()).length > 0);
    expect(await college.bot.due.deadLetters()).toMatchObject([
      { kind: 'registers', id: 'amended', step: 'project', error: 'never-ended' },
    ]);
    await college.bot.due.retryDead('amended');
    college.bot.world.wake();
    await carriedOn('amended');
    expect(await college.bot.due.deadLetters()).toEqual([]);
  });
});
