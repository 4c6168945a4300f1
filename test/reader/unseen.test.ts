import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { teach } from '../../src/cli/teach.ts';

/**
 * Seventeen sets by authors who had seen neither the program nor its tests. Once they had been counted, the grammar was mended
 * by the kinds of misreading that they showed, and the learned reader has learned from the first six, so
 * what counts here is that nothing of it is lost; the README has the counts at first sight. Three more are all in Welsh,
 * all about what a message is for, and all about which days it means.
 */
test.each([
  ['unseen-1.jsonl', { days: 145, reason: 139, people: 145, heard: 48, calmAlerts: 0 }],
  ['unseen-2.jsonl', { days: 107, reason: 103, people: 109, heard: 32, calmAlerts: 0 }],
  ['unseen-3.jsonl', { days: 149, reason: 141, people: 148, heard: 45, calmAlerts: 4 }],
  ['unseen-4.jsonl', { days: 141, reason: 139, people: 144, heard: 47, calmAlerts: 2 }],
  ['unseen-5.jsonl', { days: 107, reason: 104, people: 108, heard: 31, calmAlerts: 0 }],
  ['unseen-6.jsonl', { days: 110, reason: 102, people: 107, heard: 33, calmAlerts: 3 }],
  ['unseen-7.jsonl', { days: 107, reason: 103, people: 108, heard: 31, calmAlerts: 10 }],
  ['unseen-8.jsonl', { days: 130, reason: 119, people: 130, heard: 37, calmAlerts: 5 }],
  ['unseen-9.jsonl', { days: 130, reason: 123, people: 132, heard: 36, calmAlerts: 2 }],
  ['unseen-10.jsonl', { days: 139, reason: 135, people: 142, heard: 38, calmAlerts: 1 }],
  ['unseen-11.jsonl', { days: 125, reason: 123, people: 131, heard: 38, calmAlerts: 7 }],
  ['unseen-12.jsonl', { days: 116, reason: 110, people: 116, heard: 36, calmAlerts: 6 }],
  ['unseen-13.jsonl', { days: 127, reason: 121, people: 129, heard: 38, calmAlerts: 3 }],
  ['unseen-14.jsonl', { days: 141, reason: 132, people: 142, heard: 37, calmAlerts: 9 }],
  ['unseen-15.jsonl', { days: 130, reason: 126, people: 135, heard: 37, calmAlerts: 15 }],
  ['unseen-16.jsonl', { days: 122, reason: 122, people: 132, heard: 38, calmAlerts: 3 }],
  ['unseen-17.jsonl', { days: 126, reason: 120, people: 131, heard: 36, calmAlerts: 6 }],
  ['welsh.jsonl', { days: 74, reason: 71, people: 75, heard: 9, calmAlerts: 1 }],
  ['purpose.jsonl', { days: 87, reason: 77, people: 85, heard: 0, calmAlerts: 7 }],
  ['days.jsonl', { days: 136, reason: 127, people: 142, heard: 0, calmAlerts: 2 }],
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
