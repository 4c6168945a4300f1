import type { Day } from '../../domain/calendar.ts';
import type { Standing } from '../../domain/standing.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { foldYear } from '../../policy/rules/fold-year.ts';
import { codeOfPlain, plainMarkOf, type Sign, signsOf } from '../../policy/rules/replay-year.ts';
import type { World } from '../core/ports.ts';
import type { StoredMark } from '../core/records/standing.ts';

/** What is tried: the marks of these learners on these programmes and days, under two versions of policies. */
type ReplayAsk = {
  learnerIds: readonly string[];
  programmeIds: readonly string[];
  from: Day;
  to: Day;
  packs: readonly [LoadedPack, LoadedPack];
};
export type Under = Pick<Standing, 'percent' | 'flag'> & { signs: Sign[] };
/** A learner who has marks there, under each of the two. */
export type ReplayedLearner = { learnerId: string; marks: number; by: [Under, Under] };
/** A run as far as it is: `learners` once it is done. */
export type ReplayRun = { startedAt: Date; of: number; done: number; learners?: ReplayedLearner[]; failed?: unknown };

/** Learners of one read: few enough that a piece of the work holds nobody up. */
const atOnce = 20;
/** Runs that are kept, the newest; what waited longest before them is not begun any more. */
const mostKept = 6;
/** Figures older than this are worked out anew. */
const freshMs = 10 * 60_000;

type Kept = { run: ReplayRun; ended: Promise<void>; isDropped: boolean };
type Runs = { byKey: Map<string, Kept>; last: Promise<void> };
const runsOf = new WeakMap<World, Runs>();

/** The marks of one learner under a policy other than their own. */
function underPack(world: World, marks: readonly StoredMark[], pack: LoadedPack): Under {
  const told = marks.flatMap((mark) => {
    const plain = plainMarkOf(mark, packOn(world.packs, mark.packId, mark.day));
    return plain
      ? [{ ...mark, code: codeOfPlain(plain, pack), minutesLate: plain === 'late' ? mark.minutesLate : 0 }]
      : [];
  });
  const standing = foldYear(told, pack);
  return { percent: standing.percent, flag: standing.flag, signs: signsOf(standing, pack) };
}

async function work(world: World, { learnerIds, programmeIds, from, to, packs }: ReplayAsk, kept: Kept): Promise<void> {
  const { run } = kept;
  const found: ReplayedLearner[] = [];
  for (let i = 0; i < learnerIds.length && !kept.isDropped; i += atOnce) {
    const marks = await world.records.marks.ofLearners(learnerIds.slice(i, i + atOnce), { from, to });
    const own = marks.filter((one) => programmeIds.includes(one.programmeId));
    for (const [learnerId, all] of Map.groupBy(own, (one) => one.learnerId))
      found.push({
        learnerId,
        marks: all.length,
        by: [underPack(world, all, packs[0]), underPack(world, all, packs[1])],
      });
    run.done = Math.min(i + atOnce, learnerIds.length);
  }
  if (!kept.isDropped) run.learners = found;
}

/**
 * Marks that there are under two policies, as the command `replay` has them: begun where it is not yet, one after the other,
 * in pieces between which everything else goes on. Changes nothing and stores nothing. The run, as far as it is; `ended`
 * comes once it is done or has failed.
 */
export function replayRun(world: World, key: string, ask: ReplayAsk): { run: ReplayRun; ended: Promise<void> } {
  const runs: Runs = runsOf.get(world) ?? { byKey: new Map(), last: Promise.resolve() };
  runsOf.set(world, runs);
  const now = world.clock.now();
  const known = runs.byKey.get(key);
  if (known && !known.run.failed && now.getTime() - known.run.startedAt.getTime() < freshMs) return known;
  const run: ReplayRun = { startedAt: now, of: ask.learnerIds.length, done: 0 };
  const kept: Kept = { run, ended: runs.last, isDropped: false };
  kept.ended = runs.last
    .then(() => work(world, ask, kept))
    .catch((error: unknown) => {
      run.failed = error;
    });
  runs.last = kept.ended;
  runs.byKey.delete(key);
  runs.byKey.set(key, kept);
  for (const [old, one] of [...runs.byKey].slice(0, -mostKept)) {
    one.isDropped = true;
    runs.byKey.delete(old);
  }
  return kept;
}
