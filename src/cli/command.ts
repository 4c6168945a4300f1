import { type Day, isDay } from '../domain/calendar.ts';
import { count } from '../domain/count.ts';
import type { RowProblem } from './tables/sheet.ts';
import { UsageError } from './with-database.ts';

/** The options of a command as they were typed. */
export type Values = { [key: string]: string | boolean | undefined };

/** The day an option names, if it is given. Throws a `UsageError` for what is no day. */
export function readDay(values: Values, option: string): Day | undefined {
  const day = values[option];
  if (day === undefined) return undefined;
  if (typeof day !== 'string' || !isDay(day)) throw new UsageError(`--${option} needs a day as YYYY-MM-DD`);
  return day;
}

/** A line for whoever typed the command. */
export const say = (line: string) => process.stdout.write(`${line}\n`);

/** More lines than this nobody reads; the first say what is wrong. */
const mostLines = 200;

/** Says the first problems by file and line, and how many more there are. */
export function listProblems(problems: readonly RowProblem[]): void {
  for (const one of problems.slice(0, mostLines))
    process.stderr.write(`${one.file}${one.line > 0 ? ` line ${one.line}` : ''}: ${one.problem}\n`);
  const more = problems.length - mostLines;
  if (more > 0) process.stderr.write(`… and ${count(more, 'problem')} more\n`);
}

/** Says every problem by file and line; the exit code for it. */
export function tellProblems(problems: readonly RowProblem[]): number {
  listProblems(problems);
  process.stderr.write(`Nothing was imported: ${count(problems.length, 'problem')}. Mend and run it again.\n`);
  return 1;
}
