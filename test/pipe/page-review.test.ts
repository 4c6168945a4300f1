import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { openSeriousReview } from '../../src/usecases/measures/serious-review.task.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { pagesOn, teamsAppId } from '../support/pages-on.ts';
import { runReview } from '../support/review.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

describe('the Conduct Review page (S6, G11)', () => {
  let college: College;
  let visit: ReturnType<typeof visitorOf>;
  let path: string;

  beforeAll(async () => {
    college = await College.open({ learners: 3, teamsAppId });
    visit = visitorOf(college);
    await runReview(college);
    const review = await college.c.tasks.findOne({ kind: 'conduct-review' });
    path = `reviews/${encodeURIComponent(review?._id ?? '')}`;
  });
  afterAll(() => college.close());

  test('open reviews with how many lessons are signed, met and left, for those whose cards they are', async () => {
    for (const who of ['M1', 'H1']) {
      const words = pageWords((await visit.see(who, 'reviews')).text);
      expect(words).toContain('1 review open, 1 lesson not signed.');
      expect(words).toMatch(/Ben Carter Running Mon 30 Nov to Fri 11 Dec 2 of 3 0 1 not signed/);
    }
    expect(pageWords((await visit.see('A1', 'reviews')).text)).toContain('No Conduct Review is open.');
    for (const who of ['T1', 'E1', 'L3', 'O1', 'S1'])
      expect([who, (await visit.see(who, 'reviews')).status]).toEqual([who, 403]);
  });

  test('one that is agreed and begins later is not called running', async () => {
    const of = { kind: 'conduct-review' } as const;
    const from = (await college.c.tasks.findOne(of))?.data.from;
    await college.c.tasks.updateOne(of, { $set: { 'data.from': '2026-12-07' } });
    expect(pageWords((await visit.see('M1', 'reviews')).text)).toMatch(/Ben Carter Agreed, not begun Mon 7 Dec/);
    await college.c.tasks.updateOne(of, { $set: { 'data.from': from } });
  });

  test('every lesson with the register’s own mark, the targets, and who signed; what nobody signed says whose it is', async () => {
    const words = pageWords((await visit.see('M1', path)).text);
    expect(words).toMatch(
      /Monday 09:00, Present 1\. ✓ met 2\. ✓ met 3\. ✓ met Sam Lee 11:00, Present 1\. ✓ met 2\. ✓ met 3\. ✗ not met Sam Lee/,
    );
    expect(words).toMatch(/Tuesday 09:00, Present .* Sam Lee 11:00, Late 10 min Not signed Sam Lee/);
    // Lessons 3 to 6, which are never held, have no column.
    expect(words).not.toContain('Lesson 3');
    // Beside each other, where they can be compared.
    expect(words).toContain('Comment on week 1 Not written yet. Comment on week 2 Not written yet.');
  });

  test('a caseload shows who is on review and until when, those alone on asking', async () => {
    for (const who of ['M1', 'H1', 'T1']) {
      const words = pageWords((await visit.see(who, 'caseload?show=review')).text);
      expect(words).toMatch(/^My caseload 3 learners: [^.]*1 on review.*On review 1 .*Ben Carter/);
      expect(words).toContain('On review to Fri 11 Dec');
      expect(words).not.toMatch(/Aisha Khan|Chloe Evans/);
      const [heads = '', ...rows] = (await visit.see(who, 'caseload?export=csv')).text.trim().split('\r\n');
      expect(heads).toContain(',On review to,');
      expect(rows).toContainEqual(expect.stringMatching(/^Ben Carter,.*,2026-12-11,/));
    }
  });

  test('who is nothing to it is refused, and its export has a row for each lesson', async () => {
    for (const who of ['A1', 'T1', 'E1', 'L3', 'O1'])
      expect([who, (await visit.see(who, path)).status]).toEqual([who, 403]);
    const rows = (await visit.see('H1', `${path}?export=csv`)).text.trim().split('\r\n');
    expect(rows.length).toBe(5);
    expect(rows[4]).toBe('1,Tuesday,2,Late 10 min,; ; ,,');
  });

  test('the card of the serious review it led to leads its head to this page', async () => {
    const reviewId = decodeURIComponent(path.replace('reviews/', ''));
    const about = { learnerId: 'L2', programmeId: 'BUS', packId: 'green-labyrinth', ownerId: 'H1', reviewId };
    await college.bot.world.together((world) =>
      openSeriousReview(world, { ...about, causes: [{ code: 'review-not-passed' }] }, reviewId),
    );
    await college.settled();
    const { card } = await college.card('H1', ['Serious review', 'Ben Carter']);
    expect(pagesOn(card)).toContain(path);
    expect((await visit.see('H1', path)).status).toBe(200);
  });
});

describe('when sessions are missed (S5)', () => {
  let college: College;
  let visit: ReturnType<typeof visitorOf>;

  beforeAll(async () => {
    college = await College.open({ learners: 4 });
    visit = visitorOf(college);
    const days = [7, 14, 21, 28].flatMap((back) => [0, 1, 2].map((weekday) => addDays(monday, -back + weekday)));
    for (const learner of ['L2', 'L3', 'L4'])
      await college.addHistory(
        learner,
        days.map((on, i) => ({ on, code: learner === 'L2' && i % 3 === 0 && i < 9 ? 'unauthorised' : 'present' })),
      );
    await recount(college.bot.world, true);
  });
  afterAll(() => college.close());

  test('a learner’s weekdays stand beside everybody else’s; a pattern is said only where it differs', async () => {
    const ben = pageWords((await visit.see('M1', 'when-missed?learner=L2')).text);
    expect(ben).toContain('Mondays: 3 of 4 missed, 0 of 8 on other days; the others miss 0 of 8 on Mondays.');
    expect(ben).toMatch(/09:00 3 of 4 others 0 of 8 0 of 4 others 0 of 8 0 of 4 others 0 of 8 none none/);
    expect(pageWords((await visit.see('M1', 'when-missed?learner=L3')).text)).toContain(
      'No weekday stands out against the others.',
    );
  });

  test('a tutor’s and a programme’s are for those who see its figures; a learner’s for those who follow them', async () => {
    expect(pageWords((await visit.see('H1', 'when-missed?tutor=T1')).text)).toMatch(/When missed: Sam Lee.*3 of 12/);
    for (const [who, path, status] of [
      ['H1', 'when-missed', 200],
      ['M1', 'when-missed', 403],
      ['T1', 'when-missed?tutor=T1', 403],
      ['A1', 'when-missed?programme=BUS', 403],
      ['A1', 'when-missed?learner=L4', 403],
      ['L2', 'when-missed?learner=L2', 403],
      ['E1', 'when-missed?learner=L2', 403],
    ] as const)
      expect([who, path, (await visit.see(who, path)).status]).toEqual([who, path, status]);
  });
});
