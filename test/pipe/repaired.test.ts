import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { until } from '../support/until.ts';
import { actionsOf, inputsOf, saidBy, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);

/** Sequences that went wrong once. */
describe('things that must not come back', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
  });
  afterAll(() => college.close());

  const confirm = async (id: string, text: string, words: string) => {
    await college.people.say(college.user(id), text);
    const asked = await college.card(id, words);
    return college.people.press(college.user(id), asked, 'Confirm');
  };
  const open = async (id: string, at: string, on = monday) => {
    await college.addSession({ _id: id, at, on, title: `Title ${id}`, minutes: 60 });
    await college.moveTo(at, on);
    return college.card('T1', `"registerId":"${id}"`);
  };

  test('leaving early is not an absence', async () => {
    await confirm('L1', 'need to leave early today', 'Leaving early');
    const shown = await open('early', '10:00');
    expect(wordsOf(shown.card)).toContain('Aisha Khan · Told us: leaving');
    expect(inputsOf(shown.card)['m_BUS-L1']).toBeUndefined();
    const saved = await college.people.press(college.user('T1'), shown, 'Rest present, save');
    expect(wordsOf(saved.card)).toContain('10\nPresent');
  });

  test('a forged mark that only admin may give, or that counts for nothing, is refused', async () => {
    await open('forged', '11:00');
    for (const mark of ['authorised', 'elsewhere', 'notice-pending']) {
      const data = { registerId: 'forged', version: 1, page: 0, rest: 'present', 'm_BUS-L2': mark };
      const answer = await college.people.invoke(college.user('T1'), 'register-save', data);
      expect(saidBy(answer)).toContain('not one you can give here');
    }
    expect(await college.c.registers.findOne({ _id: 'forged' })).toMatchObject({ version: 1, state: 'open' });
  });

  test('a notice taken back no longer counts, though the open card still shows it', async () => {
    await confirm('L3', 'off sick today', 'Not in');
    const shown = await open('back', '12:00');
    expect(inputsOf(shown.card)['m_BUS-L3']).toBe('notice-pending');
    await college.people.press(college.user('L3'), await college.card('L3', 'Confirmed'), 'Take back');
    await college.card('T1', 'Chloe Evans: notice taken back');
    await college.people.press(college.user('T1'), shown, 'Rest present, save');
    const register = await college.c.registers.findOne({ _id: 'back' });
    expect(register?.rows.find((row) => row.learnerId === 'L3')?.mark?.code).toBe('present');
  });

  test('a notice moved to another week leaves today’s open register', async () => {
    await confirm('L4', 'not in today, feeling rough', 'Not in');
    await open('moved', '13:00');
    const form = await college.people.press(college.user('L4'), await college.card('L4', 'Confirmed'), 'Change');
    await college.people.press(college.user('L4'), { card: form.card! }, 'Confirm', {
      'First day': '2026-12-07',
      'Last day': '2026-12-07',
    });
    await college.settled();
    const register = await college.c.registers.findOne({ _id: 'moved' });
    expect(register?.rows.find((row) => row.learnerId === 'L4')).not.toHaveProperty('told');
  });

  test('the same words after taking them back are a new notice, later; at once they are answered', async () => {
    await college.people.say(college.user('L5'), 'not in tomorrow, cold');
    await college.people.press(college.user('L5'), await college.card('L5', 'Not in'), 'Not this');
    await college.people.say(college.user('L5'), 'not in tomorrow, cold');
    await college.card('L5', 'You took that back a moment ago');
    await college.moveTo('13:10');
    await college.people.say(college.user('L5'), 'not in tomorrow, cold');
    await until('a fresh draft', () => college.c.notices.findOne({ learnerId: 'L5', state: 'draft' }));
    await college.people.press(college.user('L5'), await college.card('L5', 'Not this'), 'Confirm');
    expect(await college.c.notices.countDocuments({ learnerId: 'L5', state: 'confirmed' })).toBe(1);
  });

  test('an employer taking back what the learner said gets words, not silence', async () => {
    await confirm('L1', 'not in on friday, dentist', 'Not in');
    await college.people.say(college.user('E1'), 'actually Aisha can come in on friday');
    await college.card('E1', 'I have no absence written down that I could take back');
  });

  test('a hint at harm at the end of a very long message is found', async () => {
    await college.people.say(college.user('L6'), `${'so much has happened and '.repeat(120)} i want to die`);
    await college.card('L6', 'Someone from our Safeguarding Team');
    await college.card('S1', 'Freddie Novak');
  });

  test('an employer’s concern about an apprentice puts the hold on the apprentice', async () => {
    await college.people.say(college.user('E1'), 'Ben Carter is off today, he says his stepdad hits him');
    const concern = await until('the concern', () => college.c.concerns.findOne({ 'messages.fromId': 'E1' }));
    expect(concern.holds).toMatchObject([{ learnerId: 'L2' }]);
  });

  test('removing the app from a team does not switch off a person’s own cards', async () => {
    const team = { id: '19:team@thread.tacv2', conversationType: 'channel', tenantId: college.teams.tenantId };
    await college.people.deliver(
      college.people.activity(college.user('T1'), { type: 'installationUpdate', action: 'remove', conversation: team }),
    );
    expect(await college.c.people.findOne({ _id: 'T1' })).not.toHaveProperty('unreachable');
  });

  test('with no mentor the Head of Study Programme gets the card and may decide', async () => {
    await college.c.enrolments.updateOne({ _id: 'BUS-L9' }, { $unset: { mentorId: '' } });
    await college.addHistory(
      'L9',
      Array.from({ length: 10 }, (_, i) => ({
        code: i < 8 ? 'present' : 'unauthorised',
        on: addDays(monday, -14 + i),
      })),
    );
    await recount(college.bot.world, true);
    const shown = await open('hosp', '09:00', tuesday);
    await college.people.press(college.user('T1'), shown, 'Rest present, save', { 'Isla Murphy': 'unauthorised' });
    const card = await college.card('H1', 'A: No action');
    const answer = await college.people.press(college.user('H1'), card, 'A: No action');
    expect(wordsOf(answer.card)).toContain('Ruth Adeyemi');
  });

  test('a report nobody could receive is refused, not stored', async () => {
    await college.c.programmes.updateOne({ _id: 'APP' }, { $unset: { managerId: '' } });
    await college.addSession({
      _id: 'app',
      programmeId: 'APP',
      at: '09:30',
      on: tuesday,
      title: 'Workshop',
      type: 'workshop',
    });
    await college.people.say(college.user('T1'), 'report at risk');
    const form = await college.card('T1', 'Who is at risk of disengaging?');
    const answer = await college.people.press(college.user('T1'), form, 'Send to the manager', {
      Learner: 'L2',
      'What have you noticed?': 'quiet',
    });
    expect(JSON.stringify(answer.body)).toMatch(/No manager is set|case-done|at risk/);
  });

  test('someone who comes back while a card is being parked still gets it', async () => {
    await college.addPerson('T8', 'Just In Time', ['tutor'], {});
    await college.c.people.updateOne({ _id: 'T8' }, { $unset: { entraId: '' } });
    await college.addSession({ _id: 'parked', at: '10:00', on: tuesday, title: 'Parked card', tutorIds: ['T8'] });
    await college.moveTo('10:00', tuesday);
    expect((await college.bot.due.counts(college.bot.clock.now())).parked).toBe(1);
    await college.people.install(college.user('T8'));
    await until('the parked card', () => college.find('T8', 'Parked card'));
  });
});

