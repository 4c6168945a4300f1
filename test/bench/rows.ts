import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { Message } from '../../src/cli/labelled.ts';
import { understandOne } from '../../src/cli/understand.ts';
import { holidaysFrom } from '../../src/config/load-holidays.ts';
import { loadPacks } from '../../src/config/load-packs.ts';
import { addDays } from '../../src/domain/calendar.ts';
import { createLearnedReader } from '../../src/reader/learned-reader.ts';
import { openClock } from '../../src/store/clock.ts';
import { createWorld } from '../../src/store/create-world.ts';
import { collectionsOf } from '../../src/store/database.ts';
import { taskKindsOf } from '../../src/usecases/desk/task-kinds.ts';
import { projectRegister } from '../../src/usecases/registers/project-register.ts';
import { until } from '../support/until.ts';
import { TeamsClient } from '../teams/client.ts';
import { LoopbackTeams } from '../teams/loopback-teams.ts';
import { BenchCollege, type Room, raw, savedRegister } from './bench-college.ts';
import { type Child, residentMb, startChild, stopChild } from './child.ts';
import { press } from './presses.ts';
import { atATime, atRate, Stopwatch } from './stopwatch.ts';

export type Place = { uri: string; directory: string; say(line: string): void };
const root = join(import.meta.dirname, '../..');
const atOnce = 16;
const loadMs = 8_000;
export const round = (value: number, digits = 2) => Number(value.toFixed(digits));

/** A bot in a process of its own. */
export function botFor(place: Place, teams: LoopbackTeams, database: string): Promise<Child> {
  const settings = {
    place: { url: teams.url, appId: teams.appId, tenantId: teams.tenantId },
    mongo: { uri: place.uri, database },
    directory: place.directory,
    leaseMs: 30_000,
    blindTo: [],
  };
  return startChild('../chaos/bot-process.ts', { CHAOS_BOT: JSON.stringify(settings) });
}

/** Presses of all rooms, so many at a time; each worker has rooms of its own, as each tutor has a register. */
async function pressFor(teams: LoopbackTeams, port: number, rooms: readonly Room[], forMs: number): Promise<Stopwatch> {
  const watch = new Stopwatch();
  const turns = Array.from({ length: atOnce }, () => 0);
  await atATime(atOnce, forMs, async (worker) => {
    const own = rooms.filter((_, i) => i % atOnce === worker);
    const turn = (turns[worker] ?? 0) + 1;
    turns[worker] = turn;
    const room = own[turn % own.length];
    if (room) await watch.time(() => press(teams, port, room));
  });
  return watch;
}

/** What a bare bot, and the database alone, can do here: the two bases a press is held against. */
async function bases(place: Place, teams: LoopbackTeams, college: BenchCollege): Promise<number[]> {
  const target = { url: teams.url, appId: teams.appId, tenantId: teams.tenantId };
  const bare = await startChild('bare-bot.ts', { BARE_BOT: JSON.stringify(target) });
  const own = college.rooms.map((room) => ({ ...room }));
  await pressFor(teams, bare.port, own, 1_000);
  const plain = await pressFor(teams, bare.port, own, loadMs / 2);
  await stopChild(bare);
  const updates = new Stopwatch();
  let n = 0;
  await atATime(atOnce, loadMs / 2, async () => {
    const room = college.rooms[++n % college.rooms.length];
    await updates.time(() =>
      raw(college.c.registers).updateOne(
        { _id: `raw-${room?.registerId}` },
        { $set: { rows: room?.enrolmentIds, n } },
        { upsert: true, writeConcern: { w: 'majority', j: true } },
      ),
    );
  });
  await raw(college.c.registers).deleteMany({ _id: /^raw-/ });
  place.say(`bare bot ${round(plain.perSecond, 0)} a second, raw majority updates ${round(updates.perSecond, 0)}`);
  return [plain.perSecond, updates.perSecond];
}

