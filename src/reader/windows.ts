/**
 * Tokens a window holds at most, and how many of them the next window says again. In windows of 128 a worry among a
 * dozen ordinary sentences is outvoted half the time.
 */
export const windowLength = 64;
const overlap = 20;
/** A message of 20,000 characters is about 5,000 tokens; more windows than this are not read. */
const mostWindows = 120;

/** What was read of each token, once for each: of those that two windows have, the first half as the earlier one reads it. */
export function withoutOverlap<T>(windows: readonly (readonly T[])[], count: number): T[] {
  const [first = [], ...others] = windows;
  const half = overlap / 2;
  if (others.length === 0) return first.slice(0, count);
  return [
    ...first.slice(0, first.length - half),
    ...others.flatMap((one, i) => one.slice(overlap - half, i === others.length - 1 ? undefined : one.length - half)),
  ];
}

/**
 * Cuts token ids into windows that overlap, so that neither the second half of a long message nor what stands on a cut
 * is lost; all of one length, so that no time goes into filling up a short last one. `first` and `last` (the model's
 * own marks) open and close each window.
 */
export function windowsOf(ids: readonly number[], first: number, last: number): number[][] {
  const read = ids.slice(0, mostWindows * (windowLength - overlap) + overlap);
  const count = Math.max(1, Math.ceil((read.length - overlap) / (windowLength - overlap)));
  const length = Math.ceil((read.length + overlap * (count - 1)) / count);
  return Array.from({ length: count }, (_, i) => {
    const at = i * (length - overlap);
    return [first, ...read.slice(at, at + length), last];
  });
}
