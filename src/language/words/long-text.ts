/** A message up to this length is read whole. */
const readWhole = 2_500;
/** A sentence without end is cut after this many characters, at a space where there is one. */
const longestSentence = 400;

/** Words that may say that someone is away, when, or that it is taken back; only looked for, never read, here. */
const telling =
  /\b(?:off|away|absent|absence|sick|sâl|ill|poorly|late|l8|in|back|leav\w*|miss\w*|can'?t|cannot|cant|won'?t|wont|not|ddim|holiday|dentist|doctor'?s?|appt|appointment|hospital|funeral|ignore|cancel|delete|today|2day|tomorrow|tmrw|tomoz|2moro|heddiw|yfory|mon|tues?|weds?|thurs?|fri|monday|tuesday|wednesday|thursday|friday|week|at \d|\d\d?(?:st|nd|rd|th))\b/giu;
const mostTelling = 6;

function sentencesOf(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split(/(?<=[.!?\n])\s+|\n+/)) {
    let rest = line;
    while (rest.length > longestSentence) {
      const space = rest.lastIndexOf(' ', longestSentence);
      const cut = space > longestSentence / 2 ? space : longestSentence;
      found.push(rest.slice(0, cut));
      rest = rest.slice(cut).trimStart();
    }
    if (rest) found.push(rest);
  }
  return found;
}

/** How much a sentence has to tell; counted no further than it takes to choose. */
function weightOf(sentence: string): number {
  let count = 0;
  for (const _ of sentence.matchAll(telling)) if (++count >= mostTelling) break;
  return count;
}

/**
 * The part of a message that is read. Of a long one it is the sentences that tell most, wherever they stand, in their
 * order; so the second half is not lost, and the time it takes is bounded.
 */
export function readableText(text: string): string {
  if (text.length <= readWhole) return text;
  const sentences = sentencesOf(text).map((sentence, at) => ({ sentence, at, weight: weightOf(sentence) }));
  const kept: typeof sentences = [];
  let room = readWhole;
  for (const one of sentences.toSorted((a, b) => b.weight - a.weight || a.at - b.at)) {
    if (one.sentence.length + 1 > room) continue;
    kept.push(one);
    room -= one.sentence.length + 1;
  }
  return kept
    .toSorted((a, b) => a.at - b.at)
    .map((one) => one.sentence)
    .join('\n');
}
