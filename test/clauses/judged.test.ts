import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openRemoval } from '../../src/usecases/measures/removal.task.ts';
import { openSeriousReview } from '../../src/usecases/measures/serious-review.task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';

/** What a card suggests, and what is held against a learner (SPEC "What holds for both", S13, S14, G8). */
describe('judged rightly', () => {
  let college: College;
  let lessons = 0;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['L1', 'L4', 'M1', 'H1', 'A1', 'T1', 'V1']) await college.say(id, 'help');
    const weeks = [-35, -28, -21].flatMap((from) => [0, 1, 2, 3].map((n) => ({ code: 'present', on: day(from + n) })));
    const gone = [-14, -7].flatMap((from) => [0, 1, 2, 3].map((n) => ({ code: 'authorised', on: day(from + n) })));
    await college.addHistory('L4', [...weeks, ...gone]);
    await college.addHistory('L1', [{ code: 'unauthorised', on: day(-3) }], 'APP');
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function missed(n: number, marks: Record<string, string>, programmeId = 'BUS'): Promise<void> {
    const _id = `j${++lessons}`;
    await college.addSession({
      _id,
      programmeId,
      on: day(n),
      minutes: 60,
      type: programmeId === 'BUS' ? 'teaching' : 'other',
    });
    await college.moveTo('09:00', day(n));
    await college.save(_id, marks);
  }
  const away = { 'BUS-L4': 'unauthorised' };
  const decide = ['decision needed', 'Daniel Osei'];

  test('G8: a sudden fall says that it could be health or family, and suggests nothing', async () => {
    await missed(0, away);
    const card = await college.words('M1', decide);
    expect(card).toContain('A sudden fall: 100% before');
    expect(card).toContain('It could be health or family: ask first.');
    expect(card).not.toContain('The figures suggest');
    expect(card).not.toContain('Pattern');
  });

  test('G8: after fitness to study nothing disciplinary is offered, over weeks, until somebody decides anew', async () => {
    const review = () => college.c.tasks.countDocuments({ kind: 'conduct-review', learnerId: 'L4', isOpen: true });
    await college.press('M1', decide, 'B: Disciplinary');
    expect(await review()).toBe(1);
    await missed(1, away);
    await college.press('M1', decide, 'C: Fitness to study', { Note: 'his mother is in hospital' });
    expect(await review()).toBe(0);
    expect(await college.words('M1', ['Conduct Review: not needed', 'Daniel Osei'])).toContain(
      'Fitness to study was decided',
    );
    expect(await college.c.tasks.countDocuments({ kind: 'step', 'data.items.code': 'warning', isOpen: true })).toBe(0);
    await college.moveTo('09:01', day(9));
    await missed(10, away);
    await college.moveTo('09:01', day(21));
    expect(
      (await college.c.tasks.find({ kind: 'occurrence-steps', learnerId: 'L4' }).toArray()).map((one) => one.state),
    ).toEqual(['offered', 'offered', 'offered']);
    expect(await review()).toBe(0);
    expect(await college.words('M1', decide)).toContain('Support was decided before: ask how things are first.');
    await college.press('M1', decide, 'B: Disciplinary');
    expect(await review()).toBe(1);
  });

  test('S13: accepted absence is no lack of improvement; what a rule noticed is in nobody’s mouth', async () => {
    await missed(22, { 'APP-L1': 'unauthorised' }, 'APP');
    await college.press('T1', ['noticed', 'Aisha Khan'], 'Report at risk');
    expect(await college.words('A1', ['at risk of disengaging', 'Aisha Khan'])).toContain(
      'without authorisation. Sam Lee passes it on.',
    );
    for (const n of [23, 24]) await missed(n, { 'APP-L2': 'unauthorised' }, 'APP');
    await college.press('T1', ['noticed', 'Ben Carter'], 'I have it in hand');
    await college.moveTo('09:00', day(30));
    const accepted = [28, 29, 30].map((n) => ({ code: n === 28 ? 'present' : 'authorised', on: day(n) }));
    await college.addHistory('L2', accepted, 'APP');
    await recount(college.bot.world, true);
    await college.moveTo('09:01', day(45));
    expect(await college.c.tasks.findOne({ kind: 'improvement-watch', learnerId: 'L2' })).toMatchObject({
      state: 'improved',
    });
    expect(college.find('A1', ['at risk of disengaging', 'Ben Carter'])).toBeUndefined();
  });

  test('S14: a removal is decided by another than who proposed it; the proposer sees how it stands', async () => {
    const { world } = college.bot;
    const by = (await college.c.people.findOne({ _id: 'A1' }))!;
    const about = { _id: 'plan', learnerId: 'L1', programmeId: 'APP', data: { packId: 'sts' } };
    await world.together((inside) => openRemoval(inside, about as never, by, 'no contact for two weeks'));
    world.wake();
    await college.settled();
    const proposal = await college.words('V1', ['Removal proposed', 'Aisha Khan']);
    expect(proposal).toContain('Alex Morgan: “no contact for two weeks”');
    const own = await college.card('A1', ['Removal proposed', 'Aisha Khan']);
    expect(JSON.stringify(own.card)).not.toContain('Remove from the programme');
    const forged = { id: 'removal|plan', version: 1, act: 'remove', f_why: 'because' };
    await college.people.invoke(college.user('A1'), 'task-act', forged);
    expect(await college.c.tasks.findOne({ _id: 'removal|plan' })).toMatchObject({ isOpen: true });
    await college.press('V1', ['Removal proposed', 'Aisha Khan'], 'Keep on the programme', { Why: 'she is back' });
    expect(await college.c.tasks.findOne({ _id: 'removal|plan' })).toMatchObject({ state: 'keep' });
  });

  test('G13: what occurrences still asked of people closes once a serious review has decided', async () => {
    const { world } = college.bot;
    const open = () =>
      college.c.tasks.countDocuments({ kind: { $in: ['step', 'meeting'] }, learnerId: 'L4', isOpen: true });
    expect(await open()).toBeGreaterThan(0);
    const causes = [{ code: 'said' as const, words: 'referred' }];
    const about = { learnerId: 'L4', programmeId: 'BUS', packId: 'green-labyrinth', causes };
    await world.together((inside) => openSeriousReview(inside, about, 'judged'));
    world.wake();
    await college.settled();
    await college.press('H1', ['Serious review', 'Daniel Osei'], 'The learner stays', {
      Why: 'things have got better',
    });
    expect(await open()).toBe(0);
    expect(college.find('M1', ['The serious review has decided it.', 'Daniel Osei'])).toBeDefined();
  });
});

