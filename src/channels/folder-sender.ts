import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outgoing, Sender } from '../usecases/core/delivery.ts';

/**
 * Writes each message as a JSON file into a folder, where one can look at it: what the demo and tests send by. The file's
 * name comes from the row's id, so a repeat overwrites itself with the same words. Names and numbers stand in them: they are
 * for this user alone.
 */
export function createFolderSender(directory: string): Sender {
  return {
    /** Throws when nothing can be written there. */
    async probe() {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      const file = join(directory, `.probe.${process.pid}`);
      await writeFile(file, '', { mode: 0o600 });
      await rm(file, { force: true });
    },
    async send(row: Outgoing) {
      const folder = join(directory, row.kind);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${createHash('sha256').update(row._id).digest('hex').slice(0, 24)}.json`;
      const { kind, to, subject, body } = row;
      const text = `${JSON.stringify({ id: row._id, kind, to, ...(subject ? { subject } : {}), body, queuedAt: row.createdAt }, null, 2)}\n`;
      const draft = join(folder, `.${name}.${process.pid}`);
      await writeFile(draft, text, { mode: 0o600 });
      await rename(draft, join(folder, name));
      return { ok: true, isDelivered: true };
    },
  };
}
