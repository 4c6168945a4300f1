import { type Day, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { FormRow } from '../core/card-model.ts';
import { withRegister } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';

type Data = { personId: string; day: Day };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'end-of-day': Data;
  }
}

async function sessionsOf(world: World, personId: string, day: Day): Promise<{ own: Session[]; managed: Session[] }> {
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

/** Plans the list of what is incomplete at the end of a day, for a tutor or manager (S7). */
export async function ensureEndOfDay(world: World, personId: string, day: Day, at: Date): Promise<void> {
  const task = await openTask(world, {
    _id: endOfDayId(personId, day),
    kind: 'end-of-day',
    ownerIds: [personId],
    state: 'waiting',
    isShown: false,
    data: { personId, day },
    next: { step: 'show', at },
  });
  if (!task.isShown) return;
  // Something else is incomplete after all: the list comes again.
  if (task.isOpen) await redrawTask(world, task);
  else await moveTask(world, task, { act: 'more-is-open', state: 'shown', isOpen: true, toBottom: [personId] });
}

/** The list of one person's day. */
export const endOfDayId = (personId: string, day: Day) => taskId('end-of-day', personId, day);

/** Redraws a day's list, and closes it when nothing is left on it. */
export async function closeEndOfDay(world: World, personId: string, day: Day): Promise<void> {
  const task = await world.records.tasks.byId(endOfDayId(personId, day));
  if (!task?.isShown) return;
  const { own, managed } = await sessionsOf(world, personId, day);
  const isDone = (await incomplete(world, [...own, ...managed])).length === 0;
  if (isDone && task.isOpen) await moveTask(world, task, { act: 'all-done', state: 'done', isOpen: false });
  else await redrawTask(world, task);
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
        title: `${timeOf(session.startsAt, session.zone)} ${session.title}`,
        detail: `${await nameOf(world, task.ownerIds[0])} ${arrivedAt ? `checked in at ${timeOf(arrivedAt, session.zone)}` : 'did not check in'}`,
        tone: 'warning',
      });
    }
  return rows;
}

async function rowsFor(world: World, viewer: Person, { personId, day }: Data): Promise<FormRow[]> {
  const { own, managed } = await sessionsOf(world, personId, day);
  const rows: FormRow[] = [];
  for (const session of await incomplete(world, [...own, ...managed])) {
    const isOwn = own.includes(session);
    const tutor = await nameOf(world, session.tutorIds[0], 'No tutor');
    rows.push({
      key: session._id,
      title: `${timeOf(session.startsAt, session.zone)} ${session.title}`,
      detail: isOwn && personId === viewer._id ? 'Register not saved' : `Register not saved by ${tutor}`,
      tone: 'attention',
      ...(isOwn ? { acts: [{ act: 'show', title: 'Show it here', opens: session._id }] } : {}),
    });
  }
  return [...rows, ...(await arrivals(world, managed))];
}

/** What is incomplete when the day is over, to the tutor and to the manager (S7). */
export const endOfDayList = defineTask<Data>({
  clause: 'S7, S9',
  label: 'Registers still open',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  isOver: (_world, _task, _viewer, shown) => shown.rows.length === 0,
  async face(world, task, viewer) {
    const rows = await rowsFor(world, viewer, task.data);
    const title = `Still open, ${sayDay(task.data.day)}`;
    if (rows.length === 0) return { title, tone: 'good', lines: ['All registers of the day are done. Thank you.'] };
    const count = rows.filter((row) => row.tone === 'attention').length;
    const lines = [
      count === 0
        ? 'All registers are done.'
        : count === 1
          ? 'One register is not saved yet.'
          : `${count} registers are not saved yet.`,
    ];
    return { title, tone: count > 0 ? 'attention' : 'default', lines, rows };
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
        return { act: 'shown' };
      },
    },
  },
  async onTime(world, task) {
    const { own, managed } = await sessionsOf(world, task.data.personId, task.data.day);
    const isEmpty =
      (await incomplete(world, [...own, ...managed])).length === 0 && (await arrivals(world, managed)).length === 0;
    if (isEmpty) return { act: 'nothing-left', state: 'done', isOpen: false, next: null };
    // Only what is incomplete waits for somebody; late arrivals are for information.
    const isToDo = (await incomplete(world, [...own, ...managed])).length > 0;
    return { act: 'shown', state: 'shown', isShown: true, isOpen: isToDo, next: null };
  },
});
