import { type Day, dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { callName, deputyOn } from '../../domain/person.ts';
import { type Session, sayStart } from '../../domain/session.ts';
import { type Task, type TaskOf, taskOf } from '../../domain/task.ts';
import type { FormRow } from '../core/card-model.ts';
import { type SessionContext, withRegister } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, noteStep, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { endHeld, heldOn } from '../core/undo.ts';
import { redrawEverywhere } from '../core/want-card.ts';
import { nameOf } from '../core/whose.ts';
import { endOfDay } from '../core/working-time.ts';
import { bringLooseEnd, type LooseEnd, looseEndsOf } from './loose-ends.ts';

type Data = { personId: string; day: Day };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'end-of-day': Data;
  }
}

type Sessions = { own: Session[]; managed: Session[] };

async function sessionsOf(world: World, { personId, day }: Data): Promise<Sessions> {
  const own = await world.records.sessions.ofTutor(personId, day, day);
  const programmes = (await world.records.enrolments.programmes()).filter((one) =>
    [one.managerId, one.hospId].includes(personId),
  );
  const managed = await world.records.sessions.ofProgrammes(
    programmes.map((one) => one._id),
    day,
    day,
  );
  return { own, managed: managed.filter((one) => !own.some((other) => other._id === one._id)) };
}

async function incomplete(world: World, sessions: readonly Session[]): Promise<Session[]> {
  const open = new Set(
    (await world.records.registers.byIds(sessions.map((one) => one._id)))
      .filter((one) => one.state === 'open')
      .map((one) => one._id),
  );
  return withRegister(
    world,
    sessions.filter((one) => open.has(one._id) && !one.cancelled),
  );
}

function asPlanned(personId: string, day: Day, at: Date) {
  return {
    _id: endOfDayId(personId, day),
    kind: 'end-of-day' as const,
    ownerIds: [personId],
    state: 'waiting',
    isShown: false,
    data: { personId, day },
    next: { step: 'show', at },
  };
}

/** The list of what is incomplete at the end of a day, for a tutor or manager (S7). */
export async function ensureEndOfDay(world: World, personId: string, day: Day, at: Date): Promise<void> {
  const task = await openTask(world, asPlanned(personId, day, at));
  if (task.state === 'waiting') return;
  // Something else is incomplete after all: the list comes again.
  if (task.isOpen) await redrawTask(world, task);
  else await bringBack(world, task);
}

/** On a day with a session of theirs each tutor is asked once, in the evening, for what is loose (S7). */
export async function planEvening(world: World, context: SessionContext): Promise<void> {
  const at = await endOfDay(world, context);
  for (const tutor of context.session.tutorIds)
    await openTask(world, { ...asPlanned(tutor, context.session.day, at), again: ['done'] });
}

/** The list of one person's day. */
export const endOfDayId = (personId: string, day: Day) => taskId('end-of-day', personId, day);

const shown = { state: 'shown', isShown: true, isOpen: true };

/** The lists that are in these people's chats and not done. */
async function listsOf(world: World, ownerIds: readonly string[]): Promise<TaskOf<'end-of-day'>[]> {
  return (await world.records.tasks.openOfKind(ownerIds, 'end-of-day')).filter((one) => one.isShown);
}

/** The lists of a later day in the chats of the same people. */
async function newerThan(
  world: World,
  { ownerIds, data }: Pick<Task<Data>, 'ownerIds' | 'data'>,
): Promise<TaskOf<'end-of-day'>[]> {
  return (await listsOf(world, ownerIds)).filter((one) => one.data.day > data.day);
}

/** A list that had gone is back in its owner's chat, as the one list there; where a later day's is, that one says it. */
async function bringBack(world: World, task: TaskOf<'end-of-day'>): Promise<void> {
  const [newer] = await newerThan(world, task);
  if (newer) return redrawTask(world, newer);
  await dropOlder(world, task);
  await moveTask(world, task, { act: 'more-is-open', ...shown, toBottom: task.ownerIds });
}

/** Redraws the list that somebody has, and closes it when nothing is left on it. */
export async function closeEndOfDay(world: World, personId: string): Promise<void> {
  for (const task of await listsOf(world, [personId])) {
    const isDone = (await toDo(world, personId, await sessionsOf(world, task.data))).length === 0;
    if (isDone) await moveTask(world, task, { act: 'all-done', state: 'done', isOpen: false });
    else await redrawTask(world, task);
  }
}

/**
 * The lists of those whose press was taken back, or was not carried out: what it was about waits again, so that today's
 * list is back where it had gone.
 */
export async function reopenEndOfDay(world: World, ownerIds: readonly string[]): Promise<void> {
  for (const personId of ownerIds) {
    const id = endOfDayId(personId, dayOf(world.clock.now()));
    const list = taskOf('end-of-day', await world.records.tasks.byId(id));
    const isGone = list?.state === 'done';
    if (isGone && (await toDo(world, personId, await sessionsOf(world, list.data))).length > 0)
      await bringBack(world, list);
    else await closeEndOfDay(world, personId);
  }
}

/** A press on a task cannot be carried out any more: its card asks again, and so do its owners' lists of the evening. */
export async function askAgain(world: World, task: Task): Promise<void> {
  await noteStep(world, task, 'not-carried-out', undefined, 'bottom');
  await reopenEndOfDay(world, task.ownerIds);
}

/** What was pressed on a task and can still be undone was pressed without what has come in now: it is asked for again, with what was written. */
export async function askAnew(world: World, task: Task): Promise<void> {
  const held = await heldOn(world, { kind: 'task', id: task._id });
  if (!held) return;
  await endHeld(world, held, 'dropped');
  await askAgain(world, task);
}

