import { createMisWebhook } from '../../src/channels/mis-webhook.ts';
import { createSmsWebhook } from '../../src/channels/sms-webhook.ts';
import { startBot } from '../../src/compose.ts';
import { unhurried } from '../support/unhurried.ts';
import { type LoopbackPlace, loopbackParts } from '../teams/loopback-bot.ts';

/** A bot of its own process for a test, told as JSON where the loopback Teams and the database are. */
export type ChildSettings = {
  place: LoopbackPlace;
  mongo: { uri: string; database: string };
  /** An SMS service of the college's own and an MIS, else what leaves goes into a folder. */
  providers?: {
    sms: { url: string; secrets: string[] };
    mis: { url: string; key: { id: string; secret: string } };
  };
};

const { place, mongo, providers } = JSON.parse(process.env.BOT_CHILD ?? '{}') as ChildSettings;
// Whoever started this process is gone: no bot may outlive its test.
process.on('disconnect', () => process.exit(0));
const senders = providers && {
  sms: createSmsWebhook(providers.sms),
  mis: createMisWebhook({ url: providers.mis.url, keys: [providers.mis.key] }),
};
const bot = await startBot(loopbackParts(place, mongo, { rates: unhurried, ...(senders ? { senders } : {}) }));
process.send?.({ port: bot.port });
