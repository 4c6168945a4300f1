import { addMinutes, collegeYearOf, dayOf } from '../../domain/calendar.ts';
import { taskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import type { StandingMove } from '../standing/standing-move.ts';

/** So long after the last mark of an earlier day people are asked about what it all comes to. */
const quietMinutes = 20;

/**
 * True while marks of earlier days are still coming in for a learner: several registers saved late, in any order, make
 * falls and flags on the way that none of them means. Whoever decides is asked once, about where it ends (G8, G9, S13).
 */
export async function areMarksComingIn(world: World, { after, session, isNew }: StandingMove): Promise<boolean> {
  const now = world.clock.now();
  const _id = taskId('late-marks', after._id);
  const known = taskOf('late-marks', await world.records.tasks.byId(_id, after.learnerId));
  const isThisYear = after.year === collegeYearOf(dayOf(now));
  const isLate = isNew === true && isThisYear && session.day < dayOf(now, session.zone);
  if (!isLate) return known?.next !== undefined && known.next.at > now;
  const next = { step: 'settle', at: addMinutes(now, quietMinutes) };
  if (known) {
    await moveTask(world, known, { act: 'late-mark', state: 'coming-in', isOpen: true, next });
    return true;
  }
  await openTask(world, {
    _id,
    kind: 'late-marks',
    learnerId: after.learnerId,
    ownerIds: [],
    state: 'coming-in',
    isShown: false,
    data: {},
    next,
  });
  return true;
}
