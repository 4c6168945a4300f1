import { expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/calendar.ts';
import { layEvents } from '../../src/http/pages/chart-events.ts';

/** A college year in which something happened in each of these weeks. */
const yearOf = (weeks: readonly number[]) =>
  weeks.map((week) => ({
    monday: addDays('2026-09-07', week * 7),
    day: addDays('2026-09-07', week * 7 + 2),
    titles: ['Decided B: Disciplinary', 'Text sent', 'Amber risk'].slice(week % 3),
  }));

test.each([
  ['one', [3]],
  ['two side by side', [3, 4]],
  ['a few', [1, 2, 9, 10, 12, 20]],
  ['every week of a year', Array.from({ length: 40 }, (_, i) => i)],
] as const)('of %s: no words lie on others, no stem goes through words, the last has words', (_, weeks) => {
  const events = yearOf(weeks);
  const { placed } = layEvents(events, ({ monday }) => 36 + 18 * events.findIndex((one) => one.monday === monday));
  expect(placed.length).toBe(events.length);
  const worded = placed.filter(({ lane }) => lane >= 0);
  expect(worded).toContainEqual(expect.objectContaining({ event: events.at(-1) }));
  for (const one of worded)
    for (const other of worded.filter(({ x }) => x > one.x && x < one.end)) expect(other.lane).toBeLessThan(one.lane);
});
