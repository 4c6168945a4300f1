import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addUpAgain } from '../../src/cli/import/refresh-registers.ts';
import { createWorld } from '../../src/store/create-world.ts';
import type { World } from '../../src/usecases/core/ports.ts';
import { projectRegister } from '../../src/usecases/registers/project-register.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';

let college: College;
beforeAll(async () => {
  college = await College.open({ learners: 4 });
  for (const i of [0, 1, 2]) await college.addSession({ _id: `s${i}`, at: `0${9 + 0}:${i}0`, minutes: 60 });
  await college.moveTo('09:30');
});
afterAll(() => college.close());

const codes = ['present', 'late:5', 'late:30', 'unauthorised'];

test('totals equal the recount after any sequence of marks and amendments; an amendment back restores the former state', async () => {
  const press = fc.record({
    session: fc.nat(2),
    choices: fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...codes)), { minLength: 1, maxLength: 4 }),
    rest: fc.constantFrom('present', 'leave'),
  });
  const run = async (presses: { session: number; choices: [number, string][]; rest: string }[]) => {
    for (const { session, choices, rest } of presses) {
      const version = (await college.c.registers.findOne({ _id: `s${session}` }))?.version;
      const marks = Object.fromEntries(choices.map(([learner, code]) => [`m_BUS-L${learner + 1}`, code]));
      const answer = await college.people.invoke(college.user('T1'), 'register-save', {
        registerId: `s${session}`,
        version,
        page: 0,
        rest,
        ...marks,
      });
      expect(answer.body.type).toBe('application/vnd.microsoft.card.adaptive');
    }
    await college.settled();
    expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
  };
  await fc.assert(fc.asyncProperty(fc.array(press, { minLength: 1, maxLength: 6 }), run), { numRuns: 12 });

  const state = async () =>
    JSON.stringify([
      await college.c.totals.find({}).sort({ _id: 1 }).toArray(),
      await college.c.standings.find({}).sort({ _id: 1 }).toArray(),
    ]);
  const all = (code: string) =>
    [0, 1, 2].map((session) => ({
      session,
      choices: [
        [0, code],
        [1, code],
        [2, code],
        [3, code],
      ] as [number, string][],
      rest: 'leave',
    }));
  await run(all('present'));
  const before = await state();
  await run(all('unauthorised'));
  expect(await state()).not.toBe(before);
  await run(all('present'));
  expect(await state()).toBe(before);
});

test('a difference is found, told and repaired', async () => {
  await college.c.totals.updateOne({}, { $inc: { attended: 1 } });
  await college.c.standings.updateOne({ learnerId: 'L2' }, { $set: { flag: 'red' } });
  await college.c.weeks.updateOne({ learnerId: 'L3' }, { $inc: { [`days.${monday}.present.0`]: 1 } });
  await college.c.lessons.updateOne({}, { $inc: { [`slots.${monday}.1 09:00.present`]: 1 } });
  await college.c.registers.updateOne({ _id: 's1' }, { $set: { 'added.tutorIds': ['T2'] } });
  const { differences } = await recount(college.bot.world, true);
  const kinds = differences.map((one) => one.split(' ')[0]).sort();
  expect(kinds).toEqual(['lesson', 'lessons', 'lessons', 'standing', 'totals', 'week']);
  expect(await recount(college.bot.world, false)).toMatchObject({ differences: [] });
});

test('a register saved while the recount repairs it keeps what it adds from then on, and the sums are those of it', async () => {
  await college.c.registers.updateOne({ _id: 's2' }, { $set: { 'added.tutorIds': ['T2'] } });
  const { world } = college.bot;
  const save = () => college.save('s2', { 'BUS-L1': 'late:7' });
  // Saved and carried on once the wrong register was read, just before it is written.
  const registers: World['records']['registers'] = {
    ...world.records.registers,
    async setAdded(register, added) {
      await save();
      await world.records.registers.setAdded(register, added);
    },
  };
  await recount({ ...world, records: { ...world.records, registers } }, true);
  const stored = await college.c.registers.findOne({ _id: 's2' });
  expect(stored?.added?.marks.find((one) => one.late > 0)).toMatchObject({ late: 1 });
  expect(await recount(world, false)).toMatchObject({ waiting: 0, differences: [] });
});

test.each([
  ['handed over', (world: World, id: string) => world.records.registers.carryAgain(id, world.clock.now())],
  ['imported with another tutor', (world: World, id: string) => addUpAgain(college.c, [id], world.clock.now())],
])(
  'a session that is %s, twice, while its register is first carried on is its last tutor’s in the sums',
  async (how, change) => {
    const id = `first ${how}`;
    await college.addSession({ _id: id, at: '10:00' });
    await college.moveTo('10:00');
    await college.settled();
    await college.bot.stop();
    const world = createWorld(college.client, college.c, college.bot.world);
    const at = world.clock.now();
    const mark = { code: 'present', minutesLate: 0, byId: 'T1', at, how: 'chosen' } as never;
    const saved = { 'rows.$[].mark': mark, state: 'saved', version: 2, next: { step: 'project', at } } as const;
    await college.c.registers.updateOne({ _id: id }, { $set: saved as never });

    const pass = async (tutorId: string) => {
      await college.c.sessions.updateOne({ _id: id }, { $set: { tutorIds: [tutorId] } });
      await change(world, id);
    };
    /** Carried on by one that has read the session before it passes to another. */
    const carryWhile = (tutorId: string) => {
      const together: World['together'] = async (work, ahead) => {
        await pass(tutorId);
        return world.together(work, ahead);
      };
      return projectRegister({ ...world, together }, id);
    };
    await carryWhile('T2');
    await carryWhile('T3');
    await college.startBot();
    await college.settled();
    expect((await college.c.registers.findOne({ _id: id }))?.added?.tutorIds).toEqual(['T3']);
    expect(await recount(college.bot.world, false)).toMatchObject({ waiting: 0, differences: [] });
  },
);
