import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { settingNames } from '../../src/config/settings.ts';

export const root = join(import.meta.dirname, '../..');
const blank = Object.fromEntries(settingNames.map((name) => [name, '']));

/** What a command is started with: these settings and no others, so that a developer's own .env does not reach it. */
export const envWith = (settings: Record<string, string>) => ({ PATH: process.env.PATH, ...blank, ...settings });

/** The settings by which a command finds a college's database. */
export const mongoOf = ({ uri, database }: { uri: string; database: string }) => ({
  MONGODB_URI: uri,
  MONGODB_DATABASE: database,
});

/** A command as it is typed; what it says. Rejects with `code`, `stdout` and `stderr` when it ends red. */
export const runCli = (settings: Record<string, string>, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['--no-warnings', 'src/cli/cli.ts', ...args], {
    cwd: root,
    env: envWith(settings),
  });
