import { expect, test } from '@jest/globals';
import { policyLine, weekChart } from '../../src/http/pages/charts.ts';
import type { Week } from '../../src/usecases/overview/weeks.ts';

const weeksOf = (percents: readonly (number | null)[]) =>
  percents.map(
    (percent, i): Week => ({
      monday: new Date(Date.UTC(2026, 7, 31 + 7 * i)).toISOString().slice(0, 10),
      percent,
      sessions: 5,
      attended: 4,
      isRunning: i === percents.length - 1,
    }),
  );
const drawnOf = (percents: readonly (number | null)[]) => weekChart(weeksOf(percents), policyLine(90)).text;
const count = (text: string, part: string) => text.split(part).length - 1;

test('weeks without marks that follow one another are one grey patch, which says what it is; the week that runs is none', () => {
  const drawn = drawnOf([90, null, null, 80, null, 70, null]);
  expect(count(drawn, 'class="gap"')).toBe(2);
  expect(count(drawn, '>no marks<')).toBe(2);
  expect(count(drawnOf([90, 85, 80]), 'class="gap"')).toBe(0);
});

test('a patch too narrow for its words has none', () => {
  const year = Array.from({ length: 40 }, (_, i) => (i === 20 ? null : 90));
  expect(count(drawnOf(year), 'class="gap"')).toBe(1);
  expect(count(drawnOf(year), '>no marks<')).toBe(0);
});
