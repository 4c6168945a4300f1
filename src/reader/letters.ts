/**
 * Weights of the second learned reader: how much each group of letters, word or pair of words speaks for each output.
 * It knows no meaning, and so errs elsewhere than the sentence model, to whose outputs its own are added.
 */
export type Letters = {
  /** What its outputs count beside the sentence model's. */
  share: number;
  /** One row of outputs for each bucket that a group may fall into. */
  weights: Int8Array;
  /** What one step of a weight is worth, and what each output begins with. */
  scale: readonly number[];
  bias: readonly number[];
};

const buckets = 65_536;
const shortest = 3;
const longest = 5;

/** FNV-1a over the bytes, folded to a bucket; the training script has the same. */
function bucketOf(group: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(group)) hash = Math.imul(hash ^ byte, 0x01000193);
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets;
}

/** The words again, from the pieces that the sentence model gets. */
function wordsOf(pieces: readonly string[]): string[] {
  const words: string[] = [];
  for (const piece of pieces)
    if (piece.startsWith('##') && words.length > 0) words.push(words.pop() + piece.slice(2));
    else words.push(piece);
  return words;
}

/** The buckets of words and pairs of words, and of the letters of each word, each bucket once. */
function groupsOf(words: readonly string[]): Set<number>[] {
  const pairs = new Set(words.map((word) => bucketOf(`w${word}`)));
  for (const [i, word] of words.slice(1).entries()) pairs.add(bucketOf(`w${words[i]} ${word}`));
  const letters = new Set<number>();
  for (const word of new Set(words)) {
    const padded = [...` ${word} `];
    for (let length = shortest; length <= longest; length++)
      for (let at = 0; at + length <= padded.length; at++)
        letters.add(bucketOf(`c${padded.slice(at, at + length).join('')}`));
  }
  return [pairs, letters];
}

/** The outputs for a text by its pieces, in the order of the sentence model's. */
export function lettersOn(pieces: readonly string[], { weights, scale, bias }: Letters): number[] {
  const outputs = [...bias];
  for (const groups of groupsOf(wordsOf(pieces)))
    for (const bucket of groups)
      for (let i = 0; i < outputs.length; i++)
        outputs[i]! += ((weights[bucket * outputs.length + i] ?? 0) * (scale[i] ?? 0)) / Math.sqrt(groups.size);
  return outputs;
}
