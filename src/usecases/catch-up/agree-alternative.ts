import { addMinutes, dayOf, instantOf, isDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { plannedMinutes, type Session } from '../../domain/session.ts';
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

/** The learner picks one: it is in the timetable, and the employer is asked for release (S3, S4). */
export async function pick({ task, fields, world, now }: TaskPress<Alternative>) {
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
    act: 'agreed' as const,
    words: sayAt(chosen, session.zone),
    state: 'agreed',
    isOpen: !isDone,
    ownerIds: [],
    watcherIds: [...session.tutorIds, task.learnerId ?? '', ...(task.data.isOverdue ? managersOf(programme) : [])],
    data: { agreedFor: chosen, sessionId: alternative._id },
    ...(isDone ? { next: null } : {}),
  };
}
