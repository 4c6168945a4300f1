import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findBreaches, findTreeBreaches, sourcesUnder } from './imports.ts';

const src = join(import.meta.dirname, '../../src');

describe('imports go one way', () => {
  test('the tree keeps the rules', () => {
    expect(sourcesUnder(src).length).toBeGreaterThan(80);
    expect(findTreeBreaches(src)).toEqual([]);
  });

  test('no file is longer than 300 lines', () => {
    const long = (source: { text: string }) => source.text.split('\n').length > 301;
    expect(
      sourcesUnder(src)
        .filter(long)
        .map((one) => one.path),
    ).toEqual([]);
    expect(long({ text: 'x\n'.repeat(301) })).toBe(true);
  });

  const planted: [string, { path: string; text: string }[], string][] = [
    [
      'domain reading policy',
      [{ path: 'domain/x.ts', text: "import { a } from '../policy/a.ts';" }],
      'domain may not import policy',
    ],
    [
      'a use case reading the store',
      [{ path: 'usecases/x.ts', text: "import { a } from '../store/a.ts';" }],
      'usecases may not import store',
    ],
    [
      'a capability standing on one above it',
      [{ path: 'usecases/absence/x.ts', text: "import { a } from '../risk/a.ts';" }],
      'absence may not stand on risk',
    ],
    [
      'core standing on a capability',
      [{ path: 'usecases/core/x.ts', text: "import { a } from '../risk/a.ts';" }],
      'core may not stand on risk',
    ],
    [
      'an outer room reading another',
      [{ path: 'teams/x.ts', text: "import { a } from '../store/a.ts';" }],
      'teams may not import store',
    ],
    [
      'production reading the demo',
      [{ path: 'compose.ts', text: "import { a } from './demo/a.ts';" }],
      'compose may not import demo',
    ],
    ['main reading the demo', [{ path: 'main.ts', text: "await import('./demo/a.ts');" }], 'main may not import demo'],
    [
      'a type import of the wrong room',
      [{ path: 'domain/x.ts', text: "import type { A } from '../usecases/a.ts';" }],
      'domain may not import usecases',
    ],
    [
      'botbuilder outside teams',
      [{ path: 'usecases/x.ts', text: "import { A } from 'botbuilder';" }],
      'botbuilder lives in teams',
    ],
    [
      'mongodb in a use case',
      [{ path: 'usecases/x.ts', text: "import { A } from 'mongodb';" }],
      'mongodb lives in store',
    ],
    [
      'a command that asks the database itself',
      [{ path: 'cli/x.ts', text: 'const all = await c.sessions\n  .find({});' }],
      'only store asks the database',
    ],
    [
      'a command that takes a collection out first and asks that',
      [
        {
          path: 'cli/x.ts',
          text: 'const say = ({ people }: Collections) =>\n  people\n    .aggregate<{ _id: string; count: number }>([]);',
        },
      ],
      'only store asks the database',
    ],
    [
      'a command that asks by a name of its own',
      [{ path: 'cli/x.ts', text: "const all = db.collection('people').find({ left: day });" }],
      'only store asks the database',
    ],
    [
      'a clock in the domain',
      [{ path: 'domain/x.ts', text: 'export const now = () => Date.now();' }],
      'domain is pure',
    ],
    [
      'chance in the policy',
      [{ path: 'policy/x.ts', text: 'export const roll = () => Math.random();' }],
      'policy is pure',
    ],
    [
      'node in the language',
      [{ path: 'language/x.ts', text: "import { readFileSync } from 'node:fs';" }],
      'language is pure',
    ],
    ['an unresolved import', [{ path: 'teams/x.ts', text: "import { a } from './gone.ts';" }], 'does not resolve'],
    ['an unknown room', [{ path: 'utils/x.ts', text: '' }], 'room "utils" is not known'],
    [
      'a cycle',
      [
        { path: 'domain/a.ts', text: "import { b } from './b.ts';" },
        { path: 'domain/b.ts', text: "import { a } from './a.ts';" },
      ],
      'cycle:',
    ],
  ];
  test.each(planted)('%s is found', (_, sources, breach) => {
    const paths = new Set([
      'policy/a.ts',
      'usecases/risk/a.ts',
      'store/a.ts',
      'demo/a.ts',
      'usecases/a.ts',
      ...sources.map((one) => one.path),
    ]);
    expect(findBreaches(sources, (path) => paths.has(path)).join('\n')).toContain(breach);
  });
});
