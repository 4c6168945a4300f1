import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { inputsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const wednesday = addDays(monday, 2);

describe('what happens to a notice', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'L4', 'O1', 'A1', 'M1']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  const markOf = async (session: string, learner: string) =>
    (await college.c.registers.findOne({ _id: session }))?.rows.find((row) => row.learnerId === learner)?.mark;

  test('G2: notices wait for admin in one batch; accept, reject with a reason, ask for evidence; until then “told us”, never unauthorised', async () => {
    await college.addSession({ _id: 'b1', on: tuesday, title: 'Business' });
    for (const [id, text] of [
      ['L4', 'not in tomorrow, dentist at 2'],
      ['L5', 'off tomorrow, annual leave'],
      ['L6', 'not in tomorrow, flu'],
    ] as const) {
      await college.say(id, text);
      await college.press(id, 'Not in, Tuesday', 'Confirm');
    }
    const batch = await college.words('O1', 'Absences to decide');
    expect(batch).toContain('3 notices wait for you');
    expect(
      college.teams.shownTo(college.user('O1')).filter((one) => wordsOf(one.card).includes('Absences to decide')),
    ).toHaveLength(1);
    await college.moveTo('09:00', tuesday);
    expect(inputsOf((await college.card('T1', '"registerId":"b1"')).card)['m_BUS-L4']).toBe('notice-pending');
    await college.save('b1');
    expect((await markOf('b1', 'L4'))?.code).toBe('notice-pending');
    expect((await college.c.standings.findOne({ learnerId: 'L4', packId: 'green-labyrinth' }))?.occurrences).toEqual(
      [],
    );

    const notice = async (id: string) => (await college.c.notices.findOne({ learnerId: id }))?._id ?? '';
    await college.press('O1', 'Absences to decide', 'Accept', {}, await notice('L4'));
    expect((await markOf('b1', 'L4'))?.code).toBe('authorised');
    expect(await college.words('L4', 'You told us')).toContain('Accepted by Pat Quinn');
    expect(String((await college.press('O1', 'Absences to decide', 'Reject', {}, await notice('L5'))).words)).toContain(
      'Please say in a few words why',
    );
    await college.press(
      'O1',
      'Absences to decide',
      'Reject',
      { 'Reason, before': 'leave is for holidays' },
      await notice('L5'),
    );
    expect((await markOf('b1', 'L5'))?.code).toBe('unauthorised');
    await college.say('L5', 'help');
    expect(await college.words('L5', 'Not accepted')).toContain('leave is for holidays');
    await college.press('O1', 'Absences to decide', 'Ask for evidence', {}, await notice('L6'));
    await college.say('L6', 'help');
    expect(await college.words('L6', 'Evidence for your absence')).toContain('Send a photo or PDF');
    const register = await college.c.registers.findOne({ _id: 'b1' });
    expect(register?.history.map((one) => one.cause)).toEqual(
      expect.arrayContaining(['notice-accepted', 'notice-rejected']),
    );
  });

  test('G2: what admin takes down on someone’s behalf says so, with how it came', async () => {
    await college.say('O1', 'Harry Singh rang by phone, off sick tomorrow');
    const card = await college.words('O1', 'Written down for Harry Singh (by phone)');
    expect(card).toContain('Not in');
    await college.press('O1', 'Written down for Harry', 'Confirm');
    expect(await college.c.notices.findOne({ learnerId: 'L8' })).toMatchObject({
      byId: 'O1',
      via: 'by phone',
      state: 'confirmed',
    });
    expect(await college.words('O1', 'Harry Singh')).toContain('told by Pat Quinn (by phone)');
  });

  test('S2: a listed reason given in time is accepted by itself; another waits for the programme’s manager', async () => {
    await college.addSession({ _id: 'w1', programmeId: 'APP', on: wednesday, title: 'Workshop', type: 'other' });
    await college.say('L1', 'not in tomorrow, dentist at 2');
    await college.press('L1', 'Not in, Wednesday', 'Confirm');
    await college.say('L2', 'cant come tomorrow, train strike');
    await college.press('L2', 'Not in, Wednesday', 'Confirm');
    await college.moveTo('09:00', wednesday);
    const inputs = inputsOf((await college.card('T1', '"registerId":"w1"')).card);
    expect([inputs['m_APP-L1'], inputs['m_APP-L2']]).toEqual(['authorised', 'notice-pending']);
    const batch = await college.words('A1', 'Absences to decide');
    expect(batch).toContain('Ben Carter');
    expect(batch).not.toContain('Aisha');
    await college.press('A1', 'Absences to decide', 'Accept');
    await college.save('w1');
    expect((await markOf('w1', 'L2'))?.code).toBe('authorised');
  });

  test('S10: told after the start it never authorises by itself; a person can', async () => {
    await college.addSession({
      _id: 'w2',
      programmeId: 'APP',
      on: wednesday,
      at: '13:00',
      title: 'Afternoon',
      type: 'other',
    });
    await college.moveTo('13:10', wednesday);
    await college.save('w2', { 'APP-L3': 'unauthorised' });
    await college.say('L3', 'I am ill today');
    await college.press('L3', 'Not in', 'Confirm');
    expect((await markOf('w2', 'L3'))?.code).toBe('unauthorised');
    await college.press('A1', 'Chloe Evans', 'Accept');
    expect(await markOf('w2', 'L3')).toMatchObject({ code: 'authorised', byId: 'A1' });
  });

  test('G2: a withdrawn notice leaves the batch and the register', async () => {
    await college.addSession({ _id: 'b2', on: '2026-11-26', title: 'Business' });
    await college.say('L7', 'off tomorrow, annual leave');
    await college.press('L7', 'Not in, Thursday', 'Confirm');
    await college.say('L7', 'help');
    await college.press('L7', 'Confirmed', 'Take back');
    expect(await college.words('O1', 'Grace Liu')).toContain('taken back');
    await college.moveTo('09:00', '2026-11-26');
    expect(inputsOf((await college.card('T1', '"registerId":"b2"')).card)['m_BUS-L7']).toBeUndefined();
  });

  test('G3: sickness of more than 7 calendar days, also over several notices, asks for a certificate; 7 days do not', async () => {
    const day = '2026-11-26';
    await college.say('L9', 'help');
    await college.say('L9', 'off sick from 30 november to 6 december');
    await college.press('L9', 'Not in', 'Confirm');
    expect(await college.c.tasks.countDocuments({ kind: 'evidence', learnerId: 'L9' })).toBe(0);
    await college.moveTo('12:00', day);
    await college.say('L9', 'still sick from 7 december to 8 december');
    await college.press('L9', '7 December', 'Confirm');
    expect(await college.c.tasks.countDocuments({ kind: 'evidence', learnerId: 'L9', isOpen: true })).toBe(1);
    expect(await college.words('L9', 'Evidence for your absence')).toContain('medical certificate');
  });

  test('G4: a long absence asks the mentor to arrange alternative study', async () => {
    await college.say('L10', 'off sick from 1 december to 18 december');
    await college.press('L10', 'Not in', 'Confirm');
    expect(await college.words('M1', 'Long absence: alternative study')).toContain('Jamie Smith');
    expect(
      (await college.press('M1', 'Long absence', 'Arranged', { 'What was': 'work packs by post' })).words,
    ).toContain('Maya Patel: “work packs by post”');
  });

  test('S2: two learners of one name are told apart before anything counts', async () => {
    await college.addPerson('LB', 'Ben Carter', ['learner'], { ref: 'BV-0777' });
    await college.c.enrolments.insertOne({
      _id: 'APP-LB',
      learnerId: 'LB',
      programmeId: 'APP',
      groups: [],
      from: '2026-08-01',
      employerId: 'E1',
    });
    await college.say('E1', 'Ben Carter is off sick tomorrow');
    const asked = await college.words('E1', 'Which learner do you mean?');
    expect(asked).toContain('Ben Carter (…777)');
    await college.press('E1', 'Which learner do you mean?', 'This one', { Learner: 'LB' });
    await college.press('E1', 'About Ben Carter: nobody has been told yet', 'Confirm');
    expect(await college.c.notices.findOne({ byId: 'E1', state: 'confirmed' })).toMatchObject({ learnerId: 'LB' });
  });

  test('G2: what waits is shown again in office hours, and never in the evening or at night', async () => {
    const day = '2026-12-14';
    await college.moveTo('15:30', day);
    await college.say('L6', 'not in tomorrow, driving test');
    await college.press('L6', 'Not in, Tuesday 15', 'Confirm');
    const shown = async () => (await college.card('O1', ['Absences to decide', 'Freddie Novak'])).id;
    const before = await shown();
    for (const time of ['18:30', '21:30', '23:59']) await college.moveTo(time, day);
    expect(await shown()).toBe(before);
    await college.moveTo('09:00', addDays(day, 1));
    const morning = await shown();
    expect(morning).not.toBe(before);
    await college.moveTo('12:05', addDays(day, 1));
    expect(await shown()).not.toBe(morning);
  });
});
