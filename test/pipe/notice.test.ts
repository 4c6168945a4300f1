import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { inputsOf, saidBy, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);

describe('absence by message (S2, S3, G2)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    await college.addSession({ _id: 'bus-tue', on: tuesday });
    await college.addSession({
      _id: 'app-tue',
      on: tuesday,
      at: '13:00',
      programmeId: 'APP',
      title: 'Workshop',
      type: 'workshop',
    });
  });
  afterAll(() => college.close());

  test('a learner’s sentence becomes a card with what was understood; confirmed it pre-fills the register as the pack says', async () => {
    await college.people.say(college.user('L1'), 'not in tomorrow, dentist at 2');
    const asked = await college.card('L1', 'Not in');
    const words = wordsOf(asked.card);
    expect(words).toContain('Not in, Tuesday 24 November');
    expect(words).toContain('Medical or dental appointment');
    expect(words).toContain('Workshop');

    const answer = await college.people.press(college.user('L1'), asked, 'Confirm');
    expect(wordsOf(answer.card)).toContain('Confirmed');
    await college.moveTo('09:00', tuesday);
    const bus = await college.card('T1', 'Business communication');
    expect(wordsOf(bus.card)).toContain('Aisha Khan · Told us: not in');
    expect(wordsOf(bus.card)).not.toMatch(/dentist|medical/i);
    expect(inputsOf(bus.card)['m_BUS-L1']).toBe('notice-pending');
  });

  test('the same words delivered again make no second notice and no second card', async () => {
    const before = await college.c.notices.countDocuments();
    const activity = college.people.activity(college.user('L2'), { type: 'message', text: 'off sick today' });
    await Promise.all([college.people.deliver(activity), college.people.deliver(activity)]);
    await college.people.deliver({ ...activity, id: 'redelivered-under-a-new-id' });
    await college.settled();
    expect(await college.c.notices.countDocuments()).toBe(before + 1);
    expect(
      college.teams.shownTo(college.user('L2')).filter((one) => wordsOf(one.card).includes('Not in')),
    ).toHaveLength(1);
  });

  test('a notice while the register is open is a small card of its own and counts at saving', async () => {
    const open = await college.card('T1', '"registerId":"bus-tue"');
    await college.people.say(college.user('L3'), 'running 20 mins late');
    const asked = await college.card('L3', '20 minutes late');
    await college.people.press(college.user('L3'), asked, 'Confirm');
    const small = await college.card('T1', 'Chloe Evans · Told us: 20 minutes late');
    expect(wordsOf(small.card)).toContain('It counts when you save');
    expect(college.find('T1', 'Rest present, save')?.edits ?? 0).toBe(0);

    const saved = await college.people.press(college.user('T1'), open, 'Rest present, save');
    expect(wordsOf(saved.card)).toContain('Late 20 min');
    const register = await college.c.registers.findOne({ _id: 'bus-tue' });
    expect(register?.rows.find((row) => row.learnerId === 'L3')?.mark).toMatchObject({
      code: 'late',
      minutesLate: 20,
      how: 'notice',
    });
  });

  test('another pack takes the reason by itself; a mark that disagrees with a notice is put to the tutor as a question', async () => {
    await college.moveTo('13:00', tuesday);
    const app = await college.card('T1', '"registerId":"app-tue"');
    expect(inputsOf(app.card)['m_APP-L1']).toBe('authorised');
    const saved = await college.people.press(college.user('T1'), app, 'Rest present, save', {
      'Aisha Khan': 'present',
    });
    expect(wordsOf(saved.card)).toContain('Aisha Khan told us: not in, but is marked present. Is that right?');
  });

  test('an absence told after the start never authorises by itself (S10)', async () => {
    const register = await college.c.registers.findOne({ _id: 'bus-tue' });
    expect(register?.rows.find((row) => row.learnerId === 'L2')?.mark?.code).toBe('present');
    await college.addSession({ _id: 'bus-late', on: tuesday, at: '15:00', title: 'Afternoon' });
    await college.moveTo('15:05', tuesday);
    const open = await college.card('T1', 'Afternoon');
    await college.people.say(college.user('L4'), 'I am ill today');
    await college.people.press(college.user('L4'), await college.card('L4', 'Not in'), 'Confirm');
    await college.card('T1', 'Daniel Osei · Told us: not in (said at');
    await college.people.press(college.user('T1'), open, 'Rest present, save', { 'Daniel Osei': 'unauthorised' });
    const mark = (await college.c.registers.findOne({ _id: 'bus-late' }))?.rows.find(
      (row) => row.learnerId === 'L4',
    )?.mark;
    expect(mark?.code).toBe('unauthorised');
  });

  test('an employer reports for their own apprentices only', async () => {
    await college.people.say(college.user('E1'), 'Ben Carter is off sick tomorrow');
    await college.card('E1', 'About Ben Carter: nobody has been told yet');
    await college.people.say(college.user('E1'), 'Harry Singh is off sick tomorrow');
    const refused = await college.card('E1', 'Harry Singh is not one of yours');
    expect(wordsOf(refused.card)).toContain('You can report for');
    expect(await college.c.notices.countDocuments({ byId: 'E1', learnerId: 'L8' })).toBe(0);
  });

  test('Change corrects what was understood; an unclear day is asked for', async () => {
    await college.people.say(college.user('L5'), 'not in on tuesday');
    const asked = await college.card('L5', 'Which day do you mean?');
    const changed = await college.people.press(college.user('L5'), asked, 'Confirm', {
      'First day': '2026-12-01',
      'Last day': '2026-12-02',
      Reason: 'annual_leave',
    });
    expect(wordsOf(changed.card)).toContain('Tuesday 1 December and Wednesday 2 December');
    expect(await college.c.notices.findOne({ learnerId: 'L5' })).toMatchObject({
      state: 'confirmed',
      days: ['2026-12-01', '2026-12-02'],
      reason: 'annual_leave',
    });
  });

  test('a notice can be taken back by card or by words', async () => {
    const done = await college.card('L5', 'Confirmed');
    const answer = await college.people.press(college.user('L5'), done, 'Take back');
    expect(wordsOf(answer.card)).toContain('Taken back');
    await college.people.say(college.user('L6'), 'off tomorrow, flu');
    await college.people.press(college.user('L6'), await college.card('L6', 'Not in'), 'Confirm');
    await college.people.say(college.user('L6'), 'actually I can come in tomorrow');
    const asked = await college.card('L6', 'Take this back?');
    await college.people.press(college.user('L6'), asked, 'Take back');
    expect(await college.c.notices.countDocuments({ learnerId: 'L6', state: 'confirmed' })).toBe(0);
  });

  test('a message of 10,000 characters is read to its end', async () => {
    await college.people.say(
      college.user('L7'),
      `${'we had a long chat about the course. '.repeat(270)}not in tomorrow, dentist`,
    );
    await college.card('L7', 'Not in, Wednesday 25 November');
    expect(await college.c.notices.findOne({ learnerId: 'L7' })).toMatchObject({ reason: 'medical_appointment' });
  });

  test('a stranger gets a polite answer and no data', async () => {
    const stranger = college.teams.addUser('Some Stranger', { email: 'stranger@elsewhere.example' });
    college.users.set('X', stranger);
    await college.people.say(stranger, 'who is out');
    const answer = await college.card('X', 'I do not know you yet');
    expect(college.teams.shownTo(stranger)).toHaveLength(1);
    expect(wordsOf(answer.card)).not.toContain('Brookvale');
  });

  test('a hint at harm goes to the Safeguarding Team only, and is echoed nowhere else (S11)', async () => {
    const words = 'cant come in today, my boss keeps touching me at work';
    await college.people.say(college.user('L8'), words);
    const kind = await college.card('L8', 'Someone from our Safeguarding Team');
    expect(wordsOf(kind.card)).toMatch(/999/);
    const concern = await college.card('S1', 'touching');
    expect(wordsOf(concern.card)).toContain('Harry Singh');
    for (const [id, user] of college.users)
      if (id !== 'S1') expect(JSON.stringify(college.teams.shownTo(user))).not.toContain('touching');
    expect(concern.summary).not.toContain('Harry');

    const answer = await college.people.press(college.user('S1'), concern, 'I have it');
    expect(wordsOf(answer.card)).toContain('Nia Roberts has it');
    const spy = await college.people.invoke(college.user('T1'), 'concern-acknowledge', {
      concernId: (await college.c.concerns.findOne({}))?._id,
    });
    expect(saidBy(spy)).toContain('You cannot do that here');
  });
});
