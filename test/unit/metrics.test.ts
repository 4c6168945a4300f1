import { expect, test } from '@jest/globals';
import { createMetrics } from '../../src/http/metrics.ts';

const nothing = async () => [];
const metrics = () =>
  createMetrics(
    async () => ({}) as never,
    nothing,
    async () => ({ waiting: 0, refused: 0, codes: [], oldestMs: 0 }),
  );

test('somebody waits while their turn is answered and a moment after; who is turned away holds nothing up', async () => {
  const one = metrics();
  expect(one.isAnswering()).toBe(false);
  await one.duringTurn({ type: 'message' }, async () => ({ status: 401 }));
  expect(one.isAnswering()).toBe(false);
  const { promise, resolve } = Promise.withResolvers<{ status: number }>();
  const turn = one.duringTurn({ type: 'invoke' }, () => promise);
  expect(one.isAnswering()).toBe(true);
  resolve({ status: 200 });
  await turn;
  expect(one.isAnswering()).toBe(true);
});

test('a turn that breaks is over', async () => {
  const one = metrics();
  await expect(one.duringTurn({ type: 'message' }, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(one.isAnswering()).toBe(false);
});
