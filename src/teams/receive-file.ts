import { type BotFrameworkAuthentication, ClaimsIdentity } from 'botframework-connector';
import { checkFile, type FileRead, mostFileBytes } from '../usecases/notices/receive-evidence.ts';
import type { SentFile } from './activity.ts';

export type ReadFile = (file: SentFile, serviceUrl: string) => Promise<FileRead>;

const mostMs = 20_000;
const mostRedirects = 3;
const fileHosts = ['.sharepoint.com', '.sharepoint.us', '.svc.ms'];

/** True where Microsoft keeps files people send in chat: https, one of its own hosts, no credentials or odd port. */
export function teamsFileUrl(url: URL): boolean {
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  return isPlain && fileHosts.some((host) => url.hostname.endsWith(host));
}

/** Follows redirects by hand, so that none leads to a place that is not allowed. Undefined: no file there. */
async function fetchFrom(
  address: string,
  isAllowed: (url: URL) => boolean,
  headers: Record<string, string>,
): Promise<Response | undefined> {
  const signal = AbortSignal.timeout(mostMs);
  let url = new URL(address);
  for (let hop = 0; hop <= mostRedirects && isAllowed(url); hop++) {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const isElsewhere = response.status >= 300 && response.status < 400;
    if (response.ok) return response;
    await response.body?.cancel();
    const next = response.headers.get('location');
    if (!isElsewhere || !next) return undefined;
    url = new URL(next, url);
  }
  return undefined;
}

/** The body, counted while it comes: what claims to be small and is not ends here too. */
async function readBody(response: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of response.body ?? []) {
    total += chunk.length;
    // Leaving the loop cancels the stream.
    if (total > mostFileBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Fetches what somebody sent in chat. Files picked from a disk lie at an address that is signed already; pasted
 * pictures lie at the Bot Connector and need the bot's token, which goes to the activity's own service and nowhere
 * else. Never throws: what cannot be had is an answer.
 */
export function createFileReader(
  auth: BotFrameworkAuthentication,
  appId: string,
  isFileUrl: (url: URL) => boolean,
): ReadFile {
  const identity = new ClaimsIdentity(
    ['aud', 'appid'].map((type) => ({ type, value: appId })),
    true,
  );
  const tokenFor = async (serviceUrl: string): Promise<string> => {
    const client = await auth.createConnectorFactory(identity).create(serviceUrl, 'https://api.botframework.com');
    return (client as unknown as { credentials: { getToken(): Promise<string> } }).credentials.getToken();
  };
  return async (file, serviceUrl) => {
    const isService = (url: URL) => url.origin === new URL(serviceUrl).origin;
    const isAllowed = file.isPasted ? isService : isFileUrl;
    if (!isAllowed(new URL(file.url))) return { failed: 'elsewhere' };
    try {
      const token: Record<string, string> = file.isPasted
        ? { authorization: `Bearer ${await tokenFor(serviceUrl)}` }
        : {};
      const response = await fetchFrom(file.url, isAllowed, token);
      if (!response) return { failed: 'not-fetched' };
      const bytes = await readBody(response);
      if (!bytes) return { failed: 'too-large' };
      return checkFile(file.isPasted ? undefined : file.name, bytes);
    } catch {
      return { failed: 'not-fetched' };
    }
  };
}
