import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createFolderSender } from '../channels/folder-sender.ts';
import { type RunningBot, startBot } from '../compose.ts';
import { holidaysFrom } from '../config/load-holidays.ts';
import { loadPacks } from '../config/load-packs.ts';
import { dayOf, sayDay } from '../domain/calendar.ts';
import { openClock } from '../store/clock.ts';
import { createWorld } from '../store/create-world.ts';
import { collectionsOf, connect } from '../store/database.ts';
import { migrate } from '../store/migrations.ts';
import { taskKindsOf } from '../usecases/desk/task-kinds.ts';
import { recount } from '../usecases/registers/recount.ts';
import { type EmbeddedMongod, mongodCache, startEmbeddedMongod } from './embedded-mongod.ts';
import { personas } from './personas.ts';
import { demoTenant, installFor, isPortFree, serviceUrlOf, startPlayground } from './playground.ts';
import { demoDay, firstStart, seedCollege } from './sample-college.ts';

const root = join(import.meta.dirname, '../..');
const data = join(root, '.data');
const database = 'attendance-demo';
const botPort = 3978;
const say = (line = '') => process.stdout.write(`${line}\n`);

type Running = { mongod?: EmbeddedMongod; bot?: RunningBot; playgrounds: ChildProcess[] };

async function checkPorts(): Promise<void> {
  const taken: number[] = [];
  for (const port of [botPort, ...personas.map((persona) => persona.port)])
    if (!(await isPortFree(port))) taken.push(port);
  if (taken.length > 0)
    throw new Error(`Port ${taken.join(', ')} in use. Is another demo running? End it and start again.`);
}

/** A clean college, unless one is kept from the last run. Business time stands shortly before its first session. */
async function prepare(uri: string, keep: boolean): Promise<{ kept: boolean }> {
  const client = await connect(uri);
  try {
    const db = client.db(database);
    await migrate(db);
    const collections = collectionsOf(db);
    const kept = keep && (await collections.people.findOne({})) !== null;
    await collections.meta.updateOne({ _id: 'demo' }, { $set: { at: new Date() } }, { upsert: true });
    const clock = await openClock(db, collections, true);
    if (kept) return { kept };
    const packs = loadPacks();
    const day = demoDay(new Date());
    await clock.moveTo(new Date(firstStart(day).getTime() - 15 * 60_000));
    await seedCollege(collections, packs, day, join(data, 'sample-college'));
    await recount(
      createWorld(client, collections, {
        clock,
        packs,
        traits: taskKindsOf,
        holidays: holidaysFrom(),
        wake: () => undefined,
      }),
      true,
    );
    return { kept };
  } finally {
    await client.close();
  }
}

async function until(what: string, isDone: () => Promise<boolean>, forMs = 60_000): Promise<void> {
  const end = performance.now() + forMs;
  while (!(await isDone())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await sleep(50);
  }
}

async function start(running: Running, keep: boolean): Promise<void> {
  await checkPorts();
  say('Starting MongoDB ...');
  const mongo = join(data, 'demo-db');
  if (!keep)
    for (const name of ['outbox', 'playgrounds', 'sample-college'])
      rmSync(join(data, name), { recursive: true, force: true });
  running.mongod = await startEmbeddedMongod({
    directory: mongo,
    cache: mongodCache(root),
    env: process.env,
    fresh: !keep || !existsSync(mongo),
  });
  const { uri } = running.mongod;
  say(
    keep
      ? 'Opening the college of last time ...'
      : 'Filling the sample college: people, timetable, a term of history ...',
  );
  const { kept } = await prepare(uri, keep);
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, 'demo.json'), JSON.stringify({ uri, database }));
  const services = new Set(personas.map(serviceUrlOf));
  const folder = createFolderSender(join(data, 'outbox'));
  running.bot = await startBot({
    mongo: { uri, database },
    http: { host: '127.0.0.1', port: botPort },
    app: { id: '', tenantId: demoTenant },
    // The open door: without an app id botbuilder asks for no token. It listens on loopback only, lives in the demo's
    // own entry, and nothing of production imports it.
    auth: new ConfigurationBotFrameworkAuthentication({}),
    isServiceUrl: (url) => services.has(url.href.replace(/\/$/, '')),
    // The Playground has no button for files; one that a custom activity names may lie on this machine.
    isFileUrl: (url) => ['127.0.0.1', 'localhost'].includes(url.hostname),
    isTimeMovable: true,
    isDemo: true,
    links: { secrets: [randomUUID() + randomUUID()], base: `http://127.0.0.1:${botPort}` },
    senders: { sms: folder, mail: folder, mis: folder },
    college: { name: 'Brookvale College', phone: '01632 960123' },
    logLevel: process.env.LOG_LEVEL ?? 'warn',
  });
  const { bot } = running;
  say('Starting the Playgrounds ...');
  for (const persona of personas)
    running.playgrounds.push(await startPlayground(persona, join(data, 'playgrounds'), botPort));
  for (const persona of personas) await installFor(persona);
  await until(
    'everyone is linked',
    async () => (await bot.collections.people.countDocuments({ chat: { $exists: true } })) >= personas.length,
  );
  const first = await bot.collections.sessions.findOne(
    { 'next.step': { $in: ['prepare', 'open'] } },
    { sort: { startsAt: 1 } },
  );
  if (first && !kept) await bot.clock.moveTo(new Date(first.startsAt.getTime() - 20_000));
  say();
  say(
    `Brookvale College. In the demo it is ${sayDay(dayOf(bot.clock.now()))}. As whom you open a chat, and their pages:`,
  );
  for (const { role, name, port, personId } of personas)
    say(
      `  ${role.padEnd(23)} ${name.padEnd(13)} http://127.0.0.1:${port}  http://127.0.0.1:${botPort}/pages/${personId}`,
    );
  say(`  ${'everyone'.padEnd(23)} ${'pages'.padEnd(37)} http://127.0.0.1:${botPort}/pages`);
  say(`  ${'everyone without Teams'.padEnd(23)} ${'texts, emails'.padEnd(37)} http://127.0.0.1:${botPort}/inbox`);
  say(`MongoDB ${uri} (database ${database})`);
  say('Move time with `npm run cli -- advance 2d`. Ctrl-C stops everything.');
  if (first && !kept) {
    say(`${first.title} starts in about 20 seconds ...`);
    await until(
      'the first register card is delivered',
      async () =>
        (await bot.collections.slots.countDocuments({ kind: 'register', subjectId: first._id, shown: { $gt: 0 } })) > 0,
      90_000,
    );
  }
  say('Demo ready');
}

async function stop(running: Running): Promise<void> {
  for (const child of running.playgrounds) {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
  }
  await running.bot?.stop().catch(() => undefined);
  await running.mongod?.stop().catch(() => undefined);
  rmSync(join(data, 'demo.json'), { force: true });
}

async function main(): Promise<void> {
  const running: Running = { playgrounds: [] };
  let isStopping = false;
  const leave = async (code: number) => {
    if (isStopping) return;
    isStopping = true;
    await stop(running);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void leave(0));
  try {
    await start(running, process.argv.includes('--keep'));
  } catch (error) {
    if (!isStopping) process.stderr.write(`The demo did not start. ${(error as Error).message}\n`);
    await leave(1);
  }
}

await main();
