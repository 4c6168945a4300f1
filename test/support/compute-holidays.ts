import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Holidays from 'date-holidays';
import type { Day, Division } from '../../src/domain/calendar.ts';

/** The bank holidays that the bot goes by in years which GOV.UK's file does not reach. */
export const computedFile = join(import.meta.dirname, '../../src/config/computed-bank-holidays.json');

const regions: Record<Division, string> = { 'england-and-wales': 'ENG', scotland: 'SCT', 'northern-ireland': 'NIR' };
const [firstYear, lastYear] = [2024, 2040];

/** The same, as rules give them. */
export function computeHolidays(): Record<Division, Day[]> {
  const daysOf = (region: string): Day[] => {
    const calendar = new Holidays('GB', region);
    const days = new Set<Day>();
    for (let year = firstYear; year <= lastYear; year++)
      for (const { type, date } of calendar.getHolidays(year))
        if (type === 'public' || type === 'bank') days.add(date.slice(0, 10));
    return [...days].sort();
  };
  return Object.fromEntries(Object.entries(regions).map(([division, region]) => [division, daysOf(region)])) as Record<
    Division,
    Day[]
  >;
}

// Run by itself it writes the file anew.
if (process.argv[1] === import.meta.filename)
  writeFileSync(computedFile, `${JSON.stringify(computeHolidays(), null, 2)}\n`);
