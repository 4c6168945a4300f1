import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadPacks } from '../../src/config/load-packs.ts';
import { emptyTally } from '../../src/domain/standing.ts';
import { packOn } from '../../src/policy/pack-shelf.ts';
import { levelsAhead } from '../../src/policy/rules/levels-ahead.ts';

const packs = loadPacks();

describe.each(['green-labyrinth', 'sts'])('what a year can still become under %s', (id) => {
  const pack = packOn(packs, id, '2026-11-23');
  const isByMinutes = pack.attendance.unit === 'minutes';

  test('as many sessions as it says may be missed, and not one more, by counting them out', () => {
    const counts = fc.record({
      attended: fc.nat(60),
      missed: fc.nat(30),
      ahead: fc.nat(60),
      length: fc.integer({ min: 30, max: 180 }),
    });
    fc.assert(
      fc.property(counts, ({ attended, missed, ahead, length }) => {
        const sessions = attended + missed;
        const tally = {
          ...emptyTally,
          sessions,
          attended,
          plannedMinutes: sessions * length,
          attendedMinutes: attended * length,
        };
        const { best, levels } = levelsAhead(tally, { sessions: ahead, minutes: ahead * length }, pack);
        const reaches = (more: number, from: number) => (attended + ahead - more) * 100 >= from * (sessions + ahead);
        if (sessions + ahead === 0) return void expect(best).toBeNull();
        expect(best).toBe(Math.floor(((attended + ahead) * 100) / (sessions + ahead)));
        for (const { from, isReachable, mayMiss } of levels) {
          expect(isReachable).toBe(reaches(0, from));
          if (!isReachable) expect(mayMiss).toBe(0);
          else expect([reaches(mayMiss, from), mayMiss === ahead || !reaches(mayMiss + 1, from)]).toEqual([true, true]);
        }
      }),
    );
  });

  test('its levels are those of the policy, the highest first', () => {
    const { levels } = levelsAhead(emptyTally, { sessions: 1, minutes: 60 }, pack);
    expect(levels.map(({ title, from }) => `${title} ${from}`)).toEqual(
      isByMinutes ? ['Excellent 95', 'Good 90', 'Adequate 85'] : ['The aim 100'],
    );
  });
});
