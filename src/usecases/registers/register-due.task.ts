import { addMinutes, dayOf, timeOf } from '../../domain/calendar.ts';
import { count } from '../../domain/count.ts';
import { isInTerm } from '../../domain/enrolment.ts';
import type { RegisterRow } from '../../domain/register.ts';
import { isCurrent, nameSession } from '../../domain/session.ts';
import { unmarkedOf } from '../../domain/unmarked.ts';
import { addUnknown, dropUnknown, redrawUnknown } from '../absence/missing-list.task.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { managersOf } from '../core/whose.ts';
import { endOfDay } from '../core/working-time.ts';
import { closeEndOfDay, endOfDayId, ensureEndOfDay, planEvening } from './end-of-day.task.ts';

type Data = Record<string, never>;
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'register-due': Data;
  }
}

/** Starts the clock on a register when it opens: nudge, overdue, end of day (S7). Not on a holiday. */
export async function startRegisterClock(world: World, context: SessionContext): Promise<void> {
  const { session, programme, pack } = context;
  // A register entered days later nudges nobody.
  const isPast = !isCurrent(session, world.clock.now());
  const isHoliday = world.holidays(programme).has(session.day) || !isInTerm(programme, session.day);
  if (isPast || isHoliday) return;
  await planEvening(world, context);
  await openTask(world, {
    _id: taskId('register-due', session._id),
    kind: 'register-due',
    sessionId: session._id,
    programmeId: programme._id,
    ownerIds: session.tutorIds,
    state: 'waiting',
    isShown: false,
    data: {},
    pack: pack.ref,
    again: ['done'],
    next: { step: 'nudge', at: addMinutes(session.startsAt, pack.register.nudgeMinutes) },
  });
}

/** Stops the clock once the register is saved or its session cancelled, and takes it off every list of what is open. */
export async function stopRegisterClock(world: World, { session, programme }: SessionContext): Promise<void> {
  const dueId = taskId('register-due', session._id);
  const people = [...session.tutorIds, ...managersOf(programme)];
  const isOfToday = session.day === dayOf(world.clock.now(), session.zone);
  const lists = people.map((person) => endOfDayId(person, session.day));
  // Asked for all at once: most often there is none of them.
  const known = new Set(await world.records.tasks.known([dueId, ...lists]));
  const task = known.has(dueId) ? await world.records.tasks.byId(dueId) : null;
  if (task?.isOpen) await moveTask(world, task, { act: 'done', state: 'done', isOpen: false, next: null });
  await dropUnknown(world, session, programme);
  // One of an earlier day may stand on the list of a later one.
  for (const person of people)
    if (!isOfToday || known.has(endOfDayId(person, session.day))) await closeEndOfDay(world, person);
}

/** What its tutor is asked and its manager sees of an open register follows who is marked and who told us. */
export async function redrawRegisterClock(world: World, { session, programme }: SessionContext): Promise<void> {
  const task = await world.records.tasks.byId(taskId('register-due', session._id));
  if (task?.isOpen) await redrawTask(world, task);
  await redrawUnknown(world, session, programme);
}

/** What its manager sees of an overdue register: who told us is known. */
function sayShown(rows: readonly RegisterRow[]): string {
  const { unknown } = unmarkedOf(rows);
  return unknown === 0
    ? 'It counts as open until it is saved.'
    : `Until it is saved, your manager sees ${count(unknown, 'learner')} as “not known”.`;
}

/** "2 of 5 filled in from what we were told, 3 left": how far an open register is, and what does not need a look. */
function sayProgress(rows: readonly RegisterRow[]): string {
  const { unknown, told, elsewhere } = unmarkedOf(rows);
  const awaits = rows.filter((row) => row.awaitsMinutes && !row.mark && !row.told).length;
  const isUntouched = unknown - awaits === rows.length;
  if (isUntouched) return rows.length === 0 ? 'Nobody is on it yet.' : 'Nobody is marked yet.';
  const parts = [
    { of: rows.filter((row) => row.mark).length, words: 'marked' },
    { of: told + elsewhere, words: 'filled in from what we were told' },
    { of: awaits, words: awaits === 1 ? 'still needs its minutes' : 'still need their minutes' },
    { of: unknown - awaits, words: 'left' },
  ].filter((one) => one.of > 0);
  return `${parts.map((one, i) => `${one.of}${i === 0 ? ` of ${rows.length}` : ''} ${one.words}`).join(', ')}.`;
}

const titles: Record<string, string> = {
  nudged: 'Register still open',
  overdue: 'Register overdue',
  'day-end': 'Register overdue',
  done: 'Register done',
};

/** The nudge that leads to one register (S7). */
export const registerDue = defineTask<Data>({
  clause: 'S7',
  label: 'A register to save',
  chase: 'register',
  // On its day it has its own clock; what is left of an earlier day is chased each working morning.
  waitsIn: ['day-end'],
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'follow',
  isOver: (_world, task) => !task.isOpen,
  async face(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context) return undefined;
    const { session, pack } = context;
    const who = nameSession(session);
    if (!task.isOpen)
      return {
        title: session.cancelled ? 'Session cancelled' : (titles.done ?? ''),
        tone: 'good',
        who,
        lines: ['Nothing more to do here.'],
      };
    const register = await world.records.registers.byId(session._id);
    const rows = register?.rows ?? [];
    const due = timeOf(addMinutes(session.startsAt, pack.register.overdueMinutes), session.zone);
    const overdue =
      session.day === dayOf(world.clock.now())
        ? `It was due at ${due}. ${sayShown(rows)}`
        : 'It was due on its day. Please complete it now.';
    return {
      title: titles[task.state] ?? '',
      tone: task.state === 'nudged' ? 'warning' : 'attention',
      who,
      lines: [
        task.state === 'nudged' ? `It is due by ${due}.` : overdue,
        `${sayProgress(rows)} Press “Show the register here”, pick only the exceptions and save it.`,
      ],
      acts: [{ act: 'show', title: 'Show the register here', style: 'positive', opens: session._id }],
    };
  },
  acts: {
    show: {
      by: 'owner',
      async run({ world, task, actor }) {
        const register = await world.records.registers.byId(task.sessionId ?? '');
        if (register)
          await world.records.slots.want(
            {
              kind: 'register',
              subjectId: register._id,
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
    const context = await loadSession(world, task.sessionId ?? '');
    const register = context && (await world.records.registers.byId(context.session._id));
    if (!context || context.session.cancelled || register?.state !== 'open')
      return { act: 'done', state: 'done', isOpen: false, next: null };
    const { session, programme, pack } = context;
    if (task.state === 'waiting')
      return {
        act: 'nudged',
        state: 'nudged',
        isShown: true,
        next: { step: 'overdue', at: addMinutes(session.startsAt, pack.register.overdueMinutes) },
      };
    if (task.state === 'nudged') {
      await addUnknown(world, context);
      return { act: 'overdue', state: 'overdue', next: { step: 'end-of-day', at: await endOfDay(world, context) } };
    }
    for (const person of [...session.tutorIds, ...managersOf(programme)])
      await ensureEndOfDay(world, person, session.day, world.clock.now());
    return { act: 'end-of-day', state: 'day-end', next: null };
  },
});
