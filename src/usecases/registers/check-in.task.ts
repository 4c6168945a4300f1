import { sayTold, type Told, toldAbout } from '../../domain/absence-notice.ts';
import { addMinutes, timeOf } from '../../domain/calendar.ts';
import { isExpected } from '../../domain/enrolment.ts';
import { listNames } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, sayWithdrawn, taskId, withdrawTask } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { managersOf } from '../core/whose.ts';
import { endOfDay } from '../core/working-time.ts';
import { ensureEndOfDay } from './end-of-day.task.ts';

type Data = { arrivedAt?: Date; isLate?: boolean };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'check-in': Data;
  }
}

/** Before a session: today's notices and a check-in, where the pack turns it on (S9). */
export async function openCheckIn(world: World, { session, pack }: SessionContext): Promise<void> {
  if (!pack.staffCheckIn.on) return;
  const by = addMinutes(session.startsAt, -pack.staffCheckIn.arriveBeforeMinutes);
  // Whoever takes over later than that is late from the start on, not before.
  const at = by > world.clock.now() ? by : session.startsAt;
  for (const tutorId of session.tutorIds)
    await openTask(world, {
      _id: taskId('check-in', session._id, tutorId),
      kind: 'check-in',
      sessionId: session._id,
      programmeId: session.programmeId,
      ownerIds: [tutorId],
      state: 'expected',
      data: {},
      pack: pack.ref,
      again: ['withdrawn'],
      next: { step: 'late', at },
    });
}

/** A session's check-ins follow its tutors (hand-over): who gave it away is not waited for, who took it is asked. */
export async function passCheckIn(world: World, context: SessionContext): Promise<void> {
  const { session } = context;
  const tasks = await world.records.tasks.ofSession(session._id, 'check-in');
  for (const task of tasks)
    if (!task.ownerIds.some((id) => session.tutorIds.includes(id)))
      await withdrawTask(world, task, 'someone-else-takes-it');
  const isPrepared = tasks.length > 0 && world.clock.now() < session.startsAt;
  if (isPrepared) await openCheckIn(world, context);
}

/** What today's confirmed notices say about a session, by learner's name; times, never reasons. */
async function noticesOf(world: World, { session, programme }: SessionContext): Promise<string[]> {
  const enrolments = (await world.records.enrolments.ofProgramme(programme._id)).filter((one) =>
    isExpected(one, session),
  );
  const ids = enrolments.map((one) => one.learnerId);
  const names = listNames(await world.records.people.byIds(ids));
  return (await world.records.notices.touching(ids, session.day))
    .map((notice) => [notice.learnerId, toldAbout(notice, session, false)] as const)
    .filter((pair): pair is readonly [string, Told] => pair[1] !== undefined)
    .map(([learnerId, told]) => `${names.get(learnerId) ?? learnerId} · ${sayTold(told)}`);
}

/** The pre-session card (S9). */
export const checkIn = defineTask<Data>({
  clause: 'S9',
  label: 'Check in',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'withdraw',
  onHandOver: 'anew',
  async face(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context) return undefined;
    const { session, pack } = context;
    const { arrivedAt, isLate } = task.data;
    const notices = await noticesOf(world, context);
    const by = timeOf(addMinutes(session.startsAt, -pack.staffCheckIn.arriveBeforeMinutes), session.zone);
    return {
      title: 'Before your session',
      who: nameSession(session),
      lines: [
        ...(notices.length === 0 ? ['Nobody has told us they will be away.'] : notices),
        ...(arrivedAt || !task.isOpen
          ? []
          : [`Please check in by ${by}. Your college records when you do, and managers see late check-ins.`]),
      ],
      acts: arrivedAt || !task.isOpen ? [] : [{ act: 'arrive', title: 'I am here', style: 'positive' }],
      said: arrivedAt
        ? `Checked in at ${timeOf(arrivedAt, session.zone)}${isLate ? ', late' : ''}.`
        : sayWithdrawn(task),
    };
  },
  acts: {
    arrive: {
      by: 'owner',
      async run({ task, now }) {
        if (task.data.arrivedAt) return { act: 'arrived-again' };
        return { act: 'arrived', state: 'arrived', isOpen: false, data: { arrivedAt: now }, next: null };
      },
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context || context.session.cancelled)
      return { act: 'cancelled', state: 'cancelled', isOpen: false, next: null };
    const at = await endOfDay(world, context);
    for (const manager of managersOf(context.programme)) await ensureEndOfDay(world, manager, context.session.day, at);
    if (task.data.isLate) return { act: 'session-over', state: 'not-checked-in', isOpen: false, next: null };
    return { act: 'late', data: { isLate: true }, next: { step: 'end', at: context.session.endsAt } };
  },
});
