import type { OutboxRow } from '../../domain/outbox-row.ts';
import { isOutside, type Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from './ports.ts';

/*
 * The one gate of a safeguarding hold (S11): whatever is drawn for someone about a task, and whatever leaves by SMS, mail
 * or to the MIS, passes here, so that no kind and no message can forget it.
 */

/**
 * True when a card about a learner under a hold shows nothing to this viewer: nobody outside the staff sees it, but for
 * what the kind leaves to the learner themself, or, being the Safeguarding Team's own words, to whom it is for.
 */
export async function isHiddenByHold(
  world: World,
  task: Pick<Task, 'kind' | 'learnerId'>,
  viewer: Person,
): Promise<boolean> {
  const { whileHeld } = world.traits[task.kind];
  if (!task.learnerId || whileHeld === 'everyone' || !isOutside(viewer)) return false;
  if (whileHeld === 'learner-too' && viewer._id === task.learnerId) return false;
  return world.records.concerns.isHeld(task.learnerId);
}

/** What a hold does to a row about to leave: a message would be stale later and is dropped; the MIS hears once it is released. */
export async function heldBack(
  world: World,
  row: Pick<OutboxRow, 'kind' | 'about' | 'lane'>,
): Promise<'drop' | 'keep' | undefined> {
  // The Safeguarding Team's own messages are never held.
  if (row.lane === 'safeguarding' || !(await world.records.concerns.isHeld(row.about))) return undefined;
  return row.kind === 'mis' ? 'keep' : 'drop';
}
