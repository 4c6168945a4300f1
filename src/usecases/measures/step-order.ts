import type { World } from '../core/ports.ts';
import { moveTask, taskId } from '../core/put-task.ts';

/** A step was closed: what comes after it is looked at now instead of tomorrow (G9). */
export async function lookAtSteps(world: World, about: { standingId?: string; n?: number }): Promise<void> {
  if (!about.standingId || !about.n) return;
  const waiting = await world.records.tasks.byId(taskId('occurrence-steps', about.standingId, String(about.n + 1)));
  if (waiting?.isOpen)
    await moveTask(world, waiting, { act: 'looked-again', next: { step: 'offer', at: world.clock.now() } });
}