/** Late check-ins a manager sees (S9). */
async function arrivals(world: World, sessions: readonly Session[]): Promise<FormRow[]> {
  const rows: FormRow[] = [];
  for (const session of sessions)
    for (const task of await world.records.tasks.ofSession(session._id, 'check-in')) {
      const { arrivedAt, isLate } = task.data;
      if (!isLate || task.state === 'withdrawn') continue;
      rows.push({
        key: task._id,
        title: sayStart(session),
        detail: `${await nameOf(world, task.ownerIds[0])} ${arrivedAt ? `checked in at ${timeOf(arrivedAt, session.zone)}` : 'did not check in'}`,
        tone: 'warning',
      });
    }
  return rows;
}

const mostRows = 6;

/** What is loose of one person's day: registers of it that are not saved, and of a tutor all else that waits for them. */
async function toDo(world: World, personId: string, { own, managed }: Sessions): Promise<LooseEnd[]> {
  const found: LooseEnd[] = [];
  for (const session of await incomplete(world, [...own, ...managed])) {
    const isOwn = own.includes(session);
    const tutor = await nameOf(world, session.tutorIds[0], 'No tutor');
    found.push({
      what: 'register',
      key: session._id,
      title: sayStart(session),
      detail: isOwn ? 'Register not saved' : `Register not saved by ${tutor}`,
      ...(isOwn ? { sessionId: session._id } : {}),
    });
  }
  const person = await world.records.people.byId(personId);
  const listed = new Set(found.map((one) => one.key));
  const others = person?.roles.includes('tutor') ? await looseEndsOf(world, person) : [];
  return [...found, ...others.filter((one) => !listed.has(one.sessionId ?? one.key))];
}

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [count === 1 ? one : `${count} ${many}`];

/** "One register is not saved, 2 lessons are not signed." */
function sayLoose(found: readonly LooseEnd[]): string {
  const of = (what: LooseEnd['what']) => found.filter((one) => one.what === what).length;
  const said = [
    ...counted(of('register'), 'one register is not saved', 'registers are not saved'),
    ...counted(of('lesson'), 'one lesson is not signed', 'lessons are not signed'),
    ...counted(of('question'), 'one other thing waits for you', 'other things wait for you'),
  ];
  return said.length === 0 ? 'All registers are done.' : `${capital(said.join(', '))}.`;
}

/** A row is its one button: it brings the card, or the register. */
const rowOf = ({ key, title, detail, what, sessionId, isBrought }: LooseEnd): FormRow => ({
  key: sessionId ?? key,
  title,
  detail,
  tone: what === 'register' ? 'attention' : 'default',
  ...(sessionId || isBrought
    ? { acts: [{ act: 'show', title: 'Show it here', ...(sessionId ? { opens: sessionId } : {}) }], isButton: true }
    : {}),
});

/** One list a person: those of earlier days leave every chat they are in, also that of somebody who is away now. */
async function dropOlder(world: World, task: Pick<Task<Data>, 'ownerIds' | 'data'>): Promise<void> {
  for (const older of await listsOf(world, task.ownerIds)) {
    if (older.data.day >= task.data.day) continue;
    const gone = { act: 'new-day' as const, state: 'replaced', isOpen: false, next: null, toBottom: [] };
    await redrawEverywhere(world, await moveTask(world, older, gone));
  }
}

/** What is incomplete when the day is over, to the tutor and to the manager (S7). One list a person: a later day's takes the place of this. */
export const endOfDayList = defineTask<Data>({
  clause: 'S7, S9',
  label: 'Registers still open',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  isOver: (_world, task, _viewer, card) => task.state === 'replaced' || card.rows.length === 0,
  async face(world, task, viewer) {
    const { personId, day } = task.data;
    const title = `Still open, ${sayDay(day)}`;
    if (task.state === 'replaced') return { title, lines: ['A newer list has taken the place of this one.'] };
    const sessions = await sessionsOf(world, task.data);
    const found = await toDo(world, personId, sessions);
    const rows = [...found.slice(0, mostRows).map(rowOf), ...(await arrivals(world, sessions.managed))];
    if (rows.length === 0) return { title, tone: 'good', lines: ['All registers of the day are done. Thank you.'] };
    const more = found.length > mostRows ? [`And ${found.length - mostRows} more: write “my tasks”.`] : [];
    const tone = found.some((one) => one.what === 'register') ? 'attention' : 'default';
    const who = deputyOn(viewer, dayOf(world.clock.now())) ? `For ${callName(viewer)}, who is away` : '';
    return { title, tone, who, lines: [sayLoose(found), ...more], rows };
  },
  acts: {
    show: {
      by: 'owner',
      async run({ world, actor, acting, row }) {
        const register = await world.records.registers.byId(row);
        const session = await world.records.sessions.byId(row);
        if (register && session?.tutorIds.includes(acting._id))
          await world.records.slots.want(
            {
              kind: 'register',
              subjectId: row,
              recipient: { person: actor._id },
              revision: register.version,
              ask: 'bottom',
            },
            world.clock.now(),
          );
        else await bringLooseEnd(world, actor, acting, row);
        return { act: 'shown', toBottom: [] };
      },
    },
  },
  async onTime(world, task) {
    const sessions = await sessionsOf(world, task.data);
    const isToDo = (await toDo(world, task.data.personId, sessions)).length > 0;
    const isEmpty = !isToDo && (await arrivals(world, sessions.managed)).length === 0;
    if (isEmpty) return { act: 'nothing-left', state: 'done', isOpen: false, next: null };
    if ((await newerThan(world, task)).length > 0)
      return { act: 'new-day', state: 'replaced', isOpen: false, next: null };
    await dropOlder(world, task);
    // Only what is incomplete waits for somebody; late arrivals are for information.
    return { act: 'shown', ...shown, isOpen: isToDo, next: null };
  },
});
