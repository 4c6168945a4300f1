import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Holidays from 'date-holidays';
import { z } from 'zod';
import { type Day, type Division, divisions, type Holidays as HolidaySet, isDay } from '../domain/calendar.ts';
import type { HolidaysOf } from '../domain/enrolment.ts';

const Events = z.looseObject({ events: z.array(z.looseObject({ date: z.string().refine(isDay) })) });
/** GOV.UK's bank-holidays.json: an object by division, each with its events. */
const BankHolidays = z.looseObject({
  'england-and-wales': Events,
  scotland: Events,
  'northern-ireland': Events,
});

/** GOV.UK's file as it stood on its `updated` day; it knows one-off days that no rule computes. */
const bundledHolidays = join(import.meta.dirname, 'bank-holidays.json');

const regions: Record<Division, string> = { 'england-and-wales': 'ENG', scotland: 'SCT', 'northern-ireland': 'NIR' };
const firstYear = 2024;
const lastYear = 2035;

const known = new Map<Division, Day[]>();

/** Computed once a process: it takes a moment. */
function computed(division: Division): Day[] {
  const before = known.get(division);
  if (before) return before;
  const calendar = new Holidays('GB', regions[division]);
  const days: Day[] = [];
  for (let year = firstYear; year <= lastYear; year++)
    for (const holiday of calendar.getHolidays(year))
      if (holiday.type === 'public' || holiday.type === 'bank') days.push(holiday.date.slice(0, 10));
  known.set(division, days);
  return days;
}

/** What a file holds. Throws with the setting it was named by. */
function readEvents(file: string): z.output<typeof BankHolidays> {
  const problem = (what: string) => new Error(`BANK_HOLIDAYS_FILE: ${file} ${what}`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw problem('is not there, or cannot be read');
  }
  try {
    return BankHolidays.parse(JSON.parse(text));
  } catch {
    throw problem("is not in the format of GOV.UK's bank-holidays.json");
  }
}

/** The years that a file of bank holidays has days of; the others are computed. */
export function givenYears(file: string = bundledHolidays): number[] {
  return readEvents(file)['england-and-wales'].events.map(({ date }) => Number(date.slice(0, 4)));
}

/**
 * Bank holidays by division: from a file in GOV.UK's format, the bundled one unless a newer is named, and computed for
 * the years that file does not reach. Throws, naming the file, when it is not in that format.
 */
export function loadHolidays(file: string = bundledHolidays): Record<Division, HolidaySet> {
  const given = readEvents(file);
  return Object.fromEntries(
    divisions.map((division) => {
      const own = given[division].events.map((event) => event.date);
      const years = new Set(own.map((day) => day.slice(0, 4)));
      return [division, new Set([...own, ...computed(division).filter((day) => !years.has(day.slice(0, 4)))])];
    }),
  ) as unknown as Record<Division, HolidaySet>;
}

/** Days off as the use cases ask for them: a division's bank holidays, England and Wales' when none is named, and a site's own. */
export function holidaysFrom(file?: string): (of: HolidaysOf | null | undefined) => HolidaySet {
  const all = loadHolidays(file);
  return (of) => {
    const { division = 'england-and-wales', closed = [] } = of ?? {};
    return closed.length > 0 ? new Set([...all[division], ...closed]) : all[division];
  };
}
