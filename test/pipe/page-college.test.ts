import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College, monday } from '../support/college.ts';
import { unescaped } from '../support/plain-html.ts';
import { pageWords, visitorOf } from '../support/visitor.ts';

let college: College;
beforeAll(async () => {
  college = await College.open({ learners: 4, rulesAlone: true });
  await college.addPerson('D1', 'Dee Head', ['leader']);
  const on = (ago: number, code: string) => ({ code, on: college.daysAgo(ago) });
  for (const id of ['L1', 'L2', 'L3', 'L4']) {
    await college.addHistory(id, [on(14, 'present'), on(7, id < 'L3' ? 'unauthorised' : 'present')]);
    await college.addHistory(id, [on(14, 'present'), on(7, 'present')], 'APP');
  }
  await recount(college.bot.world, true);
  await college.addSession({ _id: 'now' });
  await college.moveTo('09:00');
  await college.save('now', {});
  // Both policies flag Aisha: she is one learner.
  for (const [learnerId, packId, flag] of [
    ['L1', 'green-labyrinth', 'red'],
    ['L1', 'sts', 'amber'],
    ['L2', 'sts', 'amber'],
  ] as const)
    await college.c.standings.updateOne({ learnerId, packId }, { $set: { flag } });
});
afterAll(() => college.close());

const see = async (path: string) => (await visitorOf(college).see('D1', path)).text;
const rowsOf = (text: string) =>
  [...text.matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map(([row]) => pageWords(`<main${row}`).replace(/^> ?/, ''));

test('the programmes’ table ends with the whole college, in which a learner of two programmes counts once', async () => {
  const rows = rowsOf(await see('college'));
  const at = (name: string) => rows.findIndex((one) => one.startsWith(name));
  expect(rows[at('Level 2 Business')]).toMatch(/ 1 0$/);
  expect(rows[at('Level 3 Team Leader')]).toMatch(/ 0 2$/);
  expect(rows[at('Whole college')]).toMatch(/^Whole college 4 learners 100 75 100 up 25 \d+ 1 1$/);
  expect(at('Whole college')).toBeGreaterThan(at('Level 3 Team Leader'));
  expect((await visitorOf(college).see('D1', 'college?export=csv')).text).toMatch(/All together,4,100,75,100,\d+,1,1/);
});

test('a programme’s name leads to the page of that programme', async () => {
  const [, href = ''] = /href="[^"]*\/(programmes\?[^"]*)">Level 3 Team Leader/.exec(await see('college')) ?? [];
  const rows = rowsOf(await see(unescaped(href)));
  expect(rows.some((one) => one.startsWith('Level 3 Team Leader'))).toBe(true);
  expect(rows.filter((one) => one.startsWith('Level 2 Business'))).toEqual([]);
});

test('what the tints mean stands above the tables that have them: College and Programmes', async () => {
  const words = '95 and over 90 to 94 85 to 89 below 85, bold and underlined';
  for (const path of ['college', 'programmes']) expect(pageWords(await see(path))).toContain(words);
});

test('a week can be picked: sentences and figures end with it, and those to come can still be picked', async () => {
  const week = addDays(monday, -14);
  const now = await see('college');
  expect(now).toContain(`<option value="${week}">`);
  expect(pageWords(now)).toContain('Attendance was 75% in the week of 16 November, down 25 points on the week before');
  const then = await see(`college?week=${week}`);
  expect(pageWords(then)).toContain('Attendance was 100% in the week of 9 November');
  expect(pageWords(then)).toContain('Figures to the week of 9 Nov; flags, cases and decisions are those of now.');
  expect(rowsOf(then).find((one) => one.startsWith('Whole college'))).toMatch(/^Whole college 4 learners 100 100 1 1$/);
  expect(then).toContain(`<option value="${week}" selected>`);
  expect(then).toContain('<option value="">This week so far');
  // What is no week with figures is none to pick.
  for (const no of ['abc', '2026-11-25', '2030-01-07', '2025-10-06'])
    expect([no, pageWords(await see(`college?week=${no}`)).includes('Figures to the week')]).toEqual([no, false]);
});

test('S11: of safeguarding holds that leaders are told of there stand number and age, of younger ones nothing', async () => {
  await college.say('L3', 'i dont want to be here any more');
  await college.press('S1', 'dont want to be here', 'I have it');
  expect(pageWords(await see('college'))).not.toContain('safeguarding');
  await college.moveTo('09:30', addDays(monday, 8));
  expect(pageWords(await see('college'))).toContain(
    '1 safeguarding hold of which leaders are told, open for 8 days; of these the number alone.',
  );
});
