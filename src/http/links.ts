import { createHash, createHmac } from 'node:crypto';
import type { World } from '../usecases/core/ports.ts';
import { isSameSecret } from '../usecases/core/same-secret.ts';

type Sign = NonNullable<World['link']>;
/** What a link leads to. */
export type Purpose = Parameters<Sign>[0];

/** What a link says once its signature is proven: whose it is, what it shows them, and since when there is it. */
export type Linked = { purpose: Purpose; id: string; viewerId: string; madeAt: Date };
/** `isOver`: it is ours, and its time is past. */
export type OpenedLink = { linked: Linked; isOver: boolean };

/** Names a secret in the links made with it, and says nothing about it. */
const keyIdOf = (secret: string) => createHash('sha256').update(`key id|${secret}`).digest('base64url').slice(0, 4);

const [forLink, forChart] = ['', 'chart|'];
/** No id holds it. */
const between = '\n';
/** Half of a SHA-256: a link that goes into a text message is to be short. */
const sealLength = 22;

/**
 * Signed addresses on the bot's own pages, each for one person, one thing and a limited time (S17, G3). A link only
 * says who asks: rights are looked at again when it is opened. The first secret signs; links of the others still open, so
 * that a secret can be changed without a day on which nothing works. `publicBase` may be known later than the secret.
 */
export function createLinks(secrets: readonly string[], publicBase: string | (() => string), now: () => Date) {
  const byKeyId = new Map(secrets.map((secret) => [keyIdOf(secret), secret]));
  const [current = ''] = secrets;
  const seal = (secret: string, text: string) =>
    createHmac('sha256', secret).update(text).digest('base64url').slice(0, sealLength);
  const base = () => (typeof publicBase === 'string' ? publicBase : publicBase());
  /** `use`: what is sealed for one opens for no other. */
  const sealed = (use: string, payload: string) => {
    const keyId = keyIdOf(current);
    return `${keyId}.${seal(current, `${use}${keyId}.${payload}`)}.${payload}`;
  };
  /** What was sealed for this use; undefined for what is not ours, was changed, or was made with a secret that is not accepted any more. */
  const unsealed = (use: string, token: string): string | undefined => {
    const [keyId = '', signature = '', payload = '', ...more] = token.split('.');
    const secret = byKeyId.get(keyId);
    const isOurs = secret && more.length === 0 && isSameSecret(signature, seal(secret, `${use}${keyId}.${payload}`));
    return isOurs ? payload : undefined;
  };
  const sign: Sign = (purpose, id, viewerId, until) => {
    const parts = [purpose, id, viewerId, until.getTime().toString(36), now().getTime().toString(36)];
    // The payload ends in a letter or digit; after a sign like the seal may end with, telephones cut links off.
    return `${base()}/l/${sealed(forLink, Buffer.from(parts.join(between)).toString('base64url'))}`;
  };
  return {
    sign,
    /** The address of a chart's picture: good for whoever has it while its secret is accepted, the same each time for one chart; it names nobody. */
    chartUrl: (code: string) => `${base()}/chart/${sealed(forChart, code)}.png`,
    /** The code of a chart whose address we made; undefined for any other. */
    openChart: (name: string) => unsealed(forChart, name),
    /** Undefined for a token that is not ours, was changed, or was made with a secret that is not accepted any more. */
    open(token: string): OpenedLink | undefined {
      const payload = unsealed(forLink, token);
      if (payload === undefined) return undefined;
      const [purpose, id = '', viewerId = '', until = '', madeAt = ''] = Buffer.from(payload, 'base64url')
        .toString('utf8')
        .split(between);
      const linked = { purpose: purpose as Purpose, id, viewerId, madeAt: new Date(Number.parseInt(madeAt, 36)) };
      return { linked, isOver: now().getTime() >= Number.parseInt(until, 36) };
    },
  };
}
