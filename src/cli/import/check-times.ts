import { addMinutes, type Day, defaultZone, instantOf, sayDayOfYear, timeOf } from '../../domain/calendar.ts';
import { isInstant } from '../tables/cells.ts';
import type { TableRow } from '../tables/read-rows.ts';
import type { RowProblem } from '../tables/sheet.ts';

type Times = { programme_id: string; day: Day; starts: string; ends: string };

/** What is wrong with a time on the day the clocks change; undefined when nothing is. */
function wrongAt(day: Day, time: string, zone: string): string | undefined {
  const at = instantOf(day, time, zone);
  const on = `on ${sayDayOfYear(day)}`;
  if (timeOf(at, zone) !== time) return `"${time}" is not there ${on}: the clocks go forward over it`;
  if ([-60, 60].some((minutes) => timeOf(addMinutes(at, minutes), zone) === time))
    return `"${time}" is there twice ${on}: the clocks go back; write both times with their offset, such as ${day}T${time}:00+01:00`;
  return undefined;
}

/** Sessions that begin or end in the hour that is left out when the clocks go forward, or is there twice when they go back. */
export function findImpossibleTimes(
  rows: readonly TableRow<Times>[],
  zoneOf: (programmeId: string) => string | undefined,
): RowProblem[] {
  const known = new Map<string, string | undefined>();
  const wrong = (day: Day, time: string, zone: string) => {
    const key = `${day} ${time} ${zone}`;
    if (!known.has(key)) known.set(key, wrongAt(day, time, zone));
    return known.get(key);
  };
  return rows.flatMap(({ file, line, value }) =>
    (['starts', 'ends'] as const).flatMap((column) => {
      if (isInstant(value[column])) return [];
      const why = wrong(value.day, value[column], zoneOf(value.programme_id) ?? defaultZone);
      return why ? [{ file, line, problem: `${column}: ${why}` }] : [];
    }),
  );
}
