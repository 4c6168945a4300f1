import { createHash } from 'node:crypto';

/** A key that is withdrawn is noticed within so long. */
const longestMs = 10 * 60_000;
const most = 500;

/**
 * What came of checking a token, kept while it is proven: Teams sends the same one for an hour. Kept by a hash of the
 * token and of all else that was checked with it, until it expires, at most ten minutes; refusals are not kept.
 */
export class ProvenTokens<Result> {
  readonly #known = new Map<string, { result: Result; until: number }>();
  readonly #keptMs: number;

  constructor(keptMs = longestMs) {
    this.#keptMs = Math.min(keptMs, longestMs);
  }

  static keyOf(...parts: readonly string[]): string {
    return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
  }

  get(key: string): Result | undefined {
    const known = this.#known.get(key);
    if (known && known.until > Date.now()) return known.result;
    this.#known.delete(key);
    return undefined;
  }

  /** `expiresAt` in milliseconds. */
  keep(key: string, result: Result, expiresAt: number): void {
    this.#known.set(key, { result, until: Math.min(expiresAt, Date.now() + this.#keptMs) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
  }
}
