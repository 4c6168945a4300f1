/** One thing the bot cannot do without. `look` gives what is missing, in words; it may throw, or take for ever. */
type Check = {
  look(): Promise<string[]> /** What is wrong when it throws or takes too long. */;
  otherwise: string;
};

type Known = { why: string[]; at: number };

/**
 * Answers what is not ready, in words; empty when all is. Quick, whatever hangs, and however often it is asked: each
 * check runs once at a time, is waited for `withinMs` at most, and its answer is kept for `keepMs`.
 */
export function createReadiness(checks: readonly Check[], withinMs = 1_200, keepMs = 1_000): () => Promise<string[]> {
  const asks = checks.map((check) => {
    let known: Known | undefined;
    let running: Promise<void> | undefined;
    const note = (why: string[]) => {
      known = { why, at: performance.now() };
    };
    const run = () =>
      check
        .look()
        .then(note, () => note([check.otherwise]))
        .finally(() => {
          running = undefined;
        });
    return async (): Promise<string[]> => {
      if (known && performance.now() - known.at < keepMs) return known.why;
      running ??= run();
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(() => {
          note([check.otherwise]);
          resolve();
        }, withinMs);
      });
      await Promise.race([running, late]);
      clearTimeout(timer);
      return known?.why ?? [check.otherwise];
    };
  });
  return async () => (await Promise.all(asks.map((ask) => ask()))).flat();
}
