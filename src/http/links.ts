import { createHmac } from 'node:crypto';
import type { World } from '../usecases/core/ports.ts';
import { isSameSecret } from '../usecases/core/same-secret.ts';

type Sign = NonNullable<World['link']>;
/** What a link leads to. */
export type Purpose = Parameters<Sign>[0];

/** What a link says once its signature is proven: whose it is, and what it shows them. */
export type Linked = { purpose: Purpose; id: string; viewerId: string };

/**
 * Signed addresses on the bot's own pages, each for one person, one thing and a limited time (S17, G3). A link only
 * says who asks: rights are looked at again when it is opened. `publicBase` may be known later than the secret.
 */
export function createLinks(secret: string, publicBase: string | (() => string)) {
  const seal = (payload: string) => createHmac('sha256', secret).update(payload).digest('base64url');
  const sign: Sign = (purpose, id, viewerId, until) => {
    const payload = Buffer.from(JSON.stringify([purpose, id, viewerId, until.getTime()])).toString('base64url');
    const base = typeof publicBase === 'string' ? publicBase : publicBase();
    return `${base}/l/${payload}.${seal(payload)}`;
  };
  return {
    sign,
    /** Undefined for a token that is not ours, was changed, or whose time is over. */
    open(token: string, now: Date): Linked | undefined {
      const [payload = '', signature = '', ...more] = token.split('.');
      if (more.length > 0 || !isSameSecret(signature, seal(payload))) return undefined;
      const [purpose, id, viewerId, until] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
      return now.getTime() < until ? { purpose, id, viewerId } : undefined;
    },
  };
}
