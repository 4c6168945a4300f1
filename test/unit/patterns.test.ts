import { expect, test } from '@jest/globals';
import { suddenFall, weekdayPattern } from '../../src/policy/rules/patterns.ts';

const of = (...all: [number, number, number][]) =>
  new Map(all.map(([day, missed, held]) => [day, { missed, of: held }]));

test('a weekday is a pattern only where it differs from the learner’s other days and from what the group misses', () => {
  const mondays = of([1, 4, 9], [2, 1, 30]);
  expect(weekdayPattern(mondays, of([1, 3, 90], [2, 3, 90]))).toMatchObject({ weekday: 1 });
  // Everybody misses Mondays.
  expect(weekdayPattern(mondays, of([1, 40, 90], [2, 3, 90]))).toBeUndefined();
  // Nearly every lesson lies on a Monday: missing most on Mondays says nothing.
  expect(weekdayPattern(of([1, 10, 50], [2, 2, 10]), of([1, 3, 90]))).toBeUndefined();
  expect(weekdayPattern(of([1, 2, 4], [2, 0, 30]), of([1, 0, 90]))).toBeUndefined();
});

test('a sudden fall is told from attendance that was never good, and from one bad week', () => {
  expect(suddenFall([100, 100, 100, 11, 29])).toEqual({ before: 100, now: 20, weeks: 2 });
  expect(suddenFall([100, 100, 100, 0, 10, 5])).toEqual({ before: 100, now: 5, weeks: 3 });
  expect(suddenFall([70, 60, 70, 11, 29])).toBeUndefined();
  expect(suddenFall([100, 100, 100, 100, 80])).toBeUndefined();
  expect(suddenFall([100, 20, 20])).toBeUndefined();
});
