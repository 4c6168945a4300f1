import {
  addMinutes,
  addWorkingDays,
  type Day,
  dayOf,
  instantOf,
  isDay,
  sayDay,
  timeOf,
} from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import { nameSession, plannedMinutes, type Session } from '../../domain/session.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import {
  closingTime,
  loadSession,
  managersOf,
  nameOf,
  nextMorning,
  type SessionContext,
} from '../core/about-session.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, sayWithdrawn, taskId, withdrawTask } from '../core/put-task.ts';
import { defineTask, type TaskFace, type TaskPress } from '../core/task-kind.ts';
import { busyTimes, freeTimes } from './free-times.ts';
import { openRelease } from './release.task.ts';

type Data = {
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
    'alternative-session': Data;
  }
}

/** A missed 1-2-1, authorised or not: another within the pack's working days (S4). Waits while a hold covers the learner. */
export async function openAlternative(world: World, context: SessionContext, learnerId: string): Promise<void> {
  const { session, programme, pack } = context;
  const rule = pack.alternativeSession;
  if (!rule) return;
  const deadline = addWorkingDays(session.day, rule.workingDays, world.holidays(programme.division));
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
      act: 'missed after all',
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

async function cancelAgreed(world: World, task: Task<Data>, why: string): Promise<void> {
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

const sayAt = (iso: string, zone: string) => {
  const at = new Date(iso);
  return `${sayDay(dayOf(at, zone))}, ${timeOf(at, zone)}`;
};

async function tutorFace(world: World, task: Task<Data>, context: SessionContext, base: TaskFace): Promise<TaskFace> {
  const { session, programme } = context;
  const tutorId = session.tutorIds[0] ?? '';
  const minutes = plannedMinutes(session);
  const free = await freeTimes(
    world,
    { tutorId, learnerId: task.learnerId ?? '', minutes, until: task.data.deadline },
    context,
  );
  const times = free.map((at) => ({ title: sayAt(at.toISOString(), session.zone), value: at.toISOString() }));
  const first = times.slice(0, 3).map((one) => one.value);
  return {
    ...base,
    lines: [
      ...(task.data.note ? [`The times did not suit: ${task.data.note}`] : []),
      'Tick times that suit you; the learner picks one. They are free in both timetables.',
    ],
    fields: [
      ...(times.length > 0
        ? [{ id: 'times', label: 'Times to offer', type: 'choices' as const, options: times, value: first.join(',') }]
        : []),
      { id: 'day', label: 'Or another day', type: 'day' },
      { id: 'time', label: 'at', type: 'time' },
    ],
    acts: [
      { act: 'offer', title: 'Offer these times', style: 'positive' },
      ...(managersOf(programme).length > 0 && task.data.isOverdue ? [{ act: 'close', title: 'Agreed otherwise' }] : []),
    ],
  };
}

async function offer({ task, fields, now, world, acting }: TaskPress<Data>) {
  const context = await loadSession(world, task.sessionId ?? '');
  if (!context) return refuse('not-found');
  if (acting._id === task.learnerId || task.state !== 'offer') return refuse('not-allowed');
  const ticked = (fields.times ?? '').split(',').filter(Boolean);
  const own =
    fields.day && fields.time && isDay(fields.day)
      ? instantOf(fields.day, fields.time, context.session.zone).toISOString()
      : '';
  const offers = [...new Set([...ticked, ...(own ? [own] : [])])].sort();
  const isTime = (iso: string) => !Number.isNaN(Date.parse(iso)) && new Date(iso) > now;
  if (offers.length === 0 || offers.length > 10 || !offers.every(isTime)) return refuse('times-needed');
  return {
    act: 'offered',
    state: 'pick',
    data: { offers },
    ownerIds: [task.learnerId ?? ''],
    watcherIds: context.session.tutorIds,
  };
}

async function pick({ task, fields, world, now }: TaskPress<Data>) {
  const context = await loadSession(world, task.sessionId ?? '');
  const chosen = fields.pick ?? '';
  if (!context || !task.data.offers.includes(chosen)) return refuse('times-needed');
  const at = new Date(chosen);
  if (at <= now) return refuse('times-needed');
  if (task.state !== 'pick') return refuse('not-found');
  const { session, programme, pack } = context;
  const end = addMinutes(at, plannedMinutes(session));
  const day = dayOf(at, session.zone);
  const who = { tutorId: session.tutorIds[0] ?? '', learnerId: task.learnerId ?? '', from: day, to: day };
  // Somebody else may have agreed the same time meanwhile.
  if ((await busyTimes(world, who)).some((one) => one.startsAt < end && at < one.endsAt)) return refuse('time-taken');
  const { room: _, cancelled: _c, changes: _h, lesson: _l, next: _n, ...same } = session;
  const alternative: Session = {
    ...same,
    _id: `${session._id}-alt-${task.learnerId}-${task.version}`,
    title: `${session.title} (alternative)`,
    learnerIds: [task.learnerId ?? ''],
    startsAt: at,
    endsAt: addMinutes(at, plannedMinutes(session)),
    day: dayOf(at, session.zone),
    agreedIn: task._id,
    next: { step: 'open', at },
  };
  await world.records.sessions.add(alternative);
  const employer = await employerOf(world, task.learnerId ?? '', programme._id);
  if (employer) await openRelease(world, context, alternative, task, employer._id);
  const isDone = pack.alternativeSession?.by !== 'held';
  return {
    act: 'agreed',
    words: sayAt(chosen, session.zone),
    state: 'agreed',
    isOpen: !isDone,
    ownerIds: [],
    watcherIds: [...session.tutorIds, task.learnerId ?? '', ...(task.data.isOverdue ? managersOf(programme) : [])],
    data: { agreedFor: chosen, sessionId: alternative._id },
    ...(isDone ? { next: null } : {}),
  };
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
      act: 'release refused',
      state: 'offer',
      isOpen: true,
      data: { note: why },
      ownerIds: context.session.tutorIds,
      watcherIds: [task.learnerId ?? ''],
      next: { step: 'overdue', at: closingTime(task.data.deadline, context.session.zone) },
    },
  );
}

