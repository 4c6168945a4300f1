import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day } from '../support/college.ts';

const past = (code: string, count: number) => Array.from({ length: count }, () => ({ code, on: day(-3) }));

/** More absences than the policy has steps for, and attendance that goes on falling (G9, G10, G6). */
describe('after the third occurrence', () => {
  let college: College;
  let lessons = 0;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    for (const id of ['L2', 'M1', 'H1', 'T1']) await college.say(id, 'help');
    await college.addHistory('L2', [...past('present', 10), ...past('authorised', 2)]);
    await college.addHistory('L3', past('present', 3));
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function missed(n: number, learner: string, code = 'unauthorised'): Promise<void> {
    const _id = `m${++lessons}`;
    await college.addSession({ _id, on: day(n), minutes: 60, title: `Lesson ${lessons}` });
    await college.moveTo('09:00', day(n));
    await college.save(_id, { [`BUS-${learner}`]: code });
    await college.moveTo('09:31', day(n));
  }
  const toParent = async (id: string, on: string) =>
    (await college.sent(id)).filter((one) => one.startsWith('+44 7700 900900') && one.includes(on));
  const referral = ['Referred to you', 'Ben Carter'];

  test('G6, G9: one absence is one text to the parent, with what it means for attendance', async () => {
    await missed(0, 'L2');
    const texts = await toParent('L2', 'Monday 23 November');
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('Attendance is now below the line of our policy');
  });

  test('G9: a learner with less history than the policy wants gets the message about the absence alone', async () => {
    await missed(0, 'L3');
    const texts = await toParent('L3', 'Monday 23 November');
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('was not in');
    expect(texts[0]).not.toContain('below the line');
  });

  test('G9: the fourth and the fifth each ask mentor and Head of Study Programme anew, with what was decided and what is open', async () => {
    await college.press('M1', ['decision needed', 'Ben Carter'], 'A: No action');
    await missed(1, 'L2');
    await missed(2, 'L2');
    await college.press('M1', ['Red risk: decision needed', 'Ben Carter'], 'B: Disciplinary');
    expect(college.find('H1', referral)).toBeUndefined();
    await missed(3, 'L2');
    const fourth = await college.words('M1', ['Red risk: decision needed', 'Ben Carter']);
    expect(fourth).toContain('a fourth unauthorised absence');
    expect(fourth).toMatch(/Still open[\s\S]*Conduct Review \(Maya Patel\)/);
    const heads = await college.words('H1', referral);
    expect(heads).toContain('a fourth unauthorised absence');
    expect(heads).toContain('B: Disciplinary, Maya Patel, Wednesday 25 November');
    expect(heads).toContain('Conduct Review (Maya Patel)');
    expect(heads).toContain('Nothing ends by itself');
    await college.press('M1', ['Red risk: decision needed', 'Ben Carter'], 'A: No action');
    await college.press('H1', referral, 'Mentor keeps it');
    await missed(4, 'L2');
    expect(await college.words('M1', ['Red risk: decision needed', 'Ben Carter'])).toContain('a fifth unauthorised');
    expect(await college.words('H1', referral)).toContain('a fifth unauthorised');
    expect(await college.c.tasks.countDocuments({ kind: 'referral', learnerId: 'L2' })).toBe(1);
  });

  test('G9: every text that says the mentor will be in touch stands beside something that is open with the mentor', async () => {
    const promises = (await college.sent('L2')).filter((one) => one.includes('mentor will be in touch'));
    expect(promises).toHaveLength(10);
    expect(await college.c.cases.findOne({ learnerId: 'L2', kind: 'fall' })).toMatchObject({
      state: 'open',
      ownerId: 'M1',
    });
  });

  test('G9: left undone, the fourth’s referral is chased as any; amended away, it goes', async () => {
    await college.addPerson('V1', 'Val Grant', ['leader']);
    const shown = (await college.card('H1', referral)).id;
    await college.moveTo('09:01', day(9));
    expect((await college.card('H1', referral)).id).not.toBe(shown);
    for (const id of ['m5', 'm6']) {
      const form = await college.people.press(
        college.user('T1'),
        await college.card('T1', `"registerId":"${id}"`),
        'Amend',
      );
      await college.people.press(college.user('T1'), { card: form.card! }, 'Save changes', { 'Ben Carter': 'present' });
      await college.settled();
    }
    expect(await college.words('H1', referral)).toContain('does not count any more');
  });

  test('G10: below 64% the learner is warned and the Head of Study Programme asked, and again at each ten points further, weeks later; each decision goes to the MIS', async () => {
    const place = ['A place at risk', 'Daniel Osei'];
    const decisions = async () => {
      const rows = await college.c.misEvents
        .find({ _id: /^place\|BUS-L4\|exam/, takenAt: { $exists: true } })
        .toArray();
      return rows.map((row) => JSON.parse(row.body)).map((one) => [one.below_percent, one.place_decision]);
    };
    await college.say('L4', 'help');
    await college.addHistory('L4', [...past('present', 1), ...past('authorised', 3)]);
    await recount(college.bot.world, true);
    await missed(14, 'L4');
    expect(await college.words('L4', 'A warning about your attendance')).toContain(
      'Below 64% your entry for exams is at risk',
    );
    await college.press('H1', place, 'Keep the place');
    expect(await decisions()).toEqual([[64, 'keep']]);
    // 58.33%, then 53.84%: only the second is below the next line.
    await missed(21, 'L4');
    expect(college.find('H1', [...place, 'below 54%'])).toBeUndefined();
    await missed(28, 'L4');
    expect(await college.words('H1', place)).toContain('Attendance is below 54%');
    expect(await college.words('L4', ['A warning about your attendance', '54%'])).toContain(
      'your attendance is 53.84%',
    );
    await college.press('H1', place, 'Not entered, or no progress', { Why: 'agreed with him' });
    expect(await decisions()).toEqual([
      [64, 'keep'],
      [54, 'lose'],
    ]);
  });
});
