import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadHolidays } from '../../src/config/load-holidays.ts';
import {
  addDays,
  addMonths,
  addWorkingDays,
  dayOf,
  divisions,
  instantOf,
  isoAt,
  isWorkingDay,
  timeOf,
  workingDayBefore,
  workingDaysAfter,
  workingDaysBetween,
} from '../../src/domain/calendar.ts';
import { computedFile, computeHolidays } from '../support/compute-holidays.ts';

const holidays = loadHolidays();
const days = fc.integer({ min: 0, max: 700 }).map((n) => addDays('2026-01-01', n));

describe('working days', () => {
  test.each([
    ['2026-11-23', 'england-and-wales', '2026-11-30'],
    ['2026-11-23', 'scotland', '2026-12-01'],
    ['2026-11-23', 'northern-ireland', '2026-11-30'],
    ['2026-12-18', 'england-and-wales', '2026-12-29'],
    ['2026-12-21', 'england-and-wales', '2026-12-30'],
    ['2026-12-24', 'england-and-wales', '2027-01-05'],
  ] as const)('5 working days from %s in %s end on %s', (from, division, to) => {
    expect(addWorkingDays(from, 5, holidays[division])).toBe(to);
  });

  test('where every day is a holiday the search ends, forwards and backwards, and nothing counts', () => {
    const all = new Set(Array.from({ length: 4_000 }, (_, i) => addDays('2024-01-01', i)));
    // Says so of any day there is, and ends a search that would go on for ever.
    const always = (left: number) =>
      ({
        has() {
          if (left-- === 0) throw new Error('looks at ten thousand days');
          return true;
        },
        size: 0,
        [Symbol.iterator]: () => [].values(),
      }) as unknown as Set<string>;
    for (const none of [all, always(10_000)]) {
      expect(addWorkingDays('2026-11-23', 5, none) > '2026-11-23').toBe(true);
      expect(workingDaysAfter('2026-11-23', 3, none)).toHaveLength(3);
      expect(workingDayBefore('2026-11-23', none) < '2026-11-23').toBe(true);
    }
    expect(workingDaysBetween('2026-11-23', '2027-11-23', all)).toBe(0);
  });

  test('to the end of all years is counted without a walk through them', () => {
    class Walked extends Set<string> {
      override has(): boolean {
        throw new Error('looks at the days one by one');
      }
    }
    expect(workingDaysBetween('2026-11-23', '9999-12-31', new Walked())).toBe(2_080_084);
  });

  test.each([
    ['2027-03-28', 1, '2027-03-29'],
    ['2027-03-26', 5, '2027-03-31'],
    ['2026-10-24', 2, '2026-10-26'],
    ['2027-03-14', 1, '2027-03-15'],
    ['2026-11-01', 1, '2026-11-02'],
    ['2027-03-29', -1, '2027-03-28'],
  ])('%s and %i days is %s, also where clocks change on the way', (from, count, to) => {
    expect(addDays(from, count)).toBe(to);
    expect(addWorkingDays('2027-03-24', 5, new Set())).toBe('2027-03-31');
  });

  test('adding and counting agree, and never land on a weekend or holiday', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 40 }), fc.constantFrom(...divisions), (from, count, division) => {
        const to = addWorkingDays(from, count, holidays[division]);
        expect(isWorkingDay(to, holidays[division])).toBe(true);
        expect(workingDaysBetween(from, to, holidays[division])).toBe(count);
      }),
    );
  });

  test('the bundled file knows one-off days that no rule computes; years beyond it are computed', () => {
    expect(holidays.scotland.has('2026-06-15')).toBe(true);
    expect(holidays['england-and-wales'].has('2026-06-15')).toBe(false);
    expect(addWorkingDays('2026-06-12', 1, holidays.scotland)).toBe('2026-06-16');
    expect(holidays['england-and-wales'].has('2031-12-25')).toBe(true);
  });

  test('the years that GOV.UK’s file does not reach are those that rules give, until 2040', () => {
    expect(JSON.parse(readFileSync(computedFile, 'utf8'))).toEqual(computeHolidays());
    expect(holidays['northern-ireland'].has('2040-07-12')).toBe(true);
  });

  test('days move by the calendar wherever the machine stands, across the clock change and the month’s end', () => {
    expect(addDays('2027-03-28', 1)).toBe('2027-03-29');
    expect(addDays('2027-03-26', 5)).toBe('2027-03-31');
    expect(addWorkingDays('2027-03-24', 5, new Set())).toBe('2027-03-31');
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-11-05', 1)).toBe('2026-12-05');
  });

  test('a file in GOV.UK’s format decides for its years; other years are computed; another format is refused by name', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'holidays-')), 'bank-holidays.json');
    const events = [{ title: 'Extra day', date: '2026-11-24', notes: '', bunting: true }];
    const division = (name: string) => ({ division: name, events });
    writeFileSync(file, JSON.stringify(Object.fromEntries(divisions.map((name) => [name, division(name)]))));
    const given = loadHolidays(file)['england-and-wales'];
    expect(given.has('2026-11-24')).toBe(true);
    expect(given.has('2026-12-25')).toBe(false);
    expect(given.has('2027-01-01')).toBe(true);
    writeFileSync(file, '{"england": []}');
    expect(() => loadHolidays(file)).toThrow('bank-holidays.json is not in the format');
  });
});

describe('clock changes and midnight', () => {
  test('a session keeps its wall-clock time across the change, and its day past midnight', () => {
    expect(instantOf('2026-10-24', '09:00').toISOString()).toBe('2026-10-24T08:00:00.000Z');
    expect(instantOf('2026-10-26', '09:00').toISOString()).toBe('2026-10-26T09:00:00.000Z');
    expect(instantOf('2027-03-29', '09:00').toISOString()).toBe('2027-03-29T08:00:00.000Z');
    const late = instantOf('2026-11-23', '23:30');
    expect(dayOf(late)).toBe('2026-11-23');
    expect(dayOf(new Date(late.getTime() + 3_600_000))).toBe('2026-11-24');
  });

  test('day and time come back from their instant, except in the hour that does not exist', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '15', '45'), (day, hour, minute) => {
        const time = `${String(hour).padStart(2, '0')}:${minute}`;
        const instant = instantOf(day, time);
        if (hour !== 1) expect([dayOf(instant), timeOf(instant)]).toEqual([day, time]);
      }),
    );
  });

  test.each(['Europe/London', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Chatham', 'America/St_Johns'])(
    'the clocks of %s are read right to the minute, at its changes too',
    (timeZone) => {
      const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
      const clocks = new Intl.DateTimeFormat('sv-SE', { timeZone, hourCycle: 'h23', ...parts });
      // The hours in which one of these zones changes, and those about an ordinary noon, asked for in both directions.
      const hours = [
        '2026-03-08T06',
        '2026-03-29T01',
        '2026-04-04T14',
        '2026-10-03T15',
        '2026-10-25T01',
        '2026-06-10T12',
      ];
      const instants = hours.flatMap((hour) =>
        Array.from({ length: 120 }, (_, i) => new Date(Date.parse(`${hour}:00:00Z`) + (i - 30) * 60_000)),
      );
      for (const at of [...instants, ...instants.toReversed()]) {
        const shown = clocks.format(at);
        expect(`${dayOf(at, timeZone)} ${timeOf(at, timeZone)}`).toBe(shown);
        expect(isoAt(at, timeZone).slice(0, 16)).toBe(shown.replace(' ', 'T'));
        expect(new Date(isoAt(at, timeZone))).toEqual(at);
      }
    },
  );
});
