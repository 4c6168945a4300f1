import { GraphError } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { CardSender, Installed } from '../usecases/core/delivery.ts';
import { clientOf, type GraphAccess } from './graph-access.ts';

type GraphOptions = GraphAccess & {
  /** The manifest's id of the app; without it Graph is not asked. */
  teamsAppId?: string;
  install: boolean;
  reconcile: boolean;
  /** Finds a card's key in the message JSON of a card. */
  keyId(key: string): string;
};

const User = z.looseObject({
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string(),
  mail: z.string().nullish(),
});

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
 * What the bot asks of Microsoft Graph: to install itself for someone who never opened it, whose account it finds by the
 * name they sign in with; and, after a send whose outcome is unknown, whether the card is in the chat already. Both are
 * off unless set, and need admin consent. `probe` throws with words for the operator.
 */
export function createGraph(
  options: GraphOptions,
): Pick<CardSender, 'find' | 'install' | 'account'> & { probe(): Promise<void> } {
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

  async function install(entraId: string): Promise<Installed> {
    const before = catalogueId;
    try {
      const id = await findCatalogueId();
      if (!id) return 'not-in-catalogue';
      const home = options.elsewhere?.baseUrl ?? 'https://graph.microsoft.com/';
      await inTime(
        client.api(appsOf(entraId)).post({ 'teamsApp@odata.bind': `${home}v1.0/appCatalogs/teamsApps/${id}` }),
      );
      return 'installed';
    } catch (error) {
      const status = statusOf(error);
      // 409: installed already.
      if (status === 409) return 'installed';
      if (status === 403) return 'may-not-install';
      if (status !== 404) return 'unknown';
      // Either the app has another id in the catalogue by now, or it is the person that is not there.
      catalogueId = undefined;
      return before ? install(entraId) : 'no-such-account';
    }
  }

  async function account(signInName: string) {
    try {
      const path = `/users/${encodeURIComponent(signInName)}?$select=id,displayName,userPrincipalName,mail`;
      const { id, displayName, userPrincipalName: upn, mail } = User.parse(await inTime(client.api(path).get()));
      return { entraId: id.toLowerCase(), name: displayName ?? upn, upn, ...(mail ? { mail } : {}) };
    } catch {
      return null;
    }
  }

  async function probe(): Promise<void> {
    const id = await findCatalogueId().catch((error: unknown) => {
      const code = statusOf(error) ?? (error as Error).message;
      throw new Error(`Graph answers ${code} when it is asked for the app in your catalogue`);
    });
    if (!id) throw new Error('no app with the id in TEAMS_APP_ID is in your organisation’s catalogue');
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
