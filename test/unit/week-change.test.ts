import { expect, test } from '@jest/globals';
import { sayChange, type Week } from '../../src/usecases/overview/weeks.ts';

const week = (monday: string, percent: number | null): Week => ({
  monday,
  percent,
  sessions: percent === null ? 0 : 5,
  attended: 0,
  isRunning: false,
});

test.each([
  [[week('2026-11-16', 91), week('2026-11-23', 84)], 'down 7 points on last week'],
  [[week('2026-11-16', 84), week('2026-11-23', 91)], 'up 7 points on last week'],
  [[week('2026-11-16', 84), week('2026-11-23', 84)], 'the same as last week'],
  // After half-term the week before is no "last week", and is named.
  [
    [week('2026-10-19', 91), week('2026-10-26', null), week('2026-11-02', 84)],
    'down 7 points on the week of Monday 19 October',
  ],
  [
    [week('2026-10-19', 84), week('2026-10-26', null), week('2026-11-02', 84)],
    'the same as the week of Monday 19 October',
  ],
  [[week('2026-11-16', 91), week('2026-11-23', null)], ''],
  [[week('2026-11-23', 84)], ''],
  [[], ''],
])('a week against the last one that had marks: %#', (weeks, said) => {
  expect(sayChange(weeks)).toBe(said);
});
