import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { gather } from '../../src/store/gather.ts';

/** What was sent, and calls that are answered when told to. */
function held() {
  const sent: (readonly number[])[] = [];
  const ends: { answer(): void; fail(): void }[] = [];
  const call = gather<number, string>((asks) => {
    sent.push(asks);
    return new Promise((resolve, reject) =>
      ends.push({ answer: () => resolve(asks.map((ask) => `for ${ask}`)), fail: () => reject(new Error('gone')) }),
    );
  });
  return { sent, ends, call };
}

describe('calls to the database that are made at once', () => {
  test('go together, and each has its own answer', async () => {
    const { sent, ends, call } = held();
    const answers = Promise.all([call(1), call(2), call(1)]);
    await nextTurn();
    expect(sent).toEqual([[1, 2, 1]]);
    ends[0]?.answer();
    expect(await answers).toEqual(['for 1', 'for 2', 'for 1']);
  });

  test('never join what was sent before them, and wait for nobody', async () => {
    const { sent, ends, call } = held();
    const first = call(1);
    await nextTurn();
    const second = call(2);
    await nextTurn();
    expect(sent).toEqual([[1], [2]]);
    ends[1]?.answer();
    expect(await second).toBe('for 2');
    ends[0]?.answer();
    expect(await first).toBe('for 1');
  });

  test('fail together, and what comes later does not', async () => {
    const { ends, call } = held();
    const failing = Promise.allSettled([call(1), call(2)]);
    await nextTurn();
    ends[0]?.fail();
    expect((await failing).map((one) => one.status)).toEqual(['rejected', 'rejected']);
    const later = call(3);
    await nextTurn();
    ends[1]?.answer();
    expect(await later).toBe('for 3');
  });

  test('go in pieces where they are many', async () => {
    const { sent, ends, call } = held();
    const all = Promise.all(Array.from({ length: 250 }, (_, i) => call(i)));
    await nextTurn();
    expect(sent.map((asks) => asks.length)).toEqual([100, 100, 50]);
    for (const end of ends) end.answer();
    expect((await all)[249]).toBe('for 249');
  });
});
