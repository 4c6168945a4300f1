import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';

/** A learner on a study programme and an apprenticeship: what each policy makes of the same weeks (SPEC "What holds for both"). */
describe('three weeks on two programmes', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 2 });
    for (const id of ['L1', 'E1', 'M1', 'T1', 'A1', 'O1', 'H1']) await college.say(id, 'help');
    for (const week of [0, 7, 14]) {
      await college.addSession({ _id: `bus${week}`, title: 'Business law', on: day(week), minutes: 60 });
      await college.addSession({
        _id: `app${week}`,
        programmeId: 'APP',
        type: 'workshop',
        title: 'Coaching',
        on: day(week + 1),
        minutes: 60,
      });
    }
  });
  afterAll(() => college.close());
  const week = async (n: number, bus: Record<string, string>, app: Record<string, string>) => {
    await college.moveTo('09:00', day(n));
    await college.save(`bus${n}`, bus);
    await college.moveTo('10:01', day(n));
    await college.moveTo('09:00', day(n + 1));
    await college.save(`app${n}`, app);
    await college.moveTo('10:01', day(n + 1));
  };

  const isTold = (id: string, words: string | string[]) => college.find(id, words) !== undefined;
  const codes = async () => {
    const marks = await college.c.marks.find({ learnerId: 'L1' }).sort({ startsAt: 1 }).toArray();
    return marks.map(({ _id, packId, code }) => `${_id} ${packId} ${code}`);
  };

  test('one notice is for the sessions of both, and each register has it under its own policy', async () => {
    await college.moveTo('08:00');
    await college.say('L1', 'off sick today and tomorrow');
    const card = await college.words('L1', 'Not in');
    expect(card).toMatch(/Business law: Monday 23 November[\s\S]*Coaching: Tuesday 24 November/);
    await college.press('L1', 'Not in', 'Confirm');
    await week(0, {}, {});
    // The study programme's office decides whether it is accepted; sickness told in time is, on the apprenticeship.
    expect(await codes()).toEqual(['bus0|BUS-L1 green-labyrinth notice-pending', 'app0|APP-L1 sts authorised']);
    expect((await college.sent('L1')).filter((one) => one.includes('was not in'))).toHaveLength(1);
  });

  test('a week later an absence from the study programme is nothing to the employer and the manager', async () => {
    await week(7, { 'BUS-L1': 'unauthorised' }, {});
    expect(isTold('L1', ['You were not in', 'Business law'])).toBe(true);
    for (const id of ['E1', 'A1']) expect(isTold(id, ['Aisha Khan', 'Business law'])).toBe(false);
  });

  test('another week later one from the apprenticeship is the employer’s and the manager’s, and nothing to the mentor', async () => {
    await week(14, {}, { 'APP-L1': 'unauthorised' });
    expect(isTold('E1', ['Not in on', 'Aisha Khan'])).toBe(true);
    expect(isTold('A1', ['Missing: Tuesday 8 December', 'Aisha Khan'])).toBe(true);
    expect(isTold('M1', 'Coaching')).toBe(false);
  });

  test('the learner reads the figures of both, the employer those of theirs, and who has to do with them there', async () => {
    await college.say('L1', 'my attendance');
    expect(await college.words('L1', 'My attendance')).toMatch(
      /Level 2 Business\s+33% of the time so far[\s\S]*Monday 30 November[\s\S]*Level 3 Team Leader\s+33% so far[\s\S]*Tuesday 8 December/,
    );
    await college.say('E1', 'how is Aisha doing');
    const toEmployer = await college.words('E1', ['Aisha Khan', 'attendance this year']);
    expect(toEmployer).toContain('2 of 3 sessions missed');
    expect(toEmployer).toMatch(/Coach\s+Sam Lee/);
    expect(toEmployer).not.toContain('Maya Patel');
  });
});
