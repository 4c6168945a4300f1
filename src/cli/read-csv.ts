import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { z } from 'zod';
import { decodeText } from './decode-text.ts';

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

type Csv<T> = {
  rows: CsvRow<T>[];
  columns: string[];
  problems: RowProblem[];
  /** What whoever runs this should know of the file, though it is no problem. */
  notes: string[];
};

/** A column's separator, by what its header row has most of; `sep=;` before it, as Excel writes it, says so. */
function separatorOf(header: string): string {
  const count = (one: string) => header.replace(/"[^"]*"/g, '').split(one).length;
  return [',', ';', '\t', '|'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202d\u202e\u2066-\u2069]/;
/** Marks copied along unseen, from contact lists and web pages; they carry nothing here. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202c\u2060\ufeff]/g;

/** A cell's text: no-break spaces as spaces, accents in one spelling, without marks that nobody sees. */
function cleanCell(text: string): string {
  return text
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(unseen, '')
    .normalize('NFC')
    .trim();
}

function parseRecords(text: string, delimiter: string): { record: string[]; line: number }[] {
  const options = { bom: true, columns: false, delimiter, info: true, relax_column_count: true } as const;
  const parsed = parse(text, { ...options, skip_empty_lines: true, skip_records_with_empty_values: true });
  return (parsed as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
    record: record.map(cleanCell),
    line: info.lines,
  }));
}

/** How a cell that a schema does not take is told: the column, what is expected, the value. */
function sayIssue(column: string, value: string | undefined, message: string): string {
  if (value === undefined) return `${column} is missing`;
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return message.includes(shown) ? `${column}: ${message}` : `${column}: ${message}, not "${shown}"`;
}

function wrongHeader(header: readonly string[], known: readonly string[]): string | undefined {
  const unknown = header.filter((column) => !known.includes(column)).map((column) => column || '(without a name)');
  if (unknown.length > 0) return `unknown column ${unknown.join(', ')}; known are ${known.join(', ')}`;
  const twice = header.find((column, i) => header.indexOf(column) !== i);
  return twice && `the column ${twice} stands there twice`;
}

/** One row by its schema, or what is wrong with it. An empty cell is as good as none. */
function readRow<T extends z.ZodObject>(record: string[], header: string[], Row: T): z.output<T> | string[] {
  if (record.slice(header.length).some(Boolean))
    return [`has more cells than the header has columns (${header.length}); does a cell hold a comma without quotes?`];
  const given: Record<string, string> = Object.fromEntries(
    header.map((column, i) => [column, record[i] ?? '']).filter(([, value]) => value !== ''),
  );
  const odd = header.filter((column) => control.test(given[column] ?? ''));
  const hidden = odd.map((column) => sayHidden(column, given[column] ?? ''));
  const parsed = Row.safeParse(given);
  if (parsed.success) return odd.length === 0 ? parsed.data : hidden;
  const issues = parsed.error.issues.map(({ path, message }) => ({ column: String(path[0] ?? ''), message }));
  const other = issues.filter(({ column }) => !odd.includes(column));
  return [...hidden, ...other.map(({ column, message }) => sayIssue(column, given[column], message))];
}

/** A hidden character, such as a line break or one that turns the direction of writing, is named and not shown. */
function sayHidden(column: string, value: string): string {
  const [mark = ''] = control.exec(value) ?? [];
  const code = mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `${column}: "${Array.from(value, (one) => (control.test(one) ? '·' : one)).join('')}" has a hidden character (U+${code}) in it`;
}

/**
 * Reads a CSV file with a header row, as spreadsheets save it: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or
 * tabs. Each row is checked by the schema; problems carry the line they stand on. Columns the schema does not know are a
 * problem of the header, so that a misspelt one is not silently dropped.
 */
export function readCsv<T extends z.ZodObject>(path: string, name: string, Row: T): Csv<z.output<T>> {
  const fail = (line: number, problem: string) => ({
    rows: [],
    columns: [],
    problems: [{ file: name, line, problem }],
    notes: [],
  });
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return fail(0, 'cannot be read; is the path right?');
  }
  const decoded = decodeText(bytes);
  if ('why' in decoded) return fail(decoded.line, decoded.why);
  const whole = decoded.text.replace(/^\ufeff/, '');
  if (whole.trim() === '') return fail(0, 'the file is empty; it needs at least the header row');
  const [, named, text = whole] = /^sep=(.)\r?\n([\s\S]*)$/i.exec(whole) ?? [];
  const skipped = named ? 1 : 0;
  let records: { record: string[]; line: number }[];
  try {
    records = parseRecords(text, named ?? separatorOf(text.split(/\r?\n/, 1)[0] ?? ''));
  } catch (error) {
    const { lines, code = '' } = error as { lines?: number; code?: string };
    const isQuote = /QUOTE/.test(code);
    if (!isQuote) throw error;
    const why = 'a quotation mark is not closed, or stands in the middle of a cell; a cell with one needs "" for each';
    return fail((lines ?? 0) + skipped, why);
  }
  const [first, ...others] = records;
  const known = Object.keys(Row.shape);
  const header = first?.record ?? [];
  // A spreadsheet's empty columns at the end.
  while (header.at(-1) === '') header.pop();
  const wrong = wrongHeader(header, known);
  if (wrong) return fail(1 + skipped, wrong);
  const rows: CsvRow<z.output<T>>[] = [];
  const problems: RowProblem[] = [];
  for (const { record, line: at } of others) {
    const line = at + skipped;
    const read = readRow(record, header, Row);
    if (Array.isArray(read)) problems.push(...read.map((problem) => ({ file: name, line, problem })));
    else rows.push({ line, value: read });
  }
  const notes = decoded.readAs
    ? [`${name}: read as ${decoded.readAs}; please check names with accents. "CSV UTF-8" needs no guessing.`]
    : [];
  return { rows, columns: header, problems, notes };
}
