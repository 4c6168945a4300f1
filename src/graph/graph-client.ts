import { GraphError } from '@microsoft/microsoft-graph-client';
import type { CardSender } from '../usecases/core/delivery.ts';
import { clientOf, type GraphAccess } from './graph-access.ts';

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

/**
 * What the bot asks of Microsoft Graph: to install itself for someone who never opened it, and, after a send whose
 * outcome is unknown, whether the card is in the chat already. Both are off unless set, and need admin consent.
 */
export function createGraph(options: GraphOptions): Pick<CardSender, 'find' | 'install'> {
  const client = clientOf(options);
  let catalogueId: string | undefined;

  const chatIds = new Map<string, string>();
  const appsOf = (entraId: string) => `/users/${encodeURIComponent(entraId)}/teamwork/installedApps`;

  async function findCatalogueId(): Promise<string | undefined> {
    if (catalogueId) return catalogueId;
    const filter = `externalId eq '${options.teamsAppId}'`;
    const found = await inTime(client.api('/appCatalogs/teamsApps').filter(filter).get());
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

  async function install(entraId: string): Promise<boolean> {
    try {
      const id = await findCatalogueId();
      if (!id) return false;
      const home = options.elsewhere?.baseUrl ?? 'https://graph.microsoft.com/';
      await inTime(
        client.api(appsOf(entraId)).post({ 'teamsApp@odata.bind': `${home}v1.0/appCatalogs/teamsApps/${id}` }),
      );
      return true;
    } catch (error) {
      if (statusOf(error) === 404) catalogueId = undefined;
      // 409: installed already.
      return statusOf(error) === 409;
    }
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

  if (!options.teamsAppId) return {};
  return { ...(options.install ? { install } : {}), ...(options.reconcile ? { find } : {}) };
}