/** The world of a bot that counts what it asks of its database, and nobody else works on. */
export async function countedWorld(place: Place, college: BenchCollege) {
  let calls = 0;
  const client = new MongoClient(place.uri, { monitorCommands: true, ignoreUndefined: true });
  client.on('commandStarted', () => calls++);
  await client.connect();
  const db = client.db(college.database);
  const c = collectionsOf(db);
  const clock = await openClock(db, c, false);
  const outside = { clock, packs: loadPacks(), traits: taskKindsOf, holidays: holidaysFrom(), wake: () => undefined };
  return { world: createWorld(client, c, outside), taken: () => calls, close: () => client.close() };
}

/**
 * What it costs to carry a saved register on: round trips for twelve present learners, and seconds for 300 and for 3,000
 * of whom every tenth is away without leave, so that something follows for them.
 */
async function carryOn(place: Place, college: BenchCollege) {
  const { world, taken, close } = await countedWorld(place, college);
  const [id = ''] = await saveRegisters(college, 'trips', 1, false);
  const before = taken();
  await projectRegister(world, id);
  const roundTrips = taken() - before;
  const { c, pack, today } = college;
  const seconds: number[] = [];
  for (const size of [300, 3_000]) {
    const room = await college.addRoom(`Large${size}`, size);
    const [large = ''] = await saveRegisters({ c, pack, today, rooms: [room] }, 'large', 1, false, 10);
    const from = performance.now();
    await projectRegister(world, large);
    const carried = await college.c.registers.findOne({ _id: large });
    if (carried?.projected !== carried?.version) throw new Error(`a register of ${size} was not carried on to its end`);
    seconds.push(round((performance.now() - from) / 1_000, 1));
  }
  await close();
  const [of300, of3000] = seconds;
  return { roundTrips, of300, of3000 };
}

/** Registers with everyone present, as a press leaves them: saved, and due to be carried on. */
async function saveRegisters(
  college: Pick<BenchCollege, 'rooms' | 'today' | 'pack' | 'c'>,
  name: string,
  most: number,
  isDue = true,
  awayEvery?: number,
): Promise<string[]> {
  const at = new Date();
  const rooms = college.rooms.slice(0, most);
  const ids = rooms.map((room) => `${room.registerId}-${name}`);
  const sessions = rooms.map((room, i) => ({
    _id: ids[i] ?? '',
    programmeId: room.programmeId,
    title: 'Business communication',
    tutorIds: [room.tutorId],
    type: 'teaching',
    mode: 'face-to-face',
    groups: [],
    // After whatever was carried on before: a mark in the midst of a year has it folded anew.
    startsAt: at,
    endsAt: new Date(at.getTime() + 60 * 60_000),
    zone: 'Europe/London',
    day: college.today,
  }));
  const registers = rooms.map((room, i) =>
    savedRegister(college, room, {
      _id: ids[i] ?? '',
      at,
      projected: 1,
      ...(awayEvery ? { awayEvery } : {}),
      ...(isDue ? { next: { step: 'project', at } } : {}),
    }),
  );
  await raw(college.c.sessions).insertMany(sessions);
  await raw(college.c.registers).insertMany(registers);
  return ids;
}

/** 60 registers of 12, 16 presses at a time through the real endpoint with signed tokens; and what follows of saved ones. */
export async function tickAndFollow(place: Place) {
  const teams = await new LoopbackTeams().start();
  const college = await new BenchCollege(teams, 'bench-tick').open(place.uri, 60);
  const base = Math.min(...(await bases(place, teams, college)));
  const bot = await botFor(place, teams, college.database);
  await college.startSessions(new Date());
  await college.registersOpen(60);
  await pressFor(teams, bot.port, college.rooms, 2_000);
  const full = await pressFor(teams, bot.port, college.rooms, loadMs);
  const half = new Stopwatch();
  await atRate(full.perSecond / 2, loadMs / 2, async (turn) => {
    const room = college.rooms[turn % college.rooms.length];
    if (room) await half.time(() => press(teams, bot.port, room));
  });
  await college.carriedOn();
  const tick = {
    ratio: round(full.perSecond / base),
    perSecond: round(full.perSecond, 1),
    p50: round(full.quantile(0.5), 1),
    p99: round(full.quantile(0.99), 1),
    p99AtHalf: round(half.quantile(0.99), 1),
  };
  place.say(`tick ${JSON.stringify(tick)}`);
  const from = performance.now();
  for (const name of ['a', 'b', 'c', 'd']) await saveRegisters(college, name, 60);
  await college.carriedOn();
  const registersPerSecond = round(240 / ((performance.now() - from) / 1_000), 1);
  const start = { seconds: round(bot.seconds), rss: residentMb(bot.process.pid) };
  await stopChild(bot);
  const follow = { registersPerSecond, ...(await carryOn(place, college)) };
  place.say(`follow ${JSON.stringify(follow)}, start ${JSON.stringify(start)}`);
  await college.close();
  await teams.stop();
  return { tick, follow, start };
}

