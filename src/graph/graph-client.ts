import type { TokenCredential } from '@azure/identity';
import { Client, GraphError } from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import type { Chat } from '../domain/person.ts';
import type { CardSender } from '../usecases/ports.ts';

export type GraphOptions = {
  credential: TokenCredential;
  /** Another address than Graph's own; for tests. */
  baseUrl?: string;
  /** The manifest's id of the app, to install it for people. */
  teamsAppId?: string;
  install: boolean;
  reconcile: boolean;
  /** Finds a card's key in the message JSON of a card. */
  keyId(key: string): string;
};

type ChatMessage = { id: string; attachments?: { content?: string }[] };

function statusOf(error: unknown): number | undefined {
  return error instanceof GraphError ? error.statusCode : undefined;
}

/**
 * What the bot asks of Microsoft Graph: to install itself for someone who never opened it, and, after a send whose
 * outcome is unknown, whether the card is in the chat already. Both are off unless set, and need admin consent.
 */
export function createGraph(options: GraphOptions): Pick<CardSender, 'find' | 'install'> {
  const client = Client.initWithMiddleware({
    authProvider: new TokenCredentialAuthenticationProvider(options.credential, {
      scopes: ['https://graph.microsoft.com/.default'],
    }),
    ...(options.baseUrl ? { baseUrl: options.baseUrl, customHosts: new Set([new URL(options.baseUrl).hostname]) } : {}),
    fetchOptions: { signal: undefined },
  });
  let catalogueId: string | undefined;

  async function findCatalogueId(): Promise<string | undefined> {
    if (catalogueId) return catalogueId;
    const found = await client.api('/appCatalogs/teamsApps').filter(`externalId eq '${options.teamsAppId}'`).get();
    catalogueId = found.value?.[0]?.id;
    return catalogueId;
  }

  return {
    ...(options.install && options.teamsAppId
      ? {
          async install(entraId: string) {
            try {
              const id = await findCatalogueId();
              if (!id) return false;
              const bind = `${options.baseUrl ?? 'https://graph.microsoft.com'}/v1.0/appCatalogs/teamsApps/${id}`;
              await client
                .api(`/users/${encodeURIComponent(entraId)}/teamwork/installedApps`)
                .post({ 'teamsApp@odata.bind': bind });
              return true;
            } catch (error) {
              if (statusOf(error) === 404) catalogueId = undefined;
              // 409: installed already.
              return statusOf(error) === 409;
            }
          },
        }
      : {}),
    ...(options.reconcile
      ? {
          async find(chat: Chat, key: string) {
            try {
              const wanted = options.keyId(key);
              const page = (await client
                .api(`/chats/${encodeURIComponent(chat.conversationId)}/messages`)
                .top(50)
                .get()) as { value: ChatMessage[] };
              const found = page.value.find((message) =>
                message.attachments?.some((one) => one.content?.includes(wanted)),
              );
              return found?.id ?? null;
            } catch {
              return undefined;
            }
          },
        }
      : {}),
  };
}
