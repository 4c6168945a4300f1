import { addMinutes } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import type { RegisterRow } from '../../domain/register.ts';
import { nameSession } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { loadSession, nameOf, type SessionContext } from '../core/about-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { runningReviews } from './conduct-review.task.ts';
import type { ConductReview } from './conduct-review-face.ts';

type Data = { reviewId: string; met: number[]; note?: string };

/** Each lesson of a learner on a Conduct Review, its tutor gets a card with the three targets (G11). */
export async function openLessons(
  world: World,
  { session, programme, pack }: SessionContext,
  rows: readonly RegisterRow[],
): Promise<void> {
  if (!pack.conductReview) return;
  for (const review of await runningReviews(
    world,
    rows.map((row) => row.learnerId),
    session.day,
  ))
    await openTask<Data>(world, {
      _id: taskId('conduct-lesson', review._id, session._id),
      kind: 'conduct-lesson',
      sessionId: session._id,
      learnerId: review.learnerId ?? '',
      programmeId: programme._id,
      ownerIds: session.tutorIds,
      state: 'open',
      data: { reviewId: review._id, met: [] },
      pack: pack.ref,
      next: { step: 'remind', at: addMinutes(session.endsAt, -5) },
    });
}

/** One lesson's targets, ticked and signed by its tutor (G11). */
export const conductLesson = defineTask<Data>({
  clause: 'G11',
  label: 'Conduct Review: a lesson to sign',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  async face(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    const review = (await world.records.tasks.byId(task.data.reviewId)) as unknown as Task<ConductReview> | null;
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !review || !learner) return undefined;
    const options = review.data.targets.map((target, i) => ({ title: target, value: String(i + 1) }));
    const last = task.history.findLast((one) => one.act === 'signed');
    const base = { who: nameAndRef(learner), lines: [nameSession(context.session)] };
    if (task.state === 'signed') {
      const isAll = task.data.met.length === options.length;
      return {
        ...base,
        title: 'Targets signed',
        tone: isAll ? 'good' : 'warning',
        facts: options.map((one) => ({
          label: task.data.met.includes(Number(one.value)) ? '✓ met' : '✗ not met',
          value: one.title,
        })),
        said: `Signed by ${await nameOf(world, last?.byId)}.${task.data.note ? ` “${task.data.note}”` : ''}`,
      };
    }
    return {
      ...base,
      title: 'Conduct Review: this lesson',
      tone: 'warning',
      fields: [
        { id: 'met', label: 'Targets met', type: 'choices', options },
        { id: 'note', label: 'Note (optional)', type: 'words' },
      ],
      acts: [{ act: 'sign', title: 'Sign', style: 'positive' }],
    };
  },
  acts: {
    sign: {
      by: 'owner',
      async run({ task, fields }) {
        const met = (fields.met ?? '').split(',').filter(Boolean).map(Number);
        if (met.some((one) => ![1, 2, 3].includes(one)) || new Set(met).size !== met.length)
          return refuse('bad-payload');
        if (task.state === 'signed') return { act: 'signed already' };
        return {
          act: 'signed',
          state: 'signed',
          isOpen: false,
          data: { met: met.sort(), ...(fields.note ? { note: fields.note } : {}) },
          next: null,
        };
      },
    },
  },
  async onTime(world, task) {
    const session = task.sessionId ? await world.records.sessions.byId(task.sessionId) : null;
    if (session?.cancelled) return { act: 'cancelled', state: 'cancelled', isOpen: false, next: null };
    return { act: 'reminded', toBottom: task.ownerIds, next: null };
  },
});
