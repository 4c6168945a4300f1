import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Division, divisions, type Holidays as HolidaySet, isDay } from '../domain/calendar.ts';
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

/** What rules give for the years around: `test/support/compute-holidays.ts` writes it. */
const computedHolidays = join(import.meta.dirname, 'computed-bank-holidays.json');

const Computed = z.record(z.enum(divisions), z.array(z.string().refine(isDay)));

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
 * Bank holidays by division: from a file in GOV.UK's format, the bundled one unless a newer is named, and as rules give
 * them for the years that file does not reach, until 2040. Throws, naming the file, when it is not in that format.
 */
export function loadHolidays(file: string = bundledHolidays): Record<Division, HolidaySet> {
  const given = readEvents(file);
  const computed = Computed.parse(JSON.parse(readFileSync(computedHolidays, 'utf8')));
  return Object.fromEntries(
    divisions.map((division) => {
      const own = given[division].events.map((event) => event.date);
      const years = new Set(own.map((day) => day.slice(0, 4)));
      return [division, new Set([...own, ...computed[division].filter((day) => !years.has(day.slice(0, 4)))])];
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
