import type { TokenCredential } from '@azure/identity';
import { Client, GraphError, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';

const scope = 'https://graph.microsoft.com/.default';
const callMs = 10_000;

export type GraphPostOptions = {
  credential: TokenCredential;
  /** Another address than Graph's own, with its headers; for tests. */
  elsewhere?: { baseUrl: string; headers: Record<string, string> };
};

/** Sends whole mails from a mailbox (Graph `Mail.Send`, scoped to that mailbox in Exchange). One attempt a call. */
export function createGraphPost({ credential, elsewhere }: GraphPostOptions) {
  const client = Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes: [scope] }),
    fetchOptions: { ...(elsewhere ? { headers: elsewhere.headers } : {}) },
    ...(elsewhere ? { baseUrl: elsewhere.baseUrl } : {}),
  });
  // The client's own retries would send a mail twice.
  const once = new RetryHandlerOptions(0, 0, () => false);
  return {
    async post(mailbox: string, mime: Buffer): Promise<void> {
      const path = `/users/${encodeURIComponent(mailbox)}/sendMail`;
      const request = client.api(path).header('Content-Type', 'text/plain').middlewareOptions([once]);
      try {
        await request.option('signal', AbortSignal.timeout(callMs)).post(mime.toString('base64'));
      } catch (error) {
        if (!(error instanceof GraphError) || error.statusCode <= 0) throw error;
        const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN);
        const wait = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1_000 } : {};
        throw Object.assign(new Error('Graph refused a mail'), {
          status: error.statusCode,
          code: error.code ?? '',
          ...wait,
        });
      }
    },
    /** Tries the credentials, without sending anything. */
    async probe(): Promise<void> {
      const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(callMs) }).catch(() => null);
      if (!token) throw new Error('Microsoft gave no token for Graph; check the MICROSOFT_ settings');
    },
  };
}
