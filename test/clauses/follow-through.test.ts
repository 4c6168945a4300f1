import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, day, past } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

/** What was asked for once and is seen through over weeks and years (S5, G14, G16, SPEC P). */
describe('seen through', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open();
    for (const id of ['M1', 'H1', 'T1', 'A1', 'E1', 'L1']) await college.say(id, 'help');
    await college.addHistory('L2', [...past('present', 10), ...past('unauthorised', 3)]);
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  const count = (id: string, words: string) =>
    college.teams.shownTo(college.user(id)).filter((one) => JSON.stringify(one.card ?? '').includes(words)).length;

  test('G16: the words a tutor noted of someone who did not take part stand in the mentor’s report and in the story', async () => {
    await college.moveTo('08:55');
    await college.addSession({ _id: 'there', at: '09:00', minutes: 30, title: 'Maths' });
    await college.moveTo('09:00');
    await college.save('there');
    const form = await college.press('T1', '"registerId":"there"', 'About a learner');
    const said = { Learner: 'L2', 'What is it?': 'no-part', 'In a few': 'camera off all lesson' };
    await college.people.press(college.user('T1'), { card: form.card! }, 'Send', said);
    await college.settled();
    await college.addSession({ _id: 'fall', at: '10:00', minutes: 60 });
    await college.moveTo('10:00');
    await college.save('fall', { 'BUS-L2': 'unauthorised' });
    expect(await college.words('M1', ['Attendance report', 'Ben Carter'])).toContain(
      'Did not take part on Monday 23 November: “camera off all lesson” (Sam Lee)',
    );
    const story = await visitorOf(college).see('M1', 'story/L2');
    expect(pageWords(story.text)).toContain('camera off all lesson');
  });

  test('P: “at risk” shows whoever heads a programme, and leaders, what lies with others, with whom and since when', async () => {
    await college.addPerson('V1', 'Val Grant', ['leader']);
    await college.say('V1', 'help');
    for (const id of ['H1', 'V1']) {
      await college.say(id, 'at risk');
      expect(await college.words(id, 'This lies with others')).toMatch(
        /(🛑 Red|⚠ Amber) risk · With Maya Patel since Monday 23 November/,
      );
    }
    await college.say('A1', 'at risk');
    expect(await college.words('A1', 'At risk')).not.toContain('Maya Patel');
  });

  test('S5: the employer hears once of work to catch up on; overdue it is put to the tutor again, then to the manager too', async () => {
    await college.addSession({
      _id: 'ws',
      programmeId: 'APP',
      on: day(1),
      title: 'Group workshop',
      type: 'workshop',
      minutes: 60,
    });
    await college.moveTo('09:00', day(1));
    await college.save('ws', { 'APP-L1': 'authorised' });
    await college.press('T1', 'Set the missed work', 'Set the work', { 'What they are': 'Read unit 4', By: day(3) });
    expect(await college.words('E1', 'Aisha Khan has work to catch up on')).toContain('Thursday 26 November');
    await college.moveTo('17:00', day(3));
    const first = (await college.card('T1', 'Missed work overdue')).id;
    expect(college.find('A1', 'Missed work overdue')).toBeUndefined();
    // Two working days, a weekend between.
    await college.moveTo('20:00', day(6));
    expect((await college.card('T1', 'Missed work overdue')).id).toBe(first);
    await college.moveTo('09:00', day(7));
    expect((await college.card('T1', 'Missed work overdue')).id).not.toBe(first);
    expect(await college.words('A1', 'Missed work overdue')).toContain('Aisha Khan');
    await college.press('L1', 'Read unit 4', 'I have done it');
    await college.press('T1', 'Missed work handed in', 'Accept');
    await college.moveTo('09:00', day(14));
    expect(college.find('T1', 'Missed work overdue')).toBeUndefined();
    expect(count('E1', 'has work to catch up on')).toBe(1);
  });

  test('G14: the review comes again a year later, to whoever leads then', async () => {
    await college.moveTo('09:00', day(60));
    await college.moveTo('09:00', day(90));
    await college.press('V1', ['is due', 'Green Labyrinth'], 'It has been reviewed', {
      'What was decided': 'no change',
    });
    await college.c.people.updateOne({ _id: 'V1' }, { $set: { roles: [] } });
    await college.addPerson('V2', 'Una Marsh', ['leader']);
    await college.say('V2', 'help');
    await college.moveTo('10:00', '2027-07-31');
    expect(college.find('V2', ['is due', 'Green Labyrinth'])).toBeUndefined();
    await college.moveTo('09:00', '2027-08-02');
    expect(await college.words('V2', ['is due', 'Green Labyrinth'])).toContain('1 August 2027');
    expect(college.find('V1', ['Sunday 1 August', 'It has been reviewed'])).toBeUndefined();
  });

  test('G10: progress to year two, from an imported mark, is put to the head on the first working day of May and not before; put off it comes again after four weeks; decided, learner, parent and MIS hear it, once', async () => {
    await college.import({
      'enrolments.csv': ['enrolment_id,learner_id,programme_id,from,first_of_two', 'BUS-L5,L5,BUS,2026-08-01,yes'],
    });
    const at = async (id: string, on: string, marks: Record<string, string>) => {
      await college.addSession({ _id: id, on, minutes: 60 });
      await college.moveTo('09:00', on);
      await college.save(id, marks);
    };
    const autumn = (code: string, count: number) => Array.from({ length: count }, () => ({ code, on: '2027-09-06' }));
    await college.addHistory('L5', [...autumn('present', 9), ...autumn('authorised', 4)]);
    await recount(college.bot.world, true);
    await at('winter', '2028-01-17', { 'BUS-L5': 'unauthorised', 'BUS-L6': 'unauthorised' });
    await at('spring', '2028-04-28', { 'BUS-L5': 'unauthorised', 'BUS-L6': 'unauthorised' });
    // Below the line since April, and asked for nobody before May.
    await college.card('H1', ['A place at risk', 'Ella Wright', 'entry for exams']);
    await college.moveTo('08:59', '2028-05-02');
    const card = ['A place at risk', 'Ella Wright', 'progress to year two'];
    expect(college.find('H1', card)).toBeUndefined();
    // 1 May 2028 is a bank holiday; no mark is needed to bring it.
    await college.moveTo('09:00', '2028-05-02');
    const first = (await college.card('H1', card)).id;
    await college.press('H1', card, 'Decide later');
    await college.moveTo('09:00', '2028-05-29');
    expect(college.find('H1', ['A place at risk: decided', 'progress to year two'])).toBeDefined();
    await college.moveTo('09:00', '2028-05-30');
    expect((await college.card('H1', ['A place at risk', 'progress to year two', 'Keep the place'])).id).not.toBe(
      first,
    );
    await college.press('H1', card, 'Not entered, no progress', { Why: 'too much is missing' });
    const told = (await college.sent('L5')).filter((one) => one.includes('go on to year two'));
    expect(told).toHaveLength(2);
    expect(await college.c.tasks.countDocuments({ kind: 'place-decision', 'data.what': 'progression' })).toBe(1);
    const events = await college.c.misEvents.find({ _id: /^place\|BUS-L5\|progression/ }).toArray();
    expect(events.map((one) => JSON.parse(one.body))).toMatchObject([{ place_decision: 'lose', decided_by: 'H1' }]);
  });
});
