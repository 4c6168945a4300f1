import type { PagedMembersResult, Activity as SdkActivity } from 'botbuilder';
import { type BotFrameworkAuthentication, ClaimsIdentity, type ConnectorClient } from 'botframework-connector';
import type { Chat } from '../domain/person.ts';
import type { CardModel } from '../usecases/core/card-model.ts';
import type { CardSender, Sent } from '../usecases/core/delivery.ts';
import type { ChartUrl } from './cards/chart-pictures.ts';
import { drawCard } from './cards/draw-card.ts';
import { readSendFailure } from './send-failure.ts';

type PageOptions = { pageSize: number; continuationToken: string };

async function attempt<T>(call: () => Promise<T>): Promise<Sent<T>> {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    return { ok: false, failure: readSendFailure(error) };
  }
}

/** An activity that carries one card. */
export function cardActivity(card: CardModel, chartUrl: ChartUrl, key?: string): Partial<SdkActivity> {
  const drawn = drawCard(card, { key, chartUrl });
  return {
    type: 'message',
    summary: drawn.summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: drawn.card }],
  };
}

/** Posts and changes cards through the Bot Connector: one attempt a call, within a time limit. */
export function createCardSender(
  auth: BotFrameworkAuthentication,
  bot: { appId: string; tenantId: string; defaultServiceUrl: string; chartUrl: ChartUrl },
  graph: Pick<CardSender, 'find' | 'install' | 'account'> = {},
): CardSender {
  const claims = ['aud', 'appid'].map((type) => ({ type, value: bot.appId }));
  const identity = new ClaimsIdentity(claims, true);
  const clients = new Map<string, Promise<ConnectorClient>>();
  const clientFor = (serviceUrl: string) => {
    const known = clients.get(serviceUrl);
    if (known) return known;
    const made = auth.createConnectorFactory(identity).create(serviceUrl, 'https://api.botframework.com');
    made.catch(() => clients.delete(serviceUrl));
    clients.set(serviceUrl, made);
    return made;
  };
  const from = { id: `28:${bot.appId}`, name: 'Attendance' };
  return {
    ...graph,
    post: (chat, card, key) =>
      attempt(async () => {
        const client = await clientFor(chat.serviceUrl);
        const activity = { ...cardActivity(card, bot.chartUrl, key), from, conversation: { id: chat.conversationId } };
        const { id } = await client.conversations.sendToConversation(chat.conversationId, activity as SdkActivity);
        return { activityId: id, conversationId: chat.conversationId };
      }),
    update: (chat, activityId, card, key) =>
      attempt(async () => {
        const client = await clientFor(chat.serviceUrl);
        const activity = {
          ...cardActivity(card, bot.chartUrl, key),
          id: activityId,
          from,
          conversation: { id: chat.conversationId },
        };
        await client.conversations.updateActivity(chat.conversationId, activityId, activity as SdkActivity);
      }),
    remove: (chat, activityId) =>
      attempt(async () => {
        const client = await clientFor(chat.serviceUrl);
        try {
          await client.conversations.deleteActivity(chat.conversationId, activityId);
        } catch (error) {
          // Where a client cannot delete (the Playground answers 501) the copy becomes a sign that says nothing.
          if ((error as { statusCode?: number }).statusCode !== 501) throw error;
          const line = {
            type: 'message',
            text: '…',
            id: activityId,
            from,
            conversation: { id: chat.conversationId },
          };
          await client.conversations.updateActivity(chat.conversationId, activityId, line as unknown as SdkActivity);
        }
      }),
    members: (chat) =>
      attempt(async () => {
        const client = await clientFor(chat.serviceUrl);
        const ids: string[] = [];
        let continuationToken: string | undefined;
        do {
          // The SDK's type asks for a token on the first page too; Teams does not.
          const options = { pageSize: 200, ...(continuationToken ? { continuationToken } : {}) } as PageOptions;
          const page: PagedMembersResult = await client.conversations.getConversationPagedMembers(
            chat.conversationId,
            options,
          );
          for (const member of page.members ?? []) {
            const { aadObjectId, objectId } = member as { aadObjectId?: string; objectId?: string };
            ids.push((aadObjectId ?? objectId ?? `unknown:${member.id}`).toLowerCase());
          }
          ({ continuationToken } = page);
        } while (continuationToken);
        return ids;
      }),
    openChat: (entraId) =>
      attempt(async (): Promise<Chat> => {
        const client = await clientFor(bot.defaultServiceUrl);
        // Teams wants the Entra id in `id`, one member only.
        const made = await client.conversations.createConversation({
          isGroup: false,
          bot: from,
          members: [{ id: entraId, name: '' }],
          tenantId: bot.tenantId,
          channelData: { tenant: { id: bot.tenantId } },
        } as never);
        return {
          conversationId: made.id,
          serviceUrl: bot.defaultServiceUrl,
          tenantId: bot.tenantId,
          since: new Date(),
        };
      }),
  };
}