describe('things that must not come back, the second lot', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
  });
  afterAll(() => college.close());

  const tell = async (id: string, text: string) => {
    await college.people.say(college.user(id), text);
    await college.settled();
  };

  test('the same cry for help after it was released is a new concern with a new hold', async () => {
    await tell('L1', 'i do not feel safe at home');
    const card = await college.card('S1', 'safe at home');
    const held = await college.people.press(college.user('S1'), card, 'I have it');
    await college.people.press(college.user('S1'), { card: held.card! }, 'Release the hold', {
      'What was done': 'spoke with her',
    });
    await college.moveTo('08:30');
    await tell('L1', 'i do not feel safe at home');
    expect(await college.c.concerns.countDocuments({ 'messages.fromId': 'L1' })).toBe(2);
    expect(await college.c.concerns.countDocuments({ 'holds.learnerId': 'L1', state: 'open' })).toBe(1);
    expect(
      college.teams.shownTo(college.user('S1')).filter((one) => wordsOf(one.card).includes('safe at home')),
    ).toHaveLength(2);
  });

  test('the same absence may be said and taken back any number of times', async () => {
    for (const at of ['08:40', '08:45', '08:50', '08:55']) {
      await college.moveTo(at);
      await tell('L2', 'not in tomorrow, cold');
      const asked = await until('the draft’s card', () =>
        college.teams
          .shownTo(college.user('L2'))
          .findLast((one) => actionsOf(one.card).some((action) => action.title === 'Confirm')),
      );
      const done = await college.people.press(college.user('L2'), asked, 'Confirm');
      await college.people.press(college.user('L2'), { card: done.card! }, 'Take back');
    }
    const told = await college.c.notices.find({ learnerId: 'L2', state: 'withdrawn' }).toArray();
    expect(told).toHaveLength(4);
    // A name of its own each time, which does not grow.
    expect(Math.max(...told.map((one) => one._id.length))).toBe(26);
  });

  test('a tutor who takes over an open register gets it by asking', async () => {
    await college.addSession({ _id: 'cover', at: '09:00', title: 'Covered' });
    await college.moveTo('09:00');
    await college.card('T1', 'Covered');
    await college.c.sessions.updateOne({ _id: 'cover' }, { $set: { tutorIds: ['T2'] } });
    await tell('T2', 'my registers');
    const shown = await college.card('T2', '"registerId":"cover"');
    const saved = await college.people.press(college.user('T2'), shown, 'Rest present, save');
    expect(wordsOf(saved.card)).toContain('Saved');
  });

  test('a channel the bot is not in: the register goes to the tutors, and follows there', async () => {
    await college.c.programmes.updateOne(
      { _id: 'BUS' },
      { $set: { channel: { id: '19:gone@thread.tacv2', serviceUrl: college.teams.serviceUrl } } },
    );
    await college.addSession({ _id: 'gone', at: '09:10', title: 'No channel', tutorIds: ['T1', 'T2'] });
    await college.moveTo('09:10');
    const shown = await college.card('T1', '"registerId":"gone"');
    await college.card('T2', '"registerId":"gone"');
    await college.people.press(college.user('T1'), shown, 'Rest present, save');
    await until('the other tutor to see it', () => wordsOf(college.find('T2', 'No channel')?.card).includes('Saved'));
    await college.c.programmes.updateOne({ _id: 'BUS' }, { $unset: { channel: '' } });
  });

  test('two people tell us of one absence: one notice stands, whoever came second; taken back, the day is free', async () => {
    await college.addSession({ _id: 'both', at: '09:30', on: tuesday, title: 'Both' });
    for (const [id, text] of [
      ['E1', 'Chloe Evans is off sick tomorrow'],
      ['L3', 'not in tomorrow, feeling ill'],
    ] as const) {
      await tell(id, text);
      await college.people.press(college.user(id), await college.card(id, 'Not in'), 'Confirm');
    }
    await college.moveTo('09:30', tuesday);
    const told = async () =>
      (await college.c.registers.findOne({ _id: 'both' }))?.rows.find((row) => row.learnerId === 'L3')?.told;
    expect((await told())?.kind).toBe('absence');
    await college.people.press(college.user('E1'), await college.card('E1', 'Confirmed'), 'Take back');
    await college.settled();
    expect(await told()).toBeUndefined();
  });

  test('a noticed case amended away and back stands again', async () => {
    // A hold of an earlier test would let everything about this learner rest (S11).
    await college.c.concerns.updateMany({}, { $set: { state: 'released' } });
    await college.addHistory('L1', [{ code: 'unauthorised', on: addDays(monday, -1) }], 'APP');
    await recount(college.bot.world, true);
    await college.addSession({
      _id: 'n1',
      programmeId: 'APP',
      at: '10:00',
      on: tuesday,
      title: 'Noticed',
      type: 'workshop',
    });
    await college.moveTo('10:00', tuesday);
    let shown = await college.people.press(
      college.user('T1'),
      await college.card('T1', '"registerId":"n1"'),
      'Rest present, save',
      { 'Aisha Khan': 'unauthorised' },
    );
    const state = async () => {
      await college.settled();
      return (await college.c.cases.findOne({ kind: 'noticed' }))?.state;
    };
    expect(await state()).toBe('open');
    for (const [mark, expected] of [
      ['present', 'withdrawn'],
      ['unauthorised', 'open'],
    ] as const) {
      const form = await college.people.press(college.user('T1'), { card: shown.card! }, 'Amend');
      shown = await college.people.press(college.user('T1'), { card: form.card! }, 'Save changes', {
        'Aisha Khan': mark,
      });
      expect(await state()).toBe(expected);
    }
    await college.c.concerns.updateMany({}, { $set: { state: 'open' } });
  });
});
