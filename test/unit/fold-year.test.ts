import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadPacks } from '../../src/config/load-packs.ts';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { tallyKeys } from '../../src/domain/standing.ts';
import { packOn } from '../../src/policy/pack-shelf.ts';
import type { PolicyPack } from '../../src/policy/policy-pack.ts';
import { foldMarks, foldYear, inSessionOrder } from '../../src/policy/rules/fold-year.ts';
import { cutPercent, rankOf, type YearMark } from '../../src/policy/rules/tally.ts';

const shelf = loadPacks();
const gl = packOn(shelf, 'green-labyrinth', '2026-11-23');
const sts = packOn(shelf, 'sts', '2026-11-23');

const on = (offset: number, code: string, minutesLate = 0, hour = 9): YearMark => {
  const startsAt = new Date(Date.UTC(2026, 8, 7 + offset, hour));
  return { sessionId: `s${offset}-${hour}`, startsAt, day: dayOf(startsAt), code, minutesLate, plannedMinutes: 60 };
};
const present = (count: number, from = 0) => Array.from({ length: count }, (_, i) => on(from + i, 'present'));

describe('rank by attendance (G7)', () => {
  const tally = (attended: number, planned: number) => ({
    sessions: 1,
    attended: 1,
    late: 0,
    plannedMinutes: planned,
    attendedMinutes: attended,
    lostToLateness: 0,
    lostToAbsence: 0,
  });
  test.each([
    [8_499, 'red'],
    [8_500, 'amber'],
    [8_999, 'amber'],
    [9_000, 'green'],
    [9_499, 'green'],
    [9_500, 'dark-green'],
    [10_000, 'dark-green'],
    [0, 'red'],
  ])('%i of 10,000 minutes is %s', (attended, rank) => {
    expect(rankOf(tally(attended, 10_000), gl)).toBe(rank);
  });

  test('nothing is rounded up over a line: 84.999… is red, and shown cut', () => {
    expect(rankOf(tally(849_999, 1_000_000), gl)).toBe('red');
    expect(cutPercent(849_999, 1_000_000)).toBe(84.99);
    expect(cutPercent(2, 3)).toBe(66.66);
  });
});

describe('occurrences and flags (G9)', () => {
  test('an unauthorised absence is an occurrence only when attendance is below 90% right after it', () => {
    const standing = foldYear([...present(10), on(10, 'unauthorised'), on(11, 'unauthorised')], gl);
    expect(standing.occurrences.map(({ day, percent }) => [day, percent])).toEqual([['2026-09-18', 83.33]]);
    expect(standing.flag).toBe('none');
  });

  test('at most one a day; the second day is Amber, the third Red', () => {
    const marks = [
      on(0, 'unauthorised', 0, 9),
      on(0, 'unauthorised', 0, 11),
      on(1, 'unauthorised'),
      on(2, 'unauthorised'),
      on(3, 'present'),
    ];
    const standing = foldYear(marks, gl);
    expect(standing.occurrences).toHaveLength(3);
    expect([standing.flag, standing.flaggedOn]).toEqual(['red', '2026-09-09']);
    expect(foldYear(marks.slice(0, 3), gl)).toMatchObject({ flag: 'amber', flaggedOn: '2026-09-08' });
  });

  test('authorised absence lowers the percentage and is never an occurrence (G1)', () => {
    const standing = foldYear([on(0, 'authorised'), on(1, 'authorised'), on(2, 'notice-pending')], gl);
    expect(standing).toMatchObject({ percent: 0, rank: 'red', occurrences: [], flag: 'none' });
  });

  test('minutes late count, and never more than the planned ones', () => {
    expect(foldYear([on(0, 'late', 15)], gl)).toMatchObject({
      percent: 75,
      tally: { lostToLateness: 15, lostToAbsence: 0, late: 1 },
    });
    expect(foldYear([on(0, 'late', 600)], gl)).toMatchObject({ percent: 0, tally: { attendedMinutes: 0 } });
  });

  test('an amended first day can make the tenth an occurrence', () => {
    const later = [...present(9, 1), on(10, 'unauthorised')];
    expect(foldYear([on(0, 'present'), ...later], gl).occurrences).toHaveLength(0);
    expect(foldYear([on(0, 'authorised'), ...later], gl).occurrences).toHaveLength(1);
  });

  test('the settings per-mark and per-crossing count as they say', () => {
    const with2 = (count: 'per-mark' | 'per-crossing'): PolicyPack => ({
      ...gl,
      occurrences: { ...gl.occurrences!, count },
    });
    const marks = [on(0, 'unauthorised', 0, 9), on(0, 'unauthorised', 0, 11), on(1, 'unauthorised')];
    expect(foldYear(marks, with2('per-mark')).occurrences).toHaveLength(3);
    expect(foldYear(marks, with2('per-crossing')).occurrences).toHaveLength(1);
  });

  test('a day ends at local midnight, also in summer time', () => {
    const late: YearMark = {
      ...on(0, 'unauthorised'),
      startsAt: new Date('2026-09-07T23:30:00Z'),
      day: dayOf(new Date('2026-09-07T23:30:00Z')),
    };
    expect(late.day).toBe('2026-09-08');
  });
});

