import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/recount.ts';
import { College, monday } from '../support/college.ts';
import { until } from '../support/until.ts';
import { inputsOf, wordsOf } from '../teams/client.ts';

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
      expect(String(answer.body.value)).toContain('not one you can give here');
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
    await college.card('E1', 'Somebody else told us that');
  });

  test('a hint at harm at the end of a very long message is found', async () => {
    await college.people.say(college.user('L6'), `${'so much has happened and '.repeat(120)} i want to die`);
    await college.card('L6', 'Someone from our Safeguarding Team');
    await college.card('S1', 'Freddie Novak');
  });

  test('an employer’s concern about an apprentice puts the hold on the apprentice', async () => {
    await college.people.say(college.user('E1'), 'Ben Carter is off today, he says his stepdad hits him');
    const concern = await until('the concern', () => college.c.concerns.findOne({ fromId: 'E1' }));
    expect(concern.aboutId).toBe('L2');
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
    const card = await college.card('H1', 'Isla Murphy');
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
