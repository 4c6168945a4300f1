import type { Next } from '../../domain/due.ts';
import { type ChaseClass, type Task, type TaskKind, type TaskOf, taskOf } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import { standIns } from './acting-for.ts';
import { askedSince, endChase, isPressed, isWaiting, startChase } from './chase.ts';
import type { World } from './ports.ts';
import { isOnLearnersCard, wantTask } from './want-card.ts';

const rememberedPresses = 60;

export type NewTask<Kind extends TaskKind> = Pick<TaskOf<Kind>, '_id' | 'kind' | 'ownerIds' | 'state' | 'data'> &
  Partial<
    Pick<
      Task,
      'learnerId' | 'programmeId' | 'sessionId' | 'watcherIds' | 'pack' | 'dueAt' | 'next' | 'isShown' | 'isOpen'
    >
  > & {
    /** States in which a task of this id, there already, is opened anew. */
    again?: string[];
    /** Who asked for it, where no rule did. */
    byId?: string;
  };

/** What one step does to a task. `data` is laid over what it holds; `next` null ends its clock. */
export type TaskMove<Data> = {
  /** What the history calls the step. */
  act: TaskStep;
  cause?: Withdrawal;
  words?: string;
  state?: string;
  isOpen?: boolean;
  isShown?: boolean;
  ownerIds?: string[];
  watcherIds?: string[];
  /** Where the learner goes on. */
  programmeId?: string;
  data?: Partial<Data>;
  dueAt?: Date | null;
  next?: Next | null;
  /** Whose card comes anew at the bottom of the chat; unless said, of those who newly have to act. */
  toBottom?: readonly string[];
};

/** Who gets a task's cards: these people, or their deputies, unless it is nobody's but theirs. */
function holdersOf(world: World, task: Pick<Task<unknown>, 'kind'>, ids: readonly string[]): Promise<string[]> {
  return world.traits[task.kind].isPersonal ? Promise.resolve([...ids]) : standIns(world, ids);
}

async function wantCards(
  world: World,
  task: Task<unknown>,
  before: Task<unknown> | null,
  toBottom?: readonly string[],
) {
  if (!task.isShown) return;
  const had = before?.isShown ? await holdersOf(world, task, [...before.ownerIds, ...before.watcherIds]) : [];
  const hadToAct = before?.isShown ? await holdersOf(world, task, before.ownerIds) : [];
  const owners = await holdersOf(world, task, task.ownerIds);
  const now = await holdersOf(world, task, [...task.ownerIds, ...task.watcherIds]);
  const newlyAsked = owners.filter((id) => !hadToAct.includes(id));
  const bottom = toBottom ? await holdersOf(world, task, toBottom) : newlyAsked;
  for (const person of new Set([...now, ...had])) {
    // A card that is not there yet needs no asking twice; the one about a learner may be.
    const mayBeThere = had.includes(person) || isOnLearnersCard(world, task, person);
    await wantTask(world, task, person, bottom.includes(person) && mayBeThere ? 'bottom' : undefined);
  }
}

/** By which class of times a task is chased as it stands; undefined where nobody is to act on it, or it has its own. */
function chaseOf(world: World, task: Task<unknown>): ChaseClass | undefined {
  const { chase: usual, chaseIn } = world.traits[task.kind];
  const chase = chaseIn?.[task.state] ?? usual;
  return chase === 'own-clock' || chase === 'nobody-waits' || !isWaiting(world, task) ? undefined : chase;
}

/** What people are newly asked for is chased from now on; what they are not asked for any more no longer is. */
async function followChase(world: World, task: Task<unknown>, before: Task<unknown> | null): Promise<void> {
  const chase = chaseOf(world, task);
  const about = { kind: 'task' as const, id: task._id };
  // What was pressed and can be undone may be asked for again: as long as that is not sure its chase is left alone.
  if (isPressed(world, task)) return;
  const wasPressed = before !== null && isPressed(world, before);
  const wasWaiting = before !== null && (wasPressed || chaseOf(world, before) !== undefined);
  if (!chase) {
    if (wasWaiting) await endChase(world, about, task.learnerId);
    return;
  }
  const isLeft = wasPressed && (await askedSince(world, task)) !== undefined;
  const isSame =
    wasWaiting && (isLeft || before.state === task.state) && before.ownerIds.join() === task.ownerIds.join();
  if (isSame) return;
  const { learnerId, programmeId, ownerIds } = task;
  const whose = { ...(learnerId ? { learnerId } : {}), ...(programmeId ? { programmeId } : {}) };
  await startChase(world, about, { class: chase, ownerIds, ...whose });
}

const askedOf = (ids: readonly string[]) => (ids.length > 0 ? { askedIds: [...ids] } : {});

/** Opens a task unless it exists, and asks for its cards when it is shown from the start. */
export async function openTask<Kind extends TaskKind>(world: World, fields: NewTask<Kind>): Promise<TaskOf<Kind>> {
  const now = world.clock.now();
  const { again: _, byId, ...given } = fields;
  const task = {
    watcherIds: [],
    isOpen: true,
    isShown: true,
    ...given,
    history: [{ at: now, act: 'opened', ...askedOf(given.ownerIds), ...(byId ? { byId } : {}) }],
    presses: [],
    version: 1,
    openedAt: now,
  } as Task;
  const asOpened = (one: Task | null) => {
    const own = taskOf(fields.kind, one);
    if (!own) throw new Error(`${task._id} is no ${fields.kind}`);
    return own;
  };
  if (!(await world.records.tasks.open(task))) {
    const known = await world.records.tasks.byId(task._id);
    if (!known || !fields.again?.includes(known.state)) return asOpened(known);
    const { state, isOpen, isShown, ownerIds, watcherIds, data, dueAt, next } = task;
    const clock = { next: next ?? null, ...(dueAt ? { dueAt } : {}) };
    const moved = await moveTask(world, known, {
      act: 'needed-again',
      state,
      isOpen,
      isShown,
      ownerIds,
      watcherIds,
      data,
      ...clock,
    });
    return asOpened(moved);
  }
  await wantCards(world, task, null);
  await followChase(world, task, null);
  world.wake();
  return asOpened(task);
}

