/** Times of single calls in milliseconds, and what they come to. */
export class Stopwatch {
  readonly #times: number[] = [];
  #first = Number.POSITIVE_INFINITY;
  #last = 0;

  async time<T>(call: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await call();
    } finally {
      const to = performance.now();
      this.#times.push(to - from);
      this.#first = Math.min(this.#first, from);
      this.#last = Math.max(this.#last, to);
    }
  }

  get count(): number {
    return this.#times.length;
  }

  /** Calls a second, from the first begun to the last ended. */
  get perSecond(): number {
    return this.count / Math.max(0.001, (this.#last - this.#first) / 1_000);
  }

  /** The time below which this share of the calls lies. */
  quantile(share: number): number {
    const sorted = this.#times.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  }
}

/** Does the work again and again, so many at a time, for so long; each worker has its number. */
export async function atATime(workers: number, forMs: number, work: (worker: number) => Promise<void>): Promise<void> {
  const end = performance.now() + forMs;
  const run = async (worker: number) => {
    while (performance.now() < end) await work(worker);
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)));
}

/** Begins the work at a steady rate, whether or not the last has ended, and waits for all of it. */
export async function atRate(perSecond: number, forMs: number, work: (turn: number) => Promise<void>): Promise<void> {
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (let turn = 0; performance.now() - begun < forMs; ) {
    const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond);
    while (turn <= due) running.push(work(turn++));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(running);
}
