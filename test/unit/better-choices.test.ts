import { expect, test } from '@jest/globals';
import { loadPacks } from '../../src/config/load-packs.ts';
import type { Mark } from '../../src/domain/register.ts';
import { packOn } from '../../src/policy/pack-shelf.ts';
import { betterChoices } from '../../src/usecases/registers/register-choices.ts';

const pack = packOn(loadPacks(), 'green-labyrinth', '2026-11-23');
const all = ['Present', 'Late 5 min', 'Late 10 min', 'Late 15 min', 'Late 30 min'];

test.each([
  ['unauthorised', 0, 0, [...all, 'Absent, authorised']],
  ['notice-pending', 0, 0, [...all, 'Absent, authorised']],
  ['authorised', 0, 0, all],
  ['late', 10, 0, ['Present', 'Late 5 min']],
  ['late', 12, 0, ['Present', 'Late 5 min', 'Late 10 min']],
  // Late and left early: either can be what was wrong, neither becomes longer.
  ['late', 10, 20, ['Present', 'Late 5 min', 'Late 10 min', 'Left 20 min early', 'Late 5 min, left 20 min early']],
  ['late', 0, 5, ['Present']],
  ['present', 0, 0, []],
])('what a mark “%s” with %i minutes late and %i early may become', (code, minutesLate, minutesEarly, titles) => {
  const mark = { code, minutesLate, ...(minutesEarly > 0 ? { minutesEarly } : {}) } as Mark;
  expect(betterChoices(pack, 60, mark).map(({ title }) => title)).toEqual(titles);
});
