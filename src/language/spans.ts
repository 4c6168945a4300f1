/**
 * The stretches of a message that may each tell of a happening of their own, in order. A reader that gives opinions is
 * asked about the whole message and about each of these.
 */
export function spansOf(raw: string): string[] {
  const spans = raw
    .split(/(?<=[.!?])\s+|\n+|\s+(?:and|n|&)\s+then\s+/i)
    .map((one) => one.trim())
    .filter(Boolean);
  return spans.length > 1 ? spans : [];
}
