import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Told } from './attack.ts';

const mostMs = 550_000;

/**
 * Nothing that reads words from outside takes the event loop for more than 50 ms (on a machine as quick as the one this
 * was set on; on a slower one in proportion, measured beside it). Expressions are found in the sources, so a new one is tried by itself.
 * Processor time counts, not the clock: a busy machine changes nothing.
 */
test(
  'every expression in src, and every reader, gets through the worst texts of the longest length there is',
  async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'attack.ts')], {
      env: { PATH: process.env.PATH },
    });
    const out: string[] = [];
    let last = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      last = text.trimEnd().split('\n').at(-1) ?? last;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), mostMs);
    const [code] = await once(child, 'close');
    clearTimeout(timer);
    // One that does not come back is killed: the last that was begun.
    expect({ code, last: code === 0 ? '' : last }).toEqual({ code: 0, last: '' });
    const told = JSON.parse(out.join('')) as Told;
    expect(told.notSeen).toEqual([]);
    expect(told.regexes).toBeGreaterThan(200);
    expect(told.over).toEqual([]);
  },
  mostMs + 20_000,
);
