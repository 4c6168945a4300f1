import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type BadTableRow, type Table, tableNames } from '../tables/read-college.ts';
import { problemColumn } from '../tables/read-rows.ts';

/**
 * Writes rows that were left out into a folder that can be mended and imported again: a file a table, in our columns,
 * with what was wrong. It holds personal data, for whoever ran the import alone. Cells stay as they were written, so
 * that nothing is changed on the way.
 */
export function writeBadRows(folder: string, bad: readonly BadTableRow[], tables: readonly Table<unknown>[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  for (const table of tableNames) {
    const file = join(folder, `${table}.csv`);
    rmSync(file, { force: true });
    const rows = bad.filter((one) => one.table === table);
    if (rows.length === 0) continue;
    // Only columns that the row's own files had: another would take away what is stored.
    const columns = [...new Set(tables.filter((one) => one.name === table).flatMap((one) => one.columns))];
    const lines = rows.map(({ given, problems }) => [...columns.map((one) => given[one] ?? ''), problems.join(' · ')]);
    const text = stringify([[...columns, problemColumn], ...lines], { record_delimiter: 'windows' });
    writeFileSync(file, `\ufeff${text}`, { mode: 0o600 });
  }
}
