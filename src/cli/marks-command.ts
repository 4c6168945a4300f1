import { count } from '../domain/count.ts';
import { readDay, say, tellProblems, type Values } from './command.ts';
import { exportMarks } from './export-marks.ts';
import { importMarks } from './import-marks.ts';
import { noteCommand } from './note-command.ts';
import { showProgress } from './progress.ts';
import { UsageError, withDatabase } from './with-database.ts';

/** `cli marks`: marks from a file, in somebody's name; the exit code. */
export async function marksCommand(file: string | undefined, values: Values): Promise<number> {
  const { by } = values;
  if (!file || typeof by !== 'string')
    throw new UsageError(
      'marks needs a file and a person: npm run cli -- marks <file.csv> --by <person_id> [--dry-run]',
    );
  return withDatabase(async ({ world }) => {
    const bar = showProgress();
    const options = { byId: by, dryRun: values['dry-run'] === true, tell: bar.tell };
    const report = await importMarks(world, file, options).finally(bar.stop);
    if (report.problems.length > 0) return tellProblems(report.problems);
    say(
      `${count(report.sessions, 'session')}: ${count(report.changed, 'mark')} new or changed, ${report.same} the same`,
    );
    say(values['dry-run'] ? 'Dry run: nothing was written.' : 'Imported.');
    return 0;
  });
}

/** `cli export`: every mark of some days as a file; the exit code. */
export async function exportCommand(file: string | undefined, values: Values): Promise<number> {
  if (!file) throw new UsageError('export needs a file: npm run cli -- export <file.csv> [--from <day>] [--to <day>]');
  const range: { from?: string; to?: string } = {};
  for (const end of ['from', 'to'] as const) {
    const day = readDay(values, end);
    if (day) range[end] = day;
  }
  return withDatabase(async ({ world, collections }) => {
    await noteCommand(world, { did: 'took', what: 'marks-export', thingId: 'marks', aboutIds: [], more: range });
    const bar = showProgress();
    const written = await exportMarks(world, collections, file, range, bar.tell).finally(bar.stop);
    say(`${count(written, 'mark')} written to ${file}.`);
    return 0;
  });
}
