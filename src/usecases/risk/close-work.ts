import type { Day } from '../../domain/calendar.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import { standIns } from '../core/acting-for.ts';
import { startChase } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { moveTask, withdrawTask } from '../core/put-task.ts';
import { wantCase } from '../core/want-card.ts';
import { putCase } from './put-case.ts';

/** What colleagues are to do or decide about a learner on a programme. What is about days that were, such as a contest, is not among it. */
const aboutThePlace = [
  'action-plan',
  'conduct-lesson',
  'conduct-review',
  'fitness-to-study',
  'long-absence',
  'meeting',
  'occurrence-steps',
  'place-decision',
  'referral',
  'removal',
  'serious-review',
  'step',
] as const satisfies readonly TaskKind[];

/**
 * A learner's place on a programme ended on a day, and they are on no other under its policy: what was still to decide or
 * to do there closes by itself and says why, so that nobody is asked about someone who has gone. A meeting people were
 * invited to stays, since it is still to be said whether it happened. Part of a transaction.
 */
export async function closeWork(
  world: World,
  { learnerId, programmeId, packId }: { learnerId: string; programmeId: string; packId: string },
  day: Day,
): Promise<void> {
  const note = { at: world.clock.now(), code: 'place-ended' as const, day };
  for (const one of await world.records.cases.ofLearner(learnerId, packId))
    if (one.programmeId === programmeId && one.state === 'open') {
      const notes = [...(one.notes ?? []), note];
      await putCase(world, { ...one, state: 'closed', notes, version: one.version + 1 }, one);
    }
  for (const kind of aboutThePlace)
    for (const task of await world.records.tasks.ofLearner(learnerId, kind)) {
      const isKept = kind === 'meeting' && task.state !== 'to-arrange';
      if (task.programmeId === programmeId && !isKept) await withdrawTask(world, task as Task, 'place-ended');
    }
}

/**
 * The learner goes on under the same policy on another programme: what is open goes along to whoever has them there, and
 * is asked anew of them; so does what falls due later. Part of a transaction.
 */
export async function moveWork(
  world: World,
  { learnerId, programmeId, packId }: { learnerId: string; programmeId: string; packId: string },
  to: { programmeId: string; swap(personId: string): string },
): Promise<void> {
  for (const one of await world.records.cases.ofLearner(learnerId, packId)) {
    if (one.programmeId !== programmeId || one.state === 'withdrawn') continue;
    const after = { ...one, programmeId: to.programmeId, ownerId: to.swap(one.ownerId), version: one.version + 1 };
    await putCase(world, after, one, one.state === 'open' ? 'bottom' : undefined);
    if (one.state === 'open')
      await startChase(
        world,
        { kind: 'case', id: one._id },
        { class: 'decision', ownerIds: [after.ownerId], learnerId, programmeId: to.programmeId },
      );
    for (const person of await standIns(world, [one.ownerId])) await wantCase(world, after, person, 'again');
  }
  for (const kind of [...aboutThePlace, 'mentor-report'] as const)
    for (const found of await world.records.tasks.ofLearner(learnerId, kind)) {
      const task = found as Task;
      // The report is nothing to do, yet what is on it is theirs who has the learner now.
      const isLive = task.isOpen || kind === 'mentor-report';
      if (task.programmeId !== programmeId || !isLive) continue;
      const ownerIds = task.ownerIds.map(to.swap);
      const watcherIds = task.watcherIds.map(to.swap).filter((id) => !ownerIds.includes(id));
      await moveTask(world, task, { act: 'handed-over', programmeId: to.programmeId, ownerIds, watcherIds });
    }
}
