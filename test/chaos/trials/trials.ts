import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '../disasters.ts';
import { betweenWrites } from './between-writes.ts';
import { clockJumps } from './clock-jumps.ts';
import type { Counted } from './count-outcome.ts';
import { diskFullUnderMongod, diskFullUnderOutbox } from './disk-full.ts';
import { frozenHolder } from './frozen-holder.ts';
import { primaryLost } from './primary-lost.ts';
import { providersAway } from './providers-away.ts';
import { NotHere, type Setting } from './trial.ts';
import { breakingRelease, twoVersions } from './two-versions.ts';

/** One disaster each, on a college of its own. `inShort`: a cheap share of it is part of the short form. */
export const trials: Record<string, { run(setting: Setting): Promise<Counted>; inShort?: true }> = {
  'providers-away': { run: providersAway, inShort: true },
  'frozen-holder': { run: frozenHolder, inShort: true },
  'between-writes': { run: betweenWrites, inShort: true },
  'clock-jumps': { run: clockJumps },
  'primary-lost': { run: primaryLost },
  'two-versions': { run: twoVersions },
  'breaking-release': { run: breakingRelease },
  'disk-full-mongod': { run: diskFullUnderMongod },
  'disk-full-outbox': { run: diskFullUnderOutbox },
};

/** Runs a trial and prints what came of it as one line of JSON; false when something was lost or doubled. */
export async function runTrial(
  name: string,
  { say, directory, ...setting }: { binary: string; directory: string; isShort: boolean; say: Say },
): Promise<boolean> {
  const trial = trials[name];
  if (!trial) throw new Error(`no trial ${name}: there are ${Object.keys(trials).join(', ')}`);
  const own = join(directory, name);
  mkdirSync(own, { recursive: true });
  say(`trial ${name}`);
  const started = performance.now();
  const counted = await trial.run({ ...setting, say, directory: own }).catch((error: unknown) => {
    if (!(error instanceof NotHere)) throw error;
    say(`  ${error.message}`);
  });
  if (!counted) {
    process.stdout.write(`${JSON.stringify({ trial: name, skipped: true })}\n`);
    return true;
  }
  const { outcome, findings } = counted;
  for (const finding of findings) say(`  ${finding}`);
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`${JSON.stringify({ trial: name, ...outcome, seconds })}\n`);
  return findings.length === 0;
}
