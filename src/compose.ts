import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BotFrameworkAuthentication } from 'botframework-connector';
import pino from 'pino';
import { holidaysFrom } from './config/load-holidays.ts';
import { loadPacks } from './config/load-packs.ts';
import { release } from './config/release.ts';
import { type Retention, usualRetention } from './domain/retention.ts';
import type { College } from './domain/sms-text.ts';
import { createAddresses } from './http/addresses.ts';
import { createChartRoute } from './http/chart-picture.ts';
import { demoPages } from './http/demo-pages.ts';
import { createLinks } from './http/links.ts';
import type { MarksReader } from './http/marks-route.ts';
import { createMetrics } from './http/metrics.ts';
import { createSessions } from './http/pages/sessions.ts';
import { createTab } from './http/pages/tab.ts';
import { tabPages } from './http/pages/tab-pages.ts';
import { type PublicWords, publicPages } from './http/public-pages.ts';
import { createReadiness } from './http/readiness.ts';
import { startHttp } from './http/server.ts';
import { createLinkRoom, type LinkRates } from './link-room.ts';
import { openDatabase } from './open-database.ts';
import { createLearnedReader, type LearnedReader } from './reader/learned-reader.ts';
import { type EndpointSettings, withEndpoint } from './reader/model-endpoint.ts';
import { createWorld } from './store/create-world.ts';
import { createDue } from './store/due.ts';
import { missingIndexes } from './store/missing-indexes.ts';
import { createSeenTurns } from './store/seen-turns.ts';
import { watchRelease } from './store/watch-release.ts';
import { createBot } from './teams/bot.ts';
import { createDoor } from './teams/door.ts';
import { createFileReader, teamsFileUrl } from './teams/receive-file.ts';
import { refusalWords } from './teams/refusal-words.ts';
import { createCardSender } from './teams/send-cards.ts';
import { createSsoCheck } from './teams/sso-token.ts';
import type { CardSender, MailReader, Senders } from './usecases/core/delivery.ts';
import type { PaceRates } from './usecases/core/pace.ts';
import { planClocks } from './usecases/desk/plan-clocks.ts';
import { runTask } from './usecases/desk/run-task.ts';
import { taskKindsOf } from './usecases/desk/task-kinds.ts';
import { readEvents } from './usecases/mis/read-events.ts';
import { remindNotice } from './usecases/notices/remind-notice.ts';
import { spreadNotice } from './usecases/notices/spread-notice.ts';
import { openRegister, prepareSession } from './usecases/registers/open-register.ts';
import { projectRegister } from './usecases/registers/project-register.ts';
import { runConcern } from './usecases/safeguarding/hold-clock.ts';
import { createIncomingSteps } from './work/incoming-steps.ts';
import { createMisSteps, type MisFile } from './work/mis-steps.ts';
import { perSecondOf } from './work/outbox-room.ts';
import { createOutsideSteps, type Outside, outsideWorld } from './work/outside-steps.ts';
import { createSendRow } from './work/send-row.ts';
import { createShowCard } from './work/show-card.ts';
import { doorsOf } from './work/take-handed.ts';
import { createWorker } from './work/worker.ts';

/** All a running bot is made of. Production makes it from its settings (`main.ts`); the demo and tests make their own. */
export type Parts = Outside & {
  mongo: { uri: string; database: string };
  http: { host: string; port: number; metricsKey?: string };
  app: { id: string; tenantId: string };
  auth: BotFrameworkAuthentication;
  isServiceUrl(url: URL): boolean;
  /** Where a file sent in chat may be fetched from; Microsoft's own places unless told otherwise. */
  isFileUrl?(url: URL): boolean;
  /** Makes signed links to the bot's own pages; `base` may need the port. The first secret signs, links of the second still open. */
  links?: { secrets: readonly string[]; base: string | ((port: number) => string); rates?: LinkRates };
  /** The app's id in Teams: cards then lead into its tab. */
  teamsAppId?: string;
  /** Where the keys of tokens that tabs get from Teams are published; the tenant's own place unless told otherwise. */
  ssoKeysUrl?: string;
  /** Where a chat is made with someone who never wrote; Teams' public address unless told otherwise. */
  defaultServiceUrl?: string;
  graph?: Pick<CardSender, 'find' | 'install' | 'account'>;
  /**
   * What this process does where work is split: `web` answers people and leaves all that is due to others, `work` does
   * what is due and answers health and metrics alone. Both unless told otherwise.
   */
  only?: 'web' | 'work';
  /** Production: false. */
  isTimeMovable: boolean;
  /** With the demo's pages of everybody's texts, mails and tabs, for who looks on this machine. */
  isDemo?: boolean;
  /** Who sends texts and mails, and tells the MIS; a kind left out is sent by nobody. The mailbox that people write to. */
  senders: Senders;
  mailbox?: MailReader;
  /** The MIS's daily file and when it is written. */
  misFile?: MisFile;
  /** Who may read what the MIS is told. */
  misReaders?: readonly MarksReader[];
  /** Who writes, and whom to call, in everything that leaves. */
  college: College;
  packsDir?: string;
  /** Reads people's words beside the rules; the trained one of this release unless told otherwise. */
  reader?: LearnedReader;
  /** A model outside that also reads messages. */
  modelEndpoint?: EndpointSettings;
  /** Bank holidays in the format of GOV.UK's JSON file; computed where there is none. */
  bankHolidaysFile?: string;
  /** The college's privacy notice and terms, and whom to tell of a weakness. */
  words?: PublicWords;
  /** How long each kind of data is kept. */
  retention?: Retention;
  logLevel: string;
  logTo?: NodeJS.WritableStream;
  leaseMs?: number;
  /** How long decisions can be undone, before anything of them happens; ten minutes unless told otherwise. */
  undoMinutes?: number;
  /** How much one person may do at once; production's own unless told otherwise. */
  rates?: PaceRates;
  /** How long /readyz says no before the port closes, for a load balancer to notice. */
  drainMs?: number;
};

