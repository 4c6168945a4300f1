import { isRefusal, type Outcome, type Refusal, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { CardModel, FormField, LearnerPart } from '../core/card-model.ts';
import { isWaiting } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { moveTask, noteStep } from '../core/put-task.ts';
import { isAboutSelf } from '../core/rights.ts';
import { isContested } from '../core/silence.ts';
import { type TaskFace, undo, writing } from '../core/task-kind.ts';
import { labelsOf, notTaken, quoteWritten, takenOut } from '../core/typed-words.ts';
import { heldOn, holdPress, pressBefore, rehearse, takeBack, writtenWith } from '../core/undo.ts';
import { closeEndOfDay, reopenEndOfDay } from '../registers/end-of-day.task.ts';
import { viewTaskInPlace } from './on-learners-card.ts';
import { taskKindsOf } from './task-kinds.ts';
import { actOf, cardOf, hasUndo, isTheirs, partOf, viewTask } from './view-task.ts';

export type ActInput = {
  taskId: string;
  act: string;
  row: string;
  fields: Record<string, string>;
  pressId: string;
  /** It was pressed on the card about its learner, which then is the answer. */
  isInPlace?: boolean;
  /** The minutes in which it could be undone are over, or it is only tried: it is carried out at once. */
  isDue?: boolean;
};

/** A press that would throw away what was written beside its button; nothing of it is kept. */
class WouldLose extends Error {
  readonly labels: string;
  constructor(labels: string) {
    super('what was written would be lost');
    this.labels = labels;
  }
}

/** How long a card that is being written on, or has something on it that was not taken, is left alone by the worker. */
const holdMs = 10 * 60_000;

/** Puts what was written and not taken back on the card. */
function putBack(card: CardModel, left: readonly FormField[], taskId: string): CardModel {
  if (left.length === 0) return card;
  if (card.card === 'learner-follow') {
    const isIt = (one: LearnerPart) => one.card.card === 'form-plain' && one.card.data.id === taskId;
    const back = (one: LearnerPart) => ({ ...one, card: putBack(one.card, left, taskId) as LearnerPart['card'] });
    return { ...card, data: { ...card.data, parts: card.data.parts.map((one) => (isIt(one) ? back(one) : one)) } };
  }
  if (card.card !== 'form-plain') return card;
  const kept = new Map(left.map(({ id, value = '' }) => [id, value]));
  const fields = card.data.fields.map((field) => ({ ...field, value: kept.get(field.id) ?? field.value ?? '' }));
  return { ...card, data: { ...card.data, fields } };
}

/**
 * One press on a task's card. The same press again changes nothing; one on a task that has moved on is carried out on
 * the task as it is, if it still makes sense there. The answer is the card as it now is.
 */
export async function actOnTask(world: World, actor: Person, input: ActInput): Promise<Outcome<CardModel>> {
  const isHeld = await canBeUndone(world, input);
  if (isHeld) {
    const tried = await rehearse(world, (inside) => carryOut(inside, actor, { ...input, isDue: true })).catch(
      wouldLose,
    );
    if (isRefusal(tried)) return tried;
  }
  const press = input.act === undo ? undoTask : carryOut;
  const moved = await world.together((inside) => press(inside, actor, input)).catch(wouldLose);
  world.wake();
  if (isRefusal(moved)) return moved;
  // What is to be written, or can be undone, is open, whatever else is asked first.
  const firstId = isHeld || input.act === writing.open ? moved.task._id : undefined;
  const card = input.isInPlace
    ? await viewTaskInPlace(world, moved.task, actor, firstId)
    : await viewTask(world, moved.task, actor);
  if (!card) return { card: 'note-plain', data: { text: 'Done. Thank you.', tone: 'good' } };
  return putBack(card, moved.left, moved.task._id);
}

const wouldLose = (error: unknown): Refusal => {
  if (error instanceof WouldLose) return refuse('typed-not-kept', error.labels);
  throw error;
};

/** Carries out what was pressed minutes ago; refused where what was written with it would be lost by now. */
export const carryOutDue = (world: World, actor: Person, input: ActInput) =>
  carryOut(world, actor, { ...input, isDue: true }).catch(wouldLose);

/** True for a press whose kind lets it be undone: nothing of it happens until then. */
async function canBeUndone(world: World, { taskId, act, pressId, isDue }: ActInput): Promise<boolean> {
  if (!world.undoMinutes || isDue) return false;
  const task = await world.records.tasks.byId(taskId);
  return task !== null && actOf(task, act)?.undo === true && !task.presses.includes(pressId);
}

type CarriedOut = { task: Task; left: FormField[] };

/** Carries a press out, as a part of its transaction. `left` was written and not taken, and its inputs are still there. */
async function carryOut(world: World, actor: Person, input: ActInput): Promise<Outcome<CarriedOut>> {
  const { records } = world;
  const task = await records.tasks.byId(input.taskId);
  const part = task && (await partOf(world, actor, task));
  if (!task || !part) return refuse('not-allowed');
  const { face, learnerActs, aboutRows } = taskKindsOf[task.kind];
  const act = actOf(task, input.act);
  const isWriting = Object.values<string>(writing).includes(input.act);
  if (!act && !isWriting) return refuse('bad-payload');
  const aboutId = task.learnerId ?? (await aboutRows?.(world, task, [input.row]))?.get(input.row);
  if (isAboutSelf(actor, aboutId) && !learnerActs?.includes(input.act)) return refuse('not-yourself');
  const { acting, isOwner } = part;
  const asItIs = { task, left: [] };
  if (!input.isDue && task.presses.includes(input.pressId)) return asItIs;
  const now = world.clock.now();
  const whileWritten = new Date(now.getTime() + holdMs);
  if (!act) {
    if (isOwner)
      await records.slots.hold(cardOf(world, task, actor), input.act === writing.open ? whileWritten : undefined);
    return asItIs;
  }
  // Words that went to the Safeguarding Team are not lost (S11).
  const typed = Object.fromEntries(Object.entries(input.fields).filter(([, value]) => value !== takenOut));
  // A button of an older card, pressed when it was done or someone else's turn already, shows how things stand.
  if ((!task.isOpen && !act.whenClosed) || !isTheirs(act, isOwner)) {
    const written = quoteWritten(typed);
    return written ? refuse('moved-on', written) : asItIs;
  }
  // What can still be undone is answered: it is undone first.
  if (!input.isDue && isOwner && hasUndo(task) && (await heldOn(world, { kind: 'task', id: task._id }))) {
    const written = quoteWritten(typed);
    return written ? refuse('moved-on', written) : asItIs;
  }
  if (act.undo && world.undoMinutes && !input.isDue)
    return { task: await hold(world, task, actor, acting, input), left: [] };
  if (act.escalates && task.learnerId && (await isContested(world, task.learnerId))) return refuse('contested');
  const inputs = async (of: Task) => fieldsOf(await face(world, of, acting));
  const shown = Object.keys(typed).length > 0 ? await inputs(task) : [];
  const left = notTaken(shown, typed, act.takes ?? []);
  const move = await act.run({ world, task, actor, acting, row: input.row, fields: input.fields, now });
  if (isRefusal(move)) return move;
  // What the act did may have moved the task itself on.
  const fresh = (await records.tasks.byId(task._id)) ?? task;
  const moved = await moveTask(world, fresh, move, { actorId: actor._id, pressId: input.pressId });
  if (left.length > 0) {
    const after = new Set((await inputs(moved)).map((field) => field.id));
    // What an undo put back for another button, left as it was, is nothing that was written now.
    const put = await putBackOf(world, task);
    const lost = left.filter(({ id }) => !after.has(id) && typed[id] !== put[id]);
    if (lost.length > 0) throw new WouldLose(labelsOf(lost));
  }
  await records.slots.hold(cardOf(world, task, actor), left.length > 0 ? whileWritten : undefined);
  // What is done leaves the list of what is loose.
  if (isWaiting(world, task) && !isWaiting(world, moved))
    for (const id of task.ownerIds) await closeEndOfDay(world, id);
  // What was taken back of a list waits again.
  else if (!isWaiting(world, task) && isWaiting(world, moved) && task.ownerIds.join() === moved.ownerIds.join())
    await reopenEndOfDay(world, moved.ownerIds);
  return { task: moved, left };
}

/** All inputs of a card, those behind a button too. */
const fieldsOf = (drawn?: TaskFace) => [...(drawn?.fields ?? []), ...(drawn?.writes?.fields ?? [])];

/** What a press wrote or picked, by the labels of its inputs. */
function sayWrote(fields: readonly FormField[], typed: Readonly<Record<string, string>>) {
  const titleOf = ({ options = [] }: FormField, value: string) =>
    value
      .split(',')
      .map((one) => options.find((option) => option.value === one)?.title ?? one)
      .join('\n');
  return fields.flatMap((field) => {
    const value = typed[field.id] ?? '';
    // What stood ready behind a row and was left as it was is nothing they wrote.
    const isLeft = field.isFolded === true && value === field.value;
    return value === '' || isLeft ? [] : [{ label: field.label, value: field.options ? titleOf(field, value) : value }];
  });
}

/** What an undo, or a press that came to nothing, put back into a task's inputs. */
async function putBackOf(world: World, { _id }: Task): Promise<Record<string, string>> {
  return writtenWith(await pressBefore(world, { kind: 'task', id: _id }));
}

/** Keeps a press back until it cannot be undone any more; its card says so to whoever has to act. */
async function hold(world: World, task: Task, actor: Person, acting: Person, input: ActInput): Promise<Task> {
  const { act, row, pressId } = input;
  const drawn = await taskKindsOf[task.kind].face(world, task, acting);
  const put = await putBackOf(world, task);
  const left = notTaken(fieldsOf(drawn), input.fields, actOf(task, act)?.takes ?? []);
  // What stood there for another button may still be wanted for that one, once this press is undone.
  const isSpare = (id: string) => left.some((field) => field.id === id) && put[id] === input.fields[id];
  const { spare = [], own = [] } = Object.groupBy(Object.entries(input.fields), ([id]) =>
    isSpare(id) ? 'spare' : 'own',
  );
  const fields = Object.fromEntries(own);
  const buttons = [...(drawn?.acts ?? []), ...(drawn?.writes?.acts ?? [])];
  const title = buttons.find((one) => one.act === act)?.title ?? world.traits[task.kind].label;
  const wrote = sayWrote(fieldsOf(drawn), fields);
  await holdPress(world, { kind: 'task', id: task._id }, actor, {
    title,
    wrote,
    learnerId: task.learnerId,
    press: { act, row, fields, pressId, spare: Object.fromEntries(spare) },
  });
  await world.records.slots.hold(cardOf(world, task, actor), undefined);
  for (const id of task.ownerIds) await closeEndOfDay(world, id);
  return noteStep(world, task, 'pressed', { actorId: actor._id, pressId });
}

/** Takes back what was pressed on a task; `row` says which press. The history keeps both. */
async function undoTask(world: World, actor: Person, input: ActInput): Promise<Outcome<CarriedOut>> {
  const task = await world.records.tasks.byId(input.taskId);
  const part = task && (await partOf(world, actor, task));
  if (!task || !part?.isOwner) return refuse('not-allowed');
  const taken = await takeBack(world, actor, { kind: 'task', id: task._id }, Number(input.row));
  if (isRefusal(taken)) return taken;
  if (!taken) return { task, left: [] };
  await reopenEndOfDay(world, task.ownerIds);
  return { task: await noteStep(world, task, 'taken-back', { actorId: actor._id, pressId: input.pressId }), left: [] };
}
