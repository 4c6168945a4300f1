import { addMinutes, dayOf, instantOf, laterOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { isCurrent, type Session } from '../../domain/session.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import type { FormRow } from '../core/card-model.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { unmarkedThatDay } from '../core/unmarked-then.ts';
import { managersOf } from '../core/whose.ts';
import { nextMorning } from '../core/working-time.ts';
import { keyOf, type Missing, type Outcome, rowsOf } from './missing-rows.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    missing: Missing;
  }
}

const againAfterMinutes = 120;
/** More rows with their buttons are more than Teams takes in one card. */
const mostRows = 18;
/** The state of a list whose day has ended. */
const over = 'over';

function partOf(session: Session): Missing['part'] {
  const time = timeOf(session.startsAt, session.zone);
  return time < '12:00' ? 'morning' : time < '17:00' ? 'afternoon' : 'evening';
}

function listId(session: Session, programme: Programme): string {
  return taskId('missing', programme._id, session.day, partOf(session));
}

async function ensureList(world: World, { session, programme, pack }: SessionContext): Promise<Task<Missing>> {
  const shownFrom = addMinutes(session.startsAt, pack.absence.tellAfterMinutes);
  return openTask(world, {
    _id: listId(session, programme),
    kind: 'missing',
    programmeId: programme._id,
    ownerIds: managersOf(programme),
    state: 'waiting',
    isShown: false,
    data: { day: session.day, part: partOf(session), rows: [], unknown: [] },
    pack: pack.ref,
    next: { step: 'show', at: laterOf(shownFrom, world.clock.now()) },
  });
}

/**
 * Puts unauthorised absences of today on the managers' list (S10), and takes those off whose mark was amended; what was
 * done about them stays in the history. Nothing happens to a list that is right already.
 */
export async function listMissing(
  world: World,
  context: SessionContext,
  learnerIds: { add: readonly string[]; drop: readonly string[] },
): Promise<void> {
  const { session, programme, pack } = context;
  const isListed = pack.absence.managerList && managersOf(programme).length > 0;
  const known = taskOf('missing', await world.records.tasks.byId(listId(session, programme)));
  const isOf = (row: Missing['rows'][number], ids: readonly string[]) =>
    row.sessionId === session._id && ids.includes(row.learnerId);
  const kept = (known?.data.rows ?? []).map((row) =>
    isOf(row, learnerIds.drop) && !row.isGone ? { ...row, isGone: true } : row,
  );
  const isThere = (learnerId: string) => kept.some((row) => isOf(row, [learnerId]) && !row.isGone);
  const added = isListed ? learnerIds.add.filter((id) => !isThere(id)) : [];
  const isDropping = known?.data.rows.some((row) => isOf(row, learnerIds.drop) && !row.isGone);
  if (added.length === 0) {
    if (known && isDropping) await settle(world, known, { rows: kept });
    return;
  }
  const task = known ?? (await ensureList(world, context));
  const rows = [
    ...kept.filter((row) => !isOf(row, added)),
    ...added.map((learnerId) => ({ learnerId, sessionId: session._id })),
  ];
  await moveTask(world, task, {
    act: 'added',
    data: { rows },
    isOpen: true,
    ...(task.isShown ? { toBottom: task.ownerIds } : {}),
    next: task.next ?? { step: 'again', at: addMinutes(world.clock.now(), task.isShown ? againAfterMinutes : 0) },
  });
}

/** An overdue register: the manager sees its learners as not known (S7, S10). */
export async function addUnknown(world: World, context: SessionContext): Promise<void> {
  const { session, programme, pack } = context;
  if (!pack.absence.managerList || managersOf(programme).length === 0) return;
  const task = await ensureList(world, context);
  if (task.data.unknown.includes(session._id)) return;
  await moveTask(world, task, {
    act: 'register-overdue',
    data: { unknown: [...task.data.unknown, session._id] },
    isOpen: true,
    ...(task.isShown ? { toBottom: task.ownerIds } : {}),
    next: task.next ?? { step: 'again', at: addMinutes(world.clock.now(), task.isShown ? againAfterMinutes : 0) },
  });
}

/** What a day's list held at its end, once its register comes on a later day: how late, how many were not known, and how many had told us (S7). */
async function lateSave(world: World, session: Session): Promise<NonNullable<Missing['late']>> {
  const register = await world.records.registers.byId(session._id);
  if (!register?.savedAt || register.state !== 'saved' || isCurrent(session, register.savedAt)) return [];
  return [{ sessionId: session._id, savedAt: register.savedAt, ...(await unmarkedThatDay(world, register, session)) }];
}

/** The register is saved: its learners are known now. */
export async function dropUnknown(world: World, session: Session, programme: Programme): Promise<void> {
  const task = taskOf('missing', await world.records.tasks.byId(listId(session, programme)));
  if (!task?.data.unknown.includes(session._id)) return;
  const unknown = task.data.unknown.filter((one) => one !== session._id);
  await settle(world, task, { unknown, late: [...(task.data.late ?? []), ...(await lateSave(world, session))] });
}

