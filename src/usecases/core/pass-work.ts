import type { Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { standIns } from './acting-for.ts';
import type { World } from './ports.ts';
import { moveTask } from './put-task.ts';
import { type Action, isAboutSelf, may, rightFor } from './rights.ts';
import { wantCase } from './want-card.ts';

/** The right to decide each kind of case. */
const caseActions = {
  fall: 'decide-fall',
  noticed: 'decide-noticed',
  report: 'decide-report',
} as const satisfies Record<RiskCase['kind'], Action>;

/** True when someone may do a task at all: by their roles, not about themself, and not what they themselves decided. */
export function canDo(person: Person, task: Task): boolean {
  const notId = taskOf('contest', task)?.data.notId;
  return may(person, rightFor(task.kind), true) && notId !== person._id && !isAboutSelf(person, task.learnerId);
}

/** True when someone may decide a case. */
export function canDecide(person: Person, { kind, learnerId }: Pick<RiskCase, 'kind' | 'learnerId'>): boolean {
  return may(person, caseActions[kind], true) && !isAboutSelf(person, learnerId);
}

const swapped = (ids: readonly string[], from: string, to: string) => [
  ...new Set(ids.map((id) => (id === from ? to : id))),
];

/** A task changes hands, where somebody acts on it and where they only see it; the one who had it sees nothing of it any more. */
export async function passTask(world: World, task: Task, from: string, to: string): Promise<void> {
  const ownerIds = swapped(task.ownerIds, from, to);
  const watcherIds = swapped(task.watcherIds, from, to).filter((id) => !ownerIds.includes(id));
  await moveTask(world, task, { act: 'handed-over', ownerIds, watcherIds });
}

/** A case changes hands; both see their cards drawn again. Part of a transaction. */
export async function passCase(world: World, riskCase: RiskCase, to: string): Promise<void> {
  const after = { ...riskCase, ownerId: to, version: riskCase.version + 1 };
  if (!(await world.records.cases.replace(after, riskCase.version))) throw new Error('case changed meanwhile');
  for (const person of await standIns(world, [to, riskCase.ownerId]))
    await wantCase(world, after, person, person === riskCase.ownerId ? 'again' : 'bottom');
}

/** What somebody is asked for just now and somebody else could do: tasks, and cases to decide. */
export async function workOf(world: World, person: Person): Promise<{ tasks: Task[]; cases: RiskCase[] }> {
  const tasks = (await world.records.tasks.openOf([person._id])).filter(
    ({ kind }) => kind !== 'end-of-day' && !world.traits[kind].isPersonal,
  );
  return { tasks, cases: await world.records.cases.openOf([person._id]) };
}
