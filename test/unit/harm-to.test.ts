import { expect, test } from '@jest/globals';
import { harmTo } from '../../src/language/harm-to.ts';
import { normalise } from '../../src/language/normalise.ts';

test.each([
  ['i want to kill myself', 'self'],
  ['I told Ben I want to kill myself', 'self'],
  ['my stepdad hits me', 'self'],
  ['i dont want to be here any more', 'self'],
  ['Ben told me he wants to kill himself', 'other'],
  ['she is being bullied on the bus', 'other'],
  ['he hits her', 'other'],
  ['he said i should kill myself', 'unknown'],
  ['kill yourself', 'unknown'],
])('whose harm: %s', (text, expected) => {
  expect(harmTo(normalise(text))).toBe(expected);
});
