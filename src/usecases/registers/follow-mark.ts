import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { hasLeft, isOnBreak } from '../../domain/enrolment.ts';
import { markType, sessionType } from '../../policy/pack-shelf.ts';
import { listMissing } from '../absence/missing-list.task.ts';
import { correctAbsence, planAbsence } from '../absence/tell-absence.task.ts';
import { closeHeld, openAlternative, withdrawAlternative } from '../catch-up/alternative-session.ts';
import { openSetWork, withdrawWork } from '../catch-up/set-work.task.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import type { StoredMark } from '../core/records/standing.ts';
import { enrolmentOn } from '../core/whose.ts';

/** Marks of sessions longer ago than this ask nothing of anybody any more. */
const catchUpDays = 14;
/** Late is still told, as long as a decision about it can reasonably take (S10, G6). */
const tellDays = 28;

/** True for an absence that counts: a learner on a break, or who has left, is not expected. */
async function isMissing(world: World, { session, programme, pack }: SessionContext, mark: StoredMark) {
  if (markType(pack, mark.code).counts !== 'absent') return false;
  const enrolment = await enrolmentOn(world, mark.learnerId, programme._id);
  return enrolment === undefined || !(isOnBreak(enrolment, session.day) || hasLeft(enrolment, session.day));
}

function isToBeTold(world: World, { session }: SessionContext): boolean {
  const today = dayOf(world.clock.now(), session.zone);
  return session.day <= today && daysBetween(session.day, today) <= tellDays;
}

/**
 * What follows from one mark having changed: who is told and who is corrected (G6, S10), the alternative 1-2-1 (S4),
 * the work to be set (S5). Idempotent; part of the projector's transaction.
 */
export async function followAbsence(world: World, context: SessionContext, mark: StoredMark): Promise<void> {
  const { session, pack } = context;
  const type = markType(pack, mark.code);
  const isAbsent = await isMissing(world, context, mark);
  const today = dayOf(world.clock.now(), session.zone);
  if (isAbsent && isToBeTold(world, context)) await planAbsence(world, context, mark.learnerId, mark.enrolmentId);
  await correctAbsence(world, context, mark);
  const { missed } = sessionType(pack, session.type);
  if (isAbsent && daysBetween(session.day, today) <= catchUpDays) {
    if (missed === 'alternative-session') await openAlternative(world, context, mark.learnerId);
    if (missed === 'set-work') await openSetWork(world, context, mark.learnerId);
  }
  if (!isAbsent) {
    await withdrawAlternative(world, session, mark.learnerId);
    await withdrawWork(world, session, mark.learnerId);
    if (type.counts === 'present') await closeHeld(world, session);
  }
}

/** Brings the managers' list (S10) to the marks of a register as they stand: all its learners in one step. */
export async function followMissing(
  world: World,
  context: SessionContext,
  marks: readonly StoredMark[],
): Promise<void> {
  const missing = new Set<string>();
  for (const mark of marks)
    if (markType(context.pack, mark.code).authorised === false && (await isMissing(world, context, mark)))
      missing.add(mark.learnerId);
  const others = marks.map((mark) => mark.learnerId).filter((id) => !missing.has(id));
  // An absence of a day long past is put on no list any more; one that is on it stays.
  await listMissing(world, context, { add: isToBeTold(world, context) ? [...missing] : [], drop: others });
}