/** Teams takes 50 calls a second of one bot: 429 beyond that, with and without Retry-After. */
function limited(teams: LoopbackTeams, perSecond: number): void {
  const calls: number[] = [];
  teams.fault = ({ method }) => {
    if (method === 'GET') return undefined;
    const now = performance.now();
    while ((calls[0] ?? now) < now - 1_000) calls.shift();
    if (calls.length >= perSecond)
      return { kind: 'refuse', status: 429, ...(Math.random() < 0.5 ? { headers: { 'retry-after': '1' } } : {}) };
    calls.push(now);
    return undefined;
  };
}

/** Every register of the morning at once through a connector with Teams' limits. */
export async function morning(place: Place, registers: number, instances: number) {
  const teams = await new LoopbackTeams().start();
  limited(teams, 50);
  const college = await new BenchCollege(teams, `bench-morning-${instances}`).open(place.uri, registers);
  const bots = await Promise.all(Array.from({ length: instances }, () => botFor(place, teams, college.database)));
  const from = performance.now();
  await college.startSessions(new Date());
  const cardsOf = (room: Room) => teams.shownTo(room.tutor).filter((one) => one.card).length;
  const shown = () => college.rooms.filter((room) => cardsOf(room) > 0).length;
  await until('every register to be shown', () => shown() === registers, 300_000).catch(() => undefined);
  const seconds = (performance.now() - from) / 1_000;
  const lost = registers - shown();
  const doubled = college.rooms.filter((room) => cardsOf(room) > 1).length;
  for (const bot of bots) await stopChild(bot);
  await college.close();
  await teams.stop();
  const row = { ratio: round(seconds / (registers / 50)), lost, doubled, seconds: round(seconds, 1) };
  place.say(`morning with ${instances}: ${JSON.stringify(row)}`);
  return row;
}

/** The same press and the same question with ever more marks behind them. */
export async function growth(place: Place, sizes: readonly number[]) {
  const teams = await new LoopbackTeams().start();
  // One learner asks more in a second than Teams would let a chat have.
  teams.limited = false;
  const college = await new BenchCollege(teams, 'bench-growth').open(place.uri, 16);
  const learner = teams.addUser('Learner1 Of1', { email: 'p1l1@bench.example' });
  await raw(college.c.people).updateOne({ _id: 'P1L1' }, { $set: { entraId: learner.entraId } });
  const bot = await botFor(place, teams, college.database);
  await college.startSessions(new Date());
  await college.registersOpen(16);
  const medians: { tick: number; question: number }[] = [];
  for (const size of sizes) {
    await college.addMarks(size);
    await college.carriedOn();
    await pressFor(teams, bot.port, college.rooms, 1_500);
    const tick = await pressFor(teams, bot.port, college.rooms, loadMs / 2);
    await college.carriedOn();
    const question = new Stopwatch();
    const client = new TeamsClient(teams, bot.port);
    for (let i = 0; i < 40; i++) await question.time(() => client.say(learner, 'my attendance'));
    if (teams.shownTo(learner).length === 0) throw new Error('a question had no answer');
    medians.push({ tick: tick.quantile(0.5), question: question.quantile(0.5) });
    place.say(
      `at ${size} marks: a press ${round(tick.quantile(0.5), 1)} ms, a question ${round(question.quantile(0.5), 1)} ms`,
    );
  }
  await stopChild(bot);
  await college.close();
  await teams.stop();
  const [first, last] = [medians[0], medians.at(-1)];
  if (!first || !last) return { ratio: null };
  return { ratio: round(Math.max(last.tick / first.tick, last.question / first.question)) };
}

