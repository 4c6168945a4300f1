/** Tokens a window holds at most, and how many of them the next window says again. */
export const windowLength = 128;
const overlap = 48;
/** A message of 20,000 characters is about 5,000 tokens; more windows than this are not read. */
const mostWindows = 80;

/**
 * Cuts token ids into windows that overlap, so that neither the second half of a long message nor what stands on a cut
 * is lost. `first` and `last` (the model's own marks) open and close each window.
 */
export function windowsOf(ids: readonly number[], first: number, last: number): number[][] {
  const step = windowLength - overlap;
  const windows: number[][] = [];
  for (let at = 0; windows.length < mostWindows; at += step) {
    windows.push([first, ...ids.slice(at, at + windowLength), last]);
    if (at + windowLength >= ids.length) break;
  }
  return windows;
}
