import { expect, test } from '@jest/globals';
import { demoDay } from '../../src/demo/sample-college.ts';
import { sayDay } from '../../src/domain/calendar.ts';

test.each([
  ['Monday', '2026-11-23', 'Monday 23 November'],
  ['Thursday', '2026-11-26', 'Thursday 26 November'],
  ['Friday', '2026-11-27', 'Monday 30 November'],
  ['Saturday', '2026-11-28', 'Monday 30 November'],
  ['Sunday', '2026-11-29', 'Monday 30 November'],
])('a demo begun on a %s plays on a day whose tomorrow has lessons too', (_, on, plays) => {
  expect(sayDay(demoDay(new Date(`${on}T00:10:00Z`)))).toBe(plays);
});
