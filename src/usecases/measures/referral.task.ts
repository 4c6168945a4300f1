import type { Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import { nameOf } from '../core/about-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { type DecisionData, defineDecision } from './decision.ts';
import { openMeeting } from './meeting.task.ts';
import { openSeriousReview } from './serious-review.task.ts';

type Data = DecisionData & { byId: string; reason: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    referral: Data;
  }
}

/** Poor attendance is referred to the Head of Study Programme (G12). */
export async function openReferral(
  world: World,
  about: Task<{ packId: string }>,
  by: Person,
  reason: string,
): Promise<void> {
  const programme = about.programmeId ? await world.records.enrolments.programme(about.programmeId) : null;
  const ownerId = programme?.hospId ?? programme?.managerId;
  if (!programme || !ownerId) return;
  await openTask(world, {
    _id: taskId('referral', about._id, String(about.version)),
    kind: 'referral',
    learnerId: about.learnerId ?? '',
    programmeId: programme._id,
    ownerIds: [ownerId],
    watcherIds: [by._id],
    state: 'open',
    data: { packId: about.data.packId, byId: by._id, reason },
    ...(about.pack ? { pack: about.pack } : {}),
  });
}

/** What the Head of Study Programme makes of a referral (G12, G13). */
export const referral = defineDecision<Data>({
  clause: 'G12, G13',
  label: 'Referred to you',
  chase: 'step',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  title: 'Referred to you',
  name: 'Referral',
  lines: async (world, task) => [`${await nameOf(world, task.data.byId)}: “${task.data.reason}”`],
  choices: [
    {
      act: 'meeting',
      title: 'Arrange a meeting',
      style: 'positive',
      carryOut: ({ world, task, actor }) =>
        openMeeting(
          world,
          { ...about(task), why: 'Referred for poor attendance.', ownerId: actor._id },
          `referral|${task._id}`,
        ),
    },
    {
      act: 'serious-review',
      title: 'Serious review',
      needsWhy: true,
      carryOut: ({ world, task, actor, fields }) =>
        openSeriousReview(world, { ...about(task), reason: fields.why ?? '', ownerId: actor._id }, task._id),
    },
    { act: 'noted', title: 'Mentor keeps it' },
  ],
  next: {
    meeting: 'A meeting is to be arranged.',
    'serious-review': 'The serious review is with you.',
    noted: 'The mentor keeps working with the learner.',
  },
});

function about(task: Task<Data>) {
  return { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '', packId: task.data.packId ?? '' };
}
