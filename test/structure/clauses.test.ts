import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { daysBetween } from '../../src/domain/calendar.ts';
import { monday } from '../support/college.ts';

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

/** Lines that ask something of people: what is left undone comes again, goes on to the next person, and ends. */
const lasting = 'S4 S5 S6 S7 S10 S11 S12 S13 S14 G2 G3 G4 G5 G6 G8 G9 G10 G11 G12 G13 G14 G17'.split(' ');

/** The furthest day to which a scenario's file moves business time, in days from its first Monday. */
function daysLived(text: string): number {
  const numbered = [...text.matchAll(/\bday\((\d+)\)|\[\s*'\d\d:\d\d',\s*(\d+)\]/g)].map(
    (match) => match[1] ?? match[2],
  );
  const dated = [...text.matchAll(/'(20\d\d-\d\d-\d\d)'/g)].map((match) => daysBetween(monday, match[1] ?? monday));
  return Math.max(0, ...numbered.map(Number), ...dated);
}

/** Clauses that a table of scenarios names in its rows: "clause: 'G12'". */
function clausesOfRows(text: string): string[] {
  return [...text.matchAll(/\bclause: '([SG]\d+)'/g)].flatMap((match) => match[1] ?? []);
}

test('every line that asks something of people has a scenario of more than a week, not of a day', () => {
  const folder = join(import.meta.dirname, '../clauses');
  const walked = new Set(
    readdirSync(folder).flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return daysLived(text) > 7 ? [...clausesIn(text), ...clausesOfRows(text)] : [];
    }),
  );
  expect(lasting.filter((line) => !walked.has(line))).toEqual([]);
  expect(daysLived("await college.moveTo('09:00', day(3)); for (const n of [['09:00', 8]])")).toBe(8);
  expect(daysLived("await college.moveTo('09:00');")).toBe(0);
});
