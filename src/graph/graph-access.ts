import type { TokenCredential } from '@azure/identity';
import { Client, GraphError, type GraphRequest, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { z } from 'zod';
import type { Account, DeltaFailed } from '../usecases/core/delivery.ts';

/** How Microsoft Graph is reached, and as whom. */
export type GraphAccess = {
  credential: TokenCredential;
  /** Another address than Graph's own, with its headers (the client sends tokens to https only); for tests. */
  elsewhere?: { baseUrl: string; headers: Record<string, string> };
};

const scope = 'https://graph.microsoft.com/.default';

/** Graph's own client, which fetches its tokens by itself. */
export function clientOf({ credential, elsewhere }: GraphAccess): Client {
  return Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [scope] }),
    ...(elsewhere ? { baseUrl: elsewhere.baseUrl, fetchOptions: { headers: elsewhere.headers } } : {}),
  });
}

const once = new RetryHandlerOptions(0, 0, () => false);

/**
 * A call that is tried once, within so many milliseconds: the client's own retries would send a mail twice, and wait where
 * others could go on.
 */
export function callOnce(client: Client, path: string, ms: number): GraphRequest {
  return client.api(path).middlewareOptions([once]).option('signal', AbortSignal.timeout(ms));
}

const User = z.looseObject({
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  userType: z.string().nullish(),
});

/**
 * The account with this Entra id, or that signs in with this name (Graph `User.Read.All`); undefined where there is none.
 * One attempt within so many milliseconds. Throws what else Graph answers.
 */
export async function readAccount(
  client: Client,
  who: string,
  ms: number,
): Promise<(Account & { entraId: string }) | undefined> {
  try {
    const path = `/users/${encodeURIComponent(who)}?$select=id,displayName,userPrincipalName,mail,userType`;
    const user = User.parse(await callOnce(client, path, ms).get());
    const { displayName, userPrincipalName: upn, mail, userType } = user;
    return {
      entraId: user.id.toLowerCase(),
      name: (displayName ?? upn ?? 'Somebody without a name').slice(0, 120),
      ...(upn ? { upn } : {}),
      ...(mail ? { mail } : {}),
      ...(userType?.toLowerCase() === 'guest' ? { role: 'guest' as const } : {}),
    };
  } catch (error) {
    if (error instanceof GraphError && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** How long an answer of Graph's asks to wait, in milliseconds; nothing where it does not say. */
export function waitOf({ headers }: GraphError): { retryAfterMs?: number } {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? { retryAfterMs: seconds * 1_000 } : {};
}

/** Why what is read by delta was not read. `expired`: Graph has forgotten how far that was. */
export function deltaFailure(error: unknown): DeltaFailed {
  if (!(error instanceof GraphError) || error.statusCode <= 0)
    return { ok: false, kind: 'passing', code: ((error as Error | undefined)?.name ?? 'unknown').slice(0, 40) };
  const { statusCode, code: said } = error;
  const code = `${statusCode} ${said ?? ''}`.trim();
  if (statusCode === 410 || /sync(state|required)|resync/i.test(said ?? ''))
    return { ok: false, kind: 'expired', code };
  return { ok: false, kind: 'passing', code, ...waitOf(error) };
}

/** Tries whether Microsoft gives a token for Graph within so many milliseconds. Throws with words for the operator. */
export async function proveToken(credential: TokenCredential, ms: number): Promise<void> {
  const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(ms) }).catch(() => null);
  if (!token) throw new Error('Microsoft gave no token for Graph; check the MICROSOFT_ settings');
}

/** What follows the version in a link of Graph's: our token goes to Graph's own address alone, whatever the link says. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return `${pathname.replace(/^.*?\/v1\.0(?=\/)/, '')}${search}`;
}
