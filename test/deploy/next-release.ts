import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schemaVersion } from '../../src/store/migrations.ts';
import type { ChildSettings } from './bot-child.ts';

const root = join(import.meta.dirname, '../..');
const taken = ['package.json', 'cards', 'manifest', 'src', 'test/teams', 'test/support', 'test/deploy/bot-child.ts'];

export const nextSchema = schemaVersion + 1;

/** Each document gets a field that this release knows nothing of. */
const addField = `async (db) => {
  for (const { name } of await db.listCollections().toArray())
    if (name !== 'meta') await db.collection(name).updateMany({}, { $set: { later: 'kept' } });
}`;

/**
 * A release after this one: this code with one more step of the schema, in a folder of its own. There is no older code to
 * run, as a clone may hold this commit alone; so what is tried is that this release meets the one that comes after it.
 */
export function makeNextRelease(step: { breaks: boolean }) {
  const folder = mkdtempSync(join(tmpdir(), 'attendance-next-'));
  const isModel = (path: string) => path.includes(join('reader', 'model', '/'));
  for (const path of taken)
    cpSync(join(root, path), join(folder, path), { recursive: true, filter: (from) => !isModel(from) });
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));
  const file = join(folder, 'src/store/migrations.ts');
  const last = `\n];\n\nexport const schemaVersion`;
  const text = readFileSync(file, 'utf8');
  if (!text.includes(last)) throw new Error('the list of migrations does not end as it did');
  const added = `\n  { to: ${nextSchema}, what: 'the next', ${step.breaks ? 'breaks: true, ' : ''}run: ${addField} },${last}`;
  writeFileSync(
    file,
    text.replace(last, () => added),
  );
  let child: ChildProcess | undefined;
  return {
    /** Starts it; gives the port it listens on. */
    async start(settings: ChildSettings): Promise<number> {
      child = spawn(process.execPath, ['--no-warnings', join(folder, 'test/deploy/bot-child.ts')], {
        env: { ...process.env, BOT_CHILD: JSON.stringify(settings) },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      const ended = once(child, 'exit').then(() => {
        throw new Error('the next release ended before it was ready');
      });
      const [said] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
      ended.catch(() => undefined);
      return said.port;
    },
    async remove(): Promise<void> {
      if (child && child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      rmSync(folder, { recursive: true });
    },
  };
}
