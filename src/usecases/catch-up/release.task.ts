import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { Next } from '../../domain/due.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { nameAndRef } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { remindersBefore } from '../core/working-time.ts';
import { offerAgain } from './alternative-session.ts';

type Data = { startsAt: Date; endsAt: Date; title: string; agreedIn: string; answer?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    release: Data;
  }
}

/** Who does not answer is asked again the working day before, and that morning, when the tutor sees it too. */
function nextOf(world: World, programme: Programme | null, startsAt: Date): Next {
  const reminder = remindersBefore(world, programme, startsAt).find((at) => at > world.clock.now());
  return reminder ? { step: 'remind', at: reminder } : { step: 'past', at: startsAt };
}

/** An employer sees when their apprentice needs release, and can answer (S3). */
export async function openRelease(
  world: World,
  { programme, pack }: SessionContext,
  alternative: Session,
  agreedIn: Pick<Task, '_id' | 'learnerId'>,
  employerId: string,
): Promise<void> {
  await openTask(world, {
    _id: taskId('release', alternative._id),
    kind: 'release',
    sessionId: alternative._id,
    learnerId: agreedIn.learnerId ?? '',
    programmeId: programme._id,
    ownerIds: [employerId],
    watcherIds: alternative.tutorIds,
    state: 'asked',
    data: {
      startsAt: alternative.startsAt,
      endsAt: alternative.endsAt,
      title: alternative.title,
      agreedIn: agreedIn._id,
    },
    pack: pack.ref,
    dueAt: alternative.startsAt,
    next: nextOf(world, programme, alternative.startsAt),
  });
}

/** The employer's answer; a refused time goes back to the tutor for others (S3, S4). */
export const release = defineTask<Data>({
  clause: 'S3, S4',
  label: 'Release for a 1-2-1',
  chase: 'own-clock',
  rests: ['held'],
  whileHeld: 'staff-only',
  onCancel: 'withdraw',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    const context = await loadSession(world, task.sessionId ?? '');
    if (!learner || !context) return undefined;
    const { zone } = context.session;
    const { startsAt, endsAt, title } = task.data;
    const when = `${sayDay(dayOf(startsAt, zone))}, ${timeOf(startsAt, zone)} to ${timeOf(endsAt, zone)}`;
    const isEmployer = task.ownerIds.includes(viewer._id);
    const last = task.history.at(-1);
    const by = await nameOf(world, last?.byId, '');
    const said: Record<string, string> = {
      asked: isEmployer ? '' : 'The employer has not answered yet.',
      released: `${by}: will be released${task.data.answer ? `, “${task.data.answer}”` : ''}.`,
      refused: `${by}: cannot be released then${task.data.answer ? `, “${task.data.answer}”` : ''}.`,
      past: 'No answer came before the session.',
    };
    return {
      title: 'Release for a 1-2-1',
      tone: task.state === 'asked' ? 'warning' : 'default',
      who: nameAndRef(learner),
      lines: [`${title}: ${when}.`, ...(isEmployer && task.isOpen ? ['Please release them from work then.'] : [])],
      fields:
        isEmployer && task.isOpen
          ? [{ id: 'note', label: 'If not: why, and when could they?', type: 'words' as const }]
          : [],
      acts:
        isEmployer && task.isOpen
          ? [
              { act: 'release', title: 'I will release them', style: 'positive' as const },
              { act: 'refuse', title: 'Not possible then' },
            ]
          : [],
      said: said[task.state] ?? '',
    };
  },
  acts: {
    release: {
      by: 'owner',
      takes: ['note'],
      run: async ({ fields: { note } }) => ({
        act: 'released',
        ...(note ? { words: note, data: { answer: note } } : {}),
        state: 'released',
        isOpen: false,
        next: null,
      }),
    },
    refuse: {
      by: 'owner',
      takes: ['note'],
      async run({ world, task, fields }) {
        const answer = fields.note || 'the employer needs them at work';
        await offerAgain(world, task.data.agreedIn, answer);
        return { act: 'refused', state: 'refused', isOpen: false, data: { answer }, next: null };
      },
    },
  },
  async onTime(world, task) {
    if (task.next?.step === 'past') return { act: 'past', state: 'past', isOpen: false, next: null };
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    const next = nextOf(world, programme, task.data.startsAt);
    // The last one: there is still time to ring.
    const toBottom = next.step === 'past' ? [...task.ownerIds, ...task.watcherIds] : task.ownerIds;
    return { act: 'reminded', toBottom, next };
  },
});
