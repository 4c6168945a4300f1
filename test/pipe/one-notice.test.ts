import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, inputsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const wednesday = addDays(monday, 2);
const thursday = addDays(monday, 3);
const friday = addDays(monday, 4);

describe('one notice per learner and session, counted from the message (S2, S3, S10)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'E1', 'O1', 'A1', 'T1'])
      await college.say(id, 'help');
  });
  afterAll(() => college.close());

  const buttons = (id: string, words: string | string[]) =>
    actionsOf(college.find(id, words)?.card).map((one) => one.title);
  const rowOf = async (session: string, learner: string) =>
    (await college.c.registers.findOne({ _id: session }))?.rows.find((row) => row.learnerId === learner);
  const standing = (learnerId: string) =>
    college.c.notices.find({ learnerId, state: 'confirmed' }).sort({ kind: 1, days: 1 }).toArray();

  test('until it is confirmed the card says that nobody has been told, and comes back once before the session', async () => {
    await college.addSession({ _id: 'tue', on: tuesday, title: 'Business' });
    await college.say('L1', 'not in tomorrow, dentist at 2');
    const first = await college.card('L1', 'Nobody has been told yet');
    expect(wordsOf(first.card)).not.toContain('You told us');
    expect(wordsOf(first.card)).toContain('Press Confirm to tell the college');
    await college.moveTo('07:59', tuesday);
    expect(college.find('L1', 'Still nobody has been told')).toBeUndefined();
    await college.moveTo('08:00', tuesday);
    const again = await college.card('L1', 'Still nobody has been told');
    expect(again.id).not.toBe(first.id);
    await college.moveTo('08:55', tuesday);
    expect((await college.card('L1', 'Still nobody has been told')).id).toBe(again.id);
    await college.press('L1', 'Still nobody has been told', 'Confirm');
    expect(await college.words('L1', 'Confirmed')).toContain('You told us');
  });

  test('a message before the start is in time, though confirmed after it; one after the start reads when it was said', async () => {
    await college.moveTo('09:05', tuesday);
    await college.addSession({ _id: 'tue2', on: tuesday, at: '10:00', title: 'Maths', minutes: 240 });
    await college.moveTo('09:55', tuesday);
    await college.say('L2', 'not in today, flu');
    await college.moveTo('10:00', tuesday);
    await college.moveTo('10:12', tuesday);
    await college.say('L3', 'not in today, flu');
    await college.moveTo('13:06', tuesday);
    await college.press('L2', 'obody has been told', 'Confirm');
    await college.press('L3', 'obody has been told', 'Confirm');
    expect(await college.words('T1', ['Ben Carter · Told us: not in', 'Maths'])).toContain('(said at 09:55)');
    expect(await college.words('T1', ['Chloe Evans · Told us: not in', 'Maths'])).toContain('(said at 10:12)');
    expect([await rowOf('tue2', 'L2'), await rowOf('tue2', 'L3')].map((row) => row?.told?.inTime)).toEqual([
      true,
      false,
    ]);
    expect(await college.words('O1', 'Absences to decide')).toContain('said Tuesday 24 November 09:55');
  });

  test('who told us is thanked, who only wrote is asked for Confirm, nobody is asked to tell us again', async () => {
    await college.addSession({
      _id: 'wed',
      programmeId: 'APP',
      on: wednesday,
      at: '09:00',
      title: 'Workshop',
      type: 'workshop',
      minutes: 120,
    });
    await college.moveTo('09:12', wednesday);
    await college.say('E1', 'Ben Carter is off, van broke down');
    await college.press('E1', 'About Ben Carter: nobody has been told yet', 'Confirm');
    await college.say('E1', 'Chloe Evans is off, van broke down');
    await college.save('wed', { 'APP-L1': 'unauthorised', 'APP-L2': 'unauthorised', 'APP-L3': 'unauthorised' });
    await college.moveTo('09:30', wednesday);
    const told = (name: string) => college.words('E1', ['Not in on', name]);
    expect(await told('Ben Carter')).toContain('Thank you for telling us');
    expect(await told('Ben Carter')).not.toContain('If you know why');
    expect(await told('Chloe Evans')).toContain('only when you press Confirm');
    expect(await told('Chloe Evans')).not.toContain('If you know why');
    expect(await told('Aisha Khan')).toContain('If you know why, write it to me here');
    // Nor does a manager ring to ask what has been said.
    expect(await college.words('A1', 'Missing: Wednesday')).toMatch(
      /Ben Carter.*face to face.*Jordan Blake told us at 09:1\d/s,
    );
    // Once told, the same card thanks.
    await college.press('E1', 'About Chloe Evans: nobody has been told yet', 'Confirm');
    expect(await told('Chloe Evans')).toContain('Thank you for telling us');
  });

  test('“we missed you, please tell us” is for those who have not told us', async () => {
    await college.addSession({ _id: 'wed2', on: wednesday, at: '13:00', title: 'English', minutes: 60 });
    await college.moveTo('12:50', wednesday);
    await college.say('L4', 'not in today, feeling ill');
    await college.press('L4', 'obody has been told', 'Confirm');
    await college.moveTo('13:00', wednesday);
    await college.save('wed2', { 'BUS-L5': 'unauthorised' });
    await college.moveTo('13:30', wednesday);
    expect(await college.words('L4', 'You were not in')).toContain('Thank you for telling us');
    expect(college.find('L4', 'please tell us')).toBeUndefined();
    expect(await college.words('L5', 'We missed you')).toContain('please tell us');
  });

  test('a newer message takes the place of an older card: one notice, one row for the office, and the register and “who is out” agree', async () => {
    await college.moveTo('08:00', thursday);
    await college.addSession({ _id: 'thu', on: thursday, title: 'Lesson' });
    await college.addSession({ _id: 'thu2', on: thursday, at: '15:30', title: 'Tutorial', minutes: 60 });
    await college.say('L5', '10 mins late today, bus');
    const older = await college.card('L5', '10 minutes late, Thursday');
    await college.say('L5', 'not in today, sick');
    expect(wordsOf(college.teams.chats.get(college.user('L5').chatId)?.get(older.id)?.card)).toContain(
      'You wrote later: Not in, Thursday 26 November',
    );
    expect(buttons('L5', 'Put away')).toEqual([]);
    await college.press('L5', ['Not in, Thursday', 'obody has been told'], 'Confirm');

    await college.say('L5', 'in at 12 today, orthodontist');
    expect(await college.words('L5', 'Here from 12:00')).toContain('This replaces: Not in, Thursday 26 November');
    // Nothing changes before Confirm.
    expect((await standing('L5')).map((one) => one.kind)).toEqual(['absence']);
    await college.press('L5', 'Here from 12:00', 'Confirm');
    expect((await standing('L5')).map((one) => one.kind)).toEqual(['lateness']);
    expect(await college.words('L5', ['Here from 12:00', 'Confirmed'])).toContain('In place of: Not in');
    expect(buttons('L5', ['Not in, Thursday', 'Replaced'])).toEqual([]);

    await college.say('L5', 'not in today, migraine');
    await college.press('L5', ['Not in, Thursday', 'obody has been told'], 'Confirm');
    const [row, ...more] = (await college.words('O1', ['Absences to decide', 'Ella Wright']))
      .split('Ella Wright')
      .slice(1);
    expect([row?.includes('Not in, Thursday 26 November'), more]).toEqual([true, []]);
    await college.moveTo('09:00', thursday);
    expect(wordsOf((await college.card('T1', '"registerId":"thu"')).card)).toContain('Ella Wright · Told us: not in');
    await college.say('T1', 'who is out');
    const out = await college.words('T1', 'As of');
    expect(out).toContain('Ella Wright · 15:30 Tutorial\n  Told us: not in');
    expect(out).not.toContain('late');
  });

  test('an older card whose days are not all replaced keeps the others; contradictory ones never both stand', async () => {
    await college.addSession({ _id: 'fri', on: friday, title: 'Friday lesson' });
    await college.addSession({ _id: 'mon', on: '2026-11-30', title: 'Monday lesson' });
    await college.moveTo('09:10', thursday);
    await college.say('L6', 'off sick tomorrow and monday');
    await college.press('L6', 'obody has been told', 'Confirm');
    await college.say('L6', 'leaving at 11 tomorrow, doctor');
    await college.press('L6', 'Leaving early at 11:00', 'Confirm');
    expect((await standing('L6')).map((one) => [one.kind, one.days])).toEqual([
      ['absence', ['2026-11-30']],
      ['early_leave', [friday]],
    ]);
  });

  test('who is here from the start of the only session after all is not on its register as away, and the card says so', async () => {
    await college.addSession({ _id: 'dec', on: '2026-12-01', at: '13:00', title: 'Workshop' });
    await college.say('L4', 'not in on tuesday, flu');
    await college.press('L4', 'obody has been told', 'Confirm');
    await college.say('L4', 'actually I will be in after lunch on tuesday');
    const said = await college.words('L4', ['Here from 13:00', 'obody has been told']);
    expect(said).toContain('This replaces: Not in, Tuesday 1 December');
    expect(said).toContain('No session is missed.');
    expect(said).toContain('Press Confirm to tell the college');
    expect(said).not.toContain('planned');
    await college.press('L4', ['Here from 13:00', 'obody has been told'], 'Confirm');
    const left = (await standing('L4')).filter((one) => one.days.includes('2026-12-01'));
    expect(left.map((one) => one.kind)).toEqual(['lateness']);
  });

  test('late and leaving early are joined: both are on the register', async () => {
    await college.say('L7', '20 mins late tomorrow');
    await college.press('L7', '20 minutes late', 'Confirm');
    await college.say('L7', 'leaving at 11 tomorrow');
    await college.press('L7', 'Leaving early at 11:00', 'Confirm');
    expect(await college.words('L7', 'Confirmed')).toContain('20 minutes late, and leaving early at 11:00, Friday');
    expect(await standing('L7')).toHaveLength(1);
  });

  test('what somebody else has told us already is counted once: the office has one row, a decision stands for both', async () => {
    await college.say('E1', 'Aisha Khan is off sick tomorrow');
    await college.press('E1', 'About Aisha Khan: nobody has been told yet', 'Confirm');
    await college.say('L1', 'not in tomorrow, feeling ill');
    await college.press('L1', ['Not in, Friday', 'obody has been told'], 'Confirm');
    expect(await standing('L1')).toMatchObject([
      { byId: 'L1', days: [tuesday] },
      { byId: 'E1', alsoBy: ['L1'], days: [friday] },
    ]);
    expect(await college.words('L1', 'Replaced')).toContain('We know this already: Jordan Blake told us');
    const row = (await college.c.notices.findOne({ learnerId: 'L1', byId: 'E1', state: 'confirmed' }))?._id ?? '';
    await college.press('O1', 'Aisha Khan', 'Accept', {}, row);
    expect(await college.words('E1', ['Aisha Khan', 'Accepted'])).toContain('Accepted by Pat Quinn');
    expect(await college.words('L1', ['Accepted', 'Friday'])).toContain('Accepted by Pat Quinn');
  });

  test('whose words somebody else replaces hears of it at the bottom of their chat, and their next message stands again', async () => {
    await college.say('L2', 'not in on friday, dentist');
    await college.press('L2', ['Not in, Friday', 'obody has been told'], 'Confirm');
    const mine = await college.card('L2', ['Not in, Friday', 'Confirmed']);
    await college.say('E1', 'Ben Carter will be 10 minutes late on friday');
    await college.press('E1', 'About Ben Carter: nobody has been told yet', 'Confirm');
    const replaced = await college.card('L2', ['Not in, Friday', 'Replaced']);
    expect(replaced.id).not.toBe(mine.id);
    expect(wordsOf(replaced.card)).toContain('Jordan Blake told us later: 10 minutes late, Friday');
    await college.say('L2', 'not in on friday, the dentist');
    await college.press('L2', ['Not in, Friday', 'obody has been told'], 'Confirm');
    expect(
      (await standing('L2')).filter((one) => one.days.includes(friday)).map((one) => [one.byId, one.kind]),
    ).toEqual([['L2', 'absence']]);
  });

  test('a card whose sessions are over cannot be confirmed as if in time: it says so, and tells the office late', async () => {
    await college.moveTo('08:30', friday);
    await college.say('L8', 'not in today, flu');
    const card = await college.card('L8', 'obody has been told');
    await college.moveTo('09:00', friday);
    expect(inputsOf((await college.card('T1', '"registerId":"fri"')).card)['m_BUS-L8']).toBeUndefined();
    expect((await rowOf('fri', 'L6'))?.told).toMatchObject({ kind: 'early_leave', minutesEarly: 60 });
    expect((await rowOf('fri', 'L7'))?.told).toMatchObject({ kind: 'early_leave', minutesLate: 20, minutesEarly: 60 });
    await college.save('fri', { 'BUS-L8': 'unauthorised' });
    expect((await rowOf('fri', 'L7'))?.mark).toMatchObject({ code: 'late', minutesLate: 20, minutesEarly: 60 });
    await college.moveTo('08:00', addDays(friday, 3));
    // The card as it was drawn on Friday: its Confirm only shows what has become of it.
    const shown = await college.people.press(college.user('L8'), card, 'Confirm');
    expect(wordsOf(shown.card)).toContain('These sessions are over');
    expect(await standing('L8')).toEqual([]);
    const before = college.teams.shownTo(college.user('T1')).length;
    const done = await college.people.press(college.user('L8'), { card: shown.card! }, 'Tell the office late');
    await college.settled();
    expect(wordsOf(done.card)).toContain('told late');
    expect(wordsOf(done.card)).toContain('someone at the college decides');
    expect(college.teams.shownTo(college.user('T1'))).toHaveLength(before);
    expect((await rowOf('fri', 'L8'))?.mark?.code).toBe('unauthorised');
    const row = (await standing('L8'))[0]?._id ?? '';
    expect(await college.words('O1', 'Harry Singh')).toContain('said Friday 27 November 08:30');
    await college.press('O1', 'Harry Singh', 'Accept', {}, row);
    expect((await rowOf('fri', 'L8'))?.mark?.code).toBe('authorised');
  });
});

