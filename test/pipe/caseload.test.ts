import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isRefusal, type Outcome } from '../../src/domain/failure.ts';
import type { Person } from '../../src/domain/person.ts';
import { caseload } from '../../src/usecases/overview/caseload.ts';
import { looseEndsOf } from '../../src/usecases/registers/loose-ends.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { openReport } from '../../src/usecases/risk/report-at-risk.ts';
import { College, day } from '../support/college.ts';
import { unescaped } from '../support/plain-html.ts';
import { putMeeting, putReview } from '../support/put-to-people.ts';
import { addLessons, missOneTooMany, start } from '../support/review.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

function taken<T>(outcome: Outcome<T>): T {
  if (isRefusal(outcome)) throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** Somebody's caseload by learner. */
async function rowsOf(college: College, id: string) {
  const viewer = (await college.c.people.findOne({ _id: id })) as Person;
  const { rows } = taken(await caseload(college.bot.world, viewer));
  return new Map(rows.map((one) => [one.learnerId, one]));
}

describe('a caseload says who is not seen, and who fell (S1)', () => {
  let college: College;
  const codes = (code: string, ...days: number[]) => days.map((n) => ({ code, on: day(n) }));
  /** The days of so many weeks before this one. */
  const daysOf = (...weeks: number[]) => weeks.flatMap((week) => [0, 1, 2, 3, 4].map((n) => n - 7 * week));
  beforeAll(async () => {
    college = await College.open({ learners: 8, rulesAlone: true });
    // Seen last on Friday 18 September.
    await college.addHistory('L1', [
      ...codes('present', ...daysOf(10)),
      ...codes('unauthorised', ...daysOf(9, 8, 7, 6, 5, 4, 3, 2, 1)),
    ]);
    // The last lesson was on Thursday.
    await college.addHistory('L2', codes('present', -11, -10, -6, -5, -4));
    // A break of two weeks.
    await college.addHistory('L3', codes('present', ...daysOf(4, 3)));
    await college.addHistory('L4', [...codes('present', ...daysOf(2), -7, -6), ...codes('authorised', -5, -4, -3)]);
    await college.addHistory('L5', [...codes('present', ...daysOf(2, 1)), ...codes('unauthorised', 0, 0)]);
    await college.addHistory('L6', [...codes('present', ...daysOf(2, 1)), ...codes('unauthorised', 0)]);
    await college.addHistory('L7', codes('unauthorised', ...daysOf(1)));
    await college.addHistory('L8', [
      ...codes('present', ...daysOf(4), -21, -20),
      ...codes('unauthorised', -19),
      ...codes('present', 0),
    ]);
    await recount(college.bot.world, true);
    await college.moveTo('08:30');
  });
  afterAll(() => college.close());

  test('who was last seen nine weeks ago is not seen since then, and gone', async () => {
    const row = (await rowsOf(college, 'M1')).get('L1');
    expect(row).toMatchObject({ lastSeen: '2026-09-18', daysMissed: 45, is: { unseen: true, gone: true } });
    expect(row?.why).toBe('Not seen on the last 45 days with lessons');
    const words = pageWords((await visitorOf(college).see('M1', 'caseload?show=unseen')).text);
    expect(words).toMatch(/Aisha Khan .* Fri 18 Sep 66 days ago/);
  });

  test('days without a lesson, at a weekend or in a break, are not days on which somebody was not seen', async () => {
    const rows = await rowsOf(college, 'M1');
    for (const [id, lastSeen] of [
      ['L2', day(-4)],
      ['L3', day(-17)],
    ] as const)
      expect([id, rows.get(id)]).toMatchObject([id, { lastSeen, daysMissed: 0, is: { unseen: false, gone: false } }]);
  });

  test('three days away with leave are days away, and nobody is gone by them', async () => {
    expect((await rowsOf(college, 'M1')).get('L4')).toMatchObject({
      lastSeen: day(-6),
      daysMissed: 3,
      is: { unseen: true, gone: false },
    });
  });

  test('who never came is not seen either', async () => {
    const row = (await rowsOf(college, 'M1')).get('L7');
    expect(row).toMatchObject({ daysMissed: 5, why: 'Not seen on any of 5 days with lessons', is: { gone: true } });
    expect(row?.lastSeen).toBeUndefined();
  });

  test('a sudden fall says to ask first; one lesson of a Monday is none', async () => {
    const rows = await rowsOf(college, 'M1');
    expect(rows.get('L5')?.why).toBe(
      'Sudden fall from 100% last week to 0% so far. It could be health or family: ask first.',
    );
    expect(rows.get('L6')?.why).toBe('Fell from 100% last week to 0% so far');
  });

  test('a change is told in points with an arrow; after a break it names the week', async () => {
    const { text } = await visitorOf(college).see('M1', 'caseload');
    const row = (name: string) => unescaped(text.split('<tr>').find((one) => one.includes(name)) ?? '');
    expect(row('Ella Wright')).toMatch(/<svg[^>]*aria-hidden="true".*<\/svg>down 100</);
    expect(row('Harry Singh')).toMatch(/<\/svg>up 34 on week of 2 Nov</);
    expect(row('Ben Carter')).not.toMatch(/down|up \d/);
  });

  test('a learner is found by a part of the name, whatever is shown, and exported alone', async () => {
    const visit = visitorOf(college);
    const words = pageWords((await visit.see('M1', 'caseload?find=wright+ELLA')).text);
    expect(words).toContain('“wright ELLA”: 1 of 8 learners.');
    expect(words).toMatch(/Ella Wright/);
    expect(words).not.toMatch(/Ben Carter/);
    expect((await visit.see('M1', 'caseload?find=ella&export=csv')).text.trim().split('\r\n')).toHaveLength(2);
    expect(pageWords((await visit.see('M1', 'caseload?find=zoe')).text)).toContain('Nobody of yours is called that.');
  });
});

describe('what comes next about a learner (S1)', () => {
  let college: College;
  let visit: ReturnType<typeof visitorOf>;
  beforeAll(async () => {
    college = await College.open({ learners: 4, rulesAlone: true });
    visit = visitorOf(college);
    for (const id of ['M1', 'H1', 'T1', 'L1', 'L4']) await college.say(id, 'help');
    await addLessons(college, [0, 1, 2, 3, 4]);
    await missOneTooMany(college, ['L2', 'L3']);
  });
  afterAll(() => college.close());

  const nextOf = async (who: string, learner: string) => (await rowsOf(college, who)).get(learner)?.next;
  /** Where the cell of a learner's next thing leads, and its words. */
  async function cellOf(who: string, name: string): Promise<{ href: string; words: string }> {
    const { text } = await visit.see(who, 'caseload');
    const row = text.split('<tr>').find((one) => one.includes(name)) ?? '';
    const [, cell = ''] = row.match(/data-label="Next">(.*?)<\/td>/s) ?? [];
    const [, href = ''] = cell.match(/href="\/p\/[\w-]+\/([^"]+)"/) ?? [];
    return { href: unescaped(href), words: pageWords(`<main>${cell}`).replace('<main>', '').trim() };
  }
  async function myTasks(who: string): Promise<string> {
    await college.say(who, 'my tasks');
    return college.words(who, 'My tasks');
  }
  /** Whether what is open about Aisha waits for somebody on their caseload and in their digest, and how many things do under “my tasks”. */
  async function waitsFor(who: string): Promise<[boolean, boolean, number]> {
    const viewer = (await college.c.people.findOne({ _id: who })) as Person;
    const ends = await looseEndsOf(college.bot.world, viewer);
    const words = await myTasks(who);
    const [, count = ''] = /(Nothing|One thing|\d+ things?) (?:is waiting|waits?) for you/.exec(words) ?? [];
    return [
      (await rowsOf(college, who)).get('L1')?.is.mine === true,
      ends.some((one) => one.learnerId === 'L1'),
      count === 'Nothing' ? 0 : count === 'One thing' ? 1 : Number.parseInt(count, 10),
    ];
  }

  test('a decision says by when it is due, the day on which it goes to whoever is above, and leads to where it was put', async () => {
    expect(await nextOf('M1', 'L3')).toMatchObject({
      label: 'Decide',
      isMine: true,
      when: { word: 'by', day: day(3) },
    });
    const { href, words } = await cellOf('M1', 'Chloe Evans');
    expect(words).toBe('Decide by Thu 26 Nov');
    const [path = '', anchor = ''] = href.split('#');
    expect(path).toBe('story/L3');
    const story = (await visit.see('M1', path)).text;
    const [, row = ''] = story.split(`<tr id="${anchor}">`);
    expect(pageWords(`<main>${row.split('</tr>')[0]}`)).toMatch(/Chloe Evans (is at|has)/);
  });

  test('a review that was proposed waits for the head alone, with whom and since when; who has no right to it hears nothing', async () => {
    await putReview(college, 'L1');
    const [, , before] = await waitsFor('M1');
    expect(await waitsFor('M1')).toEqual([true, true, before]);
    expect((await cellOf('M1', 'Aisha Khan')).words).toBe('A Conduct Review to write since Mon 23 Nov');
    await college.press('M1', ['Starts on', 'Aisha Khan'], 'Propose it', { 'Starts on': start });
    expect((await cellOf('M1', 'Aisha Khan')).words).toBe(
      'With Ruth Adeyemi A Conduct Review to approve, since Mon 23 Nov',
    );
    expect(await nextOf('H1', 'L1')).toMatchObject({ label: 'A Conduct Review to approve', isMine: true });
    expect(await nextOf('T1', 'L1')).toBeUndefined();
    expect(await waitsFor('M1')).toEqual([false, false, before - 1]);
    expect((await waitsFor('H1')).slice(0, 2)).toEqual([true, true]);
  });

  test('a review that was agreed and begins later waits for nobody, and “my tasks” has it below what does', async () => {
    const before = await waitsFor('M1');
    await college.press('H1', ['If not: why', 'Aisha Khan'], 'Approve');
    const { href, words } = await cellOf('M1', 'Aisha Khan');
    expect(words).toBe('Conduct Review from Mon 30 Nov');
    expect(href).toMatch(/^reviews\//);
    expect((await visit.see('M1', href)).status).toBe(200);
    expect((await rowsOf(college, 'M1')).get('L1')?.is).toMatchObject({ mine: false, review: false });
    expect(await waitsFor('M1')).toEqual(before);
    expect(await myTasks('M1')).toContain('Conduct Review agreed');
  });

  test('a meeting that was arranged is on its day and time, and waits for nobody', async () => {
    await putMeeting(college, 'L4');
    expect(await nextOf('M1', 'L4')).toMatchObject({ label: 'A meeting to arrange', isMine: true });
    await college.press('M1', ['Arrange a meeting', 'Daniel Osei ('], 'Invite learner and parent', {
      Day: day(8),
      Time: '15:30',
    });
    expect((await cellOf('M1', 'Daniel Osei')).words).toBe('Meeting Tue 1 Dec, 15:30');
    expect((await rowsOf(college, 'M1')).get('L4')?.is.mine).toBe(false);
  });

  test('of a case on a programme on which the viewer has nothing to do with the learner nothing is said', async () => {
    const { c, bot } = college;
    await c.enrolments.updateOne({ _id: 'APP-L1' }, { $set: { mentorId: 'M1' } });
    const cause = { code: 'said' as const, words: 'stopped answering' };
    const tutor = (await c.people.findOne({ _id: 'T1' })) as Person;
    for (const id of ['L1', 'L4']) await bot.world.together((w) => openReport(w, tutor, id, 'APP', cause));
    const rows = await rowsOf(college, 'M1');
    expect(rows.get('L1')?.why).toContain('stopped answering');
    expect(rows.get('L4')?.why).not.toContain('stopped answering');
    expect(rows.get('L4')).toMatchObject({ is: { put: false } });
    expect(rows.get('L4')?.next?.withWhom).toBeUndefined();
  });
});
