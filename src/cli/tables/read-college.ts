import { EnrolmentRow, PersonRow, ProgrammeRow, SessionRow, SiteRow } from './college-rows.ts';
import { findSheets } from './find-sheets.ts';
import { guessMapping } from './guess-columns.ts';
import { isAbout, type MappingLine, mappingFile, readMapping, sourcesOf } from './mapping.ts';
import { isOfRoster, readRoster } from './read-roster.ts';
import { type BadRow, givenOf, matchHeader, neededOf, readRows, type Source, type TableRow } from './read-rows.ts';
import type { RowProblem, Sheet } from './sheet.ts';

/** The tables of a college and how a row of each looks. */
const schemas = {
  people: PersonRow,
  programmes: ProgrammeRow,
  enrolments: EnrolmentRow,
  sessions: SessionRow,
  sites: SiteRow,
};
export type TableName = keyof typeof schemas;
export const tableNames = Object.keys(schemas) as TableName[];

/** Rows of one file for one of our tables, and the columns it has of it. */
export type Table<T> = {
  name: TableName;
  file: string;
  rows: TableRow<T>[];
  columns: readonly string[];
  sources: readonly Source[];
};
export type BadTableRow = BadRow & { table: TableName };

type CollegeTables = {
  tables: Table<unknown>[];
  bad: BadTableRow[];
  problems: RowProblem[];
  notes: string[];
  /** Files that nothing says the meaning of, with a guess for each of their columns. */
  guesses: ReturnType<typeof guessMapping>;
};

type Read = { sheet: Sheet; table: TableName; sources: readonly Source[]; isOurs?: true };

/** Values that every row of a table has by the mapping, beside what the file says itself. */
function alwaysOf(sheet: Sheet, table: TableName, mapping: readonly MappingLine[]): Source[] {
  return mapping
    .filter((one) => one.column === '' && isAbout(one, sheet))
    .flatMap((one) => one.means.map((each) => ({ each, is: one.is })))
    .filter(({ each }) => each.startsWith(`${table}.`))
    .map(({ each, is }) => ({ column: each.slice(table.length + 1), from: [], join: '', always: is }));
}

function ofRoster(sheets: readonly Sheet[], mapping: readonly MappingLine[], into: CollegeTables): Read[] {
  const roster = readRoster(sheets);
  if (!roster) return [];
  into.problems.push(...roster.problems);
  into.notes.push(...roster.people.notes);
  const read = (sheet: Sheet, table: TableName): Read => ({
    sheet,
    table,
    sources: [...matchHeader(sheet, schemas[table]).sources, ...alwaysOf(sheet, table, mapping)],
  });
  const courses = read(roster.courses, 'programmes');
  const isWhole = ['kind', 'pack'].every((column) => courses.sources.some((one) => one.column === column));
  if (!isWhole && roster.courses.records.length > 0) {
    const { file, records } = roster.courses;
    into.notes.push(
      `${file}: courses are no programmes by themselves (${records.map((one) => one.cells[0]).join(', ')}). List them in programmes.csv, or let --map write a ${mappingFile} to say kind and pack of all.`,
    );
    for (const means of ['programmes.kind', 'programmes.pack'])
      into.guesses.push({ file, column: '', value: '', means, is: '' });
  }
  return [read(roster.people, 'people'), ...(isWhole ? [courses] : []), read(roster.enrolments, 'enrolments')];
}

function ofOurs(sheet: Sheet, table: TableName, into: CollegeTables): Read[] {
  const { sources, problems, notes } = matchHeader(sheet, schemas[table]);
  into.problems.push(...problems);
  into.notes.push(...notes);
  if (problems.length === 0) return [{ sheet, table, sources, isOurs: true }];
  // Another system's file may be called as ours is.
  const lacking = neededOf(schemas[table]).filter((one) => !sources.some(({ column }) => column === one));
  if (lacking.length > 1) {
    const problem = `if it is another system's table, --map writes a guess what its columns mean into ${mappingFile}`;
    into.problems.push({ file: sheet.file, line: sheet.headLine, problem });
    into.guesses.push(...guessMapping(sheet));
  }
  return [];
}

function ofMapping(sheet: Sheet, mapping: readonly MappingLine[], into: CollegeTables): Read[] | undefined {
  const found = sourcesOf(sheet, mapping, schemas);
  if (!found) return undefined;
  into.problems.push(...found.problems);
  into.notes.push(...found.notes);
  if (found.problems.length > 0) return [];
  return [...found.tables].map(([table, sources]) => ({ sheet, table: table as TableName, sources }));
}

/** A row that says the same as one before is one: a learner has a line for each course. */
function once<T>(rows: readonly TableRow<T>[], sources: readonly Source[]): TableRow<T>[] {
  const seen = new Set<string>();
  return rows.filter(({ cells }) => {
    const key = JSON.stringify(givenOf(cells, sources));
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * The tables of a college in a folder or file: in files of ours, in files that `mapping.csv` explains, in a OneRoster or
 * School Data Sync roster. What nothing explains is said and left out.
 */
export async function readCollege(path: string, now: Date): Promise<CollegeTables> {
  const { sheets: all, problems } = await findSheets(path, now);
  const notes: string[] = [];
  const into: CollegeTables = { tables: [], bad: [], problems, notes, guesses: [] };
  const mapped = all.find((one) => one.file.toLowerCase() === mappingFile);
  const mapping = mapped ? readMapping(mapped, schemas) : { lines: [], problems: [] };
  problems.push(...mapping.problems);
  const sheets = all.filter((one) => one !== mapped);
  for (const one of sheets) notes.push(...one.notes);
  const reads = ofRoster(sheets, mapping.lines, into);
  for (const sheet of sheets) {
    if (reads.length > 0 && isOfRoster(sheet)) continue;
    const table = tableNames.find((one) => sheet.names.includes(one));
    const read = ofMapping(sheet, mapping.lines, into) ?? (table ? ofOurs(sheet, table, into) : undefined);
    if (read) {
      reads.push(...read);
      continue;
    }
    notes.push(
      `${sheet.file}: left out, as nothing says what its columns mean; --map writes a guess into ${mappingFile}`,
    );
    into.guesses.push(...guessMapping(sheet));
  }
  for (const { sheet, table, sources, isOurs } of reads) {
    const { rows, bad } = readRows<(typeof schemas)[TableName]>(sheet, schemas[table], sources);
    into.tables.push({
      name: table,
      file: sheet.file,
      rows: isOurs ? rows : once(rows, sources),
      columns: sources.map((one) => one.column),
      sources,
    });
    for (const one of bad) into.bad.push({ ...one, table });
  }
  if (reads.length === 0 && problems.length === 0) problems.push({ file: path, line: 0, problem: nothingHere });
  return into;
}

const nothingHere = `nothing that can be imported: none of ${tableNames.map((one) => `${one}.csv`).join(', ')} is there, as CSV or workbook, and no roster, calendar or file that ${mappingFile} explains`;
