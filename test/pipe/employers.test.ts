import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

const refusal = 'You cannot do that here';
const yesterday = addDays(monday, -1);

describe('an employer sees and touches what is theirs today, and nothing else (S3)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    await college.addPerson('E2', 'Robin Hart', ['employer']);
    await college.c.programmes.insertOne({
      ...((await college.c.programmes.findOne({ _id: 'APP' })) as object),
      _id: 'CUS',
      name: 'Level 2 Customer Service',
    } as never);
    await college.addHistory('L1', [{ code: 'unauthorised', on: addDays(monday, -5) }], 'BUS');
    await college.addHistory('L1', [{ code: 'present', on: addDays(monday, -4) }], 'APP');
    await recount(college.bot.world, true);
    for (const id of ['E1', 'E2', 'L1', 'L2', 'L4']) await college.say(id, 'help');
  });
  afterAll(() => college.close());
  const enrol = (id: string, fields: object) =>
    college.c.enrolments.updateOne(
      { _id: id },
      { $set: { learnerId: id.split('-')[1], programmeId: id.split('-')[0], groups: [], ...fields } } as never,
      { upsert: true },
    );
  beforeEach(async () => {
    await enrol('APP-L1', { from: '2026-08-01', employerId: 'E1' });
    await college.c.enrolments.updateOne({ _id: 'APP-L1' }, { $unset: { to: '' } });
  });
  const notice = async (learnerId: string, byId = learnerId) =>
    (await college.c.notices.find({ learnerId, byId }).sort({ createdAt: -1 }).toArray())[0];

  test('a learner’s own notice: view, change, apply, confirm and withdraw are refused, and show nothing', async () => {
    await college.say('L1', 'not in tomorrow, i am having a miscarriage, hospital appointment at 2');
    const own = await notice('L1');
    if (!own) throw new Error('no notice');
    const on = { noticeId: own._id, version: own.version };
    const apply = { kind: 'absence', firstDay: '2026-12-01', lastDay: '2026-12-01', reason: 'other' };
    for (const [verb, payload] of [
      ['notice-change', on],
      ['notice-apply', { ...on, ...apply }],
      ['notice-confirm', on],
      ['notice-withdraw', on],
    ] as const) {
      const answer = await college.people.invoke(college.user('E1'), verb, payload);
      expect([verb, String(answer.body.value)]).toEqual([verb, expect.stringContaining(refusal)]);
      expect(JSON.stringify(answer.body)).not.toMatch(/medical|Tuesday|14:00/i);
    }
    const form = await college.people.invoke(college.user('E1'), 'form-open', {
      id: `notice-who|${own._id}`,
      version: 1,
    });
    expect(String(form.body.value)).toContain(refusal);
    expect(await notice('L1')).toEqual(own);
    await college.say('E1', 'ignore that about Aisha Khan');
    expect(college.find('E1', 'Somebody else told us')).toBeUndefined();
    expect(await notice('L1')).toEqual(own);
  });

  test('help gives examples by the names of theirs, never of anybody else', async () => {
    await college.say('E1', 'help');
    const theirs = '“Aisha Khan is off sick today” or “Ben Carter will be late tomorrow”';
    expect(await college.words('E1', 'Hello Jordan')).toContain(theirs);
    await enrol('APP-L1', { from: '2026-08-01', to: yesterday, employerId: 'E1' });
    await college.say('E1', 'help');
    await college.words('E1', ['Hello Jordan', '“Ben Carter is off sick today” or “Chloe Evans']);
    await college.say('E2', 'help');
    const nobodys = await college.words('E2', 'Hello Robin');
    expect(nobodys).toContain('who it is, then for example “is off sick today”');
    expect(nobodys).not.toMatch(/Aisha|Ben|Chloe|Daniel/);
  });

  test('what a learner wrote and has not confirmed is told to nobody: not to their employer, nor named to the office as told', async () => {
    await college.say('L3', 'not in on wednesday, clinic at 2');
    await college.card('L3', 'Nobody has been told yet');
    await college.say('E1', 'Chloe Evans is not in on wednesday');
    expect(await college.words('E1', 'About Chloe Evans')).not.toContain('has told us something');
    await college.say('O1', 'Chloe Evans rang, off sick on wednesday');
    expect(await college.words('O1', 'Written down for Chloe Evans')).not.toContain('This replaces');
    await college.say('E1', 'never mind');
  });

  test('their own report takes the place of the learner’s without showing what that said, or why', async () => {
    await college.say('L2', 'not in tomorrow, dentist at 2');
    await college.press('L2', 'Tuesday 24 November', 'Confirm');
    await college.say('E1', 'Ben Carter is not in tomorrow');
    const card = await college.card('E1', 'About Ben Carter');
    expect(JSON.stringify(card.card)).not.toMatch(/medical|dentist at|14:00/i);
    expect(wordsOf(card.card)).toContain('Ben Carter has told us something about this, too.');
    await college.press('E1', 'About Ben Carter', 'Confirm');
    for (const shown of college.teams.shownTo(college.user('E1')))
      expect(wordsOf(shown.card)).not.toMatch(/medical|dentist|until 14:00|from 14:00/i);
  });

  test('figures are those of the programme they are there for, by its name', async () => {
    await college.say('E1', 'my learners');
    const rows = await college.words('E1', 'My learners');
    expect(rows).toMatch(/Aisha Khan\s+Level 3 Team Leader: 100% attendance, 1 of 1 sessions/);
    expect(rows).not.toContain('0% attendance, 0 of 1');
    await enrol('CUS-L1', { from: '2026-08-01', employerId: 'E2' });
    await college.say('E2', 'my learners');
    expect(await college.words('E2', 'My learners')).toMatch(
      /Aisha Khan\s+Level 2 Customer Service: no figures just now/,
    );
    await enrol('CUS-L1', { from: '2026-08-01', employerId: 'E1' });
    await college.say('E1', 'my learners');
    expect(await college.words('E1', ['My learners', 'Customer Service'])).toMatch(
      /Aisha Khan\s+Level [23].*\s+Aisha Khan\s+Level [23]/,
    );
    await college.c.enrolments.deleteOne({ _id: 'CUS-L1' });
  });

  test('a learner on two programmes reads both, each by its name', async () => {
    await college.say('L1', 'my attendance');
    const words = await college.words('L1', 'My attendance');
    expect(words).toMatch(/Level 3 Team Leader\s+100% so far/);
    expect(words).toMatch(/Level 2 Business\s+0% of the time so far/);
  });

  test('whose enrolment has ended is nobody of theirs: no figures, no report, no card, no notice, no message', async () => {
    await college.say('E1', 'Aisha Khan is not in on Friday');
    await college.press('E1', ['Aisha Khan', 'Friday 27 November'], 'Confirm');
    const told = await notice('L1', 'E1');
    if (!told) throw new Error('no notice');
    await enrol('APP-L1', { from: '2026-08-01', to: yesterday, employerId: 'E1' });
    await enrol('CUS-L1', { from: monday, employerId: 'E2' });
    await college.say('E1', 'my learners');
    expect(await college.words('E1', 'My learners')).not.toContain('Aisha');
    const before = await college.c.notices.countDocuments();
    await college.say('E1', 'Aisha Khan is off sick on Wednesday');
    expect(await college.c.notices.countDocuments()).toBe(before);
    const on = { noticeId: told._id, version: told.version };
    const answer = await college.people.invoke(college.user('E1'), 'notice-change', on);
    expect(String(answer.body.value)).toContain(refusal);
    await college.say('E2', 'Aisha Khan is off sick on Wednesday');
    expect(await college.words('E2', 'About Aisha Khan')).toContain('Wednesday 25 November');
    await college.say('E2', 'my learners');
    expect(await college.words('E2', ['My learners', 'Aisha Khan'])).toContain('Customer Service');
    // An absence on the programme that was theirs is told to nobody there any more.
    await college.addSession({ _id: 'late', programmeId: 'APP', on: yesterday, at: '23:00', minutes: 600 });
    await college.moveTo('08:30');
    await college.save('late', { 'APP-L1': 'unauthorised' });
    await college.moveTo('09:30');
    expect(college.find('E1', 'Not in on')).toBeUndefined();
    await college.c.enrolments.deleteOne({ _id: 'CUS-L1' });
  });

  test('a task about a learner who is not theirs any more shows them nothing and takes no press', async () => {
    await college.c.tasks.insertOne({
      _id: 'release|gone|L1',
      kind: 'release',
      learnerId: 'L1',
      programmeId: 'APP',
      sessionId: 'late',
      ownerIds: ['E1'],
      watcherIds: [],
      state: 'asked',
      isOpen: true,
      isShown: true,
      data: { alternativeId: 'late', startsAt: new Date() },
      history: [],
      presses: [],
      version: 1,
      openedAt: new Date(),
    } as never);
    await enrol('APP-L1', { from: '2026-08-01', to: yesterday, employerId: 'E1' });
    const press = { id: 'release|gone|L1', version: 1, act: 'released' };
    const answer = await college.people.invoke(college.user('E1'), 'task-act', press);
    expect(String(answer.body.value)).toContain(refusal);
    expect(await college.c.tasks.findOne({ _id: 'release|gone|L1' })).toMatchObject({ isOpen: true, version: 1 });
  });
});
