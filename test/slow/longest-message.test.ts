import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { College } from '../support/college.ts';
import { slowness } from '../support/processor-time.ts';
import { longestHeld } from './longest-held.ts';

let college: College;
beforeAll(async () => {
  college = await College.open({ rulesAlone: true });
});
afterAll(() => college.close());

const longest = 20_000;
const pieces = ['!', '😀', 'mon ', 'sick. ', 'not in tomorrow dentist at 2. '];

test('a message as long as a request can carry holds the event loop for at most 50 ms at a time, from the door to its answer', async () => {
  const held = new Map<string, number>();
  // The quickest of three: what code does the first time it runs is not what is measured.
  for (const piece of pieces)
    for (const who of ['L1', 'L2', 'L3']) {
      const text = piece.repeat(Math.floor(longest / piece.length));
      const ms = await longestHeld(() => college.people.say(college.user(who), text));
      held.set(piece, Math.min(ms, held.get(piece) ?? ms));
    }
  const most = 50 * slowness();
  expect([...held].filter(([, ms]) => ms > most)).toEqual([]);
});
