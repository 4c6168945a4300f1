import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { wordsOf } from '../teams/client.ts';

describe('a programme by week, asked in words', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 4, rulesAlone: true });
    await college.addPerson('D1', 'Dee Head', ['leader']);
    await college.addPerson('M2', 'Mo Reid', ['mentor']);
    await college.addPerson('M3', 'Kit Lane', ['mentor']);
    await college.c.enrolments.updateOne({ _id: 'BUS-L4' }, { $set: { mentorId: 'M2' } });
    const on = (ago: number, code: string) => ({ code, on: college.daysAgo(ago) });
    // Of eight lessons on Level 2 three were missed last week, two by Ben; of two on Level 3 one, in the week before.
    for (const id of ['L1', 'L3'])
      await college.addHistory(id, [on(14, 'present'), on(7, 'present'), on(6, 'present')]);
    await college.addHistory('L2', [on(14, 'present'), on(7, 'unauthorised'), on(6, 'unauthorised')]);
    await college.addHistory('L4', [on(14, 'unauthorised'), on(7, 'present'), on(6, 'unauthorised')]);
    await college.addHistory('L1', [on(14, 'present')], 'APP');
    await college.addHistory('L2', [on(14, 'unauthorised')], 'APP');
    await college.addSession({ _id: 'now' });
    await recount(college.bot.world, true);
    await college.moveTo('09:00');
    await college.save('now', { 'BUS-L2': 'unauthorised' });
  });
  afterAll(() => college.close());

  async function ask(id: string, text: string): Promise<string> {
    const before = new Set(college.teams.shownTo(college.user(id)).map((one) => one.id));
    await college.say(id, text);
    const fresh = college.teams.shownTo(college.user(id)).filter((one) => !before.has(one.id));
    return fresh.map((one) => wordsOf(one.card)).join('\n');
  }

  test('the one that is named is told, each of its weeks with its percent; a manager’s other programmes are left out', async () => {
    const level2 =
      /^Level 2 Business by week\n75% attended this week so far, up 13 points on last week\.\nThis week so far\n +75%\nWeek of Monday 16 November\n +62%\nWeek of Monday 9 November\n +75%/;
    for (const text of ['attendance Level 2 by week', 'how is level 2 business doing by week', 'attendance l2 by week'])
      expect([text, await ask('D1', text)]).toEqual([text, expect.stringMatching(level2)]);
    const level3 = await ask('D1', 'attendance Level 3 by week');
    expect(level3).toMatch(
      /^Level 3 Team Leader by week\nNo marks have been saved this week yet\.\nWeek of Monday 9 November\n +50%$/,
    );
    expect(await ask('D1', 'attendance by week')).toMatch(/^All programmes by week\n/);
    expect(await ask('D1', 'punctuality level 2 by week')).toMatch(/100% on time this week so far/);
  });

  test('a mentor is told of their own learners alone, and of no programme that none of them is on', async () => {
    expect(await ask('M1', 'attendance Level 2 by week')).toMatch(
      /^Level 2 Business by week\n66% attended this week so far, the same as last week\. Of your own learners\.\nThis week so far\n +66%\nWeek of Monday 16 November\n +66%\nWeek of Monday 9 November\n +100%/,
    );
    expect(await ask('M2', 'attendance by week')).toMatch(
      /^Level 2 Business by week\n100% attended this week so far, up 50 points on last week\. Of your own learners\./,
    );
    expect(await ask('M2', 'attendance Level 3 by week')).toMatch(
      /^By week\nNone of your programmes is called that\. Yours:\nLevel 2 Business/,
    );
    expect(await ask('M3', 'attendance by week')).toContain('No programme is yours just now.');
  });

  test('of several that fit the words each has its weeks', async () => {
    expect(await ask('D1', 'how is level by week')).toMatch(/^All programmes by week/);
    await college.c.programmes.insertOne({
      ...(await college.c.programmes.findOne({ _id: 'BUS' }))!,
      _id: 'CON',
      name: 'Level 2 Construction',
    });
    expect(await ask('D1', 'attendance level 2 by week')).toMatch(
      /^By week\nPercent attended\.\nLevel 2 Business\n +9 November 75%, 16 November 62%, 23 November so far 75%\nLevel 2 Construction\n +no marks$/,
    );
  });

  test('a learner is told no percent of a programme', async () => {
    expect(await ask('L1', 'attendance Level 2 by week')).not.toMatch(/\d%/);
  });
});
