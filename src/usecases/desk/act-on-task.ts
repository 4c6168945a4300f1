import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import { nextMorning } from '../core/about-session.ts';
import { actsAs } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import { sayChased } from '../core/chase.task.ts';
import { isHiddenByHold } from '../core/hold-gate.ts';
import { isTheirLearner } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { moveTask } from '../core/put-task.ts';
import { isAboutSelf, may, rightFor } from '../core/rights.ts';
import { isContested, isOnBreakToday } from '../core/silence.ts';
import { formCard } from '../core/task-kind.ts';
import { taskKindsOf } from './task-kinds.ts';

export type ActInput = {
  taskId: string;
  act: string;
  row: string;
  fields: Record<string, string>;
  pressId: string;
};

/**
 * As whom the actor may see or act on a task: themself, or a colleague who is away; nobody without the right, nor an
 * employer whose learner it is not any more.
 */
async function actingFor(world: World, actor: Person, task: Task, ids: readonly string[]): Promise<Person | undefined> {
  const acting = await actsAs(world, actor, ids);
  if (!acting || !may(acting, rightFor(task.kind), true)) return undefined;
  const learnerId = task.learnerId ?? (task.data as { aboutId?: string }).aboutId;
  return learnerId === undefined || (await isTheirLearner(world, acting, learnerId)) ? acting : undefined;
}

/** The task as a person sees it; undefined when it is not theirs to see. */
export async function viewTask(world: World, task: Task, viewer: Person): Promise<CardModel | undefined> {
  const acting = await actingFor(world, viewer, task, [...task.ownerIds, ...task.watcherIds]);
  if (!acting) {
    const isHandedOver =
      task.history.some((entry) => entry.byId === viewer._id) || may(viewer, rightFor(task.kind), true);
    return isHandedOver
      ? {
          card: 'note-plain',
          data: { text: 'This has been handed to someone else. There is nothing for you to do.', tone: 'default' },
        }
      : undefined;
  }
  if (await isHiddenByHold(world, task, acting)) return undefined;
  const face = await taskKindsOf[task.kind].face(world, task, acting);
  if (!face) return undefined;
  const isAsked = task.ownerIds.includes(acting._id);
  const again = isAsked ? await sayChased(world, { kind: 'task', id: task._id }, task.learnerId) : '';
  const lines = again ? [...(face.lines ?? []), again] : face.lines;
  return formCard({ verb: 'task-act', id: task._id, version: task.version }, { ...face, ...(lines ? { lines } : {}) });
}

/** A task's card as it is now, for those whose it is. */
export async function showTask(world: World, actor: Person, taskId: string): Promise<Outcome<CardModel>> {
  const task = await world.records.tasks.byId(taskId);
  return (task && (await viewTask(world, task, actor))) ?? refuse('not-allowed');
}

/**
 * One press on a task's card. The same press again changes nothing; one on a task that has moved on is carried out on
 * the task as it is, if it still makes sense there. The answer is the card as it now is.
 */
export async function actOnTask(world: World, actor: Person, input: ActInput): Promise<Outcome<CardModel>> {
  const moved = await world.records.together(async (records): Promise<Outcome<Task>> => {
    const inside = { ...world, records };
    const task = await records.tasks.byId(input.taskId);
    if (!task) return refuse('not-allowed');
    const owner = await actingFor(inside, actor, task, task.ownerIds);
    const acting = owner ?? (await actingFor(inside, actor, task, task.watcherIds));
    if (!acting) return refuse('not-allowed');
    const { acts, learnerActs, aboutRow } = taskKindsOf[task.kind];
    // A name every object has, such as "constructor", is no button.
    const act = Object.hasOwn(acts, input.act) ? acts[input.act] : undefined;
    if (!act) return refuse('bad-payload');
    const aboutId = task.learnerId ?? (await aboutRow?.(inside, task, input.row));
    if (isAboutSelf(actor, aboutId) && !learnerActs?.includes(input.act)) return refuse('not-yourself');
    if (task.presses.includes(input.pressId)) return task;
    if (!task.isOpen && !act.whenClosed) return task;
    const isTheirs = act.by === 'both' || (act.by === 'owner' ? owner !== undefined : owner === undefined);
    // A button of an older card, pressed when it was someone else's turn already, shows how things stand.
    if (!isTheirs) return task;
    const now = world.clock.now();
    const move = await act.run({ world: inside, task, actor, acting, row: input.row, fields: input.fields, now });
    if (isRefusal(move)) return move;
    // What the act did may have moved the task itself on.
    const fresh = (await records.tasks.byId(task._id)) ?? task;
    return moveTask(inside, fresh, move, { actorId: actor._id, pressId: input.pressId });
  });
  world.wake();
  if (isRefusal(moved)) return moved;
  return (
    (await viewTask(world, moved, actor)) ?? { card: 'note-plain', data: { text: 'Done. Thank you.', tone: 'good' } }
  );
}

/** True while the kind says that its clock rests for its learner. */
async function isAtRest(world: World, { kind, learnerId }: Task): Promise<boolean> {
  const { rests } = world.traits[kind];
  if (!learnerId) return false;
  if (rests.includes('held') && (await world.records.concerns.isHeld(learnerId))) return true;
  if (rests.includes('break') && (await isOnBreakToday(world, learnerId))) return true;
  return rests.includes('contested') && (await isContested(world, learnerId));
}

/** Carries out what is due on a task. In one transaction; done again after a kill it finds the state moved on. */
export async function runTask(world: World, taskId: string): Promise<void> {
  await world.records.together(async (records) => {
    const inside = { ...world, records };
    const task = await records.tasks.byId(taskId);
    if (!task?.next || task.next.at > world.clock.now()) return;
    if (await isAtRest(inside, task)) {
      const programme = task.programmeId ? await records.enrolments.programme(task.programmeId) : null;
      const at = nextMorning(inside, programme ?? undefined);
      await moveTask(inside, task, { act: 'rests', next: { ...task.next, at }, toBottom: [] });
      return;
    }
    const move = await taskKindsOf[task.kind].onTime?.(inside, task);
    const fresh = (await records.tasks.byId(taskId)) ?? task;
    // What names no next time has none: a clock that stays due would never end.
    await moveTask(inside, fresh, { act: 'its time came', next: null, ...(move ?? { toBottom: [] }) });
  });
  world.wake();
}
