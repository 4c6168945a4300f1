import { basename } from 'node:path';
import { z } from 'zod';
import { dayOf, isDay } from '../domain/calendar.ts';
import { type LoadedPack, type PackShelf, packOn } from '../policy/pack-shelf.ts';
import { foldYear } from '../policy/rules/fold-year.ts';
import { codeOfPlain } from '../policy/rules/replay-year.ts';
import type { YearMark } from '../policy/rules/tally.ts';
import { readCsv } from './tables/read-rows.ts';
import { CsvProblems } from './tables/sheet.ts';

const isoTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;

/** An instant in ISO 8601 with its offset; seconds and the colon in the offset may be left out. */
const IsoTime = z.string().transform((text, ctx) => {
  const [, day = '', time, seconds = ':00', zone = ''] = isoTime.exec(text.trim()) ?? [];
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(/^(.\d{2}):?(\d{2})$/, '$1:$2');
  const instant = new Date(`${day}T${time}${seconds}${offset}`);
  if (isDay(day) && !Number.isNaN(instant.getTime())) return instant;
  ctx.addIssue({ code: 'custom', message: 'an ISO time with its offset, such as 2026-09-07T09:00:00+01:00' });
  return z.NEVER;
});

const PastMark = z.object({
  learner: z.string().min(1),
  starts_at: IsoTime,
  planned_minutes: z.coerce
    .number('a number of minutes')
    .int('whole minutes')
    .min(1, 'at least 1')
    .max(1_440, 'at most 1440'),
  lesson: z.string().optional(),
  mark: z.enum(['present', 'late', 'authorised', 'unauthorised'], 'present, late, authorised or unauthorised'),
  minutes_late: z.coerce.number('a number of minutes').int('whole minutes').min(0, 'not negative').default(0),
});
type PastMark = z.output<typeof PastMark>;

function toYearMark(row: PastMark, line: number, pack: LoadedPack): YearMark {
  const startsAt = row.starts_at;
  return {
    sessionId: `line ${line}`,
    startsAt,
    day: dayOf(startsAt),
    code: codeOfPlain(row.mark, pack),
    plannedMinutes: row.planned_minutes,
    minutesLate: row.mark === 'late' ? row.minutes_late : 0,
  };
}

function report(learner: string, marks: readonly YearMark[], pack: LoadedPack): object {
  const standing = foldYear(marks, pack);
  if (pack.occurrences)
    return {
      learner,
      percent: standing.percent,
      rank: standing.rank,
      occurrences: standing.occurrences.map(({ day, percent }) => ({ date: day, percent })),
      flag: standing.flag,
      flaggedOn: standing.flaggedOn,
    };
  return {
    learner,
    sessions: standing.tally.sessions,
    attended: standing.tally.attended,
    percent: standing.percent,
    punctualityPercent: standing.punctualityPercent,
    noticed: standing.noticed.map(({ day, rule }) => ({ date: day, rule })),
  };
}

/**
 * What a policy would have done with past marks, one JSON line a learner in order of first appearance. Changes
 * nothing. The file is one college year; the pack version is the one that holds on its last day.
 * Throws `CsvProblems` with every bad row.
 */
export function replay(path: string, packId: string, shelf: PackShelf): string[] {
  const { rows, problems } = readCsv(path, basename(path), PastMark);
  if (problems.length > 0) throw new CsvProblems(problems);
  const days = rows.map((row) => dayOf(row.value.starts_at)).sort();
  const pack = packOn(shelf, packId, days.at(-1) ?? '9999-12-31');
  const byLearner = new Map<string, YearMark[]>();
  for (const { line, value } of rows) {
    const marks = byLearner.get(value.learner) ?? [];
    marks.push(toYearMark(value, line, pack));
    byLearner.set(value.learner, marks);
  }
  return [...byLearner].map(([learner, marks]) => JSON.stringify(report(learner, marks, pack)));
}
