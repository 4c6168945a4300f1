import type { Cause } from '../../domain/cause.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { sayCauses } from '../core/say-causes.ts';
import { askedForSite, nameOf } from '../core/whose.ts';
import { recordStatus } from '../standing/record-status.ts';
import { type DecisionData, defineDecision } from './decision.ts';
import { openStep } from './step.task.ts';

type Data = DecisionData & { byId: string; causes: Cause[]; caseId?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'fitness-to-study': Data;
  }
}

/** Option C: Head of Study Programme and Office Manager are told why; what supports the learner is decided (G8). */
export async function openFitness(
  world: World,
  about: { learnerId: string; programmeId: string; packId: string; caseId: string },
  by: Person,
  causes: Cause[],
  key: string,
): Promise<void> {
  const programme = await world.records.enrolments.programme(about.programmeId);
  const office = askedForSite(await world.records.people.withRole('office-manager'), programme?.site);
  await openTask(world, {
    _id: taskId('fitness-to-study', key),
    kind: 'fitness-to-study',
    learnerId: about.learnerId,
    programmeId: about.programmeId,
    ownerIds: [...new Set([...(programme?.hospId ? [programme.hospId] : []), ...office])],
    watcherIds: [by._id],
    state: 'open',
    data: { packId: about.packId, caseId: about.caseId, byId: by._id, causes },
  });
}

/** Fitness to study: a Careers Coach 1:1, a second report or another placement (G8). */
export const fitnessToStudy = defineDecision<Data>({
  clause: 'G8',
  label: 'Fitness to study',
  chase: 'step',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  title: 'Fitness to study',
  lines: async (world, { learnerId = '', data }) => [
    `${await nameOf(world, data.byId)} says why: “${await sayCauses(world, learnerId, data.causes)}”`,
  ],
  choices: [
    ...(['careers-coach', 'second-report', 'placement'] as const).map((act) => ({
      act,
      title: {
        'careers-coach': 'Careers Coach 1:1',
        'second-report': 'Second report',
        placement: 'Alternative placement',
      }[act],
      carryOut: async ({
        world,
        task,
      }: {
        world: World;
        task: { _id: string; learnerId?: string; programmeId?: string; data: Data };
      }) => {
        const about = {
          learnerId: task.learnerId ?? '',
          programmeId: task.programmeId ?? '',
          packId: task.data.packId ?? '',
          ...(task.data.caseId ? { caseId: task.data.caseId } : {}),
        };
        await recordStatus(world, about, 'fitness-to-study', task.data.byId);
        const items = [{ code: act, does: 'note' as const }];
        await openStep(world, { ...about, ownerId: task.data.byId, items }, `${act}|${task._id}`);
      },
    })),
    { act: 'no-action', title: 'No further action', needsWhy: true },
  ],
  next: {
    'careers-coach': 'The mentor has it as a task.',
    'second-report': 'The mentor has it as a task.',
    placement: 'The mentor has it as a task.',
  },
});
