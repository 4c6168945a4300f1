import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findMisplaced, packageOf } from './dependencies.ts';
import { importsOf, sourcesUnder } from './imports.ts';

const root = join(import.meta.dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
const production = Object.keys(manifest.dependencies ?? {});
const sources = sourcesUnder(join(root, 'src'));

describe('dependencies in their place', () => {
  test('production imports nothing that only the demo and tests install', () => {
    expect(findMisplaced(sources, production)).toEqual([]);
  });

  test('a production file importing a development package is found; the demo may', () => {
    const text = "import { MongoMemoryReplSet } from 'mongodb-memory-server-core';";
    expect(findMisplaced([{ path: 'store/x.ts', text }], production)).toEqual([
      'store/x.ts: mongodb-memory-server-core is not among the production dependencies',
    ]);
    expect(findMisplaced([{ path: 'demo/x.ts', text }], production)).toEqual([]);
  });

  test('every production dependency is imported by production', () => {
    const used = new Set(
      sources.filter((one) => !one.path.startsWith('demo/')).flatMap((one) => importsOf(one).map(packageOf)),
    );
    // A font is read as a file; browsers get teams-js as it is; adaptivecards-templating asks for the last as a peer.
    expect(production.filter((name) => !used.has(name))).toEqual([
      '@expo-google-fonts/open-sans',
      '@microsoft/teams-js',
      'adaptive-expressions',
    ]);
  });

  test('every dependency has its line in the README', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const names = [...production, ...Object.keys(manifest.devDependencies ?? {})].filter(
      (name) => !name.startsWith('@types/'),
    );
    expect(names.filter((name) => !readme.includes(name.replace(/^@?(babel|jest|biome).*/, '$1')))).toEqual([]);
  });
});
