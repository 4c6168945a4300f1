import { randomUUID } from 'node:crypto';
import type { Day } from '../../domain/calendar.ts';
import { chunksOf } from '../../domain/chunks.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { foldYear } from '../../policy/rules/fold-year.ts';
import { codeOfPlain, plainMarkOf, signsOf } from '../../policy/rules/replay-year.ts';
import type { World } from '../core/ports.ts';
import type { StoredReplay, Under } from '../core/records/replays.ts';
import type { StoredMark } from '../core/records/standing.ts';
import { countReplayed } from './count-replayed.ts';

/** What is tried: the marks of these learners on these programmes and days, under two versions of policies. */
type ReplayAsk = {
  learnerIds: readonly string[];
  programmeIds: readonly string[];
  from: Day;
  to: Day;
  packs: readonly [LoadedPack, LoadedPack];
};
/**
 * A run as far as it is. `isCutOff`: nobody works on it any more; looked at again, it begins anew. `isBefore`: it is one that
 * the person asked for before, and what they ask for now begins after it.
 */
export type ReplayRun = Omit<StoredReplay, '_id' | 'run'> & { isCutOff?: true; isBefore?: true };

/** Learners of one read: few enough that a piece of the work holds nobody up. */
const atOnce = 20;
/** Figures older than this are worked out anew. */
const freshMs = 10 * 60_000;
/** A run of which nothing was heard for so long has lost its process. */
const leaseMs = 30_000;
/** How often a run says how far it is. */
const sayMs = 400;

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

const until = (now: Date) => new Date(now.getTime() + leaseMs);

/** Works a run out in pieces, between which everything else goes on; ends where another has taken its place. */
async function work(world: World, { _id, run }: StoredReplay, ask: ReplayAsk): Promise<void> {
  const { learnerIds, programmeIds, from, to, packs } = ask;
  const { replays, marks } = world.records;
  const counted = countReplayed();
  let done = 0;
  let saidAt = world.clock.now();
  for (const some of chunksOf(learnerIds, atOnce)) {
    const found = await marks.ofLearners(some, { from, to });
    const own = found.filter((one) => programmeIds.includes(one.programmeId));
    for (const [learnerId, all] of Map.groupBy(own, (one) => one.learnerId)) {
      const by: [Under, Under] = [underPack(world, all, packs[0]), underPack(world, all, packs[1])];
      counted.add({ learnerId, marks: all.length, by });
    }
    done += some.length;
    const now = world.clock.now();
    if (Math.abs(now.getTime() - saidAt.getTime()) < sayMs) continue;
    saidAt = now;
    if (!(await replays.move(_id, run, { done, until: until(now) }))) return;
  }
  await replays.move(_id, run, { done, result: counted.result() });
}

/**
 * Marks that there are under two policies, as the command `replay` has them, for one person, who has one run at a time:
 * begun where what they ask for is not there yet, and nothing they asked before is still going on. Changes nothing else.
 * One that failed, or whose process is gone, is given back once, then forgotten.
 */
export async function replayRun(
  world: World,
  personId: string,
  key: string,
  asked: () => Promise<ReplayAsk>,
): Promise<ReplayRun> {
  const { replays } = world.records;
  const known = await replays.of(personId);
  const now = world.clock.now();
  const isSame = known?.key === key;
  const isOver = !known || known.result !== undefined || known.error !== undefined;
  if (known && !isOver && known.until > now) return isSame ? known : { ...known, isBefore: true };
  if (isSame && known.result && now.getTime() - known.at.getTime() < freshMs) return known;
  if (isSame && !known.result) {
    await replays.drop(personId, known.run);
    return isOver ? known : { ...known, isCutOff: true };
  }
  const ask = await asked();
  const begun = {
    _id: personId,
    key,
    run: randomUUID(),
    at: now,
    of: ask.learnerIds.length,
    done: 0,
    until: until(now),
  };
  if (!(await replays.begin(begun, known?.run))) return (await replays.of(personId)) ?? begun;
  void work(world, begun, ask).catch((error: unknown) =>
    replays.move(personId, begun.run, { error: String(error) }).catch(() => undefined),
  );
  return begun;
}
