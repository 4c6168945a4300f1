import { join } from 'node:path';
import { type Parts, startBot } from '../../src/compose.ts';
import { type LoopbackPlace, loopbackParts } from '../teams/loopback-bot.ts';

/** What a bot process is told by its parent, as JSON in CHAOS_BOT. */
export type BotSettings = {
  place: LoopbackPlace;
  mongo: { uri: string; database: string };
  directory: string;
  leaseMs: number;
  /** Chats whose messages Graph does not show to the bot: a lost answer there cannot be reconciled. */
  blindChats: string[];
};

const settings = JSON.parse(process.env.CHAOS_BOT ?? '{}') as BotSettings;
const blind = new Set(settings.blindChats);
const parts: Parts = loopbackParts(settings.place, settings.mongo, {
  graph: { install: false, reconcile: true },
  isTimeMovable: false,
  leaseMs: settings.leaseMs,
  outboxDir: join(settings.directory, 'outbox'),
  logLevel: 'warn',
} as never);
const find = parts.graph?.find;
const graph: Parts['graph'] = {
  find: async (chat, key) => { const r = blind.has(chat.conversationId) ? undefined : await find?.(chat, key); console.log(new Date().toISOString(), 'FIND', key, r); return r; },
};

// Whoever started this process is gone: no bot may outlive its run.
process.on('disconnect', () => process.exit(0));
const bot = await startBot({ ...parts, graph });
process.send?.({ port: bot.port });
