import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

test.each(['src', 'cards'])('nothing in %s says that a card was moved further down', (folder) => {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(ts|json)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => /moved further down/i.test(readFileSync(join(root, folder, file), 'utf8')))).toEqual(
    [],
  );
});
