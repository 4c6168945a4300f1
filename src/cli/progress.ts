import { Presets, SingleBar } from 'cli-progress';
import type { Tell } from './import/plan-import.ts';

/**
 * A bar on the terminal that says how far something is and how long it still takes; where nobody looks on (a log, a
 * nightly job) it says nothing. `stop` takes it away.
 */
export function showProgress(): { tell: Tell; stop: () => void } {
  if (!process.stderr.isTTY) return { tell: () => undefined, stop: () => undefined };
  let shown: { what: string; bar: SingleBar } | undefined;
  const stop = () => {
    shown?.bar.stop();
    shown = undefined;
  };
  const tell: Tell = (what, done, all) => {
    if (shown?.what !== what) {
      stop();
      const format = `${what} {bar} {percentage}% {value} of {total}, {eta_formatted} left`;
      const bar = new SingleBar(
        { format, stream: process.stderr, etaBuffer: 50, hideCursor: true },
        Presets.shades_grey,
      );
      bar.start(all, done);
      shown = { what, bar };
    }
    shown.bar.update(done);
    if (done >= all) stop();
  };
  return { tell, stop };
}
