import { type Outcome, refuse } from '../../domain/failure.ts';
import type { World } from '../core/ports.ts';
import { moveTask } from '../core/put-task.ts';
import { isAtRest } from '../core/silence.ts';
import { carryOutHeld, type Held } from '../core/undo.ts';
import { nextMorning } from '../core/working-time.ts';
import { askAgain, reopenEndOfDay } from '../registers/end-of-day.task.ts';
import { dropDecision, type HeldDecision, makeDecision } from '../risk/decide-case.ts';
import { dropRelease, type HeldRelease, releaseNow } from '../safeguarding/answer-concern.ts';
import { dropHandOver, type HeldHandOver, handOverNow } from '../safeguarding/hand-over-words.ts';
import { type ActInput, carryOutDue } from './act-on-task.ts';
import { taskKindsOf } from './task-kinds.ts';

type TaskPressed = Pick<ActInput, 'act' | 'row' | 'fields' | 'pressId'>;

/** Does what somebody pressed minutes ago, as them and on the thing as it is now. */
async function run(world: World, { data: { about, byId, press, at } }: Held): Promise<Outcome<unknown>> {
  const actor = await world.records.people.byId(byId);
  if (!actor) return refuse('not-found');
  if (about.kind === 'case') return makeDecision(world, actor, { caseId: about.id, at, ...(press as HeldDecision) });
  if (about.kind === 'concern') return releaseNow(world, actor, about.id, press as HeldRelease);
  if (about.kind === 'concern-words') return handOverNow(world, actor, about.id, press as HeldHandOver);
  return carryOutDue(world, actor, { taskId: about.id, ...(press as TaskPressed) });
}

/** It cannot be done as things are now: whoever pressed sees that on the card, which asks again. */
async function dropped(world: World, { data: { about, byId, press } }: Held): Promise<void> {
  if (about.kind === 'case') {
    await dropDecision(world, about.id, byId);
    const one = await world.records.cases.byId(about.id);
    return reopenEndOfDay(world, one ? [one.ownerId] : []);
  }
  if (about.kind === 'concern') return dropRelease(world, about.id, byId, press as HeldRelease);
  if (about.kind === 'concern-words') return dropHandOver(world, about.id, byId);
  const task = await world.records.tasks.byId(about.id);
  if (task) await askAgain(world, task);
}

/** Carries out what is due on a task. In one transaction; done again after a kill it finds the state moved on. */
export async function runTask(world: World, taskId: string): Promise<void> {
  const isHeldPress = await world.together(async (inside) => {
    const { records } = inside;
    const task = await records.tasks.byId(taskId);
    if (!task?.next || task.next.at > world.clock.now()) return false;
    if (task.kind === 'held-press') return true;
    if (await isAtRest(inside, task)) {
      const programme = task.programmeId ? await records.enrolments.programme(task.programmeId) : null;
      const at = nextMorning(inside, programme ?? undefined);
      await moveTask(inside, task, { act: 'rests', next: { ...task.next, at }, toBottom: [] });
      return false;
    }
    const move = await taskKindsOf[task.kind].onTime?.(inside, task);
    const fresh = (await records.tasks.byId(taskId)) ?? task;
    // What names no next time has none: a clock that stays due would never end.
    const moved = await moveTask(inside, fresh, { act: 'its-time-came', next: null, ...(move ?? { toBottom: [] }) });
    if (moved.history.at(-1)?.act === 'not-carried-out') await reopenEndOfDay(inside, moved.ownerIds);
    return false;
  });
  if (isHeldPress) return carryOutHeld(world, taskId, { run, dropped });
  world.wake();
}
