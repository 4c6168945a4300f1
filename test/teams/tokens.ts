import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

const issuer = 'https://api.botframework.com';

/** The key pair of the loopback Bot Framework, and the tokens it signs. */
export class TokenMint {
  readonly kid = 'loopback-1';
  readonly #pair = generateKeyPairSync('rsa', { modulusLength: 2048 });

  get publicKey(): KeyObject {
    return this.#pair.publicKey;
  }

  /** The JWKS document; `endorsements` make botbuilder check the channel. */
  jwks(): object {
    const jwk = this.#pair.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: this.kid, use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] };
  }

  /** A channel token as Teams sends it; `claims` overrides, undefined removes. */
  sign(
    audience: string,
    serviceUrl: string,
    claims: Record<string, unknown> = {},
    options: { key?: KeyObject; header?: object } = {},
  ): string {
    const now = Math.floor(Date.now() / 1_000);
    const all: Record<string, unknown> = {
      iss: issuer,
      aud: audience,
      serviceurl: serviceUrl,
      nbf: now - 60,
      exp: now + 3_600,
      ...claims,
    };
    const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return jwt.sign(kept, options.key ?? this.#pair.privateKey, {
      algorithm: 'RS256',
      header: { alg: 'RS256', typ: 'JWT', kid: this.kid, ...options.header },
      noTimestamp: true,
    } as jwt.SignOptions);
  }
}
