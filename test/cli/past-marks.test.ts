import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importMarks } from '../../src/cli/import-marks.ts';
import { addDays, weekdayOf } from '../../src/domain/calendar.ts';
import { sumLessons, sumWeeks } from '../../src/store/migrate-weeks.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { lessonsEssence } from '../../src/usecases/standing/session-sums.ts';
import { College, monday } from '../support/college.ts';

describe('marks of the past, brought in when a college begins (S17)', () => {
  let college: College;
  const folder = mkdtempSync(join(tmpdir(), 'attendance-past-'));
  const file = join(folder, 'marks.csv');
  const run = async (rows: readonly string[], byId = 'O1') => {
    writeFileSync(file, ['session_id,learner_id,mark,minutes_late', ...rows].join('\n'));
    const report = await importMarks(college.bot.world, file, { byId, dryRun: false });
    await college.settled();
    return report;
  };
  const count = async () => ({
    cards: await college.c.slots.countDocuments(),
    // What is nobody's and nobody sees is the bot's own clock, such as the turn of the year.
    tasks: await college.c.tasks.countDocuments({ $or: [{ isShown: true }, { 'ownerIds.0': { $exists: true } }] }),
    cases: await college.c.cases.countDocuments(),
    messages: await college.c.outbox.countDocuments(),
  });
  const nothing = { cards: 0, tasks: 0, cases: 0, messages: 0 };
  const days = Array.from({ length: 28 }, (_, i) => addDays(monday, i - 28)).filter(
    (day) => ![0, 6].includes(weekdayOf(day)),
  );

  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    for (const day of days) {
      const past = { on: day, minutes: 60, next: undefined as never };
      await college.addSession({ _id: `bus-${day}`, ...past });
      await college.addSession({ _id: `app-${day}`, programmeId: 'APP', at: '13:00', type: 'group', ...past });
      await college.addSession({
        _id: `one-${day}`,
        programmeId: 'APP',
        at: '15:00',
        type: 'one-to-one',
        learnerIds: ['L1'],
        ...past,
      });
      await college.addSession({ _id: `log-${day}`, at: '16:00', type: 'work-placement', ...past });
    }
    // Yesterday's evening class ended a few hours ago.
    await college.addSession({
      _id: 'evening',
      on: addDays(monday, -1),
      at: '23:00',
      minutes: 240,
      next: undefined as never,
    });
    await college.addSession({ _id: 'today', at: '08:00', minutes: 60, next: undefined as never });
  });
  afterAll(async () => {
    await college.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a month of them makes totals and standings, and not one card, task, case or message', async () => {
    // L3 has one occurrence, and with authorised absence just reaches 90% again.
    const markOf = (id: string, i: number) => {
      if (id === 'L3') return i === 1 ? 'unauthorised' : i > 1 && i < 5 ? 'authorised' : 'present';
      return id === 'L1' && i % 2 === 0 ? 'unauthorised' : 'present';
    };
    const rows = days.flatMap((day, i) => [
      ...['L1', 'L2', 'L3', 'L4'].map((id) => `bus-${day},${id},${markOf(id, i)},`),
      ...['L1', 'L2', 'L3'].map((id) => `app-${day},${id},${i > 12 ? 'unauthorised' : 'late'},${i > 12 ? '' : '20'}`),
      `one-${day},L1,unauthorised,`,
      ...['L1', 'L2', 'L3', 'L4'].map((id) => `log-${day},${id},present,`),
    ]);
    expect(await run([...rows, 'evening,L1,unauthorised,'])).toMatchObject({ problems: [], changed: rows.length + 1 });
    expect(await count()).toEqual(nothing);
    const standing = await college.c.standings.findOne({ learnerId: 'L1', packId: 'green-labyrinth' });
    expect(standing?.flag).toBe('red');
    expect(standing?.tally.sessions).toBe(41);
    expect((await college.c.totals.findOne({ enrolmentId: 'APP-L1' }))?.sessions).toBe(40);
    expect((await recount(college.bot.world, false)).differences).toEqual([]);
    expect(await run([...rows, 'evening,L1,unauthorised,'])).toMatchObject({ changed: 0 });
    expect(await run([`bus-${days[0]},L1,present,`])).toMatchObject({ changed: 1 });
    expect(await count()).toEqual(nothing);
    await college.moveTo('08:30');
    expect(await count()).toEqual(nothing);
  });

  test('added up by week as a migration adds them up, the days among them', async () => {
    const { marks } = college.bot.world.records;
    const learners = await college.c.weeks.distinct('learnerId');
    const weeks = async () => {
      const all = (await Promise.all(learners.map((id) => marks.weeksOf(id)))).flat().filter((one) => one.count !== 0);
      return all
        .map((one) => ({
          ...one,
          // What was amended away leaves a day of none.
          days: Object.fromEntries(Object.entries(one.days).filter(([, n]) => n !== 0)),
        }))
        .toSorted((a, b) => (a._id < b._id ? -1 : 1));
    };
    const lessons = async () => (await college.c.lessons.find({}).toArray()).map(lessonsEssence).sort();
    const [kept, keptLessons] = [await weeks(), await lessons()];
    expect(kept.length).toBeGreaterThan(30);
    expect(keptLessons.length).toBeGreaterThan(1);
    const { enrolmentId, monday: week, code } = kept[0]!;
    await college.c.weeks.updateOne({ enrolmentId }, { $inc: { [`weeks.${week}.${code}.count`]: 7 } });
    await college.c.lessons.deleteMany({});
    expect(await weeks()).not.toEqual(kept);
    await sumWeeks(college.client.db(college.database), { check: () => undefined });
    await sumLessons(college.client.db(college.database), { check: () => undefined });
    expect(await weeks()).toEqual(kept);
    expect(await lessons()).toEqual(keptLessons);
    expect(await recount(college.bot.world, false)).toMatchObject({ differences: [] });
  });

  test('marks of today are as ever: MIS, message, report, the new occurrence’s steps and case; what came before stays past', async () => {
    const today = ['L1,unauthorised', 'L2,present', 'L3,unauthorised', 'L4,present'].map((one) => `today,${one},`);
    expect(await run(today, 'T1')).toMatchObject({ changed: 4 });
    await college.moveTo('09:00');
    expect(await college.c.misEvents.countDocuments({ type: 'mark' })).toBe(4);
    expect(await college.c.slots.countDocuments({ kind: 'register', subjectId: 'today' })).toBe(1);
    expect(await college.c.slots.countDocuments({ kind: 'register', subjectId: { $ne: 'today' } })).toBe(0);
    const tasks = async (kind: string) =>
      (
        await college.c.tasks
          .find({ kind: kind as never })
          .sort({ learnerId: 1 })
          .toArray()
      ).map((one) => [one.learnerId, one.data.n ?? '']);
    expect(await tasks('absence')).toEqual([
      ['L1', ''],
      ['L3', ''],
    ]);
    expect(await tasks('mentor-report')).toEqual([
      ['L1', ''],
      ['L3', ''],
    ]);
    // L1 was Red before the college began; L3's second occurrence is of today, its first is past.
    expect((await college.c.standings.findOne({ learnerId: 'L3', packId: 'green-labyrinth' }))?.flag).toBe('amber');
    expect(await tasks('occurrence-steps')).toEqual([['L3', 2]]);
    expect((await tasks('step')).length + (await tasks('meeting')).length).toBeGreaterThan(0);
    expect((await college.c.cases.find().toArray()).map((one) => [one.kind, one.learnerId])).toEqual([['fall', 'L3']]);
    expect((await college.sent('L1')).length).toBeGreaterThan(0);
    expect(await college.sent('L2')).toEqual([]);
  });

  test('an amended mark of the past is one of today: the change goes to the MIS and what follows is looked at', async () => {
    const id = `bus-${days.at(-1)}`;
    const register = await college.c.registers.findOne({ _id: id });
    await college.people.invoke(college.user('T1'), 'register-save', {
      registerId: id,
      version: register?.version ?? 0,
      page: 0,
      rest: 'leave',
      why: 'wrong learner',
      'm_BUS-L4': 'unauthorised',
    });
    await college.settled();
    expect(await college.c.misEvents.countDocuments({ type: 'mark', _id: new RegExp(id) })).toBe(1);
  });

  test('who was marked on the day already is amended by a file, not brought in: the correction is told', async () => {
    await college.addSession({ _id: 'live', at: '10:00', minutes: 60 });
    await college.moveTo('10:00');
    await college.save('live', { 'BUS-L2': 'unauthorised' });
    await college.moveTo('10:31');
    expect((await college.sent('L2')).some((one) => one.includes('was not in'))).toBe(true);
    await college.moveTo('08:00', addDays(monday, 1));
    await run(['live,L2,present,']);
    expect((await college.sent('L2')).some((one) => one.includes('Correction'))).toBe(true);
  });
});