describe('what everybody misses', () => {
  let college: College;
  let lessons = 0;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    for (const id of ['M1', 'T1']) await college.say(id, 'help');
    // One of four missed each week, by everybody.
    const weeks = [-28, -21, -14, -7].flatMap((from) =>
      [0, 1, 2, 3].map((n) => ({ code: n === 3 ? 'unauthorised' : 'present', on: day(from + n) })),
    );
    for (const id of ['L1', 'L2', 'L3']) await college.addHistory(id, weeks);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function missed(n: number, ids: string[]): Promise<void> {
    const _id = `all${++lessons}`;
    await college.addSession({ _id, on: day(n), minutes: 60 });
    await college.moveTo('09:00', day(n));
    await college.save(_id, Object.fromEntries(ids.map((id) => [`BUS-${id}`, 'unauthorised'])));
  }

  test('G8: discipline is suggested only where a learner misses more than the others do', async () => {
    const decide = ['decision needed', 'Ben Carter'];
    await missed(0, ['L1', 'L2', 'L3']);
    const alike = await college.words('M1', decide);
    expect(alike).toContain('The others on the programme miss as much');
    expect(alike).not.toContain('The figures suggest');
    await missed(1, ['L2']);
    expect(await college.words('M1', decide)).toContain('The figures suggest B: Disciplinary');
  });
});
