import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recount } from '../../src/usecases/registers/recount.ts';
import { College } from '../support/college.ts';
import { unescaped } from '../support/plain-html.ts';
import { fillTerm } from '../support/term.ts';
import { visitorOf } from '../support/visitor.ts';

let college: College;
beforeAll(async () => {
  college = await College.open();
  await college.addPerson('D1', 'Dana Head', ['leader']);
  await fillTerm(college, 70);
  await recount(college.bot.world, true);
  await college.addSession({ _id: 's1' });
  await college.moveTo('09:00');
  // A week of nothing but an absence: its figure is 0.
  await college.save('s1', { 'BUS-L2': 'unauthorised' });
  await college.moveTo('09:40');
});
afterAll(() => college.close());

/** Pages with charts, who sees them, and what their dashed line is. */
const charts: [string, string, RegExp][] = [
  ['D1', 'college', /(policy )?line \d+%/],
  ['M1', 'story/L2', /policy line \d+%/],
  ['M1', 'caseload', /policy line \d+%/],
  ['O1', 'programmes', /target 100%/],
  ['O1', 'programmes?by=type&of=punctual', /target 100%/],
  ['O1', 'programmes?columns=terms', /target 100%/],
];

test.each(charts)(
  'charts for %s on %s say all their figures and their line in a sentence, draw the line, and mark the running week',
  async (who, path, line) => {
    const { text } = await visitorOf(college).see(who, path);
    const found = [...text.matchAll(/<svg class="chart[^>]* aria-label="([^"]+)">(.*?)<\/svg>/gs)];
    expect(found.length).toBeGreaterThan(0);
    // Every picture that is no mere shape beside its word is a chart with its sentence.
    const pictures = [...text.matchAll(/<svg\b[^>]*>/g)].filter(([tag]) => !tag.includes('aria-hidden="true"'));
    expect(pictures.length).toBe(found.length);
    for (const [, label = '', drawn = ''] of found) {
      const said = unescaped(label);
      expect(said).toMatch(/^Percent .+: .+\.$/);
      expect(said).toMatch(line);
      expect(drawn).toContain('class="policy"');
      for (const [, figure = ''] of drawn.matchAll(/<text[^>]*>(\d+)<\/text>/g)) expect(said).toContain(` ${figure}%`);
      if (said.includes('so far')) expect(drawn).toMatch(/class="(ring|bar-now)"/);
    }
  },
);

test('a week in which nothing was attended stands in the chart as 0', async () => {
  const { text } = await visitorOf(college).see('M1', 'story/L2');
  const [, label = '', drawn = ''] = text.match(/<svg class="chart"[^>]* aria-label="([^"]+)">(.*?)<\/svg>/s) ?? [];
  expect(label).toContain('week of 23 Nov 0% so far');
  expect(drawn).toMatch(/class="ring"[^>]*>\s*<text[^>]*>0<\/text>/);
});

test('each chart stands under its title', async () => {
  for (const [who, path] of charts) {
    const { text } = await visitorOf(college).see(who, path);
    for (const { index } of text.matchAll(/<svg class="chart( bars)?"/g))
      expect([path, text.slice(Math.max(0, index - 900), index)]).toEqual([
        path,
        expect.stringMatching(/<h2>[^<]+<\/h2>/),
      ]);
  }
});