function learnerFace(task: Task<Data>, zone: string, base: TaskFace): TaskFace {
  const options = task.data.offers.map((iso) => ({ title: sayAt(iso, zone), value: iso }));
  return {
    ...base,
    title: 'Pick a time for your 1-2-1',
    lines: ['You missed this 1-2-1. Your tutor can do it at one of these times.'],
    fields: [
      { id: 'pick', label: 'Time that suits you', type: 'choice', options, value: options[0]?.value ?? '' },
      { id: 'note', label: 'If none suits: when could you?', type: 'words' },
    ],
    acts: [
      { act: 'pick', title: 'Agree this time', style: 'positive' },
      { act: 'none', title: 'None of these suit me' },
    ],
  };
}

async function closedFace(
  world: World,
  task: Task<Data>,
  viewer: Person,
  zone: string,
  base: TaskFace,
): Promise<TaskFace> {
  const last = task.history.at(-1);
  if (task.state === 'withdrawn')
    return { ...base, title: '1-2-1: nothing to do', tone: 'good', lines: [sayWithdrawn(task) || 'No longer needed.'] };
  if (task.state === 'closed')
    return {
      ...base,
      title: '1-2-1: agreed otherwise',
      tone: 'good',
      lines: [`Closed by ${await nameOf(world, last?.byId)}.${last?.words ? ` “${last.words}”` : ''}`],
    };
  const isLearner = viewer._id === task.learnerId;
  const when = task.data.agreedFor ? sayAt(task.data.agreedFor, zone) : '';
  return {
    ...base,
    title: task.state === 'held' ? '1-2-1 caught up' : 'Alternative 1-2-1 agreed',
    tone: 'good',
    lines: [
      `${when}. It is in the timetable${isLearner ? '; tell me here if you cannot come after all.' : ', and its register will come.'}`,
    ],
  };
}

