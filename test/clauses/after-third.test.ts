import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day, past } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

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
    expect(fourth).toContain('🛑 Red risk: decision needed');
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
      await college.amend(id, { 'Ben Carter': 'present' });
    }
    expect(await college.words('H1', referral)).toContain('does not count any more');
  });
});

/** Attendance that falls line after line of the policy over a term and a break, under two heads, and comes back (G10). */
describe('exam entry at risk, over months', () => {
  let college: College;
  let lessons = 0;
  const place = ['A place at risk', 'Daniel Osei'];
  const warning = 'A warning about your attendance';
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    await college.addPerson('H2', 'Hana Reid', ['hosp']);
    await college.addPerson('V1', 'Val Grant', ['leader']);
    for (const id of ['L4', 'M1', 'H1', 'H2', 'V1', 'T1']) await college.say(id, 'help');
    const terms = [
      { from: '2026-09-07', to: '2026-12-18' },
      { from: '2027-01-05', to: '2027-04-30' },
    ];
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $set: { division: 'england-and-wales', terms } });
    await college.addHistory('L4', [...past('present', 7), ...past('authorised', 3)]);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  async function lesson(n: number, code = 'unauthorised'): Promise<void> {
    const _id = `p${++lessons}`;
    await college.addSession({ _id, on: day(n), minutes: 60, title: `Lesson ${lessons}` });
    await college.moveTo('09:00', day(n));
    await college.save(_id, { 'BUS-L4': code });
    await college.moveTo('09:31', day(n));
  }
  /** What the MIS has been told of the place, oldest first. */
  const decisions = async () => {
    const rows = await college.c.misEvents.find({ _id: /^place\|BUS-L4\|exam/, takenAt: { $exists: true } }).toArray();
    return rows
      .map((row) => JSON.parse(row.body))
      .map((one) => [one.below_percent, one.place_decision, one.decided_by]);
  };
  /** At which lines the learner has been warned, oldest first. */
  const warnings = () =>
    college.teams
      .shownTo(college.user('L4'))
      .flatMap(
        ({ card }) => /attendance is ([\d.]+)%\. Below (\d+)%/.exec(wordsOf(card))?.slice(1, 3).join(' of ') ?? [],
      );
  const asked = (who: string, line: string) => {
    const shown = college.find(who, [...place, line]);
    return actionsOf(shown?.card).some((one) => one.title === 'Keep the place') ? shown : undefined;
  };

  test('G10: below 64% the learner is warned and the head asked, once; unanswered it is asked again and passed up; kept, the MIS hears and nobody is asked in the band', async () => {
    // 7 of 11 are 63.63%.
    await lesson(0);
    expect(await college.words('L4', warning)).toContain('Nobody has decided anything. Maya Patel will gladly talk');
    expect(await college.words('H1', place)).toContain('below 64%');
    const first = asked('H1', 'below 64%')?.id;
    await college.moveTo('09:01', day(2));
    expect(asked('H1', 'below 64%')?.id).toBe(first);
    await college.moveTo('09:01', day(3));
    expect(asked('H1', 'below 64%')?.id).not.toBe(first);
    expect(college.find('V1', ['Not answered yet', 'Exam entry or progress', 'Daniel Osei'])).toBeUndefined();
    await college.moveTo('09:01', day(7));
    expect(await college.words('V1', ['Not answered yet', 'Exam entry or progress', 'Daniel Osei'])).toContain(
      'With Ruth Adeyemi',
    );
    await college.press('H1', place, 'Keep the place');
    expect(await decisions()).toEqual([[64, 'keep', 'H1']]);
    // 58.33%.
    await lesson(8);
    expect(asked('H1', '')).toBeUndefined();
    expect(warnings()).toEqual(['63 of 64']);
  });

  test('G10: at the next line both hear again; put off, it is asked again after four weeks, of the new head, not in the break between', async () => {
    // 53.84%.
    await lesson(15);
    expect(warnings()).toEqual(['63 of 64', '53 of 54']);
    expect(asked('H1', 'below 54%')).toBeDefined();
    await college.press('H1', place, 'Decide later');
    await college.passProgramme('BUS', 'H2');
    for (const n of [25, 37, 42]) {
      await college.moveTo('09:01', day(n));
      for (const who of ['H1', 'H2']) expect([n, who, asked(who, '')]).toEqual([n, who, undefined]);
    }
    await college.moveTo('09:01', day(43));
    expect(asked('H2', 'below 54%')).toBeDefined();
    expect(asked('H1', '')).toBeUndefined();
    expect(warnings()).toHaveLength(2);
    await college.press('H2', place, 'Keep the place');
    expect((await decisions()).slice(1)).toEqual([[54, 'keep', 'H2']]);
  });

  test('G10: at the third line the place is lost by a named decision, which learner and MIS hear once; nobody is asked about it again as it falls on', async () => {
    // 7 of 16 are 43.75%.
    for (const n of [44, 45, 46]) await lesson(n);
    expect(warnings()).toEqual(['63 of 64', '53 of 54', '43 of 44']);
    const refused = await college.press('H2', place, 'Not entered, no progress');
    expect(refused.words).toContain('few words why');
    await college.press('H2', place, 'Not entered, no progress', { Why: 'agreed with him and his mother' });
    expect((await decisions()).slice(2)).toEqual([[44, 'lose', 'H2']]);
    expect(await college.words('L4', 'About your place')).toContain('you are not entered for the exams for now');
    // 7 of 21 are 33.33%.
    for (const n of [49, 50, 51, 52, 53]) await lesson(n);
    expect(asked('H2', '')).toBeUndefined();
    expect(warnings()).toHaveLength(3);
    expect(await decisions()).toHaveLength(3);
  });
});
