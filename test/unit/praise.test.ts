import { describe, expect, test } from '@jest/globals';
import { loadPacks } from '../../src/config/load-packs.ts';
import { addDays, type Day, instantOf } from '../../src/domain/calendar.ts';
import { type LoadedPack, packOn } from '../../src/policy/pack-shelf.ts';
import { praiseFor } from '../../src/policy/rules/praise.ts';
import type { YearMark } from '../../src/policy/rules/tally.ts';

const monday: Day = '2026-11-16';
const gl = packOn(loadPacks(), 'green-labyrinth', monday);
/** Marks of a week, one a day from its Monday: present, late, absent. */
const week = (weeksBack: number, codes: string): YearMark[] =>
  [...codes].map((code, i) => {
    const day = addDays(monday, i - 7 * weeksBack);
    const mark = { p: 'present', l: 'late', u: 'unauthorised', a: 'authorised', e: 'elsewhere' }[code] ?? code;
    const startsAt = instantOf(day, '09:00');
    return { code: mark, minutesLate: code === 'l' ? 10 : 0, plannedMinutes: 60, sessionId: day, startsAt, day };
  });
const only = (...kinds: NonNullable<LoadedPack['praise']>['for']): LoadedPack => ({
  ...gl,
  praise: { clause: 'P', for: kinds, leastSessions: 3 },
});

describe('what a learner is praised for', () => {
  const full = only('full-week');
  test.each([
    ['a full week after one that was not', [...week(1, 'ppu'), ...week(0, 'ppp')], 'full-week'],
    ['also after an accepted absence', [...week(1, 'ppa'), ...week(0, 'ppp')], 'full-week'],
    ['late is there', [...week(1, 'ppu'), ...week(0, 'plp')], 'full-week'],
    ['not one full week after another', [...week(1, 'ppp'), ...week(0, 'ppp')], undefined],
    ['not with one missed', [...week(1, 'ppu'), ...week(0, 'pppu')], undefined],
    ['not for two sessions, nor where some were elsewhere', [...week(1, 'ppu'), ...week(0, 'ppe')], undefined],
  ])('%s', (_, marks, kind) => {
    expect(praiseFor(marks, full, monday)).toBe(kind);
  });

  test('on time again after three times late in two weeks', () => {
    const pack = only('on-time-again');
    expect(praiseFor([...week(2, 'll'), ...week(1, 'l'), ...week(0, 'ppp')], pack, monday)).toBe('on-time-again');
    expect(praiseFor([...week(2, 'll'), ...week(0, 'ppp')], pack, monday)).toBeUndefined();
    expect(praiseFor([...week(2, 'lll'), ...week(0, 'ppl')], pack, monday)).toBeUndefined();
  });

  test('back above the pack’s line, or the learner’s own, in the week in which it was crossed', () => {
    const pack = only('above-the-line');
    const marks = [...week(3, 'ppppu'), ...week(2, 'pppp'), ...week(0, 'p')];
    expect(praiseFor(marks, pack, monday)).toBe('above-the-line');
    expect(praiseFor(marks.slice(0, -1), pack, monday)).toBeUndefined();
    expect(praiseFor(marks, pack, monday, 80)).toBeUndefined();
  });

  test('a full month, in the week in which it ends', () => {
    const pack = only('full-month');
    const marks = [...week(2, 'ppp'), ...week(1, 'ppp'), ...week(-1, 'ppp')];
    expect(praiseFor(marks, pack, '2026-11-16')).toBeUndefined();
    expect(praiseFor(marks, pack, '2026-11-30')).toBe('full-month');
    expect(praiseFor([...marks, ...week(0, 'u')], pack, '2026-11-30')).toBeUndefined();
  });

  test('the rarest first; nothing where the pack praises for nothing', () => {
    const marks = [...week(2, 'lll'), ...week(1, 'u'), ...week(0, 'ppp')];
    expect(praiseFor(marks, gl, monday)).toBe('on-time-again');
    expect(praiseFor(marks, { ...gl, praise: null }, monday)).toBeUndefined();
  });
});
