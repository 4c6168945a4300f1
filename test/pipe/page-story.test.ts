import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { College } from '../support/college.ts';
import { unescaped } from '../support/plain-html.ts';
import { runReview, start } from '../support/review.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

describe('a learner’s story: how it stands, and the year with its events (S2)', () => {
  let college: College;

  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await runReview(college);
  });
  afterAll(() => college.close());

  const see = async (who: string, path = 'story/L2') => (await visitorOf(college).see(who, path)).text;
  /** What the chart of the year says, and what it draws. */
  async function chartFor(who: string, path?: string) {
    const [, label = '', drawn = ''] =
      (await see(who, path)).match(/<svg class="chart"[^>]* aria-label="([^"]+)">(.*?)<\/svg>/s) ?? [];
    return { said: unescaped(label), drawn: unescaped(drawn) };
  }

  test('its head says the flag, the review and its end, where they are now and when they last came', async () => {
    const head =
      /Red risk .*On Conduct Review to Fri 11 Dec .*No more lessons today .*Last attended today 11:00 ?, 10 minutes late .* this year/;
    for (const who of ['M1', 'H1', 'T1']) expect(pageWords(await see(who))).toMatch(head);
    await college.moveTo('08:30', addDays(start, 2));
    expect(pageWords(await see('M1'))).toContain('No lesson just now, the next at 09:00');
    await college.moveTo('09:00', addDays(start, 2));
    expect(pageWords(await see('M1'))).toContain(
      'Due in Room 4 with Sam Lee until 10:00: Not known yet: its register is not saved',
    );
    await college.save('cr-2-1');
    const words = pageWords(await see('M1'));
    expect(words).toContain('In Room 4 with Sam Lee until 10:00');
    expect(words).toMatch(/Last attended today 09:00 ?, on time/);
  });

  test('the office, who does not see what was decided, reads nothing of the review; nor does the learner on their own page', async () => {
    for (const [who, path] of [
      ['O1', 'story/L2'],
      ['L2', 'me'],
    ] as const) {
      const text = await see(who, path);
      expect([who, pageWords(text).includes('of the time this year')]).toEqual([who, true]);
      expect([who, pageWords(text).includes('On Conduct Review')]).toEqual([who, false]);
      expect([who, (await chartFor(who, path)).drawn.includes('class="span"')]).toEqual([who, false]);
    }
  });

  test('the year’s chart carries what happened, each on its week, drawn and in its sentence, and shades the review', async () => {
    const { said, drawn } = await chartFor('M1');
    for (const title of ['Decided B: Disciplinary', 'Review approved']) {
      expect(said).toContain(title);
      expect(drawn).toContain(title);
    }
    expect(said).toMatch(
      /What happened: Mon 23 Nov Decided B: Disciplinary, Review approved, Red risk, Text sent; Conduct Review 30 Nov to 11 Dec\.$/,
    );
    expect(drawn).toMatch(/class="span".*Conduct Review/s);
  });
});