describe('what the STS rules notice (S13)', () => {
  test('a run of two, again after it was broken', () => {
    const standing = foldYear(
      [
        on(0, 'unauthorised'),
        on(1, 'unauthorised'),
        on(2, 'unauthorised'),
        on(3, 'present'),
        on(4, 'unauthorised'),
        on(5, 'unauthorised'),
      ],
      sts,
    );
    expect(standing.noticed.map(({ rule, day }) => [rule, day])).toEqual([
      ['absence-run', '2026-09-08'],
      ['absence-run', '2026-09-12'],
    ]);
  });

  test('late three times in five attended sessions', () => {
    const standing = foldYear([on(0, 'late', 5), on(1, 'present'), on(2, 'late', 5), on(3, 'late', 5)], sts);
    expect(standing.noticed).toMatchObject([{ rule: 'lateness', day: '2026-09-10' }]);
    expect(standing.punctualityPercent).toBe(25);
  });

  test('sessions count, not minutes (S15)', () => {
    expect(foldYear([on(0, 'late', 50), on(1, 'unauthorised')], sts).percent).toBe(50);
  });
});

describe('whatever the marks', () => {
  const mark = fc.record({
    offset: fc.nat(60),
    hour: fc.integer({ min: 0, max: 23 }),
    code: fc.constantFrom(...gl.marks.map((one) => one.code)),
    minutesLate: fc.nat(90),
    plannedMinutes: fc.integer({ min: 1, max: 300 }),
  });
  const marks = fc.uniqueArray(mark, { maxLength: 60, selector: (one) => one.offset * 24 + one.hour }).map((all) =>
    all.map(({ offset, hour, code, minutesLate, plannedMinutes }) => ({
      ...on(offset, code, minutesLate, hour),
      plannedMinutes,
    })),
  );

  test('the order of arrival does not matter', () => {
    fc.assert(
      fc.property(marks, fc.integer(), (all, seed) =>
        expect(
          foldYear(
            all.toSorted((a, b) => ((a.startsAt.getTime() ^ seed) % 97) - ((b.startsAt.getTime() ^ seed) % 97)),
            gl,
          ),
        ).toEqual(foldYear(all, gl)),
      ),
    );
  });

  test('percent stays within 0 to 100, sums are those of the parts, at most one occurrence a day', () => {
    fc.assert(
      fc.property(marks, (all) => {
        const { percent, tally, occurrences, flag } = foldYear(all, gl);
        expect(percent === null || (percent >= 0 && percent <= 100)).toBe(true);
        expect(tally.attendedMinutes + tally.lostToAbsence + tally.lostToLateness).toBe(tally.plannedMinutes);
        for (const key of tallyKeys) expect(tally[key]).toBeGreaterThanOrEqual(0);
        expect(new Set(occurrences.map((one) => one.day)).size).toBe(occurrences.length);
        expect(flag).toBe(occurrences.length >= 3 ? 'red' : occurrences.length === 2 ? 'amber' : 'none');
      }),
    );
  });

  test('folded on from any point, a year is the same as folded whole', () => {
    for (const pack of [gl, sts])
      fc.assert(
        fc.property(marks, fc.nat({ max: 60 }), (made, at) => {
          const ordered = inSessionOrder(made);
          const whole = foldMarks(ordered, () => pack);
          const half = JSON.parse(JSON.stringify(foldMarks(ordered.slice(0, at), () => pack)));
          expect(foldMarks(ordered.slice(at), () => pack, {}, half)).toEqual(whole);
        }),
      );
  });

  test('the fold equals a naive recount', () => {
    fc.assert(
      fc.property(marks, (all) => {
        const ordered = all.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
        const days: string[] = [];
        ordered.forEach((one, i) => {
          const so_far = ordered.slice(0, i + 1).filter((each) => !['elsewhere', 'not-expected'].includes(each.code));
          const planned = so_far.reduce((sum, each) => sum + each.plannedMinutes, 0);
          const there = so_far.reduce(
            (sum, each) =>
              sum +
              (each.code === 'present'
                ? each.plannedMinutes
                : each.code === 'late'
                  ? Math.max(0, each.plannedMinutes - each.minutesLate)
                  : 0),
            0,
          );
          if (one.code === 'unauthorised' && there * 100 < 90 * planned && !days.includes(one.day)) days.push(one.day);
        });
        expect(foldYear(all, gl).occurrences.map((one) => one.day)).toEqual(days);
      }),
    );
  });
});

