const border = /(?<=[.!?])\s+|\n+|\s+(?:and|n|&)\s+then\s+/gi;

/**
 * The stretches of a message that may each tell of a happening of their own, in order. A reader that gives opinions is
 * asked about the whole message and about each of these.
 */
export function spansOf(raw: string): string[] {
  const spans = raw
    .split(border)
    .map((one) => one.trim())
    .filter(Boolean);
  return spans.length > 1 ? spans : [];
}

/** The stretch in which a position of the message lies; the whole message where it has but one. */
export function spanAt(raw: string, position: number): string {
  let start = 0;
  for (const match of raw.matchAll(border)) {
    if (match.index > position) return raw.slice(start, match.index).trim();
    start = match.index + match[0].length;
  }
  return start === 0 ? raw : raw.slice(start).trim();
}
