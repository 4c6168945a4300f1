import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mongodCache, startEmbeddedMongod } from '../../src/demo/embedded-mongod.ts';
import { growth, importing, language, morning, type Place, tickAndFollow } from './rows.ts';

/**
 * Everything measured in one run on the real mongod, so that ratios hold on a noisy machine; a table as it goes and a last
 * line of JSON. `--large` adds the last growth step; `--registers` makes the morning smaller.
 */
const { values } = parseArgs({ options: { large: { type: 'boolean' }, registers: { type: 'string' } } });
const directory = mkdtempSync(join(tmpdir(), 'attendance-bench-'));
const begun = performance.now();
const say = (line: string) =>
  process.stdout.write(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} ${line}\n`);
const mongod = await startEmbeddedMongod({
  directory: join(directory, 'db'),
  cache: mongodCache(join(import.meta.dirname, '../..')),
  env: process.env,
});
const place: Place = { uri: mongod.uri, directory, say };
try {
  const { tick, follow, start } = await tickAndFollow(place);
  const registers = Number(values.registers ?? 2_000);
  const one = await morning(place, registers, 1);
  const three = await morning(place, registers, 3);
  const result = {
    tick,
    follow,
    morning: { ...one, three },
    growth: await growth(place, values.large ? [10_000, 1_000_000, 10_000_000] : [10_000, 1_000_000]),
    language: await language(place),
    // Pages are not measured yet.
    pages: { p99: null },
    start,
    import: await importing(place, 12_000),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await mongod.stop();
  rmSync(directory, { recursive: true, force: true });
}
