import { addMinutes, dayOf, instantOf, isDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { plannedMinutes, type Session } from '../../domain/session.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import { employerOf } from '../core/learners-of.ts';
import { loadSession } from '../core/load-session.ts';
import type { TaskPress } from '../core/task-kind.ts';
import { managersOf } from '../core/whose.ts';
import { sayAt } from './alternative-face.ts';
import type { Alternative } from './alternative-session.ts';
import { busyTimes } from './free-times.ts';
import { openRelease } from './release.task.ts';

/** The tutor offers times (S4). */
export async function offer({ task, fields, now, world, acting }: TaskPress<Alternative>) {
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
    act: 'offered' as const,
    state: 'pick',
    data: { offers },
    ownerIds: [task.learnerId ?? ''],
    watcherIds: context.session.tutorIds,
  };
}

/** The alternative is in the timetable, and the employer is asked for release (S3, S4). */
async function agree({ task, world, now }: TaskPress<Alternative>, at: Date, act: TaskStep) {
  const context = await loadSession(world, task.sessionId ?? '');
  if (!context || Number.isNaN(at.getTime()) || at <= now) return refuse('times-needed');
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
    endsAt: end,
    day,
    agreedIn: task._id,
    next: { step: 'open', at },
  };
  await world.records.sessions.add(alternative);
  const employer = await employerOf(world, task.learnerId ?? '', programme._id);
  if (employer) await openRelease(world, context, alternative, task, employer._id);
  const isDone = pack.alternativeSession?.by !== 'held';
  const agreedFor = at.toISOString();
  return {
    act,
    words: sayAt(agreedFor, session.zone),
    state: 'agreed',
    isOpen: !isDone,
    ownerIds: [],
    watcherIds: [...session.tutorIds, task.learnerId ?? '', ...(task.data.isOverdue ? managersOf(programme) : [])],
    data: { agreedFor, sessionId: alternative._id },
    ...(isDone ? { next: null } : {}),
  };
}

/** The learner picks one of the times offered (S4). */
export async function pick(press: TaskPress<Alternative>) {
  const { task, fields } = press;
  const chosen = fields.pick ?? '';
  if (!task.data.offers.includes(chosen)) return refuse('times-needed');
  return task.state === 'pick' ? agree(press, new Date(chosen), 'agreed') : refuse('not-found');
}

/** Tutor and learner have agreed on the phone or face to face; the tutor writes down for when (S4). */
export async function agreeByPhone(press: TaskPress<Alternative>) {
  const { task, fields, acting, world } = press;
  const { day = '', time = '' } = fields;
  const context = await loadSession(world, task.sessionId ?? '');
  if (!context || acting._id === task.learnerId || !['offer', 'pick'].includes(task.state))
    return refuse('not-allowed');
  if (!isDay(day) || time === '') return refuse('times-needed');
  return agree(press, instantOf(day, time, context.session.zone), 'agreed-by-phone');
}
