/** Teams' documented rates for one bot in one conversation: at most `count` calls in any `ms`. */
const windows = [
  { count: 7, ms: 1_000 },
  { count: 8, ms: 2_000 },
  { count: 60, ms: 30_000 },
  { count: 1_800, ms: 3_600_000 },
];

/** Counts calls of one lane; says how many seconds to wait when a limit is reached, else 0. */
export class RateLimit {
  readonly #calls: number[] = [];

  take(now: number): number {
    const first = now - 3_600_000;
    while ((this.#calls[0] ?? now) < first) this.#calls.shift();
    for (const { count, ms } of windows) {
      const inside = this.#calls.filter((at) => at > now - ms);
      const oldest = inside.at(-count);
      if (inside.length >= count && oldest !== undefined) return Math.max(1, Math.ceil((oldest + ms - now) / 1_000));
    }
    this.#calls.push(now);
    return 0;
  }
}
