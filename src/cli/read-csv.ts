import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';

/** A problem in a CSV file, told by file and line. */
export type RowProblem = { file: string; line: number; problem: string };

/** Thrown when rows cannot be used; every problem at once. */
export class CsvProblems extends Error {
  readonly problems: readonly RowProblem[];
  constructor(problems: readonly RowProblem[]) {
    super(problems.map((one) => `${one.file} line ${one.line}: ${one.problem}`).join('\n'));
    this.name = 'CsvProblems';
    this.problems = problems;
  }
}

export type CsvRow<T> = { line: number; value: T };

/**
 * Reads a UTF-8 CSV file with a header row. Each row is checked by the schema; problems carry the line they stand on.
 * Columns the schema does not know are a problem of the header, so that a misspelt one is not silently dropped.
 */
export function readCsv<T extends z.ZodObject>(
  path: string,
  name: string,
  Row: T,
): { rows: CsvRow<z.output<T>>[]; columns: string[]; problems: RowProblem[] } {
  const fail = (line: number, problem: string) => ({
    rows: [],
    columns: [],
    problems: [{ file: name, line, problem }],
  });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return fail(0, 'cannot be read; is the path right?');
  }
  if (text.trim() === '') return fail(0, 'the file is empty; it needs at least the header row');
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, { bom: true, columns: true, info: true, skip_empty_lines: true, trim: true }) as never;
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    return fail(lines ?? 0, message);
  }
  const known = Object.keys(Row.shape);
  const header = (text.replace(/^\ufeff/, '').split(/\r?\n/)[0] ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^"|"$/g, ''));
  const unknown = header.filter((column) => !known.includes(column));
  if (unknown.length > 0) return fail(1, `unknown column ${unknown.join(', ')}; known are ${known.join(', ')}`);
  const rows: CsvRow<z.output<T>>[] = [];
  const problems: RowProblem[] = [];
  for (const { record, info } of records) {
    const given = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
    const parsed = Row.safeParse(given);
    if (parsed.success) rows.push({ line: info.lines, value: parsed.data });
    else
      for (const issue of parsed.error.issues) {
        const column = String(issue.path[0] ?? '');
        const problem = given[column] === undefined ? `${column} is missing` : `${column}: ${issue.message}`;
        problems.push({ file: name, line: info.lines, problem });
      }
  }
  return { rows, columns: header, problems };
}
