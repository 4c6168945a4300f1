import type { TokenCredential } from '@azure/identity';
import { Client, type GraphError, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';

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

/** For a call that is tried once: the client's own retries would send a mail twice, and wait where others could go on. */
export const once = new RetryHandlerOptions(0, 0, () => false);

/** How long an answer of Graph's asks to wait, in milliseconds; nothing where it does not say. */
export function waitOf({ headers }: GraphError): { retryAfterMs?: number } {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? { retryAfterMs: seconds * 1_000 } : {};
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
