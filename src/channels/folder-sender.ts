import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Outgoing, Sender } from '../usecases/core/delivery.ts';

/** Makes a folder and those above it. Node's own way of doing both never returns where none can be made, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path || (await stat(above).catch(() => undefined))) throw error;
    await makeFolder(above);
    await makeFolder(path);
  }
}

/**
 * Writes each message as a JSON file into a folder: what the demo and tests send by, and what an MIS may read from. The
 * file's name comes from the row's id, so a repeat overwrites itself with the same words.
 */
export function createFolderSender(directory: string): Sender {
  return {
    isLocal: true,
    /** Throws when nothing can be written there. */
    async probe() {
      await makeFolder(resolve(directory));
      const file = join(directory, `.probe.${process.pid}`);
      await writeFile(file, '');
      await rm(file, { force: true });
    },
    async send(row: Outgoing) {
      const folder = join(directory, row.kind);
      await makeFolder(resolve(folder));
      const name = `${createHash('sha256').update(row._id).digest('hex').slice(0, 24)}.json`;
      const { kind, to, subject, body } = row;
      const text = `${JSON.stringify({ id: row._id, kind, to, ...(subject ? { subject } : {}), body, queuedAt: row.createdAt }, null, 2)}\n`;
      const draft = join(folder, `.${name}.${process.pid}`);
      await writeFile(draft, text);
      await rename(draft, join(folder, name));
      return { ok: true, isDelivered: true };
    },
  };
}
