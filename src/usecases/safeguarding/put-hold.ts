import { addMinutes, collegeYearOf, dayOf, yearStart } from '../../domain/calendar.ts';
import type { Concern, Hold } from '../../domain/concern.ts';
import { redrawMissing } from '../absence/missing-list.task.ts';
import { isSeenOutside, rested } from '../core/hold-gate.ts';
import type { World } from '../core/ports.ts';
import { moveTask, redrawTask } from '../core/put-task.ts';
import { holdOn } from '../core/silence.ts';
import { refoldLearner } from '../risk/fold-learner.ts';
import { figuresOf } from '../standing/figures.ts';

/** A hold that begins now; where another covers the learner already, with what others saw before that one. */
async function beginHold(world: World, learnerId: string): Promise<Hold> {
  const known = await holdOn(world, learnerId);
  return known ?? { learnerId, since: world.clock.now(), figures: await figuresOf(world, learnerId) };
}

/** Holds on these learners: those there already stay as they are. */
export async function holdsOn(world: World, learnerIds: readonly string[], had: readonly Hold[] = []): Promise<Hold[]> {
  const holds: Hold[] = [];
  for (const id of learnerIds) holds.push(had.find((one) => one.learnerId === id) ?? (await beginHold(world, id)));
  return holds;
}

/** What was kept back from people outside is drawn for them as it now is, and what rested has its time now. */
async function wakeTasks(world: World, { learnerId, since }: Hold): Promise<void> {
  for (const task of await world.records.tasks.allOfLearner(learnerId)) {
    if (!task.isShown || !isSeenOutside(task.kind)) continue;
    if (task.isOpen && task.next && task.history.at(-1)?.act === rested)
      await moveTask(world, task, {
        act: 'hold-released',
        toBottom: [],
        next: { ...task.next, at: world.clock.now() },
      });
    else if (task.isOpen || task.history.some((entry) => entry.at > since)) await redrawTask(world, task);
  }
}

/** What was decided meanwhile about their notices is shown to whoever told us. */
async function redrawNotices(world: World, learnerId: string): Promise<void> {
  const { notices, slots } = world.records;
  const now = world.clock.now();
  for (const notice of await notices.ofLearner(learnerId, yearStart(collegeYearOf(dayOf(now))))) {
    if (!notice.decisions?.length) continue;
    for (const { kind, subjectId, recipient, revision } of await slots.about('notice', notice._id))
      await slots.want({ kind, subjectId, recipient, revision, ask: 'again' }, now);
  }
}

/** How far back lists of the missing are drawn again. */
const redrawnDays = 14;

/**
 * What rested under a concern's hold goes on for those whom nothing holds any more: the MIS hears, their rows come back,
 * their standing is looked at as it is now. What went stale meanwhile was dropped. Part of the release's transaction.
 */
export async function liftHolds(world: World, holds: readonly Hold[]): Promise<void> {
  const now = world.clock.now();
  let isAny = false;
  for (const hold of holds) {
    const { learnerId } = hold;
    if (await world.records.concerns.isHeld(learnerId)) continue;
    isAny = true;
    await world.records.mis.release(learnerId, now);
    await wakeTasks(world, hold);
    await redrawNotices(world, learnerId);
    await refoldLearner(world, learnerId);
  }
  if (isAny) await redrawMissing(world, addMinutes(now, -redrawnDays * 1_440));
}

/** The learners a concern holds. */
export function heldBy(concern: Pick<Concern, 'holds'>): string[] {
  return concern.holds.map((hold) => hold.learnerId);
}
