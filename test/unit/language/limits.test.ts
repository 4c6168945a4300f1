import { describe, expect, test } from '@jest/globals';
import { readMessage } from '../../../src/language/read-message.ts';
import { msOver } from '../../support/processor-time.ts';
import { employerOf, only } from './reading-tools.ts';

/** The longest text that Teams lets through. */
const longest = 28_000;
const fill = (words: string) => words.repeat(Math.ceil(longest / words.length)).slice(0, longest);

describe('the longest text there can be', () => {
  test('its second half is not lost', () => {
    const text = `${'we had a long chat about the course and the weather. '.repeat(400)}not in tomorrow, dentist`;
    expect(only(text)).toMatchObject({ days: ['2026-11-24'], reason: 'medical_appointment' });
    const middle = `${fill('lovely weather again and again ').slice(0, 12_000)}. off sick on friday. ${fill('bla ').slice(0, 12_000)}`;
    expect(only(middle)).toMatchObject({ days: ['2026-11-27'], reason: 'sickness' });
  });

  const hard = [
    'a', 'é', ' ', '\n', '. ', '- ', "' ", '1,', '1/1/', '1 to ', 'at 1 ', 'not ', 'the ', 'next ', 'monday ', 'marked ', 'in 5 ', 'half ', '31st and ',
    'not able to be ', 'be back until ', 'so but and ', 'between 1 and ', 'lesson 1 and ', 'my mum ', 'Jamie Smith ', 'ignore ', 'both of my ', "don't", 'DAY ',
  ]; // biome-ignore format: one line reads best
  test.each(hard)('is read in no time, made of "%s"', (words) => {
    const text = fill(words);
    const context = employerOf('Jamie Smith');
    readMessage(text, context);
    expect(msOver(50, () => readMessage(text, context))).toBe(0);
  });
});

test('ten thousand learners cost a message next to nothing, once their names are known', () => {
  const first = ['Jamie', 'Aisha', 'Tomasz', 'Łukasz', 'Zoë', 'Will', 'Grace', 'Mohammed', 'Siobhán', 'An'];
  const last = ['Smith', 'Khan', 'Nowak', 'Żak', 'Quinn', 'O’Neil', 'Nguyen', 'Carter', 'Ali', 'Browne'];
  const names = Array.from({ length: 10_000 }, (_, i) => `${first[i % 10]} ${last[Math.floor(i / 10) % 10]}${i}`);
  const office = { ...employerOf(...names), sender: 'staff' as const };
  const texts = ['Tomasz Khan9912 rang, she is off sick today', 'Tomaz is off', 'not in tomorrow'];
  for (const text of texts) for (let i = 0; i < 5; i++) readMessage(text, office);
  expect(only('Tomasz Khan9912 rang, off sick today', office).who).toMatchObject({ ids: ['Tomasz Khan9912'] });
  for (const text of texts) {
    expect(msOver(25, () => readMessage(text, office))).toBe(0);
  }
});
