const tickMs = 10;

/**
 * Time as a quiet machine would have it: it runs on only while this process gets its turn, so a promise in seconds can be
 * held to it while other work takes the processor. Read once; it stops then.
 */
export function stopwatch(): () => number {
  let last = performance.now();
  let ms = 0;
  const take = () => {
    const now = performance.now();
    // A longer gap is one in which somebody else had the processor.
    ms += Math.min(now - last, 2 * tickMs);
    last = now;
  };
  const ticks = setInterval(take, tickMs);
  return () => {
    take();
    clearInterval(ticks);
    return ms;
  };
}
