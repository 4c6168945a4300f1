import { startBot } from '../../src/compose.ts';
import { unhurried } from '../support/unhurried.ts';
import { type LoopbackPlace, loopbackParts } from '../teams/loopback-bot.ts';

/** A bot of its own process for a test, told as JSON where the loopback Teams and the database are. */
export type ChildSettings = { place: LoopbackPlace; mongo: { uri: string; database: string } };

const { place, mongo } = JSON.parse(process.env.BOT_CHILD ?? '{}') as ChildSettings;
// Whoever started this process is gone: no bot may outlive its test.
process.on('disconnect', () => process.exit(0));
const bot = await startBot(loopbackParts(place, mongo, { rates: unhurried }));
process.send?.({ port: bot.port });
