import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { College, friday, thursday, tuesday, wednesday } from '../support/college.ts';

describe('what words that put right or take back leave alone (S2, S3, S11)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['L4', 'L10'])
      await college.c.enrolments.insertOne({
        _id: `APP-${id}`,
        learnerId: id,
        programmeId: 'APP',
        groups: [],
        from: '2026-08-01',
        employerId: 'E1',
      });
    for (const [n, on] of [tuesday, wednesday, thursday, friday].entries())
      await college.addSession({ _id: `bus-${n}`, on, title: 'Business' });
    for (const id of ['E1', 'L4', 'L5']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  // Each scenario begins with nothing told.
  beforeEach(async () => {
    for (const kept of [college.c.notices, college.c.slots, college.c.talks, college.c.tasks])
      await kept.deleteMany({} as never);
  });

  const standing = async () => {
    const all = await college.c.notices
      .find({ state: { $ne: 'withdrawn' } })
      .sort({ createdAt: 1, learnerId: 1 })
      .toArray();
    return all.map((one) => [one.learnerId, one.state, one.days]);
  };
  const sayAll = async (id: string, ...said: string[]) => {
    for (const text of said) await college.say(id, text);
  };

  test('an employer who puts right what took over the learner’s own reason never reads it', async () => {
    await sayAll('L4', 'off thursday morning, hospital appointment', 'yes');
    await sayAll(
      'E1',
      'Daniel Osei is off all day thursday',
      'yes',
      'sorry I meant Daniel Osei is off on friday all day',
    );
    const card = await college.words('E1', ['About Daniel Osei', 'Friday 27 November']);
    expect(card).toContain('No reason given');
    expect(card).not.toContain('Medical');
    await college.say('E1', 'yes');
    expect(await college.c.notices.findOne({ state: 'confirmed', days: friday })).toMatchObject({
      reason: 'medical_appointment',
      reasonBy: 'L4',
    });
    expect(await college.words('E1', ['You told us about Daniel Osei', 'Friday'])).not.toContain('Medical');
  });

  test('words that hint at harm are in no button and no question of which card they are about', async () => {
    await sayAll('L5', 'not in tomorrow, and 20 mins late on thursday', 'because im sick of living');
    await college.card('L5', 'Thank you for telling us. You have done nothing wrong.');
    const shown = college.teams.shownTo(college.user('L5'));
    expect(JSON.stringify(shown)).not.toContain('sick of living');
    expect((await standing()).map(([, , days]) => days)).toEqual([[tuesday], [thursday]]);
  });

  test('the button of a day puts right that one', async () => {
    await sayAll('L5', 'off tomorrow, and off thursday morning', 'its a funeral');
    await college.press('L5', 'Which one do you mean?', 'Thursday 26 November');
    const all = await college.c.notices.find({}).sort({ days: 1 }).toArray();
    expect(all.map((one) => one.reason)).toEqual(['none', 'bereavement']);
  });

  test('the button of a person puts right theirs, whatever it is that was wrong', async () => {
    await sayAll('E1', 'Aisha Khan is 10 mins late tomorrow and Chloe Evans is 10 mins late wednesday', 'no 20 mins');
    await college.press('E1', 'Which one do you mean?', 'Chloe Evans');
    const all = await college.c.notices.find({}).sort({ learnerId: 1 }).toArray();
    expect(all.map((one) => one.minutesLate)).toEqual([10, 20]);
  });

  test.each(['Zoltan is coming in tomorrow after all', 'both of them are coming in after all'])(
    '“%s”: of whom nothing was told takes back nothing of anybody else',
    async (text) => {
      await sayAll('E1', 'Aisha Khan is off tomorrow', 'yes', text);
      expect((await college.c.notices.findOne({}))?.question).toBeUndefined();
      await college.say('E1', 'yes');
      expect(await standing()).toEqual([['L1', 'confirmed', [tuesday]]]);
    },
  );

  test('who says that they come on one day of several is asked to take back that day', async () => {
    await sayAll('L4', 'off sick wednesday to friday', 'yes', 'I’ll be in Thursday');
    expect(await college.words('L4', 'Take back Thursday 26 November?')).toContain(
      'What stays: Not in, Wednesday 25 November and Friday 27 November.',
    );
    await college.say('L4', 'yes');
    expect(await standing()).toEqual([['L4', 'confirmed', [wednesday, friday]]]);
  });

  test('of an open card the day goes at once, but not for who comes for a part of it', async () => {
    await sayAll('L4', 'off sick wednesday to friday', 'I’ll be in Thursday morning');
    expect(await standing()).toEqual([['L4', 'draft', [wednesday, thursday, friday]]]);
    await sayAll('L4', 'I’ll be in Thursday');
    expect(await standing()).toEqual([['L4', 'draft', [wednesday, friday]]]);
  });

  test('what was put right before it was confirmed is not said once more when it is put right again', async () => {
    await sayAll('L4', 'not in thursday', 'no i meant friday', 'yes', 'no i meant wednesday');
    const card = await college.words('L4', ['Nobody has been told', 'Wednesday 25 November']);
    expect(card).toContain('This replaces: Not in, Friday 27 November');
    expect(card).not.toContain('Changed from');
  });

  test.each([
    'Sorry I meant Thursday. Daniel Osei is off Thursday as well',
    'I meant Thursday for Daniel Osei, he is off all day',
    'as I said Aisha, Daniel Osei and Jamie are off thursday',
  ])('“%s” takes nobody else’s card away, and gives nobody another’s reason', async (text) => {
    await sayAll('E1', 'Aisha Khan is off sick tomorrow', text);
    expect(await standing()).toContainEqual(['L1', 'draft', [tuesday]]);
    expect(await college.c.notices.findOne({ learnerId: 'L4' })).toMatchObject({ days: [thursday], reason: 'none' });
  });

  test('“not Jamie”, of whom nothing was told, says that Jamie is away in no card', async () => {
    await sayAll('E1', 'Aisha Khan is off tomorrow', 'not Jamie');
    await college.card('E1', 'You have told me nothing of Jamie lately.');
    expect(await standing()).toEqual([['L1', 'draft', [tuesday]]]);
  });

  test.each(['no i meant Jamie', 'sorry I meant that Jamie is off tomorrow and not well, not Aisha'])(
    'harm that was written of the wrong person: by “%s” the team hears of both, and both are held',
    async (text) => {
      await college.c.concerns.deleteMany({});
      await sayAll('E1', 'Aisha Khan is off tomorrow, she has been self harming', text);
      await college.card('S1', [text]);
      const held = await college.c.concerns.find({ 'holds.learnerId': 'L10' }).toArray();
      expect(held).toMatchObject([{ state: 'open', asks: {}, holds: [{ learnerId: 'L1' }, { learnerId: 'L10' }] }]);
      expect(held[0]?.messages[0]?.words).toBe(`Aisha Khan is off tomorrow, she has been self harming … ${text}`);
      expect((await standing()).map(([id]) => id)).toEqual(['L10']);
      expect(JSON.stringify(college.teams.shownTo(college.user('E1')))).not.toContain('self harming');
    },
  );

  test('the office takes back what it told last, of however many learners it may report for', async () => {
    for (let n = 0; n < 60; n++) await college.addPerson(`Z${n}`, `Zed Zeller ${n}`, ['learner']);
    await college.addPerson('Y1', 'Yara Quill', ['learner']);
    await sayAll('O1', 'Chloe Evans is off friday', 'yes', 'Yara Quill is off tomorrow', 'yes');
    await college.say('O1', 'scrap that, she is coming');
    const asked = await college.c.notices.find({ question: 'withdraw' }).toArray();
    expect(asked.map((one) => one.learnerId)).toEqual(['Y1']);
  });
});
