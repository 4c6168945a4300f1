import { join } from 'node:path';
import { createFolderSender } from '../../src/channels/folder-sender.ts';
import { createMisWebhook } from '../../src/channels/mis-webhook.ts';
import { createSmsWebhook } from '../../src/channels/sms-webhook.ts';
import { type Parts, startBot } from '../../src/compose.ts';
import { unhurried } from '../support/unhurried.ts';
import { type LoopbackPlace, loopbackParts } from '../teams/loopback-bot.ts';

/** An SMS service of the college's own and an MIS, on loopback. */
export type Providers = {
  sms: { url: string; secrets: string[] };
  mis: { url: string; key: { id: string; secret: string } };
};

/** What a bot process is told by its parent, as JSON in CHAOS_BOT. */
export type BotSettings = {
  place: LoopbackPlace;
  mongo: { uri: string; database: string };
  directory: string;
  leaseMs: number;
  /** Entra ids of people whose chats Graph does not show to the bot: a lost answer there cannot be reconciled. */
  blindTo: string[];
  /** Half of the work alone. */
  only?: 'web' | 'work';
  /** Business time is moved by whoever started it. */
  isTimeMovable?: boolean;
  /** Where texts and MIS events go, else into the folder. */
  providers?: Providers;
};

const settings = JSON.parse(process.env.CHAOS_BOT ?? '{}') as BotSettings;
const blind = new Set(settings.blindTo);
const outboxDir = join(settings.directory, 'outbox');
const sendersOf = ({ sms, mis }: Providers): Parts['senders'] => ({
  sms: createSmsWebhook(sms),
  mail: createFolderSender(outboxDir),
  mis: createMisWebhook({ url: mis.url, keys: [mis.key] }),
});
const parts: Parts = loopbackParts(settings.place, settings.mongo, {
  graph: { install: false, reconcile: true },
  isTimeMovable: settings.isTimeMovable ?? false,
  leaseMs: settings.leaseMs,
  outboxDir,
  ...(settings.only ? { only: settings.only } : {}),
  ...(settings.providers ? { senders: sendersOf(settings.providers) } : {}),
  logLevel: 'warn',
  rates: unhurried,
} as never);
const find = parts.graph?.find;
const graph: Parts['graph'] = {
  find: async (entraId, key) => (blind.has(entraId) ? undefined : find?.(entraId, key)),
};

// Whoever started this process is gone: no bot may outlive its run.
process.on('disconnect', () => process.exit(0));
const bot = await startBot({ ...parts, graph });
process.send?.({ port: bot.port });
