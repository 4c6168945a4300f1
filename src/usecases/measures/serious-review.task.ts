import { addMinutes } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import { taskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { sayCauses } from '../core/say-causes.ts';
import { leaveProgramme } from '../standing/leave-programme.ts';
import { recordStatus } from '../standing/record-status.ts';
import { tellDecision } from '../standing/tell-family.ts';
import { reviewFacts } from './count-lessons.ts';
import { type DecisionData, defineDecision } from './decision.ts';
import { openStep } from './step.task.ts';
import { closeSteps } from './withdraw-discipline.ts';

/** `reviewId`: the Conduct Review that led here. */
type Data = DecisionData & { causes: Cause[]; reviewId?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'serious-review': Data;
  }
}

const linkDays = 7;

/** A place escalated to serious review: the Head of Study Programme decides (G13, G9). */
export async function openSeriousReview(
  world: World,
  about: {
    learnerId: string;
    programmeId: string;
    packId: string;
    causes: Cause[];
    ownerId?: string;
    reviewId?: string;
  },
  key: string,
): Promise<void> {
  const programme = await world.records.enrolments.programme(about.programmeId);
  const ownerId = about.ownerId ?? programme?.hospId ?? programme?.managerId;
  if (!ownerId) return;
  await recordStatus(world, about, 'serious-review', ownerId);
  await openTask(world, {
    _id: taskId('serious-review', key),
    kind: 'serious-review',
    learnerId: about.learnerId,
    programmeId: about.programmeId,
    ownerIds: [ownerId],
    state: 'open',
    data: { packId: about.packId, causes: about.causes, ...(about.reviewId ? { reviewId: about.reviewId } : {}) },
  });
}

/** Serious review and exit: recorded steps, each decided by a named person (G13). */
export const seriousReview = defineDecision<Data>({
  clause: 'G13, G9',
  label: 'Serious review',
  chase: 'place',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  title: 'Serious review',
  page: ({ data: { reviewId } }) =>
    reviewId ? { name: 'reviews', title: 'Conduct Review', rest: `/${encodeURIComponent(reviewId)}` } : undefined,
  lines: async (world, task) => [
    await sayCauses(world, task.learnerId ?? '', task.data.causes),
    'Only you decide. The learner may contest what you decide.',
  ],
  async basis(world, task, viewer) {
    const { reviewId = '' } = task.data;
    const review = taskOf('conduct-review', await world.records.tasks.byId(reviewId, task.learnerId));
    if (!review) return { facts: [], links: [] };
    const url = world.link?.('report', review._id, viewer._id, addMinutes(world.clock.now(), linkDays * 1_440));
    return {
      facts: await reviewFacts(world, review),
      links: url ? [{ title: 'Conduct Review report', url }] : [],
    };
  },
  choices: [
    {
      act: 'stays',
      title: 'The learner stays',
      style: 'positive',
      needsWhy: true,
      async carryOut({ world, task, actor }) {
        const about = { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '' };
        await recordStatus(world, about, 'monitored', actor._id);
        await closeSteps(world, about.learnerId);
        const words = 'after the serious review you keep your place.';
        await tellDecision(world, task, { title: 'Your serious review', words, by: actor });
      },
    },
    {
      act: 'exit',
      title: 'Exit, with advice',
      style: 'destructive',
      needsWhy: true,
      async carryOut({ world, task, actor }) {
        const about = {
          learnerId: task.learnerId ?? '',
          programmeId: task.programmeId ?? '',
          packId: task.data.packId ?? '',
        };
        await closeSteps(world, about.learnerId);
        await leaveProgramme(world, about, 'exit', { actor, key: `${task._id}|${task.version}` });
        const words = 'after the serious review your place here ends. We will help you with what comes next.';
        await tellDecision(world, task, { title: 'Your serious review', words, by: actor });
        const items = [{ code: 'exit-advice', does: 'note' as const }];
        await openStep(world, { ...about, ownerId: actor._id, items }, `exit|${task._id}`);
      },
    },
  ],
  next: { stays: 'The mentor keeps supporting the learner.', exit: 'Advice and an exit strategy come as a task.' },
});
