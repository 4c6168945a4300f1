import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mongodCache, startEmbeddedMongod } from '../../src/demo/embedded-mongod.ts';
import { pages } from './page-rows.ts';
import { growth, importing, language, morning, type Place, tickAndFollow } from './rows.ts';

/**
 * Everything measured in one run on the real mongod, so that ratios hold on a noisy machine; a table as it goes and a last
 * line of JSON. `--large` adds the last growth step; `--registers` makes the morning smaller; `--only pages,tick` measures
 * these alone.
 */
const { values } = parseArgs({
  options: { large: { type: 'boolean' }, registers: { type: 'string' }, only: { type: 'string' } },
});
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
const isAsked = (name: string) => values.only === undefined || values.only.split(',').includes(name);
try {
  const registers = Number(values.registers ?? 2_000);
  const sizes = values.large ? [10_000, 1_000_000, 10_000_000] : [10_000, 1_000_000];
  const result: Record<string, unknown> = {};
  if (isAsked('tick')) Object.assign(result, await tickAndFollow(place));
  if (isAsked('morning'))
    result.morning = { ...(await morning(place, registers, 1)), three: await morning(place, registers, 3) };
  if (isAsked('growth')) result.growth = await growth(place, sizes);
  if (isAsked('language')) result.language = await language(place);
  if (isAsked('pages')) result.pages = await pages(place);
  if (isAsked('import')) result.import = await importing(place, 12_000);
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await mongod.stop();
  rmSync(directory, { recursive: true, force: true });
}
