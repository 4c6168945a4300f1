import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College, day } from '../support/college.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';
import { wordsOf } from '../teams/client.ts';

const weeks = [0, 7, 14, 21, 42];

/** The policy's aim of being on time always, and who misses it, over weeks with Christmas between (S13, S15, S16). */
describe('the punctuality target over weeks', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.addPerson('A2', 'Ade Bello', ['apprenticeship-manager']);
    await college.c.programmes.updateMany({}, { $set: { division: 'england-and-wales' } });
    for (const id of ['T1', 'A1', 'A2', 'L1']) await college.say(id, 'help');
    for (const n of weeks) {
      const _id = `s${n}`;
      await college.addSession({ _id, programmeId: 'APP', type: 'other', title: `Week ${n}`, on: day(n), minutes: 60 });
      await college.moveTo('09:00', day(n));
      // Aisha is there and late each week, Ben on time and away twice.
      await college.save(_id, { 'APP-L1': 'late:10', ...(n < 14 ? { 'APP-L2': 'unauthorised' } : {}) });
      await college.moveTo('09:31', day(n));
    }
  });
  afterAll(() => college.close());

  const page = async (who: string, of: string) => {
    const { status, text } = await visitorOf(college).see(who, `programmes?by=learner&of=${of}&programme=APP`);
    return { status, words: pageWords(text) };
  };
  /** The names of a page's table in order. */
  const names = (words: string) =>
    ['Aisha Khan', 'Ben Carter', 'Chloe Evans'].toSorted((a, b) => words.lastIndexOf(a) - words.lastIndexOf(b));

  test('S15, S16: whoever misses it most stands first, week by week against the target, beside attendance where others do', async () => {
    const late = await page('A1', 'punctual');
    expect(late.words).toContain('the target is 100%');
    expect(names(late.words)[0]).toBe('Aisha Khan');
    expect(late.words).toMatch(/Aisha Khan 0 0 0 0 0/);
    expect(names((await page('A1', 'percent')).words)[0]).toBe('Ben Carter');
  });

  test('S13, S15: the coach has it as one card, the learner reads it beside the aim, and a new manager sees the page in the old one’s place', async () => {
    const noticed = college.teams
      .shownTo(college.user('T1'))
      .filter(({ card }) => wordsOf(card).includes('Aisha Khan') && wordsOf(card).includes('was late'));
    expect(noticed).toHaveLength(1);
    await college.say('L1', 'my attendance');
    expect(await college.words('L1', 'the aim is 100%')).toContain('0% of those');
    await college.passProgramme('APP', 'A2');
    expect(names((await page('A2', 'punctual')).words)[0]).toBe('Aisha Khan');
    expect((await page('A1', 'punctual')).status).toBe(403);
  });
});
