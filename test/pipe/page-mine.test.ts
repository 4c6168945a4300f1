import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { LinkedPage } from '../support/linked-page.ts';
import { unescaped } from '../support/plain-html.ts';
import { runReview } from '../support/review.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

describe('a learner’s own page leads to what is theirs to read and to press (S2, G11, G14)', () => {
  let college: College;
  beforeAll(async () => {
    college = await College.open({ learners: 3 });
    await college.say('L2', 'help');
    await runReview(college);
  });
  afterAll(() => college.close());

  const mine = async () => (await visitorOf(college).see('L2', 'me')).text;

  test('“Ask for another look” opens the form, in which a decision is contested by one press', async () => {
    const [, href = ''] = (await mine()).match(/<a class="button" href="([^"]+)"[^>]*>Ask for another look</) ?? [];
    const form = await LinkedPage.open(unescaped(href));
    const [, what = ''] = form.html.match(/value="(case[^"]*)"/) ?? [];
    const answer = await form.press('Send', {
      'What do you think is wrong?': unescaped(what),
      'Why?': 'the bus was late',
    });
    expect(answer.words).toContain('Nothing more happens meanwhile.');
    await college.settled();
    const contest = await college.c.tasks.findOne({ kind: 'contest', learnerId: 'L2' });
    expect(contest).toMatchObject({ isOpen: true, data: { words: 'the bus was late' } });
  });

  test('the report of their Conduct Review is there, and opens; another learner’s does not', async () => {
    const text = await mine();
    expect(pageWords(text)).toContain(
      'Your Conduct Review The report, as your mentor and tutors write it. Mon 30 Nov to Fri 11 Dec',
    );
    const [, path = ''] = text.match(/href="[^"]*\/(reviews\/[^"]+)"/) ?? [];
    const report = await visitorOf(college).see('L2', unescaped(path));
    expect(report.status).toBe(200);
    expect(pageWords(report.text)).toContain('Conduct Review: Ben Carter');
    expect((await visitorOf(college).see('L3', unescaped(path))).status).toBe(403);
    expect((await visitorOf(college).see('L3', 'me')).text).not.toContain('Your Conduct Review');
  });
});
