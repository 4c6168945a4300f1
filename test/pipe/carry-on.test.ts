import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import type { Mark } from '../../src/domain/register.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { collectionsOf } from '../../src/store/database.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { projectRegister } from '../../src/usecases/registers/project-register.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';

/** Talks between the bot and its database while a register's marks are carried on, counted at the driver. */
describe('what carrying a register on costs', () => {
  let college: College;
  let client: MongoClient;
  let world: World;
  let calls = 0;
  let registers = 0;

  beforeAll(async () => {
    college = await College.open({ learners: 12 });
    await college.moveTo('09:05');
    client = new MongoClient(college.uri, { monitorCommands: true, ignoreUndefined: true });
    client.on('commandStarted', () => calls++);
    await client.connect();
    world = createWorld(client, collectionsOf(client.db(college.database)), college.bot.world);
  });
  afterAll(async () => {
    await client.close();
    await college.close();
  });

  /** A register as saved, which the running bot is not told of; carried on here, by one call. */
  async function carryOn(codes: Record<string, string>): Promise<number> {
    const _id = `carry-${++registers}`;
    const session = await college.addSession({ _id, at: `09:0${registers}`, minutes: 60, next: undefined as never });
    const all = await college.c.enrolments.find({ programmeId: 'BUS' }).toArray();
    const at = college.bot.clock.now();
    const rows = all.map(({ _id: enrolmentId, learnerId }) => {
      const mark: Mark = { code: codes[learnerId] ?? 'present', minutesLate: 0, byId: 'T1', at, how: 'rest' };
      return { enrolmentId, learnerId, mark };
    });
    const pack = world.packs.find((one) => one.id === 'green-labyrinth')!.ref;
    const version = { version: 2, touched: 0, state: 'saved' as const, savedAt: at, savedById: 'T1', projected: 0 };
    const rest = { programmeId: 'BUS', pack, rows, history: [], presses: [], openedAt: session.startsAt };
    await college.c.registers.insertOne({ _id, ...version, ...rest });
    // What the last one made due is done: otherwise the two would meet, and one be carried on twice.
    await college.settled();
    calls = 0;
    await projectRegister(world, _id);
    return calls;
  }

  test('12 learners present: at most 20 round trips, the first time and when the year has begun', async () => {
    expect(await carryOn({})).toBeLessThanOrEqual(20);
    expect(await carryOn({})).toBeLessThanOrEqual(20);
  });

  test('each learner for whom something follows costs at most 8 more', async () => {
    const absent = Object.fromEntries(['L2', 'L5', 'L9'].map((id) => [id, 'unauthorised']));
    expect(await carryOn(absent)).toBeLessThanOrEqual(20 + 3 * 8);
    expect(await carryOn(absent)).toBeLessThanOrEqual(20 + 3 * 8);
  });

  test('the year folded on from where it stood equals the whole recounted', async () => {
    expect((await recount(world, false)).differences).toEqual([]);
    const stored = await college.c.standings.findOne({ learnerId: 'L2' });
    expect(stored).toMatchObject({ tally: { sessions: 4 }, fold: { wasBelow: true } });
  });
});
