import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const message = {
  id: 'm1',
  now: '2026-11-23T08:30:00Z',
  tz: 'Europe/London',
  sender_role: 'learner',
  text: 'i cant do this any more, nobody would miss me',
};

test('the reader’s library reports to nobody: it makes itself no name for this machine, and leaves no file behind', async () => {
  const place = mkdtempSync(join(tmpdir(), 'attendance-reader-'));
  try {
    const [home, file] = [join(place, 'home'), join(place, 'messages.jsonl')];
    mkdirSync(home);
    writeFileSync(file, JSON.stringify(message));
    // Nothing that the library takes for a test or a build, where it would be silent by itself.
    const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home };
    const child = spawn(process.execPath, ['src/cli/cli.ts', 'understand', file], { cwd: root, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(output).toContain('"urgent"');
    expect(readdirSync(home, { recursive: true })).toEqual([]);
  } finally {
    rmSync(place, { recursive: true });
  }
});
