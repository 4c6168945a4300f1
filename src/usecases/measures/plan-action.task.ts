import { type Day, dayOf, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { closingTime, lastDayStep, morningAfter } from '../core/working-time.ts';

/** Who an action of a plan can be for, as they stand to the learner. */
export type ActionRole = 'learner' | 'employer' | 'coach' | 'manager';

/** One action of a plan. `ownerId`: who it was written down for; `role`: as what, so that whoever is that then is asked. */
export type Action = { id: string; what: string; ownerId: string; role?: ActionRole; due: Day };
type ActionData = { planId: string; what: string; due: Day; note?: string; isOverdue?: boolean };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'plan-action': ActionData;
  }
}

/** Gives one action of a plan to its owner (S12). */
export async function openPlanAction(
  world: World,
  plan: Pick<Task, '_id' | 'learnerId' | 'programmeId'>,
  action: Action,
): Promise<void> {
  await openTask(world, {
    _id: taskId('plan-action', plan._id, action.id),
    kind: 'plan-action',
    learnerId: plan.learnerId ?? '',
    programmeId: plan.programmeId ?? '',
    ownerIds: [action.ownerId],
    watcherIds: [],
    state: 'open',
    data: { planId: plan._id, what: action.what, due: action.due },
    dueAt: closingTime(action.due),
    next: lastDayStep(action.due, world.clock.now()),
  });
}

/** Working days after which an overdue action is put to its owner again. */
const overdueEvery = 3;

/** Whoever owns the plan sees that an action of it is left undone: the plan comes to them. */
async function showPlan(world: World, planId: string): Promise<void> {
  const plan = await world.records.tasks.byId(planId);
  if (plan?.isOpen) await moveTask(world, plan, { act: 'action-overdue', toBottom: plan.ownerIds });
}

async function redrawPlan(world: World, planId: string): Promise<void> {
  await redrawTask(world, await world.records.tasks.byId(planId));
}

const actionTitles: Record<string, string> = {
  open: 'An action for you',
  done: 'Action done',
  'not-done': 'Action not done',
};

/** One action of a plan, with its owner: a learner, an employer or staff (S12). */
export const planAction = defineTask<ActionData>({
  clause: 'S12',
  label: 'An action of a plan',
  chase: 'own-clock',
  rests: ['held'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task, viewer: Person) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const isOwn = viewer._id === learner._id;
    return {
      title: task.data.isOverdue && task.isOpen ? 'Action overdue' : (actionTitles[task.state] ?? ''),
      tone: task.isOpen ? (task.data.isOverdue ? 'attention' : 'warning') : task.state === 'done' ? 'good' : 'default',
      who: isOwn ? 'From your action plan' : `From the action plan of ${nameAndRef(learner)}`,
      lines: [task.data.what],
      facts: [{ label: 'By', value: sayDay(task.data.due) }],
      fields: task.isOpen ? [{ id: 'note', label: 'Note (optional)', type: 'words' as const }] : [],
      acts: task.isOpen
        ? [
            { act: 'done', title: 'Done', style: 'positive' as const },
            { act: 'not-done', title: 'Could not be done' },
          ]
        : [],
      said: task.data.note ? `“${task.data.note}”` : '',
    };
  },
  learnerActs: ['done', 'not-done'],
  acts: Object.fromEntries(
    (['done', 'not-done'] as const).map((state) => [
      state,
      {
        by: 'owner' as const,
        takes: ['note'],
        async run({ world, task, fields }: { world: World; task: Task<ActionData>; fields: Record<string, string> }) {
          if (state === 'not-done' && (fields.note ?? '').length < 3) return refuse('needs-a-reason');
          await redrawPlan(world, task.data.planId);
          return {
            act: state,
            state,
            isOpen: false,
            ...(fields.note ? { words: fields.note, data: { note: fields.note } } : {}),
            next: null,
          };
        },
      },
    ]),
  ),
  async onTime(world, task) {
    const now = world.clock.now();
    const due = closingTime(task.data.due);
    if (now < due) return { act: 'reminded', toBottom: task.ownerIds, next: { step: 'overdue', at: due } };
    const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
    await (task.data.isOverdue ? showPlan : redrawPlan)(world, task.data.planId);
    const next = { step: 'again', at: morningAfter(world, programme, dayOf(now, programme?.zone), overdueEvery) };
    return { act: 'overdue', data: { isOverdue: true }, toBottom: task.ownerIds, next };
  },
});