type By = { actorId: string; pressId: string };

/** Stores what a step makes of a task, with the step in its history and the press remembered. A lost race throws. */
async function storeStep<Data extends object>(
  world: World,
  task: Task<Data>,
  changed: Task<Data>,
  said: Omit<Task['history'][number], 'at' | 'byId' | 'askedIds'>,
  by?: By,
): Promise<Task<Data>> {
  const asked = changed.ownerIds.join() === task.ownerIds.join() ? {} : askedOf(changed.ownerIds);
  const entry = { at: world.clock.now(), ...said, ...(by ? { byId: by.actorId } : {}), ...asked };
  const after: Task<Data> = {
    ...changed,
    history: [...task.history, entry],
    presses: by ? [...task.presses, by.pressId].slice(-rememberedPresses) : task.presses,
    version: task.version + 1,
  };
  if (!(await world.records.tasks.replace(after as Task, task.version))) throw new Error('task changed meanwhile');
  return after;
}

/** Moves a task on under its version and asks for its cards. Part of a transaction: a lost race throws and is done again. */
export async function moveTask<Data extends object>(
  world: World,
  task: Task<Data>,
  move: TaskMove<Data>,
  by?: By,
): Promise<Task<Data>> {
  const { next: wanted, dueAt: wantedDue, act, cause, words, data, toBottom, ...set } = move;
  const { next: had, dueAt: hadDue, ...rest } = task;
  const isOpen = set.isOpen ?? task.isOpen;
  const next = wanted === null || !isOpen ? (wanted ?? undefined) : (wanted ?? had);
  const dueAt = wantedDue === null ? undefined : (wantedDue ?? hadDue);
  const changed: Task<Data> = {
    ...rest,
    ...set,
    data: { ...task.data, ...data },
    ...(next ? { next } : {}),
    ...(dueAt ? { dueAt } : {}),
  };
  const said = { act, ...(cause ? { cause } : {}), ...(words ? { words } : {}) };
  const after = await storeStep(world, task, changed, said, by);
  await wantCards(world, after, task, toBottom);
  await followChase(world, after as Task<unknown>, task as Task<unknown>);
  if (world.keepsCalendar && world.traits[task.kind].inCalendar)
    await world.records.calendar.want(task._id, world.clock.now());
  world.wake();
  return after;
}

/**
 * Notes a step of the task's owners that nobody else sees yet: only their own cards are drawn anew. `presses` remembers
 * the press. Part of a transaction.
 */
export async function noteStep(world: World, task: Task, act: TaskStep, by?: By, ask?: 'bottom'): Promise<Task> {
  const after = await storeStep(world, task, task, { act }, by);
  for (const person of await holdersOf(world, task, task.ownerIds)) await wantTask(world, after, person, ask);
  world.wake();
  return after;
}

/** Draws a task's cards once more, without a step of its own: what they show has changed elsewhere. */
export async function redrawTask(world: World, task: Task<unknown> | null): Promise<void> {
  if (!task?.isShown) return;
  for (const person of await holdersOf(world, task, [...task.ownerIds, ...task.watcherIds]))
    await wantTask(world, task, person, 'again');
}

/** Why a task that asked for something is not needed any more. */
const withdrawals = {
  'session-cancelled': 'The session was cancelled, so nothing was missed.',
  'mark-amended': 'The mark was amended: nothing was missed.',
  'notice-taken-back': 'The notice was taken back.',
  'no-release-needed': 'The session does not take place: no release is needed.',
  'above-the-line': 'Attendance is above the line again.',
  'does-not-count': 'The occurrence does not count any more.',
  'support-decided': 'Fitness to study was decided instead.',
  'serious-review-decided': 'The serious review has decided it.',
  'decided-anew': 'The decision it came from is made anew.',
  'year-ended': 'Closed with the college year.',
  'place-ended': 'The place on this programme has ended.',
  'someone-else-takes-it': 'Someone else takes this session.',
  'not-needed': 'No longer needed.',
} as const;
type Withdrawal = keyof typeof withdrawals;

/** Ends a task that is no longer needed; its cards say so. Nothing happens to one that is closed. */
export async function withdrawTask<Data extends object>(
  world: World,
  task: Task<Data> | null,
  cause: Withdrawal,
): Promise<void> {
  if (!task?.isOpen) return;
  await moveTask(world, task, { act: 'withdrawn', cause, state: 'withdrawn', isOpen: false, next: null });
}

/** Why a withdrawn task is not needed any more, for its card; empty for one that is not withdrawn. */
export function sayWithdrawn(task: Pick<Task<unknown>, 'history' | 'state'>): string {
  const last = task.state === 'withdrawn' ? task.history.findLast((one) => one.act === 'withdrawn') : undefined;
  return last?.cause ? ((withdrawals as Record<string, string>)[last.cause] ?? '') : (last?.words ?? '');
}

/** The task of this kind about a session, if there is one. */
export function taskId(kind: TaskKind, ...about: string[]): string {
  return [kind, ...about].join('|');
}
