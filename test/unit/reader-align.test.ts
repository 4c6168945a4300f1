import { describe, expect, test } from '@jest/globals';
import { placesOf } from '../../src/reader/align.ts';
import { windowsOf, withoutOverlap } from '../../src/reader/windows.ts';

describe('where the pieces of a tokenizer stand in a text', () => {
  const cut = (text: string, pieces: string[]) =>
    placesOf(text, pieces).map((place) => place && text.slice(place.start, place.stop));

  test('pieces are found as typed, with their capitals and accents', () => {
    expect(cut('Siôn can’t come Thurs', ['sion', 'can', '’', 't', 'come', 'th', '##urs'])).toEqual([
      'Siôn', 'can', '’', 't', 'come', 'Th', 'urs',
    ]); // biome-ignore format: one line reads best
  });

  test('what the tokenizer does not know is passed over, and has no place', () => {
    expect(cut('ill 🤒 today', ['ill', '[UNK]', 'today'])).toEqual(['ill', undefined, 'today']);
  });

  test('a word that comes twice is each time the next one', () => {
    expect(placesOf('off off', ['off', 'off'])).toEqual([
      { start: 0, stop: 3 },
      { start: 4, stop: 7 },
    ]);
  });
});

describe('what windows say twice', () => {
  test.each([1, 5, 62, 63, 100, 131, 500])('of %d tokens each is kept once, in order', (count) => {
    const ids = Array.from({ length: count }, (_, i) => i + 1);
    const windows = windowsOf(ids, -1, -2).map((one) => one.slice(1, -1));
    expect(withoutOverlap(windows, count)).toEqual(ids);
  });
});
