import { editDistance } from '../words/near-words.ts';
import { tokensOf } from '../words/tokens.ts';

/** Words that stand in every other sentence say nothing about what somebody wants. */
const empty = new Set(
  'a an and am are at be by can do does for from get give go has have how i in is it me my of on or our please show so that the their them there they this to was we what when where which who will with you your not no'.split(
    ' ',
  ),
);
/** Beginnings shared by this many letters count as the same word: "absent" and "absence". */
const stem = 5;
const least = 0.34;

function wordsOf(text: string): string[] {
  return tokensOf(text.slice(0, 300)).flatMap(({ word, shape }) =>
    shape === 'word' && !empty.has(word) ? [word] : [],
  );
}

/** How near two words are: 1 the same, less for a slip or a shared beginning, 0 for different ones. */
function nearness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(short.slice(0, stem))) return 0.8;
  const most = short.length >= 7 ? 2 : short.length >= 4 ? 1 : 0;
  return most > 0 && editDistance(a, b, most) <= most ? 0.7 : 0;
}

/**
 * What somebody may have meant, of things that can be asked for, the likeliest first: `words` are those each is known by.
 * Only those that share a word with the message, allowing for slips.
 */
export function likeliest<T extends { words: string }>(text: string, things: readonly T[], most: number): T[] {
  const said = wordsOf(text);
  const scored = things.map((thing, at) => {
    const own = wordsOf(thing.words);
    const hits = said.map((word) => Math.max(0, ...own.map((one) => nearness(word, one))));
    const score = hits.reduce((sum, hit) => sum + hit, 0) / Math.sqrt(Math.max(1, said.length));
    return { thing, at, score };
  });
  return scored
    .filter((one) => one.score >= least)
    .toSorted((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, most)
    .map((one) => one.thing);
}