/** A message read whole: grammar, rules and the learned reader. */
export async function language(place: Place) {
  const reader = createLearnedReader();
  await reader.start();
  const lines = readFileSync(join(root, 'test/reader/held-out.jsonl'), 'utf8').trim().split('\n');
  const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
  const now = '2026-11-23T08:30:00Z';
  const watch = new Stopwatch();
  for (const [i, text] of [...texts.slice(0, 20), ...texts].entries()) {
    const message = Message.parse({ id: `m${i}`, now, tz: 'Europe/London', sender_role: 'learner', text });
    if (i < 20) await understandOne(reader, message);
    else await watch.time(() => understandOne(reader, message));
  }
  await reader.stop();
  const row = { p50: round(watch.quantile(0.5), 1), p99: round(watch.quantile(0.99), 1) };
  place.say(`language ${JSON.stringify(row)}`);
  return row;
}

/** Runs a command, and looks now and then at how much memory it holds; megabytes at the most. */
async function runCli(
  args: string[],
  env: Record<string, string>,
): Promise<{ peak: number; code: number; words: string }> {
  const child = spawn(process.execPath, ['src/cli/cli.ts', ...args], { cwd: root, env: { ...process.env, ...env } });
  let words = '';
  let peak = 0;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  const look = setInterval(() => {
    peak = Math.max(peak, residentMb(child.pid) ?? 0);
  }, 100);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  return { peak, code: code ?? 1, words };
}

/** A college's timetable from CSV files through the command a college uses. */
export async function importing(place: Place, sessions: number) {
  const folder = mkdtempSync(join(tmpdir(), 'attendance-bench-'));
  const people = ['person_id,ref,name,roles,email'];
  const enrolments = ['enrolment_id,learner_id,programme_id,from'];
  for (let p = 1; p <= 20; p++) {
    people.push(`T${p},T${p},Tutor ${p},tutor,t${p}@bench.example`);
    for (let n = 1; n <= sessions / 200; n++) {
      people.push(`L${p}-${n},L${p}-${n},Learner${n} Of${p},learner,l${p}-${n}@bench.example`);
      enrolments.push(`E${p}-${n},L${p}-${n},P${p},2026-08-01`);
    }
  }
  const programmes = ['programme_id,name,kind,pack'];
  for (let p = 1; p <= 20; p++) programmes.push(`P${p},Programme ${p},study-programme,green-labyrinth`);
  const rows = ['session_id,programme_id,tutor_ids,title,type,mode,day,starts,ends'];
  for (let i = 0; i < sessions; i++) {
    const day = addDays('2026-11-24', Math.floor(i / 120));
    const hour = 9 + (Math.floor(i / 20) % 6);
    const times = `${String(hour).padStart(2, '0')}:00,${String(hour).padStart(2, '0')}:50`;
    rows.push(`S${i},P${1 + (i % 20)},T${1 + (i % 20)},Lesson ${i},teaching,face-to-face,${day},${times}`);
  }
  for (const [name, lines] of Object.entries({ people, programmes, enrolments, sessions: rows }))
    writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
  const from = performance.now();
  const { peak, code, words } = await runCli(['import', folder], {
    MONGODB_URI: place.uri,
    MONGODB_DATABASE: 'bench-import',
  });
  const seconds = (performance.now() - from) / 1_000;
  rmSync(folder, { recursive: true });
  if (code !== 0) throw new Error(`import failed: ${words.slice(-600)}`);
  const all = people.length + enrolments.length + programmes.length + rows.length - 4;
  const row = { rowsPerSecond: Math.round(all / seconds), rss: peak };
  place.say(`import of ${all} rows ${JSON.stringify(row)}`);
  return row;
}
