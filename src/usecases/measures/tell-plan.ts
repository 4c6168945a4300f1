import { type Day, dayOf, sayDay } from '../../domain/calendar.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { TaskOf } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { nameOf } from '../core/whose.ts';

/**
 * Learner and employer read the plan and their part of it when it starts (S12); the employer where the manager has
 * informed them of the concern, or something of the plan is theirs to do.
 */
export async function tellPlan(
  world: World,
  task: Pick<TaskOf<'action-plan'>, '_id' | 'learnerId' | 'programmeId' | 'data'>,
  actor: Person,
  reviewOn: Day,
): Promise<void> {
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  if (!learner) return;
  const { actions, caseId, rounds } = task.data;
  const employer = await employerOf(world, learner._id, task.programmeId ?? '');
  const riskCase = caseId ? await world.records.cases.byId(caseId) : null;
  const options = riskCase ? packOn(world.packs, riskCase.pack.id, dayOf(riskCase.openedAt)).options.report : [];
  const informs = options.filter((one) => one.opens.includes('inform-employer')).map((one) => one.code);
  const isInformed = riskCase?.decisions.some((one) => informs.includes(one.option)) ?? false;
  const hasPart = actions.some((one) => one.ownerId === employer?._id);
  const lines = [
    ...(await Promise.all(
      actions.map(async (one) => `${await nameOf(world, one.ownerId)}: ${one.what}, by ${sayDay(one.due)}.`),
    )),
    `${callName(actor)} looks at it with you on ${sayDay(reviewOn)}.`,
  ];
  const key = `plan|${task._id}|${rounds}`;
  const about = { lines, aboutId: learner._id, taskId: task._id, byId: actor._id };
  await tellChange(world, { ...about, key: `${key}|learner`, title: 'Your action plan' }, [learner]);
  if (employer && (isInformed || hasPart))
    await tellChange(world, { ...about, key: `${key}|employer`, title: `Action plan for ${callName(learner)}` }, [
      employer,
    ]);
}
