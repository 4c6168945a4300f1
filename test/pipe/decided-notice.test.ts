import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const tuesday = addDays(monday, 1);
const wednesday = addDays(monday, 2);

describe('what comes of a notice that a person decides (G2, G3, S2)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L1', 'L2', 'L4', 'L5', 'L6', 'E1', 'O1', 'H1', 'T1']) await college.say(id, 'help');
    await college.addSession({ _id: 'tue', on: tuesday, title: 'Business' });
  });
  afterAll(() => college.close());

  const idOf = async (learnerId: string) =>
    (await college.c.notices.findOne({ learnerId, state: 'confirmed' }))?._id ?? '';
  const cards = (id: string, words: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => wordsOf(one.card).includes(words));
  const tell = async (id: string, text: string, words: string) => {
    await college.say(id, text);
    await college.press(id, [words, 'obody has been told'], 'Confirm');
  };

  test('a rejected notice is contested from its card: someone else looks, and their answer is on the register', async () => {
    await tell('L4', 'off tomorrow, annual leave', 'Not in, Tuesday');
    await college.moveTo('09:00', tuesday);
    await college.save('tue');
    await college.press(
      'O1',
      'Absences to decide',
      'Reject',
      { 'Reason, before': 'no leave in term' },
      await idOf('L4'),
    );
    const rejected = await college.words('L4', 'Not accepted by Pat Quinn: no leave in term');
    expect(rejected).toContain('You told us\nNot in, Tuesday 24 November\nNot accepted\n');
    expect(rejected).toContain('press “Ask for another look”, or type: contest');

    const form = await college.people.press(
      college.user('L4'),
      await college.card('L4', 'Not accepted by Pat Quinn'),
      'Ask for another look',
    );
    expect(wordsOf(form.card)).toContain('Absence not accepted: Not in, Tuesday 24 November');
    const back = await college.people.press(college.user('L4'), { card: form.card! }, 'Back');
    expect(wordsOf(back.card)).toContain('Not accepted by Pat Quinn');
    await college.people.press(college.user('L4'), { card: form.card! }, 'Send', { 'Why?': 'it was agreed in May' });
    await college.settled();
    expect(await college.words('L4', 'Not accepted by Pat Quinn')).toContain(
      'You asked for another look; Ruth Adeyemi',
    );

    const asked = await college.words('H1', 'A learner contests');
    expect(asked).toContain('it was agreed in May');
    await college.press('H1', 'A learner contests', 'Accept the absence', { 'Your answer': 'I have seen the form' });
    const row = (await college.c.registers.findOne({ _id: 'tue' }))?.rows.find((one) => one.learnerId === 'L4');
    expect(row?.mark).toMatchObject({ code: 'authorised', byId: 'H1' });
    expect(await college.words('L4', ['Not in, Tuesday', 'You told us'])).toContain('Accepted by Ruth Adeyemi');
  });

  test('`contest` lists what was not accepted', async () => {
    await tell('L5', 'off today, annual leave', 'Not in, Tuesday');
    await college.press('O1', 'Ella Wright', 'Reject', { 'Reason, before': 'no leave in term' }, await idOf('L5'));
    await college.say('L5', 'contest');
    expect(JSON.stringify((await college.card('L5', 'Ask for another look')).card)).toContain(
      'Absence not accepted: Not in, Tuesday 24 November',
    );
  });

  test('evidence that was asked for is not asked any more once the notice is decided', async () => {
    await tell('L6', 'not in today, flu', 'Not in, Tuesday');
    await college.press('O1', 'Freddie Novak', 'Ask for evidence', {}, await idOf('L6'));
    const asked = await college.words('L6', 'Evidence for your absence');
    expect(asked).toMatch(/Tuesday 24 November\n.*Send a photo or PDF/s);
    const list = await college.words('O1', ['Absences to decide', 'Freddie Novak']);
    expect(list).toContain('Nothing waits for you. One waits for evidence; you can decide without it.');
    expect(list).toContain('Evidence asked for by Pat Quinn, nothing has come in yet');
    await college.say('L6', 'my tasks');
    expect(await college.words('L6', 'My tasks')).toMatch(/Evidence for your absence\s+Tuesday 24 November/);
    await college.press('O1', 'Freddie Novak', 'Accept', {}, await idOf('L6'));
    await college.words('L6', ['Evidence for your absence', 'It is no longer needed']);
    await college.say('L6', 'my tasks');
    expect(await college.words('L6', 'My tasks')).not.toContain('Evidence');
  });

  test('nobody is asked to decide about a session that was cancelled', async () => {
    await college.addSession({ _id: 'wed', on: wednesday, title: 'Cancelled one' });
    await tell('L5', 'off tomorrow, annual leave', 'Not in, Wednesday');
    expect(await college.words('O1', ['Absences to decide', 'Not in, Wednesday'])).toContain('One notice waits');
    await college.say('T1', 'change a session');
    await college.press('T1', 'Change or cancel a session', 'Change and tell everyone', {
      Session: 'wed',
      'What changes': 'cancel',
      Why: 'boiler',
    });
    const row = await college.words('O1', ['Absences decided', 'Not in, Wednesday']);
    expect(row).toContain('nothing to decide: the session was cancelled');
    expect(row).toContain('Nothing is waiting');
    expect(actionsOf((await college.card('O1', 'Absences decided')).card).filter((one) => one.verb)).toEqual([]);
    await college.say('O1', 'my tasks');
    expect(await college.words('O1', 'My tasks')).not.toContain('Absences to decide');
  });

  test('whoever reported and the learner both hear of a decision, once each, by the channel each has', async () => {
    await college.addSession({
      _id: 'thu',
      on: addDays(monday, 3),
      title: 'Thursday',
      programmeId: 'APP',
      type: 'other',
    });
    await tell('E1', 'Ben Carter is off on thursday, train strike', 'About Ben Carter');
    await tell('E1', 'Chloe Evans is off on thursday, train strike', 'About Chloe Evans');
    const [ben, chloe] = [await idOf('L2'), await idOf('L3')];
    await college.press('O1', 'Ben Carter', 'Accept', {}, ben);
    expect(await college.words('L2', 'Jordan Blake told us about you')).toContain('Accepted by Pat Quinn');
    expect(await college.words('E1', ['You told us about Ben Carter', 'Accepted'])).toContain('Accepted by Pat Quinn');
    expect([cards('L2', 'told us about you'), cards('E1', 'You told us about Ben')].map((all) => all.length)).toEqual([
      1, 1,
    ]);
    // Chloe Evans has never opened the bot.
    await college.press('O1', 'Chloe Evans', 'Reject', { 'Reason, before': 'buses ran' }, chloe);
    const texts = (await college.sent('L3')).filter((one) => one.includes('buses ran'));
    expect(texts).toEqual([
      '+44 7700 900100: Hello Chloe, your absence (Not in, Thursday 26 November) is not accepted, by Pat Quinn: buses ran. Please call the college office if you have a question.',
    ]);
    expect(await college.words('E1', ['You told us about Chloe Evans', 'Not accepted'])).toContain(
      'call the college office',
    );
    expect(actionsOf((await college.card('E1', ['Chloe Evans', 'Not accepted'])).card).map((one) => one.title)).toEqual(
      ['Take back', 'Change'],
    );
  });

  test('under a hold the employer hears nothing of a decision', async () => {
    await tell('E1', 'Aisha Khan is off on thursday, train strike', 'About Aisha Khan');
    await college.say('L1', 'my boss keeps touching me at work');
    await college.press('O1', 'Aisha Khan', 'Reject', { 'Reason, before': 'buses ran' }, await idOf('L1'));
    expect(await college.words('L1', 'Jordan Blake told us about you')).toContain('Not accepted');
    expect(await college.words('E1', 'You told us about Aisha Khan')).not.toContain('ccepted by');
  });

  test('a bare yes or no answers the newest open card; cards of one message go together', async () => {
    await college.say('E1', 'Ben Carter and Chloe Evans are off on friday, stocktake');
    await college.card('E1', ['About Chloe Evans', 'Friday']);
    await college.say('E1', 'Yes please!');
    expect(await college.words('E1', 'Thank you. Confirmed: Ben: Not in, Friday 27 November')).toMatch(
      /Confirmed.*Confirmed/,
    );
    await college.say('L5', 'not in on friday, dentist');
    await college.say('L5', '👍🏽');
    await college.card('L5', 'Thank you. Confirmed: Not in, Friday');
    await college.say('L5', 'actually im coming in on friday after all');
    await college.card('L5', 'Take this back?');
    await college.say('L5', 'no');
    await college.card('L5', 'It stays: Not in, Friday');
    // What counts is not taken back by a bare no: it is asked about once more, and stays until then.
    await college.say('L5', 'nah');
    await college.card('L5', 'Take this back?');
    await college.say('L6', 'off on friday, dentist');
    await college.say('L6', 'no');
    await college.card('L6', 'Taken back: Not in, Friday');
    expect(
      await college.c.notices
        .find({ days: addDays(monday, 4), state: 'confirmed' })
        .sort({ learnerId: 1 })
        .map((one) => one.learnerId)
        .toArray(),
    ).toEqual(['L2', 'L3', 'L5']);
  });
});
