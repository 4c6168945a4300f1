import { addWorkingDays, type Day, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { allOf } from '../../domain/calendar-event.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { ChoiceOption } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask, type TaskFace } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { morningOf } from '../core/working-time.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import { recordStatus } from '../standing/record-status.ts';
import { type Action, openPlanAction } from './plan-action.task.ts';
import { actionsNow, ownersNow } from './plan-owners.ts';
import { openRemoval } from './removal.task.ts';
import { tellPlan } from './tell-plan.ts';

type PlanData = { packId: string; caseId: string; actions: Action[]; reviewOn?: Day; outcome?: string; rounds: number };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'action-plan': PlanData;
  }
}

/** An action plan for a learner at risk: the manager sets actions with owners and dates, and a day to review it (S12). */
export async function openActionPlan(world: World, riskCase: RiskCase): Promise<void> {
  await openTask(world, {
    _id: taskId('action-plan', riskCase._id),
    kind: 'action-plan',
    learnerId: riskCase.learnerId,
    programmeId: riskCase.programmeId,
    ownerIds: [riskCase.ownerId],
    watcherIds: riskCase.openedById ? [riskCase.openedById] : [],
    state: 'draft',
    data: { packId: riskCase.pack.id, caseId: riskCase._id, actions: [], rounds: 0 },
    pack: riskCase.pack,
  });
}

async function ownerChoices(world: World, task: Task<PlanData>): Promise<ChoiceOption[]> {
  const options: ChoiceOption[] = [];
  for (const { id, role } of await ownersNow(world, task))
    options.push({ title: `${await nameOf(world, id)} (${role})`, value: id });
  return options;
}

async function actionLines(world: World, task: Task<PlanData>): Promise<TaskFace['rows']> {
  const rows = [];
  for (const action of await actionsNow(world, task)) {
    const own = taskOf('plan-action', await world.records.tasks.byId(taskId('plan-action', task._id, action.id)));
    const note = own?.data.note;
    const state =
      own?.state === 'done'
        ? 'done'
        : own?.state === 'not-done'
          ? 'not done'
          : own?.data.isOverdue
            ? 'overdue'
            : own
              ? 'open'
              : 'not started';
    rows.push({
      key: action.id,
      title: action.what,
      detail: `${await nameOf(world, action.ownerId)}, by ${sayDay(action.due)}: ${state}${note ? ` “${note}”` : ''}`,
      tone:
        state === 'done'
          ? ('good' as const)
          : state === 'overdue' || state === 'not done'
            ? ('attention' as const)
            : ('default' as const),
      acts: task.state === 'draft' ? [{ act: 'drop', title: 'Take out' }] : [],
    });
  }
  return rows;
}

async function draftFace(world: World, task: Task<PlanData>, base: TaskFace): Promise<TaskFace> {
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const holidays = world.holidays(programme);
  const today = dayOf(world.clock.now());
  const pack = packOn(world.packs, task.data.packId, today);
  const review = addWorkingDays(today, pack.atRisk?.reviewAfterWorkingDays ?? 10, holidays);
  return {
    ...base,
    title: 'Action plan: what is to be done?',
    tone: 'warning',
    fields: [
      { id: 'what', label: 'Action', type: 'words' },
      { id: 'owner', label: 'Who', type: 'choice', options: await ownerChoices(world, task) },
      { id: 'due', label: 'By', type: 'day', value: addWorkingDays(today, 5, holidays) },
      { id: 'review', label: 'Review the plan on', type: 'day', value: task.data.reviewOn ?? review },
    ],
    acts: [
      {
        act: 'add',
        title: 'Add this action',
        ...(task.data.actions.length === 0 ? { style: 'positive' as const } : {}),
      },
      ...(task.data.actions.length > 0 ? [{ act: 'start', title: 'Start the plan', style: 'positive' as const }] : []),
    ],
  };
}

