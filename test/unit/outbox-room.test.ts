import { expect, test } from '@jest/globals';
import { createOutboxRoom, sendLane } from '../../src/work/outbox-room.ts';

const sms = { kind: 'sms' as const };

test('the last places of a kind are for today’s absences, then for the Safeguarding Team; other kinds keep theirs', () => {
  const room = createOutboxRoom({});
  const urgencyOf = (underWay: number) =>
    room
      .rooms(
        Array.from({ length: underWay }, () => sms),
        [],
      )
      .find((one) => one.of === 'sms')?.urgency;
  expect([0, 1, 2, 3, 4].map(urgencyOf)).toEqual([0, 0, 1, 2, undefined]);
  expect(room.rooms([sms, sms, sms, sms], []).map((one) => one.of)).toEqual(['mail']);
});

test('a provider that asked to wait is left alone, all of it; the others go on', () => {
  expect(
    createOutboxRoom({})
      .rooms([], [sendLane('sms'), 'person:T1'])
      .map((one) => one.of),
  ).toEqual(['mail']);
});

test('no more a second than a provider takes, but for the Safeguarding Team', () => {
  let now = 0;
  const room = createOutboxRoom({ sms: 2 }, () => now);
  const urgency = () => room.rooms([], []).find((one) => one.of === 'sms')?.urgency;
  room.took('sms');
  expect(urgency()).toBe(0);
  room.took('sms');
  expect(urgency()).toBe(2);
  now = 400;
  expect(urgency()).toBe(2);
  now = 500;
  expect(urgency()).toBe(0);
});