test('addDays and the college year', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
});

describe('a pack version judges only days from its own start', () => {
  const from = '2026-09-21';
  const next = { ...gl, version: '1.1', validFrom: from, occurrences: { ...gl.occurrences!, belowPercent: 96 } };
  const packOf = (day: string) => (day < from ? gl : next);

  test('a higher line makes nothing of the past: neither a present mark nor an old absence is a fall or an occurrence', () => {
    // 19 of 20 attended: 95%, above the old line, below the new one.
    const before = Array.from({ length: 20 }, (_, i) =>
      on(Math.floor(i / 2), i === 19 ? 'unauthorised' : 'present', 0, 9 + (i % 2)),
    );
    const standing = foldYear([...before, on(14, 'present'), on(15, 'present')], next, {}, packOf);
    expect(standing.percent).toBeLessThan(96);
    expect(standing.percent).toBeGreaterThan(90);
    expect(standing).toMatchObject({ occurrences: [], falls: [], flag: 'none' });
  });

  test('from its start on an unauthorised absence is judged by the new line', () => {
    const standing = foldYear([...present(14), on(14, 'present'), on(15, 'unauthorised')], next, {}, packOf);
    expect(standing.occurrences.map((one) => one.day)).toEqual(['2026-09-22']);
    expect(standing.falls.map((one) => one.day)).toEqual(['2026-09-22']);
    expect(foldYear([...present(14), on(14, 'present'), on(15, 'unauthorised')], gl).occurrences).toEqual([]);
  });

  test('a rule taken over unchanged goes on across the start; a new one looks at no mark from before', () => {
    const run = sts.noticeRules.find((rule) => rule.rule === 'absence-run')!;
    const marks = [on(13, 'unauthorised'), on(14, 'unauthorised')];
    const same = { ...sts, version: '1.3', validFrom: from };
    const other = { ...same, noticeRules: [{ ...run, unauthorisedOnly: false }] };
    const noticed = (pack: PolicyPack) =>
      foldYear(marks, pack, {}, (day) => (day < from ? sts : pack)).noticed.map((one) => one.day);
    expect(noticed(same)).toEqual(['2026-09-21']);
    expect(noticed(other)).toEqual([]);
  });
});