/** The plan itself, reviewed on its day: improved, another round, or a proposal to remove (S12, S14). */
export const actionPlan = defineTask<PlanData>({
  clause: 'S12, S14',
  label: 'Action plan',
  labelIn: { draft: 'An action plan to write', review: 'An action plan to review' },
  chase: 'decision',
  waitsIn: ['draft', 'review'],
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  inCalendar: true,
  async appointment(world, { state, ownerIds, learnerId, data: { reviewOn } }) {
    const learner = learnerId ? await world.records.people.byId(learnerId) : null;
    const [ownerId] = ownerIds;
    if (!learner || !ownerId || !reviewOn || !['running', 'review'].includes(state)) return undefined;
    return { ownerId, guestIds: [], title: `Review: ${callName(learner)}`, ...allOf(reviewOn) };
  },
  async face(world, task, viewer) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const isOwner = task.ownerIds.includes(viewer._id);
    const picture = await pictureOf(world, learner._id, task.data.packId);
    const base: TaskFace = {
      title: 'Action plan',
      who: nameAndRef(learner),
      rows: (await actionLines(world, task)) ?? [],
      ...(task.data.reviewOn ? { facts: [{ label: 'Review on', value: sayDay(task.data.reviewOn) }] } : {}),
    };
    if (task.state === 'draft' && !isOwner)
      // Nothing to show before there is a plan; whoever saw the last round hears that another is coming.
      return task.data.rounds === 0 ? undefined : { ...base, lines: ['The manager is writing the next round.'] };
    if (task.state === 'draft') return draftFace(world, task, base);
    if (task.state === 'review')
      return {
        ...base,
        title: 'Action plan: time to review',
        tone: 'attention',
        facts: picture.facts,
        chart: picture.chart,
        fields: isOwner ? [{ id: 'outcome', label: 'What has come of it?', type: 'words', needed: true }] : [],
        acts: isOwner
          ? [
              { act: 'improved', title: 'Improved, close it', style: 'positive' },
              { act: 'again', title: 'Another round' },
              { act: 'removal', title: 'Propose removal' },
            ]
          : [],
      };
    if (!task.isOpen)
      return {
        ...base,
        title: task.state === 'improved' ? 'Action plan: improved' : 'Action plan closed',
        tone: task.state === 'improved' ? 'good' : 'default',
        said: task.data.outcome ? `“${task.data.outcome}”` : '',
      };
    return { ...base, title: 'Action plan running' };
  },
  acts: {
    add: {
      by: 'owner',
      takes: ['what', 'owner', 'due', 'review'],
      async run({ world, task, fields, now }) {
        const { what = '', owner = '', due = '', review = '' } = fields;
        if (task.state !== 'draft') return refuse('not-found');
        if (what.length < 3) return refuse('needs-words', 'Action');
        if (!isDay(due) || due < dayOf(now)) return refuse('day-needed', 'By');
        const chosen = (await ownersNow(world, task)).find((one) => one.id === owner);
        if (!chosen) return refuse('pick-one', 'Who');
        const id = `a${task.data.rounds}-${task.version}`;
        return {
          act: 'action-added',
          words: what,
          data: {
            actions: [...task.data.actions, { id, what, ownerId: owner, role: chosen.role, due }],
            ...(isDay(review) ? { reviewOn: review } : {}),
          },
        };
      },
    },
    drop: {
      by: 'owner',
      run: async ({ task, row }) =>
        task.state === 'draft'
          ? {
              act: 'action-taken-out',
              words: row,
              data: { actions: task.data.actions.filter((one) => one.id !== row) },
            }
          : refuse('not-found'),
    },
    start: {
      by: 'owner',
      takes: ['review', 'due'],
      async run({ world, task, actor, fields, now }) {
        const { review = '' } = fields;
        if (task.state !== 'draft' || task.data.actions.length === 0) return refuse('not-found');
        if (!isDay(review) || review <= dayOf(now)) return refuse('day-needed', 'Review the plan on');
        await recordStatus(
          world,
          { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '' },
          'action-plan',
          actor._id,
        );
        const actions = await actionsNow(world, task);
        await tellPlan(world, { ...task, data: { ...task.data, actions } }, actor, review);
        for (const action of actions) await openPlanAction(world, task, action);
        return {
          act: 'started',
          state: 'running',
          data: { actions, reviewOn: review },
          next: { step: 'review', at: morningOf(review) },
        };
      },
    },
    improved: {
      by: 'owner',
      undo: true,
      takes: ['outcome'],
      async run({ world, task, actor, fields }) {
        if (task.state !== 'review' || (fields.outcome ?? '').length < 3) return refuse('needs-a-reason');
        await recordStatus(
          world,
          { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '' },
          'no-concern',
          actor._id,
        );
        return {
          act: 'improved',
          words: fields.outcome ?? '',
          state: 'improved',
          isOpen: false,
          data: { outcome: fields.outcome ?? '' },
          next: null,
        };
      },
    },
    again: {
      by: 'owner',
      undo: true,
      takes: ['outcome'],
      async run({ task, fields }) {
        if (task.state !== 'review' || (fields.outcome ?? '').length < 3) return refuse('needs-a-reason');
        return {
          act: 'another-round',
          words: fields.outcome ?? '',
          state: 'draft',
          data: { outcome: fields.outcome ?? '', rounds: task.data.rounds + 1 },
          next: null,
        };
      },
    },
    removal: {
      by: 'owner',
      escalates: true,
      undo: true,
      takes: ['outcome'],
      async run({ world, task, actor, fields }) {
        const outcome = fields.outcome ?? '';
        if (task.state !== 'review' || outcome.length < 3) return refuse('needs-a-reason');
        await openRemoval(world, task as Task<{ packId: string }>, actor, outcome);
        return {
          act: 'removal-proposed',
          words: outcome,
          state: 'no-improvement',
          isOpen: false,
          data: { outcome },
          next: null,
        };
      },
    },
  },
  async onTime(_world, task) {
    if (task.state !== 'running') return undefined;
    return { act: 'review-is-due', state: 'review', toBottom: task.ownerIds, next: null };
  },
});
