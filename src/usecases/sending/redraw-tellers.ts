import { addDays, dayOf, instantOf } from '../../domain/calendar.ts';
import type { OutboxRow } from '../../domain/outbox-row.ts';
import type { World } from '../core/ports.ts';
import { redrawTask } from '../core/put-task.ts';

/** Kinds whose cards say what became of a message about their learner. */
const kindsThatTell = ['mentor-report', 'step', 'meeting'] as const;

/** Draws the cards once more that tell of a message: of an absence the managers' lists, of others whoever had them sent. */
export async function redrawTellers(world: World, { about, lane }: OutboxRow): Promise<void> {
  if (lane === 'safeguarding' || lane === 'answer') return;
  if (lane === undefined) {
    for (const kind of kindsThatTell)
      for (const task of await world.records.tasks.ofLearner(about, kind)) await redrawTask(world, task);
    return;
  }
  const yesterday = instantOf(addDays(dayOf(world.clock.now()), -1), '00:00');
  for (const list of await world.records.tasks.ofKind('missing', yesterday))
    if (list.data.rows.some((row) => row.learnerId === about)) await redrawTask(world, list);
}
