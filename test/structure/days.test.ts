import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const src = join(import.meta.dirname, '../../src');

/** What reads or moves a date through the clock of the machine it runs on, or moves days without the calendar. */
const local =
  /\.(?:set|get)(?:Date|Day|Month|FullYear|Hours|Minutes|TimezoneOffset)\(|\.toLocale(?:Date|Time)?String\(|new Date\(\d+\s*,|new Date\([a-z]+,|from 'date-fns|86_?400_?000/;

test('days are moved in domain/calendar alone, never through the clock of the host', () => {
  const found = ['domain', 'policy', 'language', 'usecases', 'work', 'http', 'config']
    .flatMap((room) =>
      readdirSync(join(src, room), { recursive: true, encoding: 'utf8' }).map((name) => `${room}/${name}`),
    )
    .filter((path) => path.endsWith('.ts') && path !== 'domain/calendar.ts')
    .flatMap((path) =>
      readFileSync(join(src, path), 'utf8')
        .split('\n')
        .flatMap((line, i) => (local.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});

test.each([
  'day.setDate(1)',
  'day.getDay()',
  'new Date(2026, 1)',
  "import { addDays } from 'date-fns/addDays'",
  'ms * 86_400_000',
])('the look finds %s', (line) => {
  expect(local.test(line)).toBe(true);
});
