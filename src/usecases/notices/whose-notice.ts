import { type AbsenceNotice, tellersOf } from '../../domain/absence-notice.ts';
import { isOutside, type Person } from '../../domain/person.ts';
import { reportableLearners } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { holdOn } from '../core/silence.ts';

/** True for someone who is neither the learner nor works here: an employer, who sees what they told us and nothing else. */
export function isOutsideOf(notice: Pick<AbsenceNotice, 'learnerId'>, viewer: Person): boolean {
  return viewer._id !== notice.learnerId && isOutside(viewer);
}

/** Somebody outside sees nothing of what was decided since a hold on the learner began, and all of what was before (S11). */
export async function decidedAsSeen(world: World, notice: AbsenceNotice, viewer: Person): Promise<AbsenceNotice> {
  if (!notice.decisions || !isOutsideOf(notice, viewer)) return notice;
  const hold = await holdOn(world, notice.learnerId);
  return hold ? { ...notice, decisions: notice.decisions.filter((one) => one.at <= hold.since) } : notice;
}

async function mayReport(world: World, person: Person, learnerId: string): Promise<boolean> {
  if (reachOf(person, 'report-absence') === 'any') return true;
  return (await reportableLearners(world, person)).some((one) => one._id === learnerId);
}

/** True for a notice someone may touch: about themself, or told by them about someone they may report for today (S3). */
export async function isOwnNotice(world: World, notice: AbsenceNotice, person: Person): Promise<boolean> {
  if (person._id === notice.learnerId) return true;
  return person._id === notice.byId && (await mayReport(world, person, notice.learnerId));
}

/** True for a notice someone has a card of: the learner, and who told us, as long as it is their business. */
export async function maySeeNotice(world: World, notice: AbsenceNotice, viewer: Person): Promise<boolean> {
  if (viewer._id === notice.learnerId) return true;
  if (!tellersOf(notice).includes(viewer._id)) return false;
  return !isOutside(viewer) || mayReport(world, viewer, notice.learnerId);
}
