import { dayOf, daysBetween } from '../../domain/calendar.ts';
import { isOnBreak } from '../../domain/enrolment.ts';
import { isCurrent } from '../../domain/session.ts';
import { markType, sessionType } from '../../policy/policy-pack.ts';
import { addMissing, dropMissing } from '../absence/missing-list.task.ts';
import { correctAbsence, planAbsence } from '../absence/tell-absence.task.ts';
import { closeHeld, openAlternative, withdrawAlternative } from '../catch-up/alternative-session.task.ts';
import { openSetWork, withdrawWork } from '../catch-up/set-work.task.ts';
import { enrolmentOn, type SessionContext } from '../core/about-session.ts';
import type { StoredMark, World } from '../core/ports.ts';

/** Marks of sessions longer ago than this ask nothing of anybody any more. */
const catchUpDays = 14;

/**
 * What follows from one mark having changed: who is told and who is corrected (G6, S10), the managers' list (S10), the
 * alternative 1-2-1 (S4), the work to be set (S5). Idempotent; part of the projector's transaction.
 */
export async function followAbsence(world: World, context: SessionContext, mark: StoredMark): Promise<void> {
  const { session, programme, pack } = context;
  const type = markType(pack, mark.code);
  const enrolment = await enrolmentOn(world, mark.learnerId, programme._id);
  const isAway = enrolment !== undefined && isOnBreak(enrolment, session.day);
  const isAbsent = type.counts === 'absent' && !isAway;
  const isUnauthorised = isAbsent && type.authorised === false;
  const today = dayOf(world.clock.now(), session.zone);
  const isToday = session.day <= today && isCurrent(session, world.clock.now());
  if (isAbsent && isToday) await planAbsence(world, context, mark.learnerId, mark.enrolmentId);
  await correctAbsence(world, context, mark.enrolmentId);
  if (isUnauthorised && isToday) await addMissing(world, context, mark.learnerId);
  if (!isUnauthorised) await dropMissing(world, context, mark.learnerId);
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