/** The alternative to a missed 1-2-1: the tutor offers times, the learner picks, both see it; overdue goes to the manager (S4). */
export const alternativeSession = defineTask<Data>({
  clause: 'S4, S3',
  label: 'Another time for a missed 1-2-1',
  chase: 'own-clock',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  async face(world, task, viewer) {
    const context = await loadSession(world, task.sessionId ?? '');
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !learner) return undefined;
    const { session } = context;
    const base: TaskFace = {
      title: task.data.isOverdue ? 'Alternative 1-2-1 overdue' : 'Agree an alternative 1-2-1',
      tone: task.data.isOverdue ? 'attention' : 'warning',
      who: viewer._id === learner._id ? nameSession(session) : `${nameAndRef(learner)}: ${nameSession(session)}`,
      facts: task.isOpen ? [{ label: 'To be agreed by', value: sayDay(task.data.deadline) }] : [],
    };
    if (!task.isOpen || task.state === 'agreed') return closedFace(world, task, viewer, session.zone, base);
    if (task.state === 'pick' && viewer._id === task.learnerId) return learnerFace(task, session.zone, base);
    if (task.state === 'pick') {
      const offered = task.data.offers.map((iso) => sayAt(iso, session.zone)).join('; ');
      return {
        ...base,
        lines: [`Offered to ${callName(learner)}: ${offered}. Waiting for them to pick.`],
        acts: [
          { act: 'change', title: 'Offer other times', bare: true },
          ...(task.data.isOverdue ? [{ act: 'close', title: 'Agreed otherwise', bare: true }] : []),
        ],
      };
    }
    if (viewer._id === task.learnerId)
      return { ...base, title: 'Your 1-2-1', lines: ['Your tutor is looking for other times.'] };
    return tutorFace(world, task, context, base);
  },
  learnerActs: ['pick', 'none', 'change'],
  acts: {
    offer: { by: 'owner', takes: ['times', 'day', 'time'], run: offer },
    pick: { by: 'owner', takes: ['pick'], run: pick },
    none: {
      by: 'owner',
      takes: ['pick', 'note'],
      async run({ world, task, fields }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || task.state !== 'pick') return refuse('not-found');
        return {
          act: 'none suits',
          state: 'offer',
          data: { offers: [], note: fields.note || 'no other time named' },
          ownerIds: context.session.tutorIds,
          watcherIds: [task.learnerId ?? ''],
        };
      },
    },
    change: {
      by: 'both',
      async run({ world, task, acting }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || acting._id === task.learnerId || task.state !== 'pick') return refuse('not-allowed');
        return {
          act: 'takes the offer back',
          state: 'offer',
          data: { offers: [] },
          ownerIds: context.session.tutorIds,
          watcherIds: [task.learnerId ?? ''],
        };
      },
    },
    close: {
      by: 'owner',
      run: async ({ task, fields, acting }) =>
        task.data.isOverdue && acting._id !== task.learnerId
          ? {
              act: 'closed',
              state: 'closed',
              isOpen: false,
              next: null,
              ...(fields.note ? { words: fields.note } : {}),
            }
          : refuse('not-allowed'),
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context || context.session.cancelled)
      return { act: 'cancelled', state: 'withdrawn', isOpen: false, next: null };
    const now = world.clock.now();
    const due = closingTime(task.data.deadline, context.session.zone);
    const overdue = { step: 'overdue', at: due };
    if (task.state === 'waiting') return { act: 'asked', state: 'offer', isShown: true, next: overdue };
    if (now < due) return { act: 'still open', next: overdue };
    // Overdue stays in sight, once a working day.
    const again = { step: 'overdue', at: nextMorning(world, context.programme) };
    if (task.data.isOverdue) return { act: 'still overdue', toBottom: task.ownerIds, next: again };
    const managers = managersOf(context.programme);
    const isTutorsTurn = task.state !== 'pick';
    return {
      act: 'overdue',
      data: { isOverdue: true },
      ownerIds: [...new Set([...(isTutorsTurn ? context.session.tutorIds : task.ownerIds), ...managers])],
      toBottom: [...context.session.tutorIds, ...managers],
      next: again,
    };
  },
});