/** Somebody told us, or a part of the register is marked: the list says how many are still not known. */
export async function redrawUnknown(world: World, session: Session, programme: Programme): Promise<void> {
  const task = await world.records.tasks.byId(listId(session, programme));
  if (task?.isOpen) await redrawTask(world, task);
}

function isSettled(data: Missing): boolean {
  return (
    data.unknown.length === 0 && data.rows.every((row) => row.isGone || (row.outcome && row.outcome !== 'no-answer'))
  );
}

/** Whether a list stays open with these rows; it is done once nothing on it is left to do. */
function closing(task: Task<Missing>, data: Partial<Missing>) {
  const isDone = isSettled({ ...task.data, ...data });
  return { isOpen: !isDone && task.state !== over, ...(isDone ? { state: 'done', next: null } : {}) };
}

/** Writes rows; a list on which nothing is left to do closes. */
async function settle(world: World, task: Task<Missing>, data: Partial<Missing>): Promise<void> {
  await moveTask(world, task, { act: 'changed', data, ...closing(task, data), toBottom: [] });
}

const outcomeAct = (outcome: Outcome) => ({
  by: 'owner' as const,
  whenClosed: true,
  async run({ task, actor, row, now }: { task: Task<Missing>; actor: { _id: string }; row: string; now: Date }) {
    const rows = task.data.rows.map((one) =>
      keyOf(one) === row ? { ...one, outcome, byId: actor._id, at: now } : one,
    );
    return { act: outcome, words: row, data: { rows }, ...closing(task, { rows }) };
  },
});

/** Who is missing without a notice, for the manager to contact their employers (S10, S7). Shown again that day while open. */
export const missingList = defineTask<Missing>({
  clause: 'S10, S7',
  label: 'Who is missing',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  // Phones stand there on the rows, beside what other registers and messages say.
  page: () => ({ name: 'today', title: 'Today' }),
  isOver: (_world, task, _viewer, shown) => !task.isOpen && shown.rows.length === 0,
  async face(world, task) {
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    const rows = await rowsOf(world, task);
    const isLeft = (row: FormRow) => (row.acts?.length ?? 0) > 0 || row.tone === 'attention';
    const left = rows.filter(isLeft).length;
    // Closed, it shows what remained and what came late; who was dealt with stays on record. Empty, it goes.
    const kept = task.isOpen ? rows : rows.filter((row) => row.tone !== 'good');
    // A day on which many are missing: what is left to do first, and everybody's name.
    const sorted = kept.length > mostRows ? kept.toSorted((a, b) => Number(isLeft(b)) - Number(isLeft(a))) : kept;
    const more = sorted.slice(mostRows).filter(isLeft);
    return {
      title: `Missing: ${sayDay(task.data.day)}, ${task.data.part}`,
      tone: left > 0 ? 'warning' : 'good',
      who: programme?.name ?? '',
      lines: [
        rows.length === 0
          ? 'Nobody is on this list just now.'
          : left === 0
            ? 'Everyone here has been dealt with. Thank you.'
            : task.state === over
              ? `Its day is over. ${left === 1 ? 'One was' : `${left} were`} not dealt with.`
              : 'Please contact the employers of those who are missing.',
        ...(more.length > 0
          ? [`Then: ${more.map((one) => one.title).join(', ')}. They come up as you deal with these.`]
          : []),
      ],
      rows: sorted.slice(0, mostRows),
    };
  },
  aboutRows: async (_world, task) => new Map(task.data.rows.map((row) => [keyOf(row), row.learnerId])),
  acts: {
    contacted: outcomeAct('contacted'),
    'no-answer': outcomeAct('no-answer'),
    'not-appropriate': outcomeAct('not-appropriate'),
  },
  async onTime(world, task) {
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    const isHidden = (await rowsOf(world, task)).length === 0 && !isSettled(task.data);
    // Rows under a hold are nobody's to act on now; nothing is shown or said about them (S11).
    if (isHidden) return { act: 'waits', next: { step: 'again', at: nextMorning(world, programme ?? undefined) } };
    if (isSettled(task.data)) return { act: 'nothing-left', state: 'done', isOpen: false, next: null };
    const now = world.clock.now();
    // A day's list ends with its day, saying what remained; it can still be noted on it.
    if (task.isShown && task.data.day < dayOf(now, programme?.zone))
      return { act: 'day-over', state: over, isOpen: false, toBottom: [], next: null };
    const later = addMinutes(now, againAfterMinutes);
    // Some times more on its day.
    const isToday =
      task.data.day === dayOf(now, programme?.zone) && later < instantOf(task.data.day, '17:30', programme?.zone);
    const next = { step: 'again', at: isToday ? later : nextMorning(world, programme ?? undefined) };
    return task.isShown
      ? { act: 'shown-again', toBottom: task.ownerIds, next }
      : { act: 'shown', state: 'shown', isShown: true, next };
  },
});

/** A released hold lets its learner's row appear again. */
export async function redrawMissing(world: World, from: Date): Promise<void> {
  for (const task of await world.records.tasks.ofKind('missing', from)) {
    if (task.isShown) await redrawTask(world, task);
    else if (task.isOpen)
      await moveTask(world, task, { act: 'looked-at-again', next: { step: 'show', at: world.clock.now() } });
  }
}
