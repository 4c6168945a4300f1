/** How much at once, and how many more a second after that. */
export type Rate = { burst: number; perSecond: number };
export type PaceRates = { messages: Rate; presses: Rate };

/**
 * Far above what anybody does who means it: a tutor who marks forty learners one by one, a double click, ten messages in
 * a row. What is above it comes from a script, a stuck key, or somebody who wants to keep others out.
 */
export const usualRates: PaceRates = {
  messages: { burst: 40, perSecond: 0.5 },
  presses: { burst: 150, perSecond: 2.5 },
};

export type Turn = {
  isInPace: boolean;
  /** Milliseconds until the next may come; 0 for one that is in pace. */
  waitMs: number;
  /** True once for each thing that may be said while somebody is too fast: what is repeated would be a flood too. */
  isFirst(what: string): boolean;
};

type Bucket = { left: number; at: number; told: Set<string> };

/** Counts what each person, link or key does, in this process. `nowMs` is any clock that never goes back. */
export function createPace({ burst, perSecond }: Rate, nowMs: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();
  const mostBuckets = 10_000;
  const filled = (bucket: Bucket, now: number) =>
    Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);

  /** Whoever has been quiet long enough is forgotten: nothing is known of them any more. */
  function forgetQuiet(now: number): void {
    for (const [key, bucket] of buckets) if (filled(bucket, now) >= burst) buckets.delete(key);
  }

  return function take(key: string): Turn {
    const now = nowMs();
    if (buckets.size >= mostBuckets) forgetQuiet(now);
    const bucket = buckets.get(key) ?? { left: burst, at: now, told: new Set<string>() };
    buckets.set(key, bucket);
    bucket.left = filled(bucket, now);
    bucket.at = now;
    if (bucket.left > burst / 2) bucket.told.clear();
    const isInPace = bucket.left >= 1;
    const waitMs = isInPace ? 0 : ((1 - bucket.left) / perSecond) * 1_000;
    if (isInPace) bucket.left -= 1;
    return {
      isInPace,
      waitMs,
      isFirst(what) {
        const isNew = !bucket.told.has(what);
        bucket.told.add(what);
        return isNew;
      },
    };
  };
}
