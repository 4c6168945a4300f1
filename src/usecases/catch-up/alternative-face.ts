import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { plannedMinutes } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import type { SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { sayWithdrawn } from '../core/put-task.ts';
import type { TaskFace } from '../core/task-kind.ts';
import { managersOf, nameOf } from '../core/whose.ts';
import type { Alternative } from './alternative-session.ts';
import { freeTimes } from './free-times.ts';

/** "Monday 23 November, 09:00" of an instant in ISO text. */
export const sayAt = (iso: string, zone: string) => {
  const at = new Date(iso);
  return `${sayDay(dayOf(at, zone))}, ${timeOf(at, zone)}`;
};

/** What the tutor sees while it is theirs to offer times: those free in both timetables. */
export async function tutorFace(
  world: World,
  task: Task<Alternative>,
  context: SessionContext,
  base: TaskFace,
): Promise<TaskFace> {
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
      { act: 'by-phone', title: 'Agreed by phone' },
      ...(managersOf(programme).length > 0 && task.data.isOverdue ? [{ act: 'close', title: 'Agreed otherwise' }] : []),
    ],
  };
}

/** What the learner picks from. */
export function learnerFace(task: Task<Alternative>, zone: string, base: TaskFace): TaskFace {
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

/** What was agreed, or why nothing needs to be. */
export async function closedFace(
  world: World,
  task: Task<Alternative>,
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
