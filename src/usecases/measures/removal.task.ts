import type { Programme } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import { leaders } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { managersOf, nameOf } from '../core/whose.ts';
import { leaveProgramme } from '../standing/leave-programme.ts';
import { recordStatus } from '../standing/record-status.ts';
import { tellDecision } from '../standing/tell-family.ts';
import { type DecisionData, defineDecision } from './decision.ts';

type Data = DecisionData & { byId: string; reason: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    removal: Data;
  }
}

/** Who decides a removal: another than who proposed it, where there is one (S14). */
async function decidersOf(world: World, programme: Programme, byId: string): Promise<string[]> {
  const [next] = [programme.managerId, programme.hospId].filter((id) => id !== undefined && id !== byId);
  if (next) return [next];
  const above = (await leaders(world)).filter((id) => id !== byId);
  return above.length > 0 ? above : managersOf(programme);
}

/** No improvement after these steps: removal is proposed, and only a manager can decide it (S14). */
export async function openRemoval(
  world: World,
  about: Task<{ packId: string }>,
  by: Person,
  reason: string,
): Promise<void> {
  const programme = about.programmeId ? await world.records.enrolments.programme(about.programmeId) : null;
  if (!programme) return;
  await recordStatus(
    world,
    { learnerId: about.learnerId ?? '', programmeId: programme._id },
    'removal-proposed',
    by._id,
  );
  await openTask(world, {
    _id: taskId('removal', about._id),
    kind: 'removal',
    learnerId: about.learnerId ?? '',
    programmeId: programme._id,
    ownerIds: await decidersOf(world, programme, by._id),
    watcherIds: [by._id],
    state: 'open',
    data: { packId: about.data.packId, byId: by._id, reason },
    ...(about.pack ? { pack: about.pack } : {}),
  });
}

const about = (task: Task<Data>) => ({ learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '' });

/** Removal from the programme, decided by a manager with a reason (S14). */
export const removal = defineDecision<Data>({
  clause: 'S14',
  label: 'Removal proposed',
  chase: 'place',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  title: 'Removal proposed',
  name: 'Removal',
  lines: async (world, task) => [
    `${await nameOf(world, task.data.byId)}: “${task.data.reason}”`,
    'One named person decides. The learner may contest it.',
  ],
  choices: [
    {
      act: 'keep',
      title: 'Keep on the programme',
      style: 'positive',
      needsWhy: true,
      carryOut: ({ world, task, actor }) => recordStatus(world, about(task), 'at-risk', actor._id),
    },
    {
      act: 'remove',
      title: 'Remove from the programme',
      style: 'destructive',
      needsWhy: true,
      async carryOut({ world, task, actor }) {
        await leaveProgramme(world, about(task), 'removed', { actor, key: `${task._id}|${task.version}` });
        const words = 'your place on the programme ends.';
        await tellDecision(world, task, { title: 'About your place', words, by: actor });
      },
    },
  ],
  next: {
    keep: 'The plan goes on with a new report.',
    remove:
      'Learner and employer are told, and the MIS where it is connected. The learner is on no more registers here.',
  },
});
