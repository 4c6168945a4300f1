import type { Cause } from '../../domain/cause.ts';
import type { Task } from '../../domain/task.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { withdrawTask } from '../core/put-task.ts';
import type { StoredStanding } from '../core/records/standing.ts';
import { laterReferral, openLaterReferral } from '../measures/referral.task.ts';
import type { StandingMove } from '../standing/standing-move.ts';

/** True for a learner with more occurrences than the pack has steps for. */
export function isAfterSteps(standing: StoredStanding, pack: LoadedPack): boolean {
  const steps = pack.occurrences?.steps ?? [];
  return steps.length > 0 && standing.occurrences.length > Math.max(...steps.map((one) => one.at));
}

/**
 * Each occurrence after those the pack has steps for is put to the Head of Study Programme anew, as it is to the mentor
 * (`followFall`): what was decided, what is still open. Nobody is exited by it (G9, reading).
 */
export async function followLater(world: World, { after, pack, programme }: StandingMove, cause: Cause): Promise<void> {
  const { _id, learnerId } = after;
  if (!isAfterSteps(after, pack)) {
    const known = await laterReferral(world, _id, learnerId);
    return withdrawTask(world, known as Task | null, 'does-not-count');
  }
  const ownerId = programme.hospId;
  if (!ownerId || after.tally.sessions < (pack.occurrences?.leastHistorySessions ?? 0)) return;
  const whose = { learnerId, programmeId: programme._id, packId: pack.id, ownerId };
  const about = { ...whose, causes: [cause], occurrences: after.occurrences.length };
  await openLaterReferral(world, about, _id);
}
