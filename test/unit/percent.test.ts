import { expect, test } from '@jest/globals';
import { sayCause, saySince } from '../../src/domain/cause.ts';
import { tenthPercent } from '../../src/domain/standing.ts';

test('a percent in a sentence is cut, never rounded up: how much was attended since, and what time was lost', () => {
  const since = { percent: 79.6, of: 'attended' } as const;
  expect(saySince(since)).toBe('79% attended');
  expect(saySince({ percent: 79.6, of: 'on-time' })).toBe('79% on time');
  expect(sayCause({ code: 'not-improved', ...since, causes: [] }, 'Ben', String)).toContain('since then 79% attended');
  // 2.3 times ten is a little less than 23.
  expect([12.96, 2.3, 0.04, 0, 100].map(tenthPercent)).toEqual(['12.9%', '2.3%', '0.0%', '0.0%', '100.0%']);
});
