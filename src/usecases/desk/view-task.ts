import { timeOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { isOutside, type Person } from '../../domain/person.ts';
import { slotId } from '../../domain/slot.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import { actsAs } from '../core/acting-for.ts';
import type { CardModel, FormAct, FormField, FormRow, FormView } from '../core/card-model.ts';
import { sayChased } from '../core/chase.task.ts';
import { isHiddenByHold } from '../core/hold-gate.ts';
import { isTheirLearner } from '../core/learners-of.ts';
import { linkTo } from '../core/page-rights.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf, may, rightFor } from '../core/rights.ts';
import { storyLink, storyUrls, withStoriesIn } from '../core/story-link.ts';
import { formCard, type TaskAct, type TaskFace, undo, writing } from '../core/task-kind.ts';
import { takenOut } from '../core/typed-words.ts';
import { type Held, heldOn, pressBefore, sayPressed, undoTitle, writtenWith } from '../core/undo.ts';
import { placeOfTask } from '../core/want-card.ts';
import { nameOf } from '../core/whose.ts';
import { taskKindsOf } from './task-kinds.ts';

/**
 * As whom the actor may see or act on a task: themself, or a colleague who is away; nobody without the right, nor an
 * employer whose learner it is not any more, nor where the learner was erased.
 */
async function actingFor(world: World, actor: Person, task: Task, ids: readonly string[]): Promise<Person | undefined> {
  if (task.erased) return undefined;
  const isOwn = ids.includes(actor._id);
  const acting = world.traits[task.kind].isPersonal ? (isOwn ? actor : undefined) : await actsAs(world, actor, ids);
  if (!acting || !may(acting, rightFor(task.kind), true)) return undefined;
  const { learnerId } = task;
  return learnerId === undefined || (await isTheirLearner(world, acting, learnerId)) ? acting : undefined;
}

/** As whom somebody sees a task, and whether they are to act on it. */
type PartInTask = { acting: Person; isOwner: boolean };

/** Whom a task's card is for: who has to act, else who sees it. */
export async function partOf(world: World, actor: Person, task: Task): Promise<PartInTask | undefined> {
  const owner = await actingFor(world, actor, task, task.ownerIds);
  const acting = owner ?? (await actingFor(world, actor, task, task.watcherIds));
  return acting && { acting, isOwner: owner !== undefined };
}

/** True when a button is for whoever has this part in the task. */
export function isTheirs({ by }: Pick<TaskAct<never>, 'by'>, isOwner: boolean): boolean {
  return by === 'both' || (by === 'owner') === isOwner;
}

/** A task's button by its name; one that every object has, such as "constructor", is none. */
export function actOf(task: Task, name: string) {
  const { acts } = taskKindsOf[task.kind];
  return Object.hasOwn(acts, name) ? acts[name] : undefined;
}

/** Whom the rows of a list are about, by row. */
type About = ReadonlyMap<string, string>;

/** The same of a task's card; nothing where the task is about one learner itself. */
async function aboutRowsOf(world: World, task: Task, rows: readonly FormRow[] = []): Promise<About> {
  const { aboutRows } = taskKindsOf[task.kind];
  if (!aboutRows || task.learnerId || rows.length === 0) return new Map();
  return aboutRows(
    world,
    task,
    rows.map(({ key }) => key),
  );
}

/** The buttons that would be refused to this viewer, or do nothing any more, are no buttons of theirs. */
function withoutDeadActs(task: Task, face: TaskFace, about: About, viewer: Person, isOwner: boolean): TaskFace {
  const { learnerActs } = taskKindsOf[task.kind];
  const alive = (all: readonly FormAct[] = [], row = '') => {
    const isSelf = isAboutSelf(viewer, task.learnerId ?? about.get(row));
    return all.filter(({ act }) => {
      const own = actOf(task, act);
      if (!own || (isSelf && !learnerActs?.includes(act))) return false;
      return isTheirs(own, isOwner) && (task.isOpen || own.whenClosed === true);
    });
  };
  const rows = (face.rows ?? []).map((row) => ({ ...row, acts: alive(row.acts, row.key) }));
  const writes = face.writes && { ...face.writes, acts: alive(face.writes.acts) };
  return { ...face, rows, acts: alive(face.acts), ...(writes?.acts.length ? { writes } : {}) };
}

/** A task's card in somebody's chat. */
export function cardOf(
  world: World,
  task: Pick<Task, '_id' | 'kind' | 'learnerId'>,
  person: Pick<Person, '_id'>,
): string {
  return slotId(placeOfTask(world, task, person._id));
}

/** What is written at length is open, with a way back, while the card is held for whoever writes; else behind a button. */
async function withWriting(world: World, task: Task, { writes, ...face }: TaskFace, viewer: Person): Promise<TaskFace> {
  if (!writes) return face;
  const { fields = [], acts = [] } = face;
  const { heldUntil } = (await world.records.slots.byId(cardOf(world, task, viewer))) ?? {};
  if (!heldUntil || heldUntil <= world.clock.now())
    return { ...face, acts: [{ act: writing.open, title: writes.title, style: 'positive', bare: true }, ...acts] };
  const back: FormAct = { act: writing.close, title: 'Back', bare: true };
  return { ...face, fields: [...fields, ...writes.fields], acts: [...writes.acts, ...acts, back] };
}

/** True for a task of a kind of which some presses can be undone. */
export function hasUndo({ kind }: Task): boolean {
  return Object.values(taskKindsOf[kind].acts).some((one) => one.undo);
}

/** What was pressed and can still be undone: what it was, by whom, what was written, and the way back. */
async function withUndo(world: World, face: TaskFace, held: Held, viewer: Person): Promise<TaskFace> {
  const { title, wrote, count } = held.data;
  const button = undoTitle(world, held, viewer);
  const acts = button ? { acts: [{ act: undo, title: button, bare: true }] } : {};
  const row = { key: String(count), title, detail: await sayPressed(world, held), ...acts };
  const { fields: _, writes: _w, ...rest } = face;
  return { ...rest, tone: 'default', facts: [...(face.facts ?? []), ...wrote], rows: [row], acts: [], said: '' };
}

/** Steps that change nothing of what is asked. */
const onlyLooks: readonly TaskStep[] = ['looked-at-the-file', 'printed'];

/** After an undo the inputs hold what was written again; what could not be carried out is said, with all that was written. */
async function withPressBefore(world: World, task: Task, face: TaskFace): Promise<TaskFace> {
  const isStep = ({ act, byId }: Task['history'][number]) =>
    act === 'not-carried-out' || (byId !== undefined && !onlyLooks.includes(act));
  const last = task.history.findLast(isStep)?.act;
  const before =
    last === 'taken-back' || last === 'not-carried-out'
      ? await pressBefore(world, { kind: 'task', id: task._id })
      : undefined;
  // Of what is over by now it is only said that the press came to nothing.
  if (!before || (!task.isOpen && last === 'taken-back')) return face;
  const { title, byId, at, wrote } = before.data;
  const typed = writtenWith(before);
  const filled = (fields: readonly FormField[]) =>
    fields.map((one) => (typed[one.id] && typed[one.id] !== takenOut ? { ...one, value: typed[one.id] } : one));
  const { writes } = face;
  const back = {
    ...face,
    fields: filled(face.fields ?? []),
    ...(writes ? { writes: { ...writes, fields: filled(writes.fields) } } : {}),
  };
  if (last === 'taken-back') return back;
  const said = `“${title}” (${await nameOf(world, byId)}, ${timeOf(at)}) could not be carried out any more. Nothing of it has happened.`;
  return { ...back, lines: [said, ...(face.lines ?? [])], facts: [...(face.facts ?? []), ...wrote] };
}

/** A card about many, with the way to the story of each learner whom a row or a sentence names (S2). */
async function withStories(world: World, face: TaskFace, about: About, viewer: Person): Promise<TaskFace> {
  const { rows = [], lines = [], said = '' } = face;
  const inRows = rows.flatMap(({ key }) => about.get(key) ?? []);
  const named = [...lines, said].flatMap((one) => (typeof one === 'string' ? [] : one));
  const ids = [...inRows, ...named.flatMap(({ learnerId }) => learnerId ?? [])];
  if (ids.length === 0) return face;
  const urls = await storyUrls(world, viewer, ids);
  const led = rows.map((row) => {
    const url = urls.get(about.get(row.key) ?? '');
    return url && !row.isButton ? { ...row, url } : row;
  });
  return { ...face, rows: led, lines: withStoriesIn(lines, urls), said: withStoriesIn([said], urls)[0] ?? '' };
}

/** A task's card for somebody with this part in it, with links that stand beside its own; undefined when nothing of it is theirs to see. */
export async function drawTask(
  world: World,
  task: Task,
  viewer: Person,
  { acting, isOwner }: PartInTask,
  beside: FormView['links'] = [],
): Promise<CardModel | undefined> {
  if (await isHiddenByHold(world, task, acting)) return undefined;
  const face = await taskKindsOf[task.kind].face(world, task, acting);
  if (!face) return undefined;
  const again = isOwner ? await sayChased(world, { kind: 'task', id: task._id }, task.learnerId) : '';
  const lines = again ? [...(face.lines ?? []), again] : face.lines;
  const about = await aboutRowsOf(world, task, face.rows);
  const alive = withoutDeadActs(task, { ...face, ...(lines ? { lines } : {}) }, about, viewer, isOwner);
  const isUndoable = isOwner && hasUndo(task);
  const held = isUndoable ? await heldOn(world, { kind: 'task', id: task._id }) : undefined;
  const asked = isUndoable && !held ? await withPressBefore(world, task, alive) : alive;
  const written = held ? await withUndo(world, alive, held, viewer) : await withWriting(world, task, asked, viewer);
  const page = task.isOpen ? taskKindsOf[task.kind].page?.(task) : undefined;
  const links = [...(written.links ?? []), ...(page ? await linkTo(world, viewer, page) : []), ...beside];
  const led = await withStories(world, written, about, viewer);
  return formCard({ verb: 'task-act', id: task._id, version: task.version }, { ...led, links });
}

/** The task as a person sees it; undefined when it is not theirs to see. */
export async function viewTask(world: World, task: Task, viewer: Person): Promise<CardModel | undefined> {
  const part = await partOf(world, viewer, task);
  if (!part) {
    const isHandedOver =
      task.history.some((entry) => entry.byId === viewer._id) || may(viewer, rightFor(task.kind), true);
    return isHandedOver
      ? {
          card: 'note-plain',
          data: { text: 'This has been handed to someone else. There is nothing for you to do.', tone: 'default' },
        }
      : undefined;
  }
  // What is over shrinks: no button stands below it, though the names on its rows lead on.
  const story = task.isOpen ? await storyLink(world, viewer, task.learnerId) : [];
  const card = await drawTask(world, task, viewer, part, story);
  return card?.card === 'form-plain' && isOver(task, viewer, card.data)
    ? { ...card, data: { ...card.data, isOver: true } }
    : card;
}

/** True of a colleague's card on which something was to be pressed and nothing is; what somebody is only told is none. */
function isOver(task: Task, viewer: Person, { acts, rows, fields }: FormView): boolean {
  const hadButtons = Object.keys(taskKindsOf[task.kind].acts).length > 0;
  const hasButtons = acts.length > 0 || fields.length > 0 || rows.some((row) => row.acts?.length);
  const isNews = task.history.at(-1)?.act === 'not-carried-out';
  return !task.isOpen && hadButtons && !hasButtons && !isNews && !isOutside(viewer) && task.learnerId !== viewer._id;
}

/** A task's card as it is now, for those whose it is. */
export async function showTask(world: World, actor: Person, taskId: string): Promise<Outcome<CardModel>> {
  const task = await world.records.tasks.byId(taskId);
  return (task && (await viewTask(world, task, actor))) ?? refuse('not-allowed');
}
