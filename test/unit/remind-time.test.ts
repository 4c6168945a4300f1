import { describe, expect, test } from '@jest/globals';
import { instantOf } from '../../src/domain/calendar.ts';
import { reminderBefore } from '../../src/domain/remind-time.ts';

const zone = 'Europe/London';
const day = '2026-11-24';
const at = (time: string, on = day) => instantOf(on, time, zone);

describe('when someone is reminded of what must be done before a session', () => {
  test.each([
    ['an hour before it', '09:00', at('15:00', '2026-11-23'), at('08:00')],
    ['ten minutes before it, where an hour is too soon', '09:00', at('08:10'), at('08:50')],
    [
      'the evening before, where the hour before is night',
      '07:00',
      at('12:00', '2026-11-23'),
      at('19:00', '2026-11-23'),
    ],
    ['ten minutes before it, where the hour before is night', '07:30', at('12:00', '2026-11-23'), at('07:20')],
    ['not at all, where it was written in the last minutes', '09:00', at('08:48'), undefined],
    ['not at all at night', '07:00', at('23:00', '2026-11-23'), undefined],
  ])('%s', (_, starts, from, expected) => {
    expect(reminderBefore(at(starts), from, zone)).toEqual(expected);
  });
});
