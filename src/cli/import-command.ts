import { setFlagsFromString } from 'node:v8';
import { count } from '../domain/count.ts';
import { listProblems, say, tellProblems, type Values } from './command.ts';
import { importCollege } from './import/import-college.ts';
import { cancelMissing } from './import/missing-sessions.ts';
import { readLimit } from './import/too-much.ts';
import { writeMapping } from './import/write-mapping.ts';
import { showProgress } from './progress.ts';
import { UsageError, withDatabase } from './with-database.ts';

const sayGone = (missing: number, isDry: boolean) =>
  `${count(missing, 'session')} that the timetable has no more: ${isDry ? 'would be cancelled' : 'cancelled'}`;

async function map(path: string): Promise<number> {
  const written = await writeMapping(path, new Date());
  if (written.lines === 0) {
    say('Every file here is understood already, or none can be read. Nothing was written.');
    return 0;
  }
  say(
    `${count(written.lines, 'line')} written to ${written.path}. Look them over: "means" says which of our columns a`,
  );
  say('column is, empty leaves it out; lines with "is" say what holds for every row, or what a value stands for.');
  if (written.open > 0)
    say(`${count(written.open, 'line')} still ${written.open === 1 ? 'wants' : 'want'} something in "is".`);
  return 0;
}

/** `cli import`: what a folder or file says of the college; the exit code. */
export async function importCommand(path: string | undefined, values: Values): Promise<number> {
  if (!path) throw new UsageError('import needs a folder or file: npm run cli -- import <folder> [--dry-run]');
  if (values.map === true) return map(path);
  const limit = values['max-changes'];
  if (limit !== undefined && (typeof limit !== 'string' || !readLimit(limit)))
    throw new UsageError('--max-changes needs a share such as 10%, or a number of rows');
  // Sixty thousand rows leave much behind: swept up more often, memory stays under 400 MB for a little more time.
  setFlagsFromString('--heap-growing-percent=20');
  const dryRun = values['dry-run'] === true;
  return withDatabase(async ({ collections, world, clock }) => {
    const bar = showProgress();
    const report = await importCollege(collections, path, {
      packs: world.packs,
      now: clock.now(),
      dryRun,
      skipBad: values['skip-bad'] === true,
      cancelMissing: values['cancel-missing'] === true,
      ...(typeof limit === 'string' ? { maxChanges: limit } : {}),
      tell: bar.tell,
    }).finally(bar.stop);
    if (report.problems.length > 0) return tellProblems(report.problems);
    for (const [name, { added, changed, same }] of Object.entries(report.counts))
      say(`${name}: ${added} added, ${changed} changed, ${same} the same`);
    if (report.missing.length > 0) say(sayGone(report.missing.length, dryRun));
    if (!dryRun) await cancelMissing(world, report.missing);
    for (const note of report.notes) say(`note: ${note}`);
    const { skipped } = report;
    if (skipped) {
      listProblems(skipped.problems);
      const where = dryRun ? 'would be written' : 'written';
      say(
        `${count(skipped.rows, 'row')} left out and ${where} to ${skipped.folder}: mend them there and import that folder.`,
      );
    }
    say(dryRun ? 'Dry run: nothing was written.' : 'Imported.');
    return 0;
  });
}
