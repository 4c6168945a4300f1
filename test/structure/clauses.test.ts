import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** The lines of the specification that have a number; each must have a scenario driven through the endpoint. */
const lines = [
  ...Array.from({ length: 17 }, (_, i) => `S${i + 1}`),
  ...Array.from({ length: 17 }, (_, i) => `G${i + 1}`),
];

/** The clauses that scenario titles name before their colon: "S4, S3: …". */
function clausesIn(text: string): string[] {
  return [...text.matchAll(/\btest\(\s*['"`]([^:'"`]{1,40}):/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((one) => one.trim()),
  );
}

test('a title names its clauses before the colon', () => {
  expect(clausesIn("test('S4, S3: an employer…', async () => {")).toEqual(['S4', 'S3']);
  expect(clausesIn("test('nothing named', () => {")).toEqual([]);
});

test('every numbered line has a scenario', () => {
  const folder = join(import.meta.dirname, '../clauses');
  const named = new Set(readdirSync(folder).flatMap((file) => clausesIn(readFileSync(join(folder, file), 'utf8'))));
  expect(lines.filter((line) => !named.has(line))).toEqual([]);
});
