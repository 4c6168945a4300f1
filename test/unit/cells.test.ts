import { describe, expect, test } from '@jest/globals';
import { readDay, readTime } from '../../src/cli/tables/cells.ts';

describe('days and times as files write them', () => {
  test.each([
    ['2026-12-01', '2026-12-01'],
    ['20261201', '2026-12-01'],
    ['01/12/2026', '2026-12-01'],
    ['1.12.2026', '2026-12-01'],
    ['Tue 01/12/2026', '2026-12-01'],
    ['1 Dec 2026', '2026-12-01'],
    ['1st December 2026', '2026-12-01'],
    ['01-DEC-26', '2026-12-01'],
    ['01/12/26', '2026-12-01'],
    ['46357', '2026-12-01'],
    ['46357.375', '2026-12-01'],
    ['01/12/2026 09:00:00', '2026-12-01'],
    ['2026-12-01 09:00', '2026-12-01'],
    // An instant late in the evening of summer is the next day here.
    ['2026-06-30T23:30:00Z', '2026-07-01'],
  ])('%s is %s', (text, day) => expect(readDay(text, '20')).toBe(day));

  test.each(['12/31/2026', '30/02/2026', '2026', 'next week', '01 Foo 2026', '1/2', ''])('%s is no day', (text) =>
    expect(readDay(text, '20')).toBeUndefined(),
  );

  test('of a birth the year is not guessed', () => expect(readDay('01/12/09')).toBeUndefined());

  test.each([
    ['9:00', '09:00'],
    ['09.00', '09:00'],
    ['9.30', '09:30'],
    ['09:00:00', '09:00'],
    ['0900', '09:00'],
    ['0.375', '09:00'],
    ['.75', '18:00'],
    ['46357.375', '09:00'],
    ['9am', '09:00'],
    ['9:30 PM', '21:30'],
    ['12:15 am', '00:15'],
    ['01/12/2026 09:00', '09:00'],
    ['2026-12-01T09:00', '09:00'],
    ['2026-06-30T08:00:00Z', '09:00'],
  ])('%s is %s', (text, time) => expect(readTime(text)).toBe(time));

  test.each(['9', '25:00', '9.5', '13:00 pm', '9:60', 'noon', '46357', '09:00:30'])('%s is no time', (text) =>
    expect(readTime(text)).toBeUndefined(),
  );
});
