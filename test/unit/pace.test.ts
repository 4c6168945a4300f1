import { describe, expect, test } from '@jest/globals';
import { createPace } from '../../src/usecases/core/pace.ts';

describe('how much one person may do at once', () => {
  const paced = () => {
    let now = 0;
    const take = createPace({ burst: 4, perSecond: 1 }, () => now);
    return { take, wait: (ms: number) => (now += ms) };
  };

  test('a burst, then as much as comes back with time; another person is not touched', () => {
    const { take, wait } = paced();
    const six = Array.from({ length: 6 }, () => take('a').isInPace);
    expect(six).toEqual([true, true, true, true, false, false]);
    expect(take('b').isInPace).toBe(true);
    wait(2_000);
    expect([take('a'), take('a'), take('a')].map((one) => one.isInPace)).toEqual([true, true, false]);
  });

  test('it is said once, and again only after a rest', () => {
    const { take, wait } = paced();
    for (let i = 0; i < 4; i++) take('a');
    expect(take('a').isFirst('too fast')).toBe(true);
    wait(1_000);
    take('a');
    expect(take('a').isFirst('too fast')).toBe(false);
    wait(4_000);
    take('a');
    expect(take('a').isFirst('too fast')).toBe(true);
  });
});
