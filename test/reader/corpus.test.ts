import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { wordTags } from '../../src/language/opinion.ts';

const folder = join(import.meta.dirname, 'corpus');
const files = readdirSync(folder).filter((name) => name.endsWith('.tsv'));

const known = [
  ['none', 'possible', 'urgent'],
  ['absence', 'lateness', 'early_leave', 'retract', 'dispute', 'question', 'disclosure', 'off_topic'],
  [
    'medical_appointment',
    'family_emergency',
    'sickness',
    'annual_leave',
    'urgent_work',
    'bereavement',
    'transport',
    'other',
    'none',
  ],
];

/** Every line of every file, as its columns, with where it stands. */
const lines = files.flatMap((file) =>
  readFileSync(join(folder, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ at: `${file}:${index + 1}`, columns: line.split('\t') })),
);

/** Letters and digits only, so that case, marks and spacing make no second text. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

describe('the tagged text', () => {
  const tagged = join(import.meta.dirname, 'tagged');
  const rows = readdirSync(tagged)
    .filter((name) => name.endsWith('.tsv'))
    .flatMap((file) =>
      readFileSync(join(tagged, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line, i) => ({ at: `${file}:${i + 1}`, line })),
    );
  const words = (line: string) => line.replace(/\{\w+:([^{}]*)\}/g, '$1');

  test('every line is who writes and a message, in braces nothing but known tags', () => {
    const tag = `\\{(?:${wordTags.slice(1).join('|')}):[^{}]+\\}`;
    const right = new RegExp(`^(?:learner|parent|employer|tutor|key_worker)\t(?:[^{}\t]|${tag})+$`, 'u');
    expect(rows.filter(({ line }) => !right.test(line))).toEqual([]);
    expect(rows.length).toBeGreaterThan(4_000);
  });

  test('no message stands there twice, and none is one of the sets that are counted', () => {
    const counted = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) =>
        readFileSync(join(import.meta.dirname, name), 'utf8')
          .trimEnd()
          .split('\n'),
      )
      .map((line) => plain((JSON.parse(line) as { text: string }).text));
    const texts = rows.map(({ line }) => plain(words(line.slice(line.indexOf('\t') + 1))));
    expect(new Set(texts).size).toBe(texts.length);
    const known = new Set(counted);
    expect(texts.filter((one) => known.has(one))).toEqual([]);
  });
});

describe('the training text', () => {
  test('every line is label, kind, reason and text, with known labels and at most 600 characters', () => {
    expect(files.length).toBeGreaterThan(4);
    const wrong = lines.filter(
      ({ columns }) =>
        columns.length !== 4 ||
        known.some((values, index) => !values.includes(columns[index] ?? '')) ||
        (columns[3] ?? '').trim() === '' ||
        (columns[3] ?? '').length > 600,
    );
    expect(wrong.map(({ at }) => at)).toEqual([]);
  });

  test('only a report carries a reason in the files that were added', () => {
    const added = lines.filter(({ at }) => !/^[ab]\.tsv/.test(at));
    const reports = ['absence', 'lateness', 'early_leave'];
    expect(
      added.filter(({ columns }) => !reports.includes(columns[1] ?? '') && columns[2] !== 'none').map(({ at }) => at),
    ).toEqual([]);
  });

  test('no text stands twice', () => {
    const seen = new Map<string, string>();
    const twice = lines.flatMap(({ at, columns }) => {
      const text = plain(columns[3] ?? '') || (columns[3] ?? '');
      const before = seen.get(text);
      seen.set(text, at);
      return before === undefined || (/^[ab]\.tsv/.test(at) && /^[ab]\.tsv/.test(before)) ? [] : [`${before} ${at}`];
    });
    expect(twice).toEqual([]);
  });

  test('no held-out text stands in it', () => {
    const own = new Set(lines.map(({ columns }) => plain(columns[3] ?? '')));
    const sets = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.jsonl'));
    expect(sets).toContain('held-out.jsonl');
    const leaked = sets.flatMap((file) =>
      readFileSync(join(import.meta.dirname, file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { text: string }).text)
        // "ill" and "not in today" are everybody's.
        .filter((text) => text.trim().split(/\s+/).length > 3 && own.has(plain(text)))
        .map((text) => `${file}: ${text}`),
    );
    expect(leaked).toEqual([]);
  });
});
