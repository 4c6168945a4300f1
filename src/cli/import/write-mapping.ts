import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { mappingColumns, mappingFile } from '../tables/mapping.ts';
import { readCollege } from '../tables/read-college.ts';

/**
 * Writes what columns of a college's own files may mean into `mapping.csv` beside them, a line a column, for a person to
 * look over. Lines that stand there already stay as they are. Returns the path and how many lines are new and how many
 * are still to be filled in.
 */
export async function writeMapping(path: string, now: Date): Promise<{ path: string; lines: number; open: number }> {
  const { guesses } = await readCollege(path, now);
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
  const file = join(folder, mappingFile);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const rows = guesses.map((one) => mappingColumns.map((column) => one[column]));
  if (rows.length > 0) {
    const text = stringify(before === '' ? [[...mappingColumns], ...rows] : rows, { record_delimiter: 'windows' });
    const start = before === '' ? '\ufeff' : before.endsWith('\n') ? before : `${before}\r\n`;
    writeFileSync(file, `${start}${text}`);
  }
  const open = guesses.filter((one) => (one.column === '' || one.value !== '') && one.is === '').length;
  return { path: file, lines: rows.length, open };
}
