import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { editsBetween } from '../../config/near-setting.ts';
import { parseCsv } from './parse-csv.ts';
import type { RowProblem, Sheet } from './sheet.ts';

/** A row as it was written, and what it says by the schema. */
export type TableRow<T> = { file: string; line: number; cells: readonly string[]; value: T };
/** A row that cannot be taken, and why. */
export type BadRow = { file: string; line: number; given: Given; problems: string[] };
type Given = Record<string, string>;

/** Where one of our columns comes from: columns of the sheet (several are joined), or the same for every row. */
export type Source = {
  column: string;
  from: readonly number[];
  join: string;
  /** What certain cells stand for, in small letters. */
  words?: ReadonlyMap<string, string>;
  always?: string;
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202d\u202e\u2066-\u2069]/;

/** A hidden character, such as a line break or one that turns the direction of writing, is named and not shown. */
function sayHidden(column: string, value: string): string {
  const [mark = ''] = control.exec(value) ?? [];
  const code = mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `${column}: "${Array.from(value, (one) => (control.test(one) ? '·' : one)).join('')}" has a hidden character (U+${code}) in it`;
}

/** How a cell that a schema does not take is told: the column, what is expected, the value. */
function sayIssue(column: string, value: string | undefined, message: string): string {
  if (value === undefined) return `${column} is missing`;
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return message.includes(shown) ? `${column}: ${message}` : `${column}: ${message}, not "${shown}"`;
}

/** A heading in the spelling of our columns: `Person ID` is person_id. */
export function columnOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** True where one slip of a key or two lie between two words. */
const isNear = (a: string, b: string) => Math.min(a.length, b.length) > 3 && editsBetween(a, b) <= 2;

/** Written for whoever mends a row that was left out. */
export const problemColumn = 'problem';

/** The columns that no row can do without. */
export function neededOf(Row: z.ZodObject): string[] {
  return Object.keys(Row.shape).filter((column) => !(Row.shape[column] as z.ZodType).safeParse(undefined).success);
}

/** Our columns in a heading of ours, what is wrong with it, and what it has beyond them. */
export function matchHeader(
  sheet: Sheet,
  Row: z.ZodObject,
): { sources: Source[]; problems: RowProblem[]; notes: string[] } {
  const known = Object.keys(Row.shape);
  const columns = sheet.header.map(columnOf);
  const isMissing = (column: string) => !columns.includes(column);
  const extra = sheet.header.filter((_, i) => !known.includes(columns[i] ?? '') && columns[i] !== problemColumn);
  const meant = (heading: string) => known.find((one) => isMissing(one) && isNear(one, columnOf(heading)));
  const twice = known.find((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  const slips = extra.filter(meant).map((one) => `unknown column ${one}: do you mean ${meant(one)}?`);
  const lacking = neededOf(Row).filter((one) => isMissing(one) && !extra.some((each) => meant(each) === one));
  const others = extra.filter((one) => !meant(one)).map((one) => one || '(without a name)');
  const wrong = [
    ...(twice ? [`the column ${twice} stands there twice`] : []),
    ...slips,
    ...(lacking.length > 0
      ? [
          `the column ${lacking.join(', ')} is missing${others.length > 0 ? `; unknown are ${others.join(', ')}` : ''}. Known are ${known.join(', ')}`,
        ]
      : []),
  ];
  return {
    sources: known.flatMap((column) => {
      const at = columns.indexOf(column);
      return at < 0 ? [] : [{ column, from: [at], join: '' }];
    }),
    problems: wrong.map((problem) => ({ file: sheet.file, line: sheet.headLine, problem })),
    notes: others.length > 0 ? [`${sheet.file}: left out what is not known here: ${others.join(', ')}`] : [],
  };
}

function cellOf(cells: readonly string[], { from, join, words, always }: Source): string {
  if (always !== undefined) return always;
  const text = from
    .map((at) => cells[at] ?? '')
    .filter(Boolean)
    .join(join);
  return words?.get(text.toLowerCase()) ?? text;
}

/** What a row says by our columns, as it was written; an empty cell is as good as none. */
export function givenOf(cells: readonly string[], sources: readonly Source[]): Given {
  const given: Given = {};
  for (const source of sources) {
    const cell = cellOf(cells, source);
    if (cell !== '') given[source.column] = cell;
  }
  return given;
}

/** Each row by its schema, or what is wrong with it. */
export function readRows<T extends z.ZodObject>(
  sheet: Sheet,
  Row: T,
  sources: readonly Source[],
): { rows: TableRow<z.output<T>>[]; bad: BadRow[] } {
  const rows: TableRow<z.output<T>>[] = [];
  const bad: BadRow[] = [];
  for (const record of sheet.records) {
    const at = { file: sheet.file, line: record.line };
    const given = givenOf(record.cells, sources);
    if (record.cells.slice(sheet.header.length).some(Boolean)) {
      const width = sheet.header.length;
      const why = `has more cells than the header has columns (${width}); does a cell hold a comma without quotes?`;
      bad.push({ ...at, given, problems: [why] });
      continue;
    }
    const odd = Object.keys(given).filter((column) => control.test(given[column] ?? ''));
    const parsed = Row.safeParse(given);
    if (parsed.success && odd.length === 0) {
      rows.push({ ...at, cells: record.cells, value: parsed.data });
      continue;
    }
    const issues = (parsed.error?.issues ?? []).map(({ path, message }) => ({ column: String(path[0]), message }));
    const problems = [
      ...odd.map((column) => sayHidden(column, given[column] ?? '')),
      ...issues
        .filter(({ column }) => !odd.includes(column))
        .map(({ column, message }) => sayIssue(column, given[column], message)),
    ];
    bad.push({ ...at, given, problems });
  }
  return { rows, bad };
}

/** The problems of rows, one a line. */
export function problemsOf(bad: readonly BadRow[]): RowProblem[] {
  return bad.flatMap(({ file, line, problems }) => problems.map((problem) => ({ file, line, problem })));
}

/**
 * Reads a CSV file of ours, with a header row. Each row is checked by the schema; problems carry the line they stand on.
 * A column that looks misspelt is a problem of the header, so that it is not silently dropped.
 */
export function readCsv<T extends z.ZodObject>(
  path: string,
  name: string,
  Row: T,
): { rows: TableRow<z.output<T>>[]; problems: RowProblem[] } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return { rows: [], problems: [{ file: name, line: 0, problem: 'cannot be read; is the path right?' }] };
  }
  const parsed = parseCsv(bytes, name);
  if ('why' in parsed) return { rows: [], problems: [parsed.why] };
  const { sources, problems } = matchHeader(parsed.sheet, Row);
  if (problems.length > 0) return { rows: [], problems };
  const { rows, bad } = readRows(parsed.sheet, Row, sources);
  return { rows, problems: problemsOf(bad) };
}
