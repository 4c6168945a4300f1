/** A problem in a file, told by file and line; line 0 is about the whole file. */
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

/** A row as it stands in the file. */
export type SheetRecord = { cells: string[]; line: number };

/** Rows under a heading: a CSV file, a sheet of a workbook, or the sessions of a calendar. */
export type Sheet = {
  /** As people know it: `people.csv`, `college.xlsx (People)`. */
  file: string;
  /** What it may be about by its name, in small letters: `people`. */
  names: string[];
  header: string[];
  headLine: number;
  records: SheetRecord[];
  /** What whoever runs this should know of it, though it is no problem. */
  notes: string[];
};

/** A sheet, or why it cannot be read. */
export type Parsed = { sheet: Sheet } | { why: RowProblem };

/** A cell's text: no-break spaces as spaces, accents in one spelling, without marks that nobody sees. */
export function cleanCell(text: string): string {
  return text
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(unseen, '')
    .normalize('NFC')
    .trim();
}

/** Marks copied along unseen, from contact lists and web pages; they carry nothing here. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202c\u2060\ufeff]/g;

const filled = (record: SheetRecord) => record.cells.filter(Boolean).length;

/**
 * Records as a sheet. What stands above the heading, such as a report's title, and columns with nothing in them are left
 * out; undefined when there is no heading.
 */
export function sheetOf(file: string, names: readonly string[], all: readonly SheetRecord[]): Sheet | undefined {
  const records = all.filter((one) => filled(one) > 0);
  // A title has one cell; a heading is the first row of several, unless no row has several.
  const first = records.findIndex((one) => filled(one) > 2);
  const head = records[records.slice(0, Math.max(first, 0)).every((one) => filled(one) === 1) ? Math.max(first, 0) : 0];
  if (!head) return undefined;
  const rows = records.filter((one) => one.line > head.line);
  const width = head.cells.findLastIndex(Boolean) + 1;
  const isUsed = Array.from({ length: width }, (_, i) => head.cells[i] !== '' || rows.some((row) => row.cells[i]));
  // What stands beyond the heading stays, so that it is told and not lost.
  const keep = (cells: string[]) => cells.filter((_, i) => i >= width || isUsed[i]);
  return {
    file,
    names: names.map((one) => one.toLowerCase()),
    header: keep(head.cells.slice(0, width)),
    headLine: head.line,
    records: isUsed.every(Boolean) ? rows : rows.map(({ cells, line }) => ({ cells: keep(cells), line })),
    notes: [],
  };
}
