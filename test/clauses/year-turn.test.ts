import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { viewTask } from '../../src/usecases/desk/view-task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, past } from '../support/college.ts';
import { actionsOf } from '../teams/client.ts';

const ended = 'The year 2026–2027 has ended';

/** 1 August lived through: what the old year left open waits for a named person's choice (SPEC "What holds for both"). */
describe('the year turns', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['M1', 'H1', 'T1', 'A1', 'L2']) await college.say(id, 'help');
    await college.addHistory('L2', [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
    await college.moveTo('08:55');
    await college.addSession({ _id: 'fall', at: '09:00', minutes: 60 });
    await college.moveTo('09:00');
    await college.save('fall', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  test('P: on the first working morning each owner is asked to close or carry over; until then the old decision cannot be made', async () => {
    const before = await college.card('M1', ['decision needed', 'Ben Carter']);
    await college.moveTo('23:00', '2027-07-30');
    expect(college.find('M1', ended)).toBeUndefined();
    // 1 August 2027 is a Sunday.
    await college.moveTo('22:00', '2027-08-01');
    expect(college.find('M1', ended)).toBeUndefined();
    await college.moveTo('09:00', '2027-08-02');
    const list = await college.words('M1', ended);
    expect(list).toContain('A decision about attendance, since Monday 23 November');
    expect(list).toContain('Nothing is decided by itself');
    const shown = await college.card('M1', ['The year has ended.', 'Ben Carter']);
    expect(actionsOf(shown.card).map((one) => one.title)).not.toContain('B: Disciplinary');
    // A card from before, pressed now.
    const stale = await college.people.press(college.user('M1'), before, 'B: Disciplinary');
    expect(JSON.stringify(stale.body)).toContain('close this or carry it over first');
    expect(await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' })).toMatchObject({
      state: 'open',
      decisions: [],
    });
  });

  test('P: what is left is looked up twice for a list, once to say it and once for whom its rows are about, however long it is', async () => {
    const { world } = college.bot;
    const task = await college.c.tasks.findOne({ kind: 'year-turn', ownerIds: 'M1', isOpen: true });
    let count = 0;
    const { cases } = world.records;
    const openBefore: typeof cases.openBefore = (start) => {
      count += 1;
      return cases.openBefore(start);
    };
    const counted = { ...world, records: { ...world.records, cases: { ...cases, openBefore } } };
    const viewer = (await world.records.people.byId('M1'))!;
    const drawn = await viewTask(counted, task!, viewer);
    expect(drawn?.card === 'form-plain' && drawn.data.rows.length).toBeGreaterThan(1);
    expect(count).toBe(2);
  });

  test('P: the list is asked again while nobody chooses; closed is closed, carried over is decided on last year’s figures', async () => {
    const first = (await college.card('M1', ended)).id;
    await college.moveTo('09:01', '2027-08-03');
    expect((await college.card('M1', ended)).id).not.toBe(first);
    const open = await college.c.tasks.find({ ownerIds: 'M1', learnerId: 'L2', isOpen: true, isShown: true }).toArray();
    const toClose = open.filter((one) => ['step', 'meeting', 'conduct-review'].includes(one.kind));
    expect(toClose.length).toBeGreaterThan(0);
    for (const { _id } of toClose) await college.press('M1', ended, 'Close it', {}, `task:${_id}`);
    expect(await college.c.tasks.countDocuments({ _id: { $in: toClose.map((one) => one._id) }, isOpen: true })).toBe(0);
    const riskCase = await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' });
    const done = await college.press('M1', ended, 'Carry it over', {}, `case:${riskCase?._id}`);
    expect(done.words).toContain('Nothing of it is open any more');
    const words = await college.words('M1', ['decision needed', 'Ben Carter']);
    expect(words).toContain('last year; none yet this year');
    expect(words).not.toContain('no marks yet');
    await college.press('M1', ['decision needed', 'Ben Carter'], 'A: No action');
    expect((await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' }))?.decisions.at(-1)).toMatchObject({
      byId: 'M1',
      evidence: { sessions: 14 },
    });
    await college.moveTo('09:01', '2027-08-12');
    expect(college.find('M1', 'Close it')).toBeUndefined();
    expect(await college.c.tasks.countDocuments({ kind: 'year-turn', state: 'planned' })).toBe(1);
  });
});
