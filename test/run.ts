import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findChromium } from './e2e/find-chromium.ts';
import { neverPressed } from './support/pressed.ts';

const root = join(import.meta.dirname, '..');
const artifacts = join(root, '.artifacts');
const pressed = join(artifacts, 'pressed');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const onlyE2e = process.argv.includes('e2e');

/** No part of it takes longer, on a machine that is busy with more than this. */
const longestMs = 40 * 60_000;
/** Stands for the exit code of what had to be ended. */
const neverEnded = 2;

type Tally = { passed: number; failed: number; skipped: number };
const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
/** Files that failed beside others and passed alone. */
const onlyAlone: string[] = [];

/** Where a host may stand: its own clock must change nothing. One with Britain's clock changes, one with others, one with none. */
const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata'];

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): number {
  return (
    spawnSync(command, args, {
      cwd: root,
      stdio: 'inherit',
      // What hangs is a failure; nothing here takes as long.
      timeout: longestMs,
      env: {
        ...process.env,
        NODE_OPTIONS: '--no-warnings',
        // The bot sets it for itself; what runs within jest has an environment of its own.
        ORT_DISABLE_TELEMETRY: '1',
        // Processes that tests start compile what they run once, as the bot's own do.
        NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
        CARDS_DIR: join(artifacts, 'cards'),
        PRESSED_DIR: pressed,
        ...env,
      },
    }).status ?? neverEnded
  );
}

/** Does one part of it, and says how long it took. */
function timed<T>(name: string, work: () => T): T {
  console.log(`\n== ${name}`);
  const started = performance.now();
  const done = work();
  console.log(`-- ${name}: ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  return done;
}

/** A check without counts of its own: passed or failed as one. */
function check(name: string, command: string, args: string[]): void {
  const isPassed = timed(name, () => run(command, args)) === 0;
  tally[isPassed ? 'passed' : 'failed'] += 1;
  if (!isPassed) console.log(`FAILED: ${name}`);
}

type FileResult = { name: string; status: string; assertionResults: { status: string }[] };

/** Runs jest; what each file came to (none where it ended without a result), and how jest itself ended. */
function results(name: string, args: string[], env: NodeJS.ProcessEnv): { files: FileResult[]; status: number } {
  const out = join(artifacts, `${name.replaceAll(/\W+/g, '-')}.json`);
  rmSync(out, { force: true });
  const status = run(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${out}`, ...args],
    env,
  );
  if (!existsSync(out)) return { files: [], status };
  const { testResults } = JSON.parse(readFileSync(out, 'utf8')) as { testResults: FileResult[] };
  return { files: testResults, status };
}

const isRed = (file: FileResult) => file.status === 'failed';

/**
 * Runs test files. A few that fail on a machine that was busy with others are run again, alone, and judged by that; they
 * are named at the end, because a test that needs a quiet machine is a fault of the test or of the bot.
 */
function jest(name: string, args: string[], env: NodeJS.ProcessEnv = {}): void {
  const { files: first, status } = timed(name, () => results(name, args, env));
  const red = first.filter(isRed);
  const options = args.filter((arg) => arg.startsWith('--global') || arg === '--forceExit');
  const again =
    red.length > 0 && red.length <= 3
      ? results(`${name} again`, [...options, '--maxWorkers=1', '--runTestsByPath', ...red.map((one) => one.name)], env)
      : { files: [], status: 0 };
  for (const file of again.files) if (!isRed(file)) onlyAlone.push(relative(root, file.name));
  const judged = first.map((file) => again.files.find((one) => one.name === file.name) ?? file);
  for (const file of judged) {
    const count = (status: string) => file.assertionResults.filter((one) => one.status === status).length;
    tally.passed += count('passed');
    tally.skipped += count('pending');
    // A file that could not be loaded has no tests to count, and fails as one.
    tally.failed += isRed(file) ? Math.max(1, count('failed')) : 0;
  }
  // Jest ended red, and no file says why: it ended without a result, hung, or something broke outside of the tests.
  const isBroken = (of: number, files: readonly FileResult[]) => of > 1 || (of !== 0 && !files.some(isRed));
  if (judged.length === 0 || isBroken(status, first) || isBroken(again.status, again.files)) tally.failed += 1;
}

/** Each button of each kind of task can be reached: somebody has pressed it on a card in one of the scenarios. */
function buttons(): void {
  console.log('\n== every button of every kind of task is pressed in a scenario');
  const left = neverPressed(pressed);
  tally[left.length === 0 ? 'passed' : 'failed'] += 1;
  if (left.length > 0) console.log(`FAILED, no scenario presses ${left.join('; ')}`);
}

mkdirSync(artifacts, { recursive: true });
rmSync(pressed, { recursive: true, force: true });
if (!onlyE2e) {
  check('types', bin('tsc'), []);
  check('lint and format', bin('biome'), ['check', '--error-on-warnings', '.']);
  jest('tests', ['--testPathIgnorePatterns', 'test/e2e']);
  buttons();
  for (const TZ of zones) {
    jest(`units on a host in ${TZ}`, ['--globalSetup=', '--globalTeardown=', 'test/unit'], { TZ });
    jest(`a clause suite on a host in ${TZ}`, ['test/clauses/notices'], { TZ });
  }
}
if (!findChromium())
  console.log(
    '\nSKIPPED: the end-to-end test in the Playground, because there is no chromium here. Install it or set CHROMIUM_BINARY.',
  );
// Two files at a time: each waits for its browser half of the time.
jest('e2e', ['--maxWorkers=2', '--forceExit', 'test/e2e']);
const pictures = join(artifacts, 'screenshots');
if (existsSync(pictures))
  console.log(
    `\nTo be looked at: ${readdirSync(pictures).length} pictures of cards and pages in .artifacts/screenshots`,
  );
if (!onlyE2e) check('chaos, short form', process.execPath, ['test/chaos/chaos.ts']);

if (onlyAlone.length > 0) console.log(`\nFailed beside others, passed alone: ${onlyAlone.join(', ')}`);
const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
console.log(`\n${tally.passed} passed, ${tally.failed} failed${skipped}`);
process.exit(tally.failed === 0 ? 0 : 1);
