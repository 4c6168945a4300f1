import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, friday, monday, thursday, tuesday, wednesday } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

describe('who, when and what is meant, in people’s own words (S2, S3, G2)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    const names = { LT: 'Tomasz Nowak', LZ: 'Zoë Quinn', LL: 'Łukasz Żak', LW: 'Will Turner', LB: 'Ben Carver' };
    for (const [id, name] of Object.entries(names)) {
      await college.addPerson(id, name, ['learner'], { ref: `BV-${id}` });
      const enrolment = { _id: `APP-${id}`, learnerId: id, programmeId: 'APP', groups: [], from: '2026-08-01' };
      await college.c.enrolments.insertOne({ ...enrolment, employerId: 'E1' });
    }
    for (const id of ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'L8', 'E1', 'O1', 'T1']) await college.say(id, 'help');
    for (const day of [tuesday, wednesday, thursday, friday])
      await college.addSession({ _id: `bus-${day}`, on: day, title: 'Business' });
    await college.addSession({
      _id: 'tut',
      on: tuesday,
      at: '15:30',
      minutes: 60,
      title: 'Tutorial',
      type: 'tutorial',
      mode: 'remote',
    });
  });
  afterAll(() => college.close());

  const ofLearner = (learnerId: string) => college.c.notices.find({ learnerId }).sort({ createdAt: 1 }).toArray();
  const standing = async (learnerId: string) =>
    (await ofLearner(learnerId)).filter((one) => one.state !== 'withdrawn').map((one) => one.days);

  test('names are found without their accents, and only the one that was meant', async () => {
    await college.say('E1', 'Zoe Quinn is off sick tomorrow');
    await college.card('E1', 'About Zoë Quinn');
    await college.say('E1', 'Lukasz will not be in tomorrow, flu');
    await college.card('E1', 'About Łukasz Żak');
    await college.say('E1', 'Ben Carter is off sick tomorrow');
    await college.card('E1', 'About Ben Carter');
    const about = await college.c.notices.distinct('learnerId', { byId: 'E1' });
    expect(about.sort()).toEqual(['L2', 'LL', 'LZ']);
  });

  test('a name typed wrong is offered as a button; two of a name are the question which', async () => {
    await college.say('E1', 'tomaz is off sick tomorrow');
    expect(await college.words('E1', 'Which learner do you mean?')).toContain('Tomasz Nowak');
    await college.press('E1', 'Which learner do you mean?', 'This one', { Learner: 'LT' });
    await college.card('E1', 'About Tomasz Nowak');
    await college.say('E1', 'Ben is off sick on friday');
    const asked = await college.words('E1', ['Which learner do you mean?', 'Friday']);
    expect(asked).toContain('Ben Carter');
    expect(asked).toContain('Ben Carver');
    expect(asked).not.toContain('Tomasz');
  });

  test('“both” are the two named last, or the only two, never everyone', async () => {
    await college.say('E1', 'both lads are off thursday');
    expect(await college.words('E1', 'Which two do you mean?')).toContain('You can report for');
    expect(await college.c.notices.countDocuments({ byId: 'E1', days: thursday })).toBe(0);
    await college.say('E1', 'Will and Zoe are off sick on wednesday');
    await college.card('E1', ['About Will Turner', 'Wednesday']);
    await college.say('E1', 'both of them are off thursday too');
    await college.card('E1', ['About Will Turner', 'Thursday']);
    const about = await college.c.notices.distinct('learnerId', { byId: 'E1', days: thursday });
    expect(about.sort()).toEqual(['LW', 'LZ']);
  });

  test('a learner of somebody else is named as not theirs, and no more is said', async () => {
    await college.say('E1', 'Grace Liu is ill today');
    expect(await college.words('E1', 'Grace Liu is not one of yours')).not.toMatch(/enrolled|programme/);
  });

  test('two people with different reasons and days in one message are two notices, each with its own', async () => {
    await college.say('O1', 'Daniel Osei: sick. Ella Wright: holiday all next week');
    await college.card('O1', 'Written down for Ella Wright');
    expect(await ofLearner('L4')).toMatchObject([{ reason: 'sickness', days: [monday] }]);
    const [ella] = await ofLearner('L5');
    expect(ella).toMatchObject({ reason: 'annual_leave', days: { length: 5 } });
    expect(ella?.days[0]).toBe('2026-11-30');
  });

  test('a learner writes down only their own absence', async () => {
    await college.say('L1', 'jake says hes not coming in, hes ill');
    await college.card('L1', 'I can write down your own absence only. Please ask jake');
    expect(await college.c.notices.countDocuments({ byId: 'L1' })).toBe(0);
  });

  test('“no I meant Friday” takes the place of what was told; “and Wednesday as well” adds a day', async () => {
    await college.say('L6', 'not in on thursday, dentist');
    await college.press('L6', ['Not in, Thursday', 'obody has been told'], 'Confirm');
    await college.say('L6', 'no i meant friday');
    const card = await college.words('L6', ['Not in, Friday', 'obody has been told']);
    expect(card).toContain('Medical or dental appointment');
    expect(card).toContain('This replaces: Not in, Thursday 26 November');
    await college.press('L6', ['Not in, Friday', 'obody has been told'], 'Confirm');
    expect(await standing('L6')).toEqual([[friday]]);
    await college.say('L6', 'oh and wednesday as well');
    await college.press('L6', ['Not in, Wednesday', 'obody has been told'], 'Confirm');
    expect((await standing('L6')).flat().sort()).toEqual([wednesday, friday]);
  });

  test('a bare “all week” answers the question that is open, and is nothing by itself', async () => {
    await college.say('L7', 'all week');
    await college.card('L7', 'I did not understand that.');
    await college.say('L7', 'off sick on monday');
    await college.card('L7', 'Which day do you mean?');
    await college.say('L7', 'all week');
    await college.card('L7', 'Not in, Monday 23 November to Friday 27 November');
    expect(await standing('L7')).toHaveLength(1);
  });

  test('“I’m in on Friday after all” takes back the notice of that day, not the newest', async () => {
    await college.say('L8', 'off friday, holiday');
    await college.press('L8', ['Not in, Friday', 'obody has been told'], 'Confirm');
    await college.say('L8', 'not in on wednesday, dentist');
    await college.press('L8', ['Not in, Wednesday', 'obody has been told'], 'Confirm');
    await college.say('L8', 'im in friday after all');
    await college.press('L8', ['Take this back?', 'Friday'], 'Take back');
    expect(await standing('L8')).toEqual([[wednesday]]);
    await college.say('L8', 'im in on thursday after all');
    await college.card('L8', 'I have nothing from you for Thursday 26 November');
  });

  test('an absence without a reason is asked why, and takes it from the next words', async () => {
    await college.say('L3', 'not in on friday');
    expect(await college.words('L3', ['Not in, Friday', 'obody has been told'])).toContain('If you can say why');
    await college.say('L3', 'its a funeral');
    expect(await college.words('L3', ['Not in, Friday', 'obody has been told'])).toContain('Bereavement');
    expect(await college.c.notices.findOne({ learnerId: 'L3' })).toMatchObject({ reason: 'bereavement' });
  });

  test('half a day: which half is asked, and answered in a word or on the card', async () => {
    await college.say('L2', 'half day friday, family thing');
    await college.card('L2', 'Which half of the day will be missed');
    await college.say('L2', 'the afternoon');
    await college.card('L2', 'Not in from 12:00, Friday 27 November');
    await college.say('L1', 'half day friday, family thing');
    const asked = ['Which half of the day will be missed'];
    await college.press('L1', asked, 'Confirm');
    await college.card('L1', 'Which part of the day');
    expect(await college.c.notices.countDocuments({ learnerId: 'L1', state: 'confirmed' })).toBe(0);
    await college.press('L1', asked, 'Confirm', { 'Which part of the day, if not in': 'am' });
    await college.card('L1', 'Not in until 12:00, Friday 27 November');
    expect(await college.c.notices.findOne({ learnerId: 'L1', state: 'confirmed' })).toMatchObject({ toTime: '12:00' });
  });

  test('a late bus is about the session running, not the remote one of the afternoon', async () => {
    await college.moveTo('09:03', tuesday);
    await college.say('L4', '10 late bus');
    const card = wordsOf((await college.card('L4', '10 minutes late')).card);
    expect(card).toContain('Business');
    expect(card).not.toContain('Tutorial');
  });

  test('after the last session of the day “not in” asks for the day, the next with a session filled in', async () => {
    await college.moveTo('18:00', tuesday);
    await college.say('L5', 'not in, got flu');
    await college.card('L5', 'Which day do you mean?');
    const latest = (await ofLearner('L5')).at(-1);
    expect(latest).toMatchObject({ byId: 'L5', days: [wednesday], question: 'which-day' });
  });
});
