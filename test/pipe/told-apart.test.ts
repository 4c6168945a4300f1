import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

/** Who told us is no longer “not known”, in every figure and list of an open register; who has not confirmed still is. */
describe('who told us stands apart from who is not known (S7, S10)', () => {
  let college: College;
  const page = async (name: string) => pageWords((await visitorOf(college).see('A1', name)).text);
  const missing = () => college.words('A1', 'Missing: Monday 23 November, morning');

  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3']) await college.say(id, 'help');
    await college.addSession({ _id: 's1', programmeId: 'APP', title: 'Workshop' });
    // A reason that waits for somebody's decision has told us all the same.
    await college.say('L1', 'cant come today, train strike');
    await college.press('L1', 'Not in, Monday', 'Confirm');
    await college.moveTo('09:20');
  });
  afterAll(() => college.close());

  test('the tutor’s card says what is filled in, what is left, and what to press', async () => {
    const words = await college.words('T1', 'Register still open');
    expect(words).toContain('1 of 3 filled in from what we were told, 2 left.');
    expect(words).toContain('Press “Show the register here”, pick only the exceptions and save it.');
  });

  test('managers’ card, answer and pages count them apart, and follow what is told later', async () => {
    await college.moveTo('09:30');
    expect(await college.words('T1', 'Register overdue')).toContain('your manager sees 2 learners as “not known”');
    expect(await missing()).toContain('Register not saved (Sam Lee): 2 learners not known, 1 told us');
    expect(await page('today')).toMatch(
      /3 learners due: 1 told us, 2 not known\..*Not known yet 2 The register is not saved\..*Ben Carter, Chloe Evans 1 told us/,
    );
    expect(await page('registers')).toContain('1 still open, 2 learners not known, 1 told us.');

    // What waits for its sender's Confirm has told nobody yet, as its own card says.
    await college.say('L2', 'running 45 mins late');
    expect(await missing()).toContain('2 learners not known, 1 told us');
    await college.press('L2', '45 minutes late', 'Confirm');
    expect(await missing()).toContain('Register not saved (Sam Lee): 1 learner not known, 2 told us');
    expect(await college.words('T1', 'Register overdue')).toContain('2 of 3 filled in from what we were told, 1 left.');
    await college.say('A1', 'overdue registers');
    expect(await college.words('A1', 'Overdue registers')).toContain('Sam Lee: 1 learner not known, 2 told us');
  });

  test('everyone told us: nobody is “not known”, and the register is open until it is saved', async () => {
    await college.say('L3', 'i am ill today');
    await college.press('L3', 'Not in, Monday', 'Confirm');
    expect(await missing()).toContain('Register not saved (Sam Lee): 3 learners told us');
    const words = await college.words('T1', 'Register overdue');
    expect(words).toContain('It counts as open until it is saved.');
    expect(words).toContain('3 of 3 filled in from what we were told.');
  });

  test('saved on a later day it says who had told us on its own; what was told later was not known', async () => {
    await college.addSession({ _id: 's2', programmeId: 'APP', title: 'Tutorial', on: addDays(monday, 1) });
    const tuesday = addDays(monday, 1);
    await college.say('L1', 'not in tomorrow, dentist at 9');
    await college.press('L1', 'Not in, Tuesday', 'Confirm');
    await college.moveTo('09:30', tuesday);
    await college.moveTo('10:00', addDays(monday, 2));
    await college.say('L2', 'i was ill yesterday');
    await college.press('L2', 'Not in, Tuesday', 'Tell the office late');
    await college.save('s2', { 'APP-L1': 'authorised' });
    expect(await college.words('A1', 'Missing: Tuesday 24 November, morning')).toContain(
      '2 learners not known that day, 1 told us',
    );
    expect(await page('registers?show=late')).toContain('3 learners, 2 not known on the day, 1 told us');
  });
});

describe('a register’s own card before anybody told us, and half marked (S7)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 24 });
    await college.addSession({ _id: 's1', title: 'Lecture' });
  });
  afterAll(() => college.close());

  test('nothing marked, then a page of it saved', async () => {
    await college.moveTo('09:20');
    expect(await college.words('T1', 'Register still open')).toContain('Nobody is marked yet. Press');
    await college.press('T1', '"registerId":"s1"', 'Rest present, next page');
    expect(await college.words('T1', 'Register still open')).toContain('20 of 24 marked, 4 left. Press');
  });
});

describe('a lateness told in advance, and the register saved before they could come (S15)', () => {
  let college: College;
  const today = async () => pageWords((await visitorOf(college).see('A1', 'today')).text);
  const isIn = async (who: string, name: string) => {
    await college.say(who, `is ${name} in today`);
    return college.words(who, name);
  };
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'E1']) await college.say(id, 'help');
    await college.addSession({ _id: 's1', programmeId: 'APP', title: 'Workshop' });
    await college.say('L1', 'running 45 mins late');
    await college.press('L1', '45 minutes late', 'Confirm');
    await college.moveTo('09:05');
    await college.press('T1', '"registerId":"s1"', 'Rest present, save');
  });
  afterAll(() => college.close());

  test('the saved register shows what was told, counts them neither late nor present, and asks to look again', async () => {
    const words = await college.words('T1', '"registerId":"s1"');
    expect(words).toMatch(/2\s+Present\s+0\s+Late\s+1\s+Told us\s+0\s+Absent/);
    expect(words).toContain('Late 45 min, as told us');
    expect(words).toContain(
      'Aisha Khan was to come at 09:45, after this was saved. Amend it if they come later, or not at all.',
    );
  });

  test('until then nobody hears that they are in or late; then the saved mark counts', async () => {
    expect(await today()).toContain('3 learners due: 2 here, 1 told us.');
    const told = await isIn('E1', 'Aisha Khan');
    expect(told).toContain('told us beforehand');
    expect(told).not.toContain('is in.');
    await college.say('T1', 'who is late');
    expect(await college.words('T1', 'Who is late today')).toContain('Told us: 45 minutes late');
    await college.moveTo('09:46');
    expect(await today()).toContain('3 learners due: 3 here.');
  });

  test('amended to absent, as when they never came, they are missing like anybody', async () => {
    await college.amend('s1', { 'Aisha Khan': 'unauthorised' });
    const words = await college.words('T1', '"registerId":"s1"');
    expect(words).toMatch(/2\s+Present\s+0\s+Late\s+1\s+Absent/);
    expect(words).not.toContain('was to come at');
    expect(await college.c.marks.findOne({ sessionId: 's1', learnerId: 'L1' })).toMatchObject({
      code: 'unauthorised',
      minutesLate: 0,
    });
  });

  test('what the tutor saw and marked is theirs, however soon; a message after the save changes no mark', async () => {
    await college.addSession({ _id: 's2', programmeId: 'APP', title: 'Tutorial', at: '13:00' });
    await college.moveTo('13:00');
    await college.save('s2', { 'APP-L1': 'late:10' });
    expect(await college.words('T1', '"registerId":"s2"')).toMatch(/2\s+Present\s+1\s+Late\s+0\s+Absent/);
    await college.say('L2', 'running 20 mins late for the tutorial');
    await college.press('L2', '20 minutes late', 'Confirm');
    expect(await college.c.marks.findOne({ sessionId: 's2', learnerId: 'L2' })).toMatchObject({ minutesLate: 0 });
    expect(await college.words('T1', ['Ben Carter', '20 minutes late'])).toContain('20 minutes late');
  });
});