/** A stop takes no longer, whatever does not end. */
const stopMs = 1_850;
const overtaken = 'a later release has taken the database over';

/** Personal data never reaches the log: entries carry ids, kinds and times only; errors their name and place. */
export async function startBot(parts: Parts) {
  const log = pino({ level: parts.logLevel, base: { app: 'attendance' } }, parts.logTo ?? pino.destination(1));
  const packs = loadPacks(parts.packsDir);
  const holidays = holidaysFrom(parts.bankHolidaysFile);
  const { client, db, collections, clock } = await openDatabase(parts, packs, log);
  const due = createDue(collections, `${hostname()}:${process.pid}`);
  let wake = () => {};
  let port = parts.http.port;
  const base = () => {
    const given = parts.links?.base ?? '';
    return typeof given === 'string' ? given : given(port);
  };
  const links = parts.links && createLinks(parts.links.secrets, base, () => clock.now());
  const reader = parts.reader ?? createLearnedReader();
  const world = createWorld(client, collections, {
    reader: parts.modelEndpoint ? withEndpoint(reader, parts.modelEndpoint) : reader,
    clock,
    packs,
    traits: taskKindsOf,
    college: parts.college,
    sends: (['sms', 'mail'] as const).filter((kind) => parts.senders[kind]),
    undoMinutes: parts.undoMinutes ?? 10,
    holidays,
    wake: () => wake(),
    ...outsideWorld(parts),
    note: (data, message) => log.info(data, message),
    retention: parts.retention ?? usualRetention,
    ...(links ? createAddresses(parts, links, () => clock.now()) : {}),
  });
  const { records } = world;
  const metrics = createMetrics(
    () => due.counts(clock.now()),
    () => records.talks.counts(),
    async () => {
      const { oldestAt, ...counts } = await records.mis.counts();
      return { ...counts, oldestMs: oldestAt ? clock.now().getTime() - oldestAt.getTime() : 0 };
    },
  );
  const sender = createCardSender(
    parts.auth,
    {
      appId: parts.app.id,
      tenantId: parts.app.tenantId,
      defaultServiceUrl: parts.defaultServiceUrl ?? 'https://smba.trafficmanager.net/teams',
      chartUrl: links?.chartUrl,
    },
    parts.graph,
  );
  const misSteps = createMisSteps(world, due, parts.senders.mis, parts.misFile);
  const outside = createOutsideSteps(world, due, parts, log);
  const incoming = createIncomingSteps(world, due, { mailbox: parts.mailbox, sayRefusal: refusalWords }, log);
  const worker = createWorker(
    { due, clock },
    {
      sessions: (claim) => (claim.step === 'prepare' ? prepareSession : openRegister)(world, claim.id),
      registers: (claim) => projectRegister(world, claim.id),
      notices: (claim) => (claim.step === 'spread' ? spreadNotice : remindNotice)(world, claim.id),
      concerns: (claim) => runConcern(world, claim.id),
      tasks: (claim) => runTask(world, claim.id),
      slots: createShowCard(world, due, sender, metrics.countOutcome, log),
      outbox: createSendRow(world, due, parts.senders, parts.college),
      ...incoming.handlers,
      ...misSteps.handlers,
      ...outside.handlers,
    },
    log,
    { leaseMs: parts.leaseMs, perSecond: perSecondOf(parts.senders), isAnswering: metrics.isAnswering },
  );
  wake = worker.wake;
  let isOvertaken = false;
  const unwatch = watchRelease(db, () => {
    isOvertaken = true;
    log.error({ release }, overtaken);
    void worker.stop();
  });
  const readFile = createFileReader(parts.auth, parts.app.id, parts.isFileUrl ?? teamsFileUrl);
  const receive = createDoor({
    auth: parts.auth,
    handle: createBot(world, sender, createSeenTurns(collections), parts.app.tenantId, readFile, parts.rates),
    tenants: [parts.app.tenantId],
    isServiceUrl: parts.isServiceUrl,
    log,
    newReference: () => randomUUID().slice(0, 8),
  });
  const answers = parts.only !== 'work';
  const publicBase = typeof parts.links?.base === 'string' ? parts.links.base : '';
  const host = URL.parse(publicBase)?.host;
  const syncedNow = async () => {
    if (parts.isTimeMovable) await clock.sync();
    return clock.now();
  };
  const tab =
    answers && parts.links
      ? createTab({
          world,
          pages: tabPages,
          sessions: createSessions(parts.links.secrets, publicBase.startsWith('https:')),
          prove: createSsoCheck({ ...parts.app, ...(host ? { host } : {}) }, parts.ssoKeysUrl),
          now: syncedNow,
        })
      : undefined;
  const linkRoom =
    answers && links
      ? createLinkRoom({ world, college: parts.college, links, base, sync: syncedNow, tab, rates: parts.links?.rates })
      : undefined;
  if (parts.only !== 'web') {
    await Promise.all([planClocks(world), misSteps.plan(), incoming.plan(), outside.plan()]);
    // Only said: a share that is away just now holds up nothing but itself.
    await parts.misFile?.writer
      .probe()
      .catch(({ message }) => log.error({ why: message }, 'the daily file for the MIS'));
  }
  const http = await startHttp({
    ...parts.http,
    release,
    log,
    metrics: metrics.render,
    ...(linkRoom && links ? { links: linkRoom, charts: createChartRoute(links.openChart) } : {}),
    ...(tab ? { tab } : {}),
    ...(answers ? { open: publicPages(parts.college, parts.words ?? {}, () => clock.now()) } : {}),
    ...(answers ? { doors: doorsOf(world, parts.senders) } : {}),
    ...(answers && parts.misReaders
      ? { marks: { readers: parts.misReaders, read: (ask) => readEvents(world, ask) } }
      : {}),
    ...(answers && parts.isDemo ? { demo: demoPages(world, parts.college, tab) } : {}),
    notReady: createReadiness([
      {
        look: async () => (await missingIndexes(db)).map((name) => `index ${name} is missing`),
        otherwise: 'the database does not answer',
      },
      { look: async () => (isOvertaken ? [overtaken] : []), otherwise: overtaken },
    ]),
    isOvertaken: () => isOvertaken,
    async receive(body, authHeader) {
      if (!answers) return { status: 404, body: { error: 'this process does what is due; messages go to another' } };
      return metrics.duringTurn(body, async () => {
        if (parts.isTimeMovable) await clock.sync();
        return receive(body, authHeader);
      });
    },
  });
  port = http.port;
  if (parts.only !== 'web') worker.start();
  void reader.start().then((why) => {
    if (why) log.error({ why }, 'messages are read by grammar and rules alone');
  });
  log.info(
    { release, port: http.port, packs: packs.map((pack) => `${pack.id} ${pack.version}`) },
    'attendance bot is up',
  );
  return {
    port: http.port,
    world,
    clock,
    due,
    db,
    collections,
    log,
    isBusy: worker.isBusy,
    /**
     * Stops cleanly: readiness says no, requests and steps under way finish, the rest is left to others. Under 2 s in
     * every state: what does not end by itself, as calls to a database that is gone, is left. False: the reader's thread
     * is still loading its model, and `process.exit` would crash on it.
     */
    async stop(): Promise<boolean> {
      const late = sleep(stopMs);
      unwatch();
      http.drain();
      const stopped = worker.stop();
      await sleep(parts.drainMs ?? 0);
      await Promise.all([http.stop(), stopped]);
      const readerEnded = parts.reader ? Promise.resolve() : reader.stop();
      await Promise.race([Promise.allSettled([client.close(), readerEnded]), late]);
      log.info({}, 'stopped');
      return Promise.race([readerEnded.then(() => true), late.then(() => false)]);
    },
  };
}
export type RunningBot = Awaited<ReturnType<typeof startBot>>;
