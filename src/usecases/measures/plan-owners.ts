import { type TaskOf, taskOf } from '../../domain/task.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import { enrolmentOn } from '../core/whose.ts';
import type { Action, ActionRole } from './plan-action.task.ts';

type Plan = Pick<TaskOf<'action-plan'>, '_id' | 'learnerId' | 'programmeId' | 'ownerIds' | 'data'>;

/** Who can own an action of a plan now: the learner, the employer, tutor or coach, the manager (S12). */
export async function ownersNow(world: World, plan: Plan): Promise<{ id: string; role: ActionRole }[]> {
  const about = [plan.learnerId ?? '', plan.programmeId ?? ''] as const;
  const enrolment = await enrolmentOn(world, ...about);
  const employer = await employerOf(world, ...about);
  const roles: [string | undefined, ActionRole][] = [
    [plan.learnerId, 'learner'],
    [employer?._id, 'employer'],
    [enrolment?.coachId, 'coach'],
    [plan.ownerIds[0], 'manager'],
  ];
  return roles.flatMap(([id, role]) => (id ? [{ id, role }] : []));
}

/**
 * A plan's actions, each with whose it is; one that is only written down is whose it would be today: of whoever is now
 * what its owner was then, or the plan's own owner's where nobody is.
 */
export async function actionsNow(world: World, plan: Plan): Promise<Action[]> {
  const now = await ownersNow(world, plan);
  const actions: Action[] = [];
  for (const action of plan.data.actions) {
    const asked = taskOf('plan-action', await world.records.tasks.byId(taskId('plan-action', plan._id, action.id)));
    const next = now.find((one) => (action.role ? one.role === action.role : one.id === action.ownerId));
    actions.push({ ...action, ownerId: asked?.ownerIds[0] ?? next?.id ?? plan.ownerIds[0] ?? action.ownerId });
  }
  return actions;
}
