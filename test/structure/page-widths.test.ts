import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

test('no column of a page is wider than a phone of 320 px with a scrollbar leaves it inside a card', () => {
  const css = readFileSync(join(import.meta.dirname, '../../src/http/pages/pages.css'), 'utf8');
  const least = [...css.matchAll(/minmax\((\d+)px/g)].map(([, px]) => Number(px));
  expect(least.length).toBeGreaterThan(0);
  expect(least.filter((px) => px > 240)).toEqual([]);
});
