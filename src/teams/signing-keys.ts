import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

/** A key as botbuilder's token check takes it. */
type SigningKey = { key: string; endorsements?: string[] };

/** The place that publishes the keys does not answer, or not with keys: nobody can be proven just now. */
export class KeysNotReached extends Error {}

const Metadata = z.looseObject({ jwks_uri: z.url() });
const Keys = z.looseObject({
  keys: z.array(z.looseObject({ kid: z.string(), endorsements: z.array(z.string()).optional() })),
});

/** How long a fetch of the keys may take, both its steps together. */
const fetchMs = 4_000;
/** After a fetch, a key that is not among them, or a failure, is not looked for again so soon. */
const pauseMs = { unknown: 60_000, failed: 3_000 };
const day = 24 * 3_600_000;

async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  const answer = await fetch(url, { signal, redirect: 'error' });
  if (!answer.ok) throw new Error(`http-${answer.status}`);
  return answer.json();
}

/** A public RSA key as PEM; undefined for any other kind. */
function pemOf(jwk: object): string | undefined {
  try {
    const key = createPublicKey({ key: jwk as never, format: 'jwk' });
    return key.asymmetricKeyType === 'rsa' ? (key.export({ type: 'spki', format: 'pem' }) as string) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The keys with which the Bot Framework signs its tokens, kept and fetched anew once a day. While they cannot be
 * fetched those known are used, for a week at most. Takes the place of botbuilder's own cache, which waits for ever.
 */
export class SigningKeys {
  readonly #url: string;
  readonly #freshMs: number;
  #keys = new Map<string, SigningKey>();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #running: Promise<void> | undefined;

  constructor(url: string, freshMs = day) {
    this.#url = url;
    this.#freshMs = freshMs;
  }

  /** The key with this id; null when the Bot Framework has none. Throws `KeysNotReached` within seconds. */
  async getKey(keyId: string): Promise<SigningKey | null> {
    const age = performance.now() - this.#fetchedAt;
    const known = age < 7 * day ? this.#keys.get(keyId) : undefined;
    // A key that is known is not waited for.
    if (known) {
      if (age > this.#freshMs) this.#refresh().catch(() => undefined);
      return known;
    }
    if (age > Math.min(pauseMs.unknown, this.#freshMs)) await this.#refresh();
    return this.#keys.get(keyId) ?? null;
  }

  /** One fetch at a time; a failure a moment ago stands. */
  #refresh(): Promise<void> {
    if (performance.now() - this.#failedAt < pauseMs.failed) return Promise.reject(new KeysNotReached());
    this.#running ??= this.#fetch()
      .catch((cause) => {
        this.#failedAt = performance.now();
        throw new KeysNotReached('signing keys not reached', { cause });
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #fetch(): Promise<void> {
    const signal = AbortSignal.timeout(fetchMs);
    const { jwks_uri } = Metadata.parse(await getJson(this.#url, signal));
    const { keys } = Keys.parse(await getJson(jwks_uri, signal));
    const found = new Map<string, SigningKey>();
    for (const jwk of keys) {
      const key = pemOf(jwk);
      if (key) found.set(jwk.kid, { key, ...(jwk.endorsements ? { endorsements: jwk.endorsements } : {}) });
    }
    if (found.size === 0) throw new Error('no keys');
    this.#keys = found;
    this.#fetchedAt = performance.now();
  }
}
