import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { parseCalendar } from './parse-calendar.ts';
import { parseCsv } from './parse-csv.ts';
import { parseWorkbook } from './parse-workbook.ts';
import type { RowProblem, Sheet } from './sheet.ts';

type Found = { sheets: Sheet[]; problems: RowProblem[] };

const readable = ['.csv', '.txt', '.tsv', '.xlsx', '.ics', '.zip'];
/** What is said to be in one file of a zip is at most this much, in bytes. */
const mostBytes = 500_000_000;

type File = { name: string; bytes: () => Uint8Array };

/** The files of a folder, or the one file it is; undefined when there is no such thing. */
function filesOf(path: string): File[] | undefined {
  if (!existsSync(path)) return undefined;
  if (!statSync(path).isDirectory()) return [{ name: basename(path), bytes: () => readFileSync(path) }];
  return readdirSync(path, { withFileTypes: true })
    .filter((one) => one.isFile() && !/^[.~]/.test(one.name))
    .map((one) => one.name)
    .toSorted()
    .map((name) => ({ name, bytes: () => readFileSync(join(path, name)) }));
}

function inZip(file: File): File[] {
  const inside = unzipSync(file.bytes(), { filter: (one) => one.originalSize <= mostBytes });
  return Object.entries(inside)
    .filter(([name, bytes]) => bytes.length > 0 && !/(^|\/)(__MACOSX|\.)/.test(name))
    .map(([name, bytes]) => ({ name: `${file.name}/${basename(name)}`, bytes: () => bytes }));
}

async function readFile(file: File, now: Date, found: Found): Promise<void> {
  const kind = extname(file.name).toLowerCase();
  if (!readable.includes(kind)) return;
  if (kind === '.zip') {
    let files: File[];
    try {
      files = inZip(file);
    } catch {
      return void found.problems.push({ file: file.name, line: 0, problem: 'is no zip that can be opened' });
    }
    for (const one of files) await readFile(one, now, found);
    return;
  }
  const isCalendar = kind === '.ics' ? parseCalendar(file.bytes(), file.name, now) : undefined;
  found.problems.push(...(isCalendar?.problems ?? []));
  const parsed =
    isCalendar !== undefined
      ? [isCalendar.parsed]
      : kind === '.xlsx'
        ? await parseWorkbook(file.bytes(), file.name)
        : [parseCsv(file.bytes(), file.name)];
  for (const one of parsed)
    if ('why' in one) found.problems.push(one.why);
    else found.sheets.push(one.sheet);
}

/** Everything that can be read in a folder, or in one file: CSV, workbooks, calendars, and zips of them. */
export async function findSheets(path: string, now: Date): Promise<Found> {
  const found: Found = { sheets: [], problems: [] };
  const files = filesOf(path);
  if (!files) return { ...found, problems: [{ file: path, line: 0, problem: 'there is no such folder or file' }] };
  for (const file of files) await readFile(file, now, found);
  return found;
}