describe('what a card says of another is so (S2, S3)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 6 });
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'E1']) await college.say(id, 'help');
    for (const day of [wednesday, thursday, friday])
      await college.addSession({ _id: `s-${day}`, on: day, title: 'Lesson' });
  });
  afterAll(() => college.close());
  const standing = (learnerId: string) =>
    college.c.notices.find({ learnerId, state: 'confirmed' }).sort({ kind: 1, days: 1 }).toArray();
  const open = 'obody has been told';

  test('of what an older notice of two days says already it does not say that it replaces it', async () => {
    await college.say('E1', 'Aisha Khan is off sick on thursday and friday');
    await college.press('E1', ['Aisha Khan', open], 'Confirm');
    await college.say('L1', 'not in on thursday, ill');
    const card = await college.words('L1', ['Not in, Thursday', open]);
    expect(card).toContain('Jordan Blake told us this already: Not in, Thursday 26 November and Friday 27 November');
    expect(card).not.toContain('This replaces');
    await college.press('L1', ['Not in, Thursday', open], 'Confirm');
    expect(await college.words('L1', ['Not in, Thursday', 'We know this already'])).toContain('Jordan Blake told us');
    expect(await standing('L1')).toMatchObject([{ byId: 'E1', days: [thursday, friday] }]);
  });

  test('what says otherwise does say so, and then does replace it', async () => {
    await college.say('L1', '20 mins late on friday');
    expect(await college.words('L1', ['20 minutes late', open])).toContain(
      'This replaces: Not in, Friday 27 November (told by Jordan Blake)',
    );
    await college.press('L1', ['20 minutes late', open], 'Confirm');
    expect((await standing('L1')).map(({ kind, days }) => [kind, days])).toEqual([
      ['absence', [thursday]],
      ['lateness', [friday]],
    ]);
  });

  test('an older card of two days that is confirmed later takes nothing from what was written after it, one by one or by “Confirm all”', async () => {
    await college.say('L2', 'not in on thursday and friday, flu');
    await college.say('L2', '20 mins late on friday');
    await college.press('L2', ['Not in, Thursday', open], 'Confirm');
    expect(await college.words('L2', ['20 minutes late', open])).toContain('This replaces: Not in, Friday');
    await college.press('L2', ['20 minutes late', open], 'Confirm');
    const late = [
      ['absence', [thursday]],
      ['lateness', [friday]],
    ];
    expect((await standing('L2')).map(({ kind, days }) => [kind, days])).toEqual(late);
    await college.say('E1', 'Chloe Evans is off on thursday and friday, holiday');
    await college.say('E1', 'Chloe Evans will be 20 minutes late on friday');
    await college.press('E1', 'cards wait for a yes', 'Confirm all 2');
    expect((await standing('L3')).map(({ kind, days }) => [kind, days])).toEqual(late);
  });

  test('a card that was put away before anybody confirmed it says neither that we were told nor that something was replaced', async () => {
    await college.say('L4', 'not in on thursday, dentist');
    await college.say('L4', 'not in on thursday and friday, flu');
    const old = await college.words('L4', ['Not in, Thursday 26 November', 'Put away']);
    expect(old).toContain('Not needed any more');
    expect(old).toContain(
      'You wrote later: Not in, Thursday 26 November and Friday 27 November. That has a card of its own.',
    );
    expect(old).not.toMatch(/You told us|Replaced|told us later/);
    await college.say('L5', 'not in on thursday, dentist');
    await college.press('L5', ['Not in, Thursday', open], 'Not this');
    const away = await college.words('L5', ['Not in, Thursday', 'Taken back']);
    expect(away).toContain('Nobody was told');
    expect(away).not.toContain('You told us');
  });
});
