/** Where a piece of the tokenizer stands in the text, in its characters. */
export type Place = { start: number; stop: number };

/** What is looked ahead for a piece: what stands between is a character the tokenizer does not know. */
const furthest = 400;

/** The text as the tokenizer reads it: lower case without accents; `at` says where each of its characters stands. */
function folded(text: string): { letters: string; at: number[] } {
  let letters = '';
  const at: number[] = [];
  let position = 0;
  for (const letter of text) {
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let i = 0; i < plain.length; i++) at.push(position);
    letters += plain;
    position += letter.length;
  }
  return { letters, at: [...at, position] };
}

/**
 * Where each piece stands; undefined for those of which no letter is in the text (an unknown sign). The tokenizer gives
 * pieces in order, without places.
 */
export function placesOf(text: string, pieces: readonly string[]): (Place | undefined)[] {
  const { letters, at } = folded(text);
  let cursor = 0;
  return pieces.map((piece) => {
    const plain = piece.replace(/^##/, '');
    const found = letters.slice(cursor, cursor + furthest + plain.length).indexOf(plain);
    if (found < 0) return undefined;
    const start = cursor + found;
    cursor = start + plain.length;
    return { start: at[start] ?? 0, stop: at[cursor] ?? text.length };
  });
}
