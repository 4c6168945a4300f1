import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { College, day } from '../support/college.ts';

/** Whoever decides a notice reads it as it was told; nobody else does, and nobody once there is nothing left to decide. */
describe('the reason in the person’s own words', () => {
  let college: College;
  const everybody = ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'O1', 'T1', 'M1', 'H1', 'A1', 'E1'];
  beforeAll(async () => {
    college = await College.open({ learners: 6 });
    for (const id of everybody) await college.say(id, 'help');
    await college.addSession({ _id: 'w1', on: day(1) });
  });
  afterAll(() => college.close());
  const whoReads = (words: string) => everybody.filter((id) => college.find(id, words) !== undefined);
  const kept = async (learnerId: string) =>
    (await college.c.tasks.find({ kind: 'notice-words', learnerId }).toArray()).map((one) => one.data.words);
  const batch = ['Absences', 'Daniel Osei'];
  const idOf = async (learnerId: string) => (await college.c.notices.findOne({ learnerId }))?._id ?? '';

  test('S2, G2: who decides reads the words, also those of a correction; tutor, mentor, manager and employer do not', async () => {
    await college.say('L4', 'not in tomorrow, must help my uncle with his shop');
    await college.say('L4', 'sorry it is because of a dentist appointment');
    await college.press('L4', 'Not in, Tuesday', 'Confirm');
    expect(await college.words('O1', batch)).toContain('“not in tomorrow, must help my uncle with his shop');
    await college.moveTo('09:00', day(1));
    await college.save('w1');
    expect(whoReads('my uncle')).toEqual(['O1']);
  });

  /** What the office's list says of a learner, apart from who and at what time. */
  const rowOf = async (learnerId: string) => {
    const slot = await college.c.notices.findOne({ learnerId, state: 'confirmed' });
    const [list] = await college.c.tasks.find({ kind: 'decide-notices', 'data.rows.noticeId': slot?._id }).toArray();
    const viewer = await college.c.people.findOne({ _id: 'O1' });
    if (!list || !viewer) throw new Error('no list');
    const face = await taskKindsOf['decide-notices'].face(college.bot.world, list as never, viewer);
    const row = face?.rows?.find((one) => one.key === slot?._id);
    return { detail: row?.detail.replace(/\d\d:\d\d/, ''), acts: row?.acts, tone: row?.tone };
  };

  test('S11: words that hint at harm are kept for nobody here; other words are shown under a hold as before it', async () => {
    await college.say('L5', 'not in on friday, i want to kill myself');
    expect(await kept('L5')).toEqual([]);
    await college.say('L6', 'not in on friday, cousins wedding in leeds');
    await college.press('L6', 'Not in, Friday', 'Confirm');
    expect(whoReads('wedding in leeds')).toEqual(['O1']);
    await college.say('L6', 'i dont want to be here any more');
    expect(await college.bot.world.records.concerns.isHeld('L6')).toBe(true);
    // The list is drawn anew: another notice comes in, of the held one too.
    await college.say('L4', 'not in on thursday, dentist');
    await college.press('L4', 'Not in, Thursday', 'Confirm');
    await college.say('L6', 'not in on wednesday, moving flat with my nan');
    await college.press('L6', 'Not in, Wednesday', 'Confirm');
    expect(whoReads('wedding in leeds')).toEqual(['O1']);
    expect(whoReads('moving flat with my nan')).toEqual(['O1']);
    expect(whoReads('be here any more')).toEqual([]);
  });

  test('S11: the row of a message that hints at harm is the row of one that says no more than the day', async () => {
    await college.say('L3', 'not in on friday');
    await college.press('L3', 'Not in, Friday', 'Confirm');
    await college.press('L5', 'Not in, Friday', 'Confirm');
    expect(await rowOf('L5')).toEqual(await rowOf('L3'));
    expect((await rowOf('L5')).detail).not.toContain('“');
    // Words beside a plain reason are none either, whoever wrote them.
    await college.say('L2', 'off sick on friday, sorry');
    await college.press('L2', 'Not in, Friday', 'Confirm');
    await college.say('L1', 'off sick on friday, i want to end my life');
    await college.press('L1', 'Not in, Friday', 'Confirm');
    expect(await rowOf('L1')).toEqual(await rowOf('L2'));
    expect((await rowOf('L2')).detail).toContain('Sickness');
    for (const learnerId of ['L1', 'L5']) expect(await college.bot.world.records.concerns.isHeld(learnerId)).toBe(true);
  });

  test('S2, P: they stay while it can be contested and while a contest is open, for who answers it too; then the category alone', async () => {
    await college.press(
      'O1',
      ['Absences', 'my uncle'],
      'Reject',
      { Reason: 'not a reason we accept' },
      await idOf('L4'),
    );
    await college.moveTo('09:00', day(38));
    expect(college.find('O1', 'my uncle')).toBeDefined();
    await college.say('L4', 'contest');
    await college.press('L4', 'Ask for another look', 'Send', {
      'What do you think is wrong?': `notice|${await idOf('L4')}`,
      'Why?': 'he was ill',
    });
    expect(await college.words('H1', 'he was ill')).toContain('Told at the time: “not in tomorrow, must help my uncle');
    await college.moveTo('09:00', day(50));
    expect(whoReads('my uncle')).toEqual(['O1', 'H1']);
    await college.press('H1', 'he was ill', 'It stays', { 'Your answer': 'helping in a shop is not one' });
    await college.moveTo('09:00', day(51));
    expect(whoReads('my uncle')).toEqual([]);
    // What nobody has decided yet keeps its own.
    expect((await kept('L4')).filter((words) => words !== '')).toEqual(['not in on thursday, dentist']);
    expect(JSON.stringify(await college.c.tasks.find({}).toArray())).not.toContain('my uncle');
    expect((await college.c.notices.findOne({ _id: await idOf('L4') }))?.reason).toBeTruthy();
    expect(college.find('O1', ['Daniel Osei', 'Not accepted by Pat Quinn'])).toBeDefined();
  });
});
