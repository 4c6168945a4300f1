import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('the README', () => {
  test('names files that are there, in its ten questions', () => {
    const table = readme.slice(readme.indexOf('Ten questions'), readme.indexOf('Decisions, and why'));
    const named = [...table.matchAll(/`([a-z-]+(?:\/[a-z-]+)*\.(?:task\.|form\.)?ts)`/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThanOrEqual(10);
    const isThere = (path: string) => ['src/usecases', 'src'].some((folder) => existsSync(join(root, folder, path)));
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  test('shows pictures that are there, of pages too, each with words for who cannot see it', () => {
    const shown = [...readme.matchAll(/<img src="([^"]+)" alt="([^"]*)"/g)].map(([, path = '', alt = '']) => ({
      path,
      alt,
    }));
    for (const page of ['caseload', 'story', 'college'])
      expect(shown.map((one) => one.path)).toContain(`.readme/${page}.png`);
    for (const { path, alt } of shown) {
      const head = existsSync(join(root, path)) ? readFileSync(join(root, path)).subarray(1, 4).toString() : 'missing';
      expect([path, head, alt.length > 10]).toEqual([path, 'PNG', true]);
    }
  });
});
