import type { z } from 'zod';
import { isCoded } from './guess-values.ts';
import { neededOf, type Source } from './read-rows.ts';
import type { RowProblem, Sheet } from './sheet.ts';

/** The file beside the college's own that says what their columns mean. */
export const mappingFile = 'mapping.csv';
export const mappingColumns = ['file', 'column', 'value', 'means', 'is'] as const;

/**
 * One line of it. With `column`: that column means these of ours. With `value`, too: this cell of it stands for `is`.
 * Without `column`: all rows have `is`.
 */
export type MappingLine = { line: number; file: string; column: string; value: string; means: string[]; is: string };

/** Our tables, by name, and how a row of each looks. */
type Schemas = Record<string, z.ZodObject>;

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
/** True for a line about this sheet, which may stand in a zip. */
export const isAbout = (line: MappingLine, sheet: Sheet) =>
  same(line.file, sheet.file) || same(line.file, sheet.file.replace(/^.*\//, ''));

/** The lines of a mapping file, and what in them is nothing of ours. */
export function readMapping(sheet: Sheet, schemas: Schemas): { lines: MappingLine[]; problems: RowProblem[] } {
  const at = Object.fromEntries(mappingColumns.map((one) => [one, sheet.header.findIndex((each) => same(each, one))]));
  const lacking = mappingColumns.filter((one) => (at[one] ?? -1) < 0);
  const tell = (line: number, problem: string): RowProblem => ({ file: sheet.file, line, problem });
  if (lacking.length > 0)
    return { lines: [], problems: [tell(sheet.headLine, `the column ${lacking.join(', ')} is missing`)] };
  const lines = sheet.records.map(({ cells, line }) => {
    const cell = (one: (typeof mappingColumns)[number]) => cells[at[one] ?? -1] ?? '';
    const means = cell('means').split(';').filter(Boolean);
    return { line, file: cell('file'), column: cell('column'), value: cell('value'), is: cell('is'), means };
  });
  const isKnown = (one: string) => {
    const [table = '', column = ''] = one.trim().split('.');
    return schemas[table]?.shape[column] !== undefined;
  };
  const names = Object.keys(schemas);
  const isCode = (of: { file: string; column: string }) =>
    lines.some((one) => same(one.file, of.file) && same(one.column, of.column) && one.means.some(isCoded));
  const problems = lines.flatMap((one) => [
    ...one.means
      .filter((each) => !isKnown(each))
      .map((each) =>
        tell(
          one.line,
          `means: "${each}" is none of ours; it is a table and a column, such as ${names[0]}.name, and the tables are ${names.join(', ')}`,
        ),
      ),
    ...(one.column === '' && one.is === '' && one.means.length > 0
      ? [tell(one.line, `is: say what ${one.means.join(', ')} is for every row, or in "column" which column says it`)]
      : []),
    ...(one.value !== '' && one.is === '' && isCode(one)
      ? [tell(one.line, `is: say what "${one.value}" in ${one.column} of ${one.file} stands for`)]
      : []),
  ]);
  return { lines: lines.map((one) => ({ ...one, means: one.means.map((each) => each.trim()) })), problems };
}

/** How several columns become one of ours: names with a blank, lists as lists, ids with a dash. */
function joinOf(column: string): string {
  if (/^(tutor_ids|groups?|learners|roles)$/.test(column)) return ';';
  return /_id$|^ref$/.test(column) ? '-' : ' ';
}

/** What each of our tables gets of a sheet by the mapping; undefined when it says nothing of the sheet. */
export function sourcesOf(
  sheet: Sheet,
  mapping: readonly MappingLine[],
  schemas: Schemas,
): { tables: Map<string, Source[]>; problems: RowProblem[]; notes: string[] } | undefined {
  const lines = mapping.filter((one) => isAbout(one, sheet));
  if (lines.length === 0) return undefined;
  const indexOf = (column: string) => sheet.header.findIndex((one) => same(one, column));
  const problems: RowProblem[] = lines
    .filter((one) => one.column !== '' && indexOf(one.column) < 0)
    .map(({ line, column }) => ({
      file: mappingFile,
      line,
      problem: `column: ${sheet.file} has no "${column}"; it has ${sheet.header.filter(Boolean).join(', ')}`,
    }));
  const tables = new Map<string, Source[]>();
  for (const line of lines.filter((one) => one.value === ''))
    for (const each of line.means) {
      const [table = '', column = ''] = each.split('.');
      const sources = tables.get(table) ?? [];
      tables.set(table, sources);
      const old = sources.find((one) => one.column === column);
      const from = line.column === '' ? [] : [indexOf(line.column)];
      const words = new Map(
        lines
          .filter((one) => one.value !== '' && same(one.column, line.column))
          .filter((one) => one.means.length === 0 || one.means.includes(each))
          .map((one) => [one.value.toLowerCase(), one.is]),
      );
      if (old) Object.assign(old, { from: [...old.from, ...from] });
      else
        sources.push({
          column,
          from,
          join: joinOf(column),
          ...(words.size > 0 ? { words } : {}),
          ...(line.column === '' ? { always: line.is } : {}),
        });
    }
  for (const [table, sources] of tables) {
    const own = schemas[table];
    const lacking = (own ? neededOf(own) : []).filter((column) => !sources.some((one) => one.column === column));
    if (lacking.length > 0)
      problems.push({
        file: mappingFile,
        line: 0,
        problem: `no line says what of ${sheet.file} is ${lacking.map((one) => `${table}.${one}`).join(', ')}`,
      });
  }
  const named = new Set(lines.map((one) => one.column.toLowerCase()));
  const unsaid = sheet.header.filter((one) => one !== '' && !named.has(one.toLowerCase()));
  const notes =
    unsaid.length > 0 ? [`${sheet.file}: left out, as ${mappingFile} says nothing of it: ${unsaid.join(', ')}`] : [];
  return { tables, problems, notes };
}
