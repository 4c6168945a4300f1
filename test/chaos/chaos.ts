import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mongodCache } from '../../src/demo/embedded-mongod.ts';
import { findMongod } from '../../src/demo/find-mongod.ts';
import { LoopbackTeams } from '../teams/loopback-teams.ts';
import { BotFleet } from './bot-fleet.ts';
import { ChaosCollege } from './chaos-college.ts';
import { ReplicaSet } from './replica-set.ts';
import { runChaos } from './run-chaos.ts';
import { runTrial, trials } from './trials/trials.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    /** Every trial whole, then the storm. */
    all: { type: 'boolean', default: false },
    /** These trials alone, whole: names with commas between. */
    only: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const loadMs = values.minutes ? Number(values.minutes) * 60_000 : 42_000;
if (!Number.isFinite(seed) || !(loadMs > 0))
  throw new Error('usage: chaos.ts [--minutes N] [--seed S] [--all] [--only a,b]');

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'attendance-chaos-'));
const started = performance.now();
const say = (line: string) =>
  process.stdout.write(`${((performance.now() - started) / 1_000).toFixed(1).padStart(6)} ${line}\n`);

const binary = await findMongod(process.env, mongodCache(root));
const wanted = Object.entries(trials).filter(([, trial]) => values.all || trial.inShort);
const names = values.only?.split(',') ?? wanted.map(([name]) => name);
const failed: string[] = [];
for (const name of names) {
  const setting = { binary, directory, isShort: !values.all && !values.only, say };
  const isGood = await runTrial(name, setting).catch((error: unknown) => {
    say(`trial ${name}: ${error instanceof Error ? error.stack : String(error)}`);
    return false;
  });
  if (!isGood) failed.push(name);
}
if (failed.length > 0) say(`trials that failed: ${failed.join(', ')}`);
if (values.only) {
  if (failed.length === 0) rmSync(directory, { recursive: true, force: true });
  process.exit(failed.length === 0 ? 0 : 1);
}

const teams = await new LoopbackTeams().start();
const set = new ReplicaSet(binary);
const college = new ChaosCollege(teams);
let fleet: BotFleet | undefined;

async function clearAway(): Promise<void> {
  await fleet?.stop();
  await college.client?.close().catch(() => undefined);
  await set.stop();
  await teams.stop();
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void clearAway().finally(() => process.exit(130)));

let isGood = false;
try {
  say(`seed ${seed}, ${Math.round(loadMs / 1_000)} s of load`);
  await set.start(directory);
  await college.open(set.uri);
  const place = { url: teams.url, appId: teams.appId, tenantId: teams.tenantId };
  const mongo = { uri: set.uri, database: college.database };
  const settings = { place, mongo, directory, leaseMs: 5_000, blindTo: college.blindTo };
  // One right clock, one ten minutes ahead, one that jumps.
  fleet = new BotFleet(settings, [0, 600_000, 0]);
  await fleet.start();
  say('three mongods and three bots are up');
  isGood = await runChaos({ set, fleet, college, teams, seed, loadMs, say });
} catch (error) {
  say(`harness error: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  await clearAway();
}
isGood = isGood && failed.length === 0;
if (isGood) rmSync(directory, { recursive: true, force: true });
else process.stderr.write(`logs and data are kept in ${directory}\n`);
process.exit(isGood ? 0 : 1);
