import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadPacks, packFiles } from '../../src/config/load-packs.ts';
import { packOn } from '../../src/policy/pack-shelf.ts';
import { PolicyPack } from '../../src/policy/policy-pack.ts';

const folder = join(import.meta.dirname, '../../src/policy/packs');

/** Released pack versions never change: a decision made under one must mean the same for ever. Add lines, never edit one. */
const released: Record<string, string> = {
  'green-labyrinth 1.0': 'c18924ef8e9338182c8d3325fa025c091fbf47ba47227d3774099597066cd494',
  'sts 1.2': 'baad80c844adf6ca1a210d33ad93828f8ea67db138a1b46122f37c49be60ca5b',
};

describe('policy packs', () => {
  test('released versions are frozen', () => {
    const hashes = Object.fromEntries(loadPacks().map((pack) => [`${pack.id} ${pack.version}`, pack.ref.hash]));
    expect(hashes).toEqual(released);
  });

  test.each(readdirSync(folder))(
    '%s has a readme that cites clauses, and its data stands under its own name',
    (name) => {
      const readme = readFileSync(join(folder, name, 'readme.md'), 'utf8');
      expect(readme).toMatch(/\| [SGP]\d*/);
      for (const file of readdirSync(join(folder, name)).filter((one) => one.endsWith('.json'))) {
        const pack = PolicyPack.parse(JSON.parse(readFileSync(join(folder, name, file), 'utf8')));
        expect(file).toBe(`${pack.version}.json`);
        if (!name.startsWith('_')) expect(pack.id).toBe(name);
      }
    },
  );

  test('the thresholds of both policies', () => {
    const gl = packOn(loadPacks(), 'green-labyrinth', '2026-11-23');
    expect(gl.ranks?.map((rank) => [rank.code, rank.below])).toEqual([
      ['red', 85],
      ['amber', 90],
      ['green', 95],
      ['dark-green', null],
    ]);
    expect(gl.occurrences).toMatchObject({
      belowPercent: 90,
      count: 'per-day',
      leastHistorySessions: 10,
      flags: [
        { at: 2, flag: 'amber' },
        { at: 3, flag: 'red' },
      ],
    });
    expect(gl.options.fall.map((option) => option.code)).toEqual(['a', 'b', 'c']);
    const sts = packOn(loadPacks(), 'sts', '2026-11-23');
    expect(sts).toMatchObject({
      ranks: null,
      occurrences: null,
      register: { nudgeMinutes: 20, overdueMinutes: 30 },
      attendance: { unit: 'sessions', targetPercent: 100, punctualityTargetPercent: 100 },
    });
    expect(sts.reasons.filter((reason) => reason.accept === 'by-itself').map((reason) => reason.code)).toEqual([
      'medical_appointment',
      'family_emergency',
      'sickness',
      'annual_leave',
      'urgent_work',
      'bereavement',
    ]);
  });

  test('the version that holds on a day is chosen', () => {
    const [sts] = loadPacks().filter((pack) => pack.id === 'sts');
    const next = { ...sts!, version: '1.3', validFrom: '2026-12-01' };
    expect(packOn([next, sts!], 'sts', '2026-11-30').version).toBe('1.2');
    expect(packOn([next, sts!], 'sts', '2026-12-01').version).toBe('1.3');
    expect(packOn([next, sts!], 'sts', '2020-01-01').version).toBe('1.2');
    expect(() => packOn([next], 'none', '2026-01-01')).toThrow('known: sts');
  });

  test('a pack with a mistake is refused with the field', () => {
    const data = JSON.parse(readFileSync(packFiles(folder)[0] ?? '', 'utf8'));
    expect(PolicyPack.safeParse({ ...data, extra: 1 }).success).toBe(false);
    expect(PolicyPack.safeParse({ ...data, markRoles: { ...data.markRoles, late: 'missing' } }).success).toBe(false);
    expect(PolicyPack.safeParse({ ...data, validFrom: '2026-02-31' }).success).toBe(false);
  });
});
