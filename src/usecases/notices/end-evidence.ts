import { addMinutes } from '../../domain/calendar.ts';
import type { TaskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { moveTask, noteStep } from '../core/put-task.ts';
import { endHeld, heldOn } from '../core/undo.ts';

/** A file is kept so many days after its request ended: as long as what was decided could be contested (G3). */
export const keptDays = 28;

/** Ends a request (`isAccepted`: the absence was accepted without it); a file that came for it is kept as long as a decision could be contested, then deleted (G3). */
export async function endEvidence(
  world: World,
  task: TaskOf<'evidence'>,
  state: 'withdrawn' | 'lapsed' | 'decided',
  isAccepted = false,
): Promise<void> {
  const next = task.data.fileId ? { step: 'delete', at: addMinutes(world.clock.now(), keptDays * 1_440) } : null;
  const ended = await moveTask(world, task, { act: state, state, isOpen: false, next });
  // What somebody had pressed about it comes to nothing, which its card says.
  const held = await heldOn(world, { kind: 'task', id: task._id });
  if (!held) return;
  if (isAccepted && held.data.press.act === 'accept') return endHeld(world, held, 'done');
  await endHeld(world, held, 'dropped');
  await noteStep(world, ended, 'not-carried-out', undefined, 'bottom');
}
