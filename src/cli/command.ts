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

/** Of the same problem in many lines so many are named. */
const mostNamed = 5;

/** Lines of a file as they are told: the first few, and how many more. */
function sayLines(lines: readonly number[]): string {
  const [first = 0] = lines;
  if (lines.length === 1) return first > 0 ? ` line ${first}` : '';
  const more = lines.length - mostNamed;
  return ` lines ${lines.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Says the first problems by file and line, the same one of many lines once, and how many more there are. */
export function listProblems(problems: readonly RowProblem[]): void {
  const alike = Map.groupBy(problems, (one) => JSON.stringify([one.file, one.problem]));
  const told = [...alike.values()].slice(0, mostLines);
  for (const same of told)
    process.stderr.write(`${same[0]?.file}${sayLines(same.map((one) => one.line))}: ${same[0]?.problem}\n`);
  const more = problems.length - told.reduce((sum, same) => sum + same.length, 0);
  if (more > 0) process.stderr.write(`… and ${count(more, 'problem')} more\n`);
}

/** Says every problem by file and line; the exit code for it. */
export function tellProblems(problems: readonly RowProblem[]): number {
  listProblems(problems);
  process.stderr.write(`Nothing was imported: ${count(problems.length, 'problem')}. Mend and run it again.\n`);
  return 1;
}
