import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type MisTemplate, misRow } from '../domain/mis-template.ts';
import { csvOf } from '../sheets/write-csv.ts';
import type { MisFileWriter } from '../usecases/mis/mis-file.ts';

/**
 * Writes the daily file into a folder the MIS reads: under a name of its own first, on disk whole, then renamed, so that
 * nobody ever reads half of one. UTF-8 with its mark, CRLF. The folder must be there: one that is not mounted is no place.
 */
export function createMisFile(settings: { directory: string; ukprn?: string }, template: MisTemplate): MisFileWriter {
  const { directory } = settings;
  return {
    types: template.types,
    async write(day, events) {
      const name = template.fileName.replace('{day}', day);
      const header = template.columns.map((column) => column.header);
      const rows = events.map(({ body }) => misRow(template, JSON.parse(body), settings));
      const draft = join(directory, `.${name}.${process.pid}.part`);
      // It holds personal data: for the MIS's own account and group alone.
      const file = await open(draft, 'w', 0o640);
      try {
        await file.writeFile(`\ufeff${csvOf([header, ...rows])}`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, join(directory, name));
    },
    async probe() {
      const draft = join(directory, `.probe.${process.pid}`);
      try {
        await (await open(draft, 'w', 0o640)).close();
        await rm(draft, { force: true });
      } catch {
        throw new Error('nothing can be written into MIS_FILE_DIR');
      }
    },
  };
}
