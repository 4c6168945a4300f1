import { addWorkingDays, type Day } from '../../domain/calendar.ts';
import type { Session } from '../../domain/session.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId, withdrawTask } from '../core/put-task.ts';
import { closingTime } from '../core/working-time.ts';

/** What is known of the alternative to a missed 1-2-1 (S4). */
export type Alternative = {
  deadline: Day;
  /** Instants as ISO text: what the tutor offers. */
  offers: string[];
  agreedFor?: string;
  sessionId?: string;
  isOverdue?: boolean;
  /** Why the last times did not suit. */
  note?: string;
};
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'alternative-session': Alternative;
  }
}

/** A missed 1-2-1, authorised or not: another within the pack's working days (S4). Waits while a hold covers the learner. */
export async function openAlternative(world: World, context: SessionContext, learnerId: string): Promise<void> {
  const { session, programme, pack } = context;
  const rule = pack.alternativeSession;
  if (!rule) return;
  const deadline = addWorkingDays(session.day, rule.workingDays, world.holidays(programme));
  const _id = taskId('alternative-session', session._id, learnerId);
  const task = await openTask(world, {
    _id,
    kind: 'alternative-session',
    sessionId: session._id,
    learnerId,
    programmeId: programme._id,
    ownerIds: session.tutorIds,
    watcherIds: [],
    state: 'waiting',
    isShown: false,
    data: { deadline, offers: [] },
    pack: pack.ref,
    dueAt: closingTime(deadline, session.zone),
    next: { step: 'offer', at: world.clock.now() },
  });
  if (task.state === 'withdrawn')
    await moveTask(world, task, {
      act: 'missed-after-all',
      state: 'waiting',
      isOpen: true,
      next: { step: 'offer', at: world.clock.now() },
    });
}

/** The mark was amended: nothing was missed. An alternative session already agreed is cancelled. */
export async function withdrawAlternative(world: World, session: Session, learnerId: string): Promise<void> {
  const task = taskOf(
    'alternative-session',
    await world.records.tasks.byId(taskId('alternative-session', session._id, learnerId), learnerId),
  );
  if (!task || task.state === 'withdrawn' || task.state === 'held') return;
  if (task.data.sessionId) await cancelAgreed(world, task, 'the missed session was attended after all');
  if (task.isOpen) await withdrawTask(world, task, 'mark-amended');
  else
    await moveTask(world, task, {
      act: 'withdrawn',
      state: 'withdrawn',
      cause: 'mark-amended',
    });
}

async function cancelAgreed(world: World, task: Task<Alternative>, why: string): Promise<void> {
  const release = task.data.sessionId ? await world.records.tasks.byId(taskId('release', task.data.sessionId)) : null;
  await withdrawTask(world, release, 'no-release-needed');
  const session = task.data.sessionId ? await world.records.sessions.byId(task.data.sessionId) : null;
  if (session && !session.cancelled && session.startsAt > world.clock.now())
    await world.records.sessions.change(session._id, { cancelled: { by: 'bot', at: world.clock.now(), why } });
}

/** The alternative session took place: a task that waited for that is closed (S4, setting `held`). */
export async function closeHeld(world: World, session: Session): Promise<void> {
  const task = session.agreedIn ? await world.records.tasks.byId(session.agreedIn) : null;
  if (task && task.state !== 'held' && task.state !== 'withdrawn')
    await moveTask(world, task, { act: 'held', state: 'held', isOpen: false, next: null });
}

/** The employer cannot release the learner then: back to the tutor for other times (S3). */
export async function offerAgain(world: World, taskIdent: string, why: string): Promise<void> {
  const task = taskOf('alternative-session', await world.records.tasks.byId(taskIdent));
  const context = task && (await loadSession(world, task.sessionId ?? ''));
  if (!task || !context || task.state !== 'agreed') return;
  await cancelAgreed(world, task, why);
  const { agreedFor: _a, sessionId: _s, ...data } = task.data;
  await moveTask(
    world,
    { ...task, data: { ...data, offers: [] } },
    {
      act: 'release-refused',
      state: 'offer',
      isOpen: true,
      data: { note: why },
      ownerIds: context.session.tutorIds,
      watcherIds: [task.learnerId ?? ''],
      next: { step: 'overdue', at: closingTime(task.data.deadline, context.session.zone) },
    },
  );
}
