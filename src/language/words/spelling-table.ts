/** Some words, and the words they are read as. */
export type Phrases = readonly (readonly [readonly string[], readonly string[]])[];

/** A line is a word and the ways it is typed: "tomorrow: 2moro tmrw". */
export function spellings(lines: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines.trim().split('\n')) {
    const [word = '', typed = ''] = line.split(':');
    for (const one of typed.trim().split(' ')) found.set(one, word.trim());
  }
  return found;
}

/** Lines of "as typed=as read", each of one or more words. */
export function phrasesOf(lines: readonly string[]): Phrases {
  return lines.map((line) => {
    const [from = '', to = ''] = line.split('=');
    return [from.split(' '), to.split(' ')] as const;
  });
}
