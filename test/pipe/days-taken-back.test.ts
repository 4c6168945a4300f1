import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College, monday } from '../support/college.ts';
import { actionsOf, wordsOf } from '../teams/client.ts';

const [tuesday, wednesday, thursday, friday, nextMonday] = [1, 2, 3, 4, 7].map((ahead) => addDays(monday, ahead)) as [
  string,
  string,
  string,
  string,
  string,
];

describe('of what was told only the days that are said are taken back (S2, S3, G2)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 10 });
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'L9', 'L10', 'E1', 'O1', 'T1'])
      await college.say(id, 'help');
    for (const day of [tuesday, wednesday, thursday, friday, nextMonday])
      await college.addSession({ _id: `bus-${day}`, on: day, title: 'Business' });
  });
  afterAll(() => college.close());

  const standing = async (learnerId: string) =>
    (await college.c.notices.find({ learnerId, state: { $ne: 'withdrawn' } }).toArray())
      .toSorted((a, b) => ((a.days[0] ?? '') < (b.days[0] ?? '') ? -1 : 1))
      .map(({ state, days, reason }) => ({ state, days, reason }));
  const told = async (id: string, text: string) => {
    await college.say(id, text);
    await college.press(id, ['obody has been told'], 'Confirm');
  };

  test('a day of a confirmed notice: the card asks for that day alone and says what stays; what was decided stays, too', async () => {
    await told('L1', 'off sick wednesday to friday');
    const row = (await college.c.notices.findOne({ learnerId: 'L1' }))?._id;
    await college.press('O1', ['Absences', 'Aisha Khan'], 'Accept', {}, row);
    await college.say('L1', 'actually I can come Thursday');
    const asked = await college.words('L1', 'Take back Thursday 26 November?');
    expect(asked).toContain('What stays: Not in, Wednesday 25 November and Friday 27 November.');
    expect(asked).toMatch(
      /Take back Thursday 26 November\?\s+What stays:[\s\S]*Not in, Wednesday 25 November to Friday/,
    );
    const main = actionsOf((await college.card('L1', 'Take back Thursday 26 November?')).card).filter(
      (one) => one.style === 'positive',
    );
    expect(main.map((one) => one.title)).toEqual(['Take back']);
    expect((await college.c.notices.findOne({ learnerId: 'L1' }))?.days).toEqual([wednesday, thursday, friday]);
    await college.press('L1', 'Take back Thursday', 'Take back');
    expect(await standing('L1')).toMatchObject([{ state: 'confirmed', days: [wednesday, friday] }]);
    const left = await college.words('L1', 'You told us');
    expect(left).toContain('Not in, Wednesday 25 November and Friday 27 November');
    expect(left).toContain('Accepted by Pat Quinn');
    expect(left).not.toContain('Take back Thursday');
    expect(await college.words('O1', ['Absences', 'Aisha Khan'])).toContain(
      'Not in, Wednesday 25 November and Friday 27 November',
    );
    // The MIS hears which days are left.
    const events = await college.c.misEvents.find({ type: 'notice', learnerId: 'L1' }).toArray();
    expect(JSON.parse(events.at(-1)?.body ?? '{}')).toMatchObject({ state: 'confirmed', days: [wednesday, friday] });
  });

  test('who is “back Friday actually” is away no more from Friday on; a plain yes takes these days back', async () => {
    await told('L2', 'not in thursday friday and monday, flu');
    await college.say('L2', 'im back friday actually');
    expect(await college.words('L2', 'Take back Friday 27 November')).toContain(
      'What stays: Not in, Thursday 26 November.',
    );
    await college.say('L2', 'yes');
    expect(await college.words('L2', 'Taken back: Not in, Friday')).toContain(
      'What stays: Not in, Thursday 26 November.',
    );
    expect(await standing('L2')).toMatchObject([{ state: 'confirmed', days: [thursday] }]);
  });

  test('kept, it stays whole; and words about no day ask about all of it', async () => {
    await told('L3', 'off wednesday to friday, family thing');
    await college.say('L3', 'actually I can come Thursday');
    await college.press('L3', 'Take back Thursday', 'Keep it');
    expect(await standing('L3')).toMatchObject([{ days: [wednesday, thursday, friday] }]);
    expect(await college.words('L3', 'You told us')).not.toContain('Take back Thursday');
    await college.say('L3', 'actually I can come Thursday');
    await college.say('L3', 'im coming in after all');
    await college.press('L3', 'Take this back?', 'Take back');
    expect(await standing('L3')).toEqual([]);
  });

  test('a card that nobody has confirmed loses the day in place, says so, and still waits for a yes', async () => {
    await college.say('L4', 'off sick wednesday to friday');
    await college.say('L4', 'actually I can come Thursday');
    const card = await college.card('L4', 'obody has been told');
    expect(wordsOf(card.card)).toContain('Not in, Wednesday 25 November and Friday 27 November');
    expect(wordsOf(card.card)).toContain('Changed from: Not in, Wednesday 25 November to Friday 27 November');
    expect(actionsOf(card.card).map((one) => one.title)).toContain('Confirm');
    expect(
      college.teams.shownTo(college.user('L4')).filter((one) => wordsOf(one.card).includes('Not in')),
    ).toHaveLength(1);
    await college.press('L4', 'obody has been told', 'Confirm');
    expect(await standing('L4')).toMatchObject([{ state: 'confirmed', days: [wednesday, friday] }]);
  });

  test('two notices of two days: each is asked about, and one yes takes both back', async () => {
    await told('L5', 'not in thursday, dentist');
    await told('L5', 'not in friday, funeral');
    await college.say('L5', 'i can come thursday and friday after all');
    await college.card('L5', ['Take this back?', 'Thursday']);
    await college.card('L5', ['Take this back?', 'Friday']);
    await college.say('L5', 'yes');
    expect(await standing('L5')).toEqual([]);
  });

  test('“only Wednesday” says fewer days of what counts: the others are asked back, and it is not “told already”', async () => {
    await told('L6', 'off sick wednesday to friday');
    await college.say('L6', 'no only wednesday');
    await college.press('L6', 'Take back Thursday 26 November and Friday 27 November?', 'Take back');
    expect(await standing('L6')).toMatchObject([{ state: 'confirmed', days: [wednesday] }]);
  });

  test('a tutor who was told hears that the day counts no more', async () => {
    await college.moveTo('08:30', wednesday);
    await told('L7', 'not in today and friday, feeling ill');
    await college.moveTo('09:00', wednesday);
    await college.say('L7', 'feeling better, i can come in today after all');
    await college.press('L7', 'Take back Wednesday', 'Take back');
    expect(await college.words('T1', 'Grace Liu: ')).toContain('It no longer counts.');
    const register = await college.c.registers.findOne({ _id: `bus-${wednesday}` });
    expect(register?.rows.find((one) => one.learnerId === 'L7')?.told).toBeUndefined();
    expect(await standing('L7')).toMatchObject([{ days: [friday] }]);
  });

  test.each([
    ['off sick, not sure how long', 'Until which day?'],
    ['half day friday, family thing', 'Which half of the day'],
  ])('“scrap that im in all week” puts a card away that still asks something: %s', async (text, question) => {
    await college.say('L8', text);
    await college.card('L8', question);
    await college.say('L8', 'scrap that im in all week');
    expect(college.find('L8', question)).toBeUndefined();
    expect(await college.words('L8', 'Taken back')).toContain('Nothing will be on the register');
    expect(await standing('L8')).toEqual([]);
  });

  test('“scrap that im in all week” means what was told last, also where it was told of another week; a day alone does not', async () => {
    await told('L8', 'off all next week, holiday');
    await college.say('L8', 'im in on friday after all');
    await college.card('L8', 'I have nothing from you for Friday 27 November');
    await college.say('L8', 'scrap that im in all week');
    await college.press('L8', ['Take this back?', '30 November'], 'Take back');
    expect(await standing('L8')).toEqual([]);
  });

  test('“scrap that im in all week” takes back what was told of this week', async () => {
    await told('L8', 'off sick thursday and friday');
    await college.say('L8', 'scrap that im in all week');
    await college.press('L8', 'Take this back?', 'Take back');
    expect(await standing('L8')).toEqual([]);
  });

  test('“I’m in tomorrow after all but not Friday, dentist”: one card takes back the one day and tells the other', async () => {
    await told('L9', 'off sick thursday');
    await college.say('L9', 'I’m in tomorrow after all but not Friday, dentist');
    const card = await college.words('L9', ['Not in, Friday', 'obody has been told']);
    expect(card).toContain('Medical or dental appointment');
    expect(card).toContain('This replaces: Not in, Thursday 26 November');
    await college.press('L9', ['Not in, Friday', 'obody has been told'], 'Confirm');
    expect(await standing('L9')).toMatchObject([{ state: 'confirmed', days: [friday], reason: 'medical_appointment' }]);
  });

  test('the same of what was told days ago, in two notices: each gives up its day', async () => {
    await told('L10', 'not in on friday, driving test');
    await told('L10', 'not in on monday, funeral');
    await college.moveTo('08:00', thursday);
    await college.moveTo('08:30', friday);
    await college.say('L10', 'I’m in today and monday after all but not tuesday, dentist');
    await college.press('L10', ['Not in, Tuesday', 'obody has been told'], 'Confirm');
    expect(await standing('L10')).toMatchObject([{ state: 'confirmed', days: [addDays(nextMonday, 1)] }]);
  });

  test('an open holiday that is off is found by its learner’s name and put away at once, and so are both of a message', async () => {
    await college.say('E1', 'Aisha Khan is on holiday on tuesday 1 december');
    await college.say('E1', 'Ben Carter and Chloe Evans are off on wednesday 2 december');
    await college.say('E1', 'Aisha’s holiday is off, she will be in');
    expect(await college.words('E1', ['About Aisha Khan', 'Taken back'])).toContain('nobody was told');
    await college.say('E1', 'Chloe Evans is off on thursday 3 december');
    expect(await college.words('E1', 'cards wait for a yes')).not.toContain('Aisha');
    await college.press('E1', 'cards wait for a yes', 'Confirm all 3');
    expect(await standing('L1')).not.toContainEqual(
      expect.objectContaining({ state: 'confirmed', reason: 'annual_leave' }),
    );
    // “Both” are the two of the message before.
    await college.say('E1', 'Aisha Khan and Ben Carter are off on friday 4 december');
    await college.say('E1', 'scrap that, both lads are in after all');
    for (const learner of ['L1', 'L2'])
      expect((await standing(learner)).flatMap((one) => one.days)).not.toContain('2026-12-04');
    expect(await college.words('E1', ['About Ben Carter', 'Taken back', '4 December'])).toContain('nobody was told');
  });

  test('an employer tells of one and takes back for another in one message: a card for each', async () => {
    await college.say('E1', 'Ben Carter is off on monday, holiday');
    await college.press('E1', 'About Ben Carter: nobody has been told yet', 'Confirm');
    await college.say('E1', 'Chloe Evans is off sick monday, Ben Carter is in on monday after all');
    expect(await college.words('E1', ['About Chloe Evans', 'obody has been told'])).toContain('Sickness');
    await college.press('E1', ['You told us about Ben Carter', 'Take this back?'], 'Take back');
    expect((await standing('L2')).filter((one) => one.days.includes(nextMonday))).toEqual([]);
  });
});
