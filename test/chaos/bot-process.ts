import { join } from 'node:path';
import { type Parts, startBot } from '../../src/compose.ts';
import { unhurried } from '../support/unhurried.ts';
import { type LoopbackPlace, loopbackParts } from '../teams/loopback-bot.ts';

/** What a bot process is told by its parent, as JSON in CHAOS_BOT. */
export type BotSettings = {
  place: LoopbackPlace;
  mongo: { uri: string; database: string };
  directory: string;
  leaseMs: number;
  /** Entra ids of people whose chats Graph does not show to the bot: a lost answer there cannot be reconciled. */
  blindTo: string[];
};

const settings = JSON.parse(process.env.CHAOS_BOT ?? '{}') as BotSettings;
const blind = new Set(settings.blindTo);
const parts: Parts = loopbackParts(settings.place, settings.mongo, {
  graph: { install: false, reconcile: true },
  isTimeMovable: false,
  leaseMs: settings.leaseMs,
  outboxDir: join(settings.directory, 'outbox'),
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
