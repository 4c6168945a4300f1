import type { OutboxRow } from '../../domain/outbox-row.ts';
import { isOutside, type Person } from '../../domain/person.ts';
import { slotId } from '../../domain/slot.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import type { World } from './ports.ts';
import { reachOf, rightFor } from './rights.ts';
import { holdOn } from './silence.ts';

/*
 * The one gate of a safeguarding hold (S11): whatever is drawn for someone about a task, whatever people are told about a
 * learner, and whatever leaves by SMS, mail or to the MIS, passes here, so that no kind and no message can forget it.
 */

/** What the history calls a step that was put off. */
export const rested = 'rests';
/** Steps in a history that would tell of a hold. */
export const stepsOfHold: ReadonlySet<TaskStep> = new Set([rested, 'hold-released', 'dropped-under-a-hold']);

/** True for a kind of task that somebody from outside may see: the table of rights says so, not the kind. */
export function isSeenOutside(kind: TaskKind): boolean {
  return reachOf({ roles: ['employer'] }, rightFor(kind)) !== undefined;
}

/**
 * True when a card about a learner under a hold shows nothing to this viewer. Nobody outside the staff gets anything new,
 * nor does a colleague of what goes to the outside; but what the kind leaves to the learner themself, or, being the
 * Safeguarding Team's own words, to everyone, is drawn. A card that stands in someone's chat already, and that nobody
 * else has moved since, stays as it is: one that vanished would tell them that somebody has written.
 */
export async function isHiddenByHold(world: World, task: Task, viewer: Person): Promise<boolean> {
  const { learnerId, kind } = task;
  const { whileHeld } = world.traits[kind];
  if (!learnerId || whileHeld === 'everyone') return false;
  if (whileHeld === 'learner-too' && viewer._id === learnerId) return false;
  if (!isOutside(viewer) && !isSeenOutside(kind)) return false;
  const hold = await holdOn(world, learnerId);
  if (!hold) return false;
  if (task.history.some(({ at, act, byId }) => at > hold.since && act !== rested && byId !== viewer._id)) return true;
  const id = slotId({ kind: 'task', subjectId: task._id, recipient: { person: viewer._id } });
  const slot = await world.records.slots.byId(id);
  // A link that went out is a card that stands with them.
  return slot?.activityId === undefined && !slot?.linked?.day;
}

/** True while people, and the MIS, are told nothing of what is about this learner. */
export async function isUntold(world: World, aboutId: string | undefined): Promise<boolean> {
  return aboutId !== undefined && (await world.records.concerns.isHeld(aboutId));
}

/** Those of these learners of whom people, and the MIS, are told nothing now: one look for all of them. */
export async function untoldAmong(world: World, learnerIds: Iterable<string>): Promise<Set<string>> {
  const ids = [...new Set(learnerIds)];
  return new Set(ids.length > 0 ? await world.records.concerns.heldAmong(ids) : []);
}

/**
 * True for a text or mail that a hold drops on its way: it would be stale later. The Safeguarding Team's own are never
 * held. What the MIS is told is kept back instead, by `untoldAmong`, and it hears once the hold is released.
 */
export async function isDropped(world: World, row: Pick<OutboxRow, 'about' | 'lane'>): Promise<boolean> {
  return row.lane !== 'safeguarding' && (await isUntold(world, row.about));
}
