/** A call on a text, told how often it was called: what V8 remembers of the last time must not make the next one look quick. */
type Call = (time: number) => void;

/** The least milliseconds a call takes. Too much of it only says that the machine may be busy. */
export function leastMs(call: Call, runs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < runs; time++) {
    const started = performance.now();
    call(time);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

/**
 * The processor time of a call, in milliseconds: waiting for a busy machine does not count. Systems count it in ticks of
 * several milliseconds, so the call is done until they add up.
 */
export function processorMs(call: Call): number {
  const before = process.threadCpuUsage();
  let used = 0;
  for (let times = 1; ; times++) {
    call(times);
    const { user, system } = process.threadCpuUsage(before);
    used = (user + system) / 1_000;
    if (used > 200 || times === 40) return used / times;
  }
}

/** How many times slower this machine is just now than the one the bounds were set on; at least 1. */
export function slowness(): number {
  const usualMs = 46;
  const work = () => {
    let sum = 0;
    for (let i = 0; i < 10_000_000; i++) sum = (sum * 31 + i) | 0;
    return sum;
  };
  return Math.max(1, processorMs(work) / usualMs);
}

const mostLooks = 5;

/**
 * What a call takes of the processor, in milliseconds, where that is over the bound each time it is looked at; else 0. The
 * machine is measured anew beside each look: what it does besides comes and goes within a second.
 */
export function msOver(boundMs: number, call: Call): number {
  // What the clock already finds quick enough needs no closer look.
  if (leastMs(call, 2) <= boundMs) return 0;
  let least = Number.POSITIVE_INFINITY;
  for (let look = 0; look < mostLooks; look++) {
    const ms = processorMs(call);
    if (ms <= boundMs * slowness()) return 0;
    least = Math.min(least, ms);
  }
  return least;
}
