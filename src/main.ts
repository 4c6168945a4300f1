import { type Parts, type RunningBot, startBot } from './compose.ts';
import { loadEnvFile } from './config/load-env-file.ts';
import { readSettings, SettingsMistakes } from './config/settings.ts';
import { sayStartFailure } from './config/start-failure.ts';
import { calendarOf, collegeOf, graphOf, groupsOf, mailReaderOf, meetingsOf, misFileOf, sendersOf } from './senders.ts';
import { cardKeyId } from './teams/cards/draw-card.ts';
import { teamsServiceUrl } from './teams/door.ts';
import { StrictAuth } from './teams/strict-auth.ts';

/** A stop that is not through by then ends all the same. */
const stopMs = 2_200;

/** SIGTERM and Ctrl-C stop the bot, once there is one; the process ends in any case, whatever hangs. */
function endOnSignal(running: () => RunningBot | undefined): void {
  let isStopping = false;
  const end = async (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    const dieOf = () => {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    };
    setTimeout(dieOf, stopMs);
    const isClean = await (running()?.stop() ?? true);
    if (isClean) process.exit(0);
    dieOf();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
}

/** `--only web` or `--only work`: one half of the work. Throws `SettingsMistakes`. */
function onlyOf(args: string[]): Pick<Parts, 'only'> {
  if (args.length === 0) return {};
  const [name, only] = args[0]?.startsWith('--only=') ? ['--only', args[0].slice(7)] : args;
  if (name === '--only' && (only === 'web' || only === 'work')) return { only };
  throw new SettingsMistakes([`${args.join(' ')}: started with --only web, --only work, or nothing`]);
}

async function main(): Promise<void> {
  let bot: RunningBot | undefined;
  endOnSignal(() => bot);
  loadEnvFile();
  const only = onlyOf(process.argv.slice(2));
  const settings = readSettings(process.env);
  const graph = graphOf(settings, cardKeyId);
  const misFile = misFileOf(settings);
  const mailbox = mailReaderOf(settings);
  const { readers: misReaders } = settings.senders.mis;
  // botbuilder prints refused tokens and keys to the console; the door counts and logs refusals itself, without them.
  console.error = () => undefined;
  bot = await startBot({
    ...only,
    mongo: settings.mongo,
    http: settings.http,
    app: settings.app,
    auth: new StrictAuth(settings.app),
    isServiceUrl: teamsServiceUrl(settings.serviceHosts),
    isTimeMovable: false,
    drainMs: 400,
    senders: sendersOf(settings),
    ...(misFile ? { misFile } : {}),
    ...(mailbox ? { mailbox } : {}),
    ...(misReaders ? { misReaders } : {}),
    college: collegeOf(settings),
    ...(settings.teamsAppId ? { teamsAppId: settings.teamsAppId } : {}),
    logLevel: settings.logLevel,
    retention: settings.retention,
    words: settings.words,
    ...(graph ? { graph } : {}),
    calendar: calendarOf(settings),
    meetings: meetingsOf(settings),
    groups: groupsOf(settings),
    ...(settings.packsDir ? { packsDir: settings.packsDir } : {}),
    ...(settings.modelEndpoint ? { modelEndpoint: settings.modelEndpoint } : {}),
    ...(settings.bankHolidaysFile ? { bankHolidaysFile: settings.bankHolidaysFile } : {}),
    ...(settings.linkSecrets.length > 0 && settings.publicHost
      ? { links: { secrets: settings.linkSecrets, base: `https://${settings.publicHost}` } }
      : {}),
  });
  // Everything is awaited; should something slip through all the same, it is logged and the others' turns go on.
  const { log } = bot;
  process.on('unhandledRejection', (error) =>
    log.error({ err: error instanceof Error ? error.name : 'unknown' }, 'not awaited'),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`The bot did not start.\n${sayStartFailure(error)}\n`);
  process.exit(1);
});
