import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { SigningKeys } from './signing-keys.ts';

const Header = z.looseObject({ alg: z.literal('RS256'), kid: z.string().max(200) });
const Claims = z.looseObject({
  tid: z.string(),
  oid: z.guid(),
  scp: z.string(),
  exp: z.number(),
  idtyp: z.string().optional(),
});
/** A token is a few thousand characters. */
const mostCharacters = 16_000;
const clockSkewSeconds = 60;

type SsoApp = { id: string; tenantId: string; host?: string };

/**
 * Proves a token that a tab got from Teams (`getAuthToken`): signed by Entra with a key it publishes, issued by and for
 * this tenant, for this app, for a person who is signed in, and not over. The Entra object id, or undefined. Throws
 * `KeysNotReached` while nobody can be proven.
 */
export function createSsoCheck({ id, tenantId, host }: SsoApp, openIdMetadataUrl?: string) {
  const login = 'https://login.microsoftonline.com';
  const keys = new SigningKeys(openIdMetadataUrl ?? `${login}/${tenantId}/v2.0/.well-known/openid-configuration`);
  const audience: [string, ...string[]] = [id, ...(host ? [`api://${host}/${id}`] : [])];
  // Version 2 of the token and version 1: which one comes the app's registration says.
  const issuer: [string, ...string[]] = [`${login}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`];
  return async (token: string): Promise<string | undefined> => {
    if (!id || token.length > mostCharacters) return undefined;
    const header = Header.safeParse(jwt.decode(token, { complete: true })?.header);
    const found = header.success ? await keys.getKey(header.data.kid) : null;
    if (!found) return undefined;
    try {
      const proven = jwt.verify(token, found.key, {
        algorithms: ['RS256'],
        audience,
        issuer,
        clockTolerance: clockSkewSeconds,
      });
      const claims = Claims.safeParse(proven);
      if (!claims.success || claims.data.idtyp === 'app') return undefined;
      const isOurs = claims.data.tid === tenantId && claims.data.scp.split(' ').includes('access_as_user');
      return isOurs ? claims.data.oid : undefined;
    } catch {
      return undefined;
    }
  };
}
