import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { teach } from '../../src/cli/teach.ts';

/**
 * Thirteen sets by authors who had seen neither the program nor its tests. Once they had been counted, the grammar was mended
 * by the kinds of misreading that all but the last showed, and the learned reader has learned from the first six, so what
 * counts here is that nothing of it is lost; the README has the counts at first sight. One more is all in Welsh.
 */
test.each([
  ['unseen-1.jsonl', { days: 145, reason: 139, people: 145, heard: 48, calmAlerts: 1 }],
  ['unseen-2.jsonl', { days: 107, reason: 103, people: 109, heard: 32, calmAlerts: 0 }],
  ['unseen-3.jsonl', { days: 149, reason: 140, people: 148, heard: 45, calmAlerts: 5 }],
  ['unseen-4.jsonl', { days: 140, reason: 138, people: 144, heard: 47, calmAlerts: 2 }],
  ['unseen-5.jsonl', { days: 107, reason: 104, people: 108, heard: 31, calmAlerts: 0 }],
  ['unseen-6.jsonl', { days: 103, reason: 99, people: 106, heard: 33, calmAlerts: 4 }],
  ['unseen-7.jsonl', { days: 107, reason: 101, people: 108, heard: 32, calmAlerts: 12 }],
  ['unseen-8.jsonl', { days: 126, reason: 115, people: 129, heard: 37, calmAlerts: 7 }],
  ['unseen-9.jsonl', { days: 115, reason: 112, people: 129, heard: 36, calmAlerts: 4 }],
  ['unseen-10.jsonl', { days: 132, reason: 123, people: 141, heard: 38, calmAlerts: 1 }],
  ['unseen-11.jsonl', { days: 120, reason: 119, people: 130, heard: 38, calmAlerts: 7 }],
  ['unseen-12.jsonl', { days: 106, reason: 101, people: 112, heard: 36, calmAlerts: 7 }],
  ['unseen-13.jsonl', { days: 105, reason: 108, people: 122, heard: 38, calmAlerts: 6 }],
  ['welsh.jsonl', { days: 74, reason: 70, people: 75, heard: 9, calmAlerts: 1 }],
])(
  '%s: at least as many days, people, reasons and worries are read rightly as when it was last counted',
  async (file, least) => {
    const said: string[] = [];
    await teach(join(import.meta.dirname, file), (line) => said.push(line));
    const text = said.join('\n');
    const count = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN);
    expect(count(/the days: right in (\d+)/)).toBeGreaterThanOrEqual(least.days);
    expect(count(/the reason: right in (\d+)/)).toBeGreaterThanOrEqual(least.reason);
    expect(count(/whom it is about: right in (\d+)/)).toBeGreaterThanOrEqual(least.people);
    expect(count(/harm: heard (\d+)/)).toBeGreaterThanOrEqual(least.heard);
    expect(count(/False alerts: (\d+)/)).toBeLessThanOrEqual(least.calmAlerts);
  },
);
