import { GraphError } from '@microsoft/microsoft-graph-client';
import type { CardSender, Installed } from '../usecases/core/delivery.ts';
import { callOnce, clientOf, type GraphAccess, readAccount, waitOf } from './graph-access.ts';

type GraphOptions = GraphAccess & {
  /** The manifest's id of the app; without it Graph is not asked. */
  teamsAppId?: string;
  install: boolean;
  reconcile: boolean;
  /** Finds a card's key in the message JSON of a card. */
  keyId(key: string): string;
};

type ChatMessage = { id: string; attachments?: { content?: string }[] };

const callTimeoutMs = 8_000;
/** Between two looks at a Graph that does not answer: shorter than one card waits for it in all. */
const restMs = 2_000;
const mostRestMs = 10_000;
/** What Graph itself asks to wait is honoured up to this. */
const mostSaidMs = 600_000;

/** The client has no time limit of its own. */
async function inTime<T>(call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('Graph did not answer in time')), callTimeoutMs);
  });
  return Promise.race([call, limit]).finally(() => clearTimeout(timer));
}

function statusOf(error: unknown): number | undefined {
  return error instanceof GraphError ? error.statusCode : undefined;
}

/** True for what may be otherwise in a moment: no answer, no token, too many calls, a fault of Graph's own. */
function isPassing(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return status <= 0 || status === 401 || status === 408 || status === 429 || status >= 500;
}

/**
 * After a passing failure Graph is left alone, longer each time, so that what is due for others does not wait behind a
 * service that is down. Then one call goes ahead of the others, to see.
 */
function createRest(): <T>(call: () => Promise<T>) => Promise<T> {
  let failures = 0;
  let failedAt = 0;
  let until = 0;
  return async (call) => {
    const began = performance.now();
    if (began < until) throw new Error('Graph is left alone for a while');
    if (failures > 0) until = began + callTimeoutMs;
    try {
      const answer = await call();
      failures = until = 0;
      return answer;
    } catch (error) {
      if (isPassing(error)) {
        // Calls that went out together and fail together are one failure.
        if (began >= failedAt) failures++;
        failedAt = performance.now();
        const said = error instanceof GraphError ? (waitOf(error).retryAfterMs ?? 0) : 0;
        until = failedAt + Math.max(Math.min(said, mostSaidMs), Math.min(mostRestMs, restMs * 2 ** (failures - 1)));
      } else failures = until = 0;
      throw error;
    }
  };
}

/**
 * What the bot asks of Microsoft Graph: to install itself for someone who never opened it, whose account it finds by the
 * name they sign in with; and, after a send whose outcome is unknown, whether the card is in the chat already. Both are
 * off unless set, and need admin consent. `probe` throws with words for the operator.
 */
export function createGraph(
  options: GraphOptions,
): Pick<CardSender, 'find' | 'install' | 'account'> & { probe(): Promise<void> } {
  const client = clientOf(options);
  const ask = createRest();
  let catalogueId: string | undefined;

  const chatIds = new Map<string, string>();
  const appsOf = (entraId: string) => `/users/${encodeURIComponent(entraId)}/teamwork/installedApps`;

  async function findCatalogueId(): Promise<string | undefined> {
    const filter = `externalId eq '${options.teamsAppId}'`;
    const path = `/appCatalogs/teamsApps?$filter=${encodeURIComponent(filter)}`;
    const found = await ask(() => callOnce(client, path, callTimeoutMs).get());
    catalogueId = found.value?.[0]?.id;
    return catalogueId;
  }

  /** Graph knows a bot's one-to-one chat under another id than the Bot Connector; it is found through the installation. */
  async function findChatId(entraId: string): Promise<string | undefined> {
    const known = chatIds.get(entraId);
    if (known) return known;
    const filter = `teamsApp/externalId eq '${options.teamsAppId}'`;
    const apps = await inTime(client.api(appsOf(entraId)).expand('teamsApp').filter(filter).get());
    const installed = apps.value?.[0]?.id;
    if (!installed) return undefined;
    const chat = await inTime(client.api(`${appsOf(entraId)}/${encodeURIComponent(installed)}/chat`).get());
    chatIds.set(entraId, chat.id);
    return chat.id;
  }

  /** True where the app is there now; false where Graph knows either this app or this person not. */
  async function post(entraId: string, id: string): Promise<boolean> {
    const home = options.elsewhere?.baseUrl ?? 'https://graph.microsoft.com/';
    const app = { 'teamsApp@odata.bind': `${home}v1.0/appCatalogs/teamsApps/${id}` };
    try {
      await ask(() => callOnce(client, appsOf(entraId), callTimeoutMs).post(app));
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status !== 409 && status !== 404) throw error;
      // 409: installed already.
      return status === 409;
    }
  }

  async function install(entraId: string): Promise<Installed> {
    try {
      const before = catalogueId ?? (await findCatalogueId());
      if (!before) return 'not-in-catalogue';
      if (await post(entraId, before)) return 'installed';
      // The app may stand in the catalogue under another id by now; where it does not, it is the person that is not there.
      const now = await findCatalogueId();
      if (!now) return 'not-in-catalogue';
      return now !== before && (await post(entraId, now)) ? 'installed' : 'no-such-account';
    } catch (error) {
      return statusOf(error) === 403 ? 'may-not-install' : 'not-now';
    }
  }

  async function account(signInName: string) {
    try {
      return (await ask(() => readAccount(client, signInName, callTimeoutMs))) ?? null;
    } catch (error) {
      return isPassing(error) ? undefined : null;
    }
  }

  async function probe(): Promise<void> {
    const answerTo = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
      try {
        return await call();
      } catch (error) {
        throw new Error(`Graph answers ${statusOf(error) ?? (error as Error).message} when it is asked for ${what}`);
      }
    };
    const id = await answerTo('the app in your catalogue', findCatalogueId);
    if (!id) throw new Error('no app with the id in TEAMS_APP_ID is in your organisation’s catalogue');
    await answerTo('an account', () => callOnce(client, '/users?$top=1&$select=id', callTimeoutMs).get());
  }

  async function find(entraId: string, key: string): Promise<string | null | undefined> {
    try {
      const chatId = await findChatId(entraId);
      if (!chatId) return undefined;
      const wanted = options.keyId(key);
      const path = `/chats/${encodeURIComponent(chatId)}/messages`;
      const page = (await inTime(client.api(path).top(50).get())) as { value: ChatMessage[] };
      const found = page.value.find((message) => message.attachments?.some((one) => one.content?.includes(wanted)));
      return found?.id ?? null;
    } catch {
      return undefined;
    }
  }

  if (!options.teamsAppId) return { probe };
  return { probe, ...(options.install ? { install, account } : {}), ...(options.reconcile ? { find } : {}) };
}
