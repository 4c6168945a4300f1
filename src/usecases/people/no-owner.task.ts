import { count } from '../../domain/count.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { Task } from '../../domain/task.ts';
import type { ChoiceOption, FormRow } from '../core/card-model.ts';
import { learnerChoices } from '../core/learners-of.ts';
import { canDecide, canDo, passCase, passTask, workOf } from '../core/pass-work.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, type TaskMove, taskId } from '../core/put-task.ts';
import { siteOf } from '../core/site-of.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { nameOf, officeOf, staffOf } from '../core/whose.ts';
import { nextMorning } from '../core/working-time.ts';

/** `site`: whose office it is; none: the whole college's. */
type Data = { personIds: string[]; given?: Given; site?: string };
/** Who took over how much last, and how much of it they have not the role for. */
type Given = { toId: string; count: number; kept: number };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'no-owner': Data;
  }
}
type Left = { person: Person; tasks: Task[]; cases: RiskCase[] };

/** What these people are asked for and may not do any more. */
async function leftBy(world: World, personIds: readonly string[]): Promise<Left[]> {
  const found: Left[] = [];
  for (const person of await world.records.people.byIds(personIds)) {
    const { tasks, cases } = await workOf(world, person);
    const left = {
      person,
      tasks: tasks.filter((one) => !canDo(person, one)),
      cases: cases.filter((one) => !canDecide(person, one)),
    };
    if (left.tasks.length + left.cases.length > 0) found.push(left);
  }
  return found;
}

/** Somebody lost a role or left: what they were asked for and nobody took over stands on the list of their site's office. */
export async function listNoOwner(world: World, personId: string): Promise<void> {
  const site = (await siteOf(world, { person: await world.records.people.byId(personId) }))?._id;
  const of = site === undefined ? {} : { site };
  const ownerIds = await officeOf(world, site);
  if (ownerIds.length === 0 || (await leftBy(world, [personId])).length === 0) return;
  const task = await openTask(world, {
    _id: taskId('no-owner', 'office', ...(site === undefined ? [] : [site])),
    kind: 'no-owner',
    ownerIds,
    state: 'open',
    data: { personIds: [personId], ...of },
    again: ['clear'],
    next: { step: 'again', at: nextMorning(world, undefined) },
  });
  if (task.data.personIds.includes(personId)) return;
  await moveTask(world, task, {
    act: 'someone-else-left',
    data: { personIds: [...task.data.personIds, personId] },
    toBottom: task.ownerIds,
  });
}

/** Colleagues who could take at least one of these things. */
async function takers(world: World, left: readonly Left[]): Promise<Person[]> {
  const can = (person: Person) =>
    left.some(
      (one) => one.tasks.some((task) => canDo(person, task)) || one.cases.some((each) => canDecide(person, each)),
    );
  return (await staffOf(world)).filter(can);
}

function rowOf(world: World, { person, tasks, cases }: Left): FormRow {
  const kinds = [...new Set(tasks.map((task) => world.traits[task.kind].label))];
  const what = [
    ...(cases.length > 0 ? [count(cases.length, 'decision')] : []),
    ...(tasks.length > 0 ? [`${count(tasks.length, 'task')} (${kinds.slice(0, 3).join(', ')})`] : []),
  ];
  return {
    key: person._id,
    title: nameAndRef(person),
    detail: what.join(' and '),
    tone: 'attention',
    acts: [{ act: 'give', title: 'Hand these over' }],
  };
}

async function give({ world, task, row, fields }: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
  const left = await leftBy(world, task.data.personIds);
  const own = left.find((one) => one.person._id === row);
  const to = (await takers(world, left)).find((one) => one._id === fields.to);
  if (!to) return refuse('pick-one', 'Who takes them over');
  const tasks = own?.tasks.filter((one) => canDo(to, one)) ?? [];
  const cases = own?.cases.filter((one) => canDecide(to, one)) ?? [];
  for (const one of tasks) await passTask(world, one, row, to._id);
  for (const one of cases) await passCase(world, one, to._id);
  const kept = (own ? own.tasks.length + own.cases.length : 0) - tasks.length - cases.length;
  const given = { toId: to._id, count: tasks.length + cases.length, kept };
  const isDone = (await leftBy(world, task.data.personIds)).length === 0;
  const closed = isDone ? { state: 'clear', isOpen: false, next: null } : {};
  return { act: 'given', words: `${row} to ${to._id}`, data: { given }, ...closed };
}

async function sayGiven(world: World, { toId, count: taken, kept }: Given): Promise<string> {
  const name = await nameOf(world, toId);
  const rest = kept > 0 ? ` ${name} has not the role for ${kept === 1 ? 'one' : kept} of them.` : '';
  return `${name} has ${taken} of them now.${rest}`;
}

/** What has no owner any more: the office names one (SPEC "What holds for both"). Shown again each working morning. */
export const noOwner = defineTask<Data>({
  clause: 'P',
  label: 'Work without an owner',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const left = await leftBy(world, task.data.personIds);
    const said = task.data.given ? await sayGiven(world, task.data.given) : '';
    if (left.length === 0) return { title: 'Everything has an owner', tone: 'good', said };
    const options: ChoiceOption[] = learnerChoices(await takers(world, left)).map((one) => ({
      title: one.name,
      value: one.id,
    }));
    return {
      title: 'Work without an owner',
      tone: 'warning',
      lines: [
        'These people may not do any more what they are still asked for. Pick who takes it over, then press beside the name.',
      ],
      fields: [
        {
          id: 'to',
          label: 'Who takes them over',
          type: 'choice',
          options,
          none: 'Nobody here has the role for any of it yet: the import can give it to someone.',
        },
      ],
      rows: left.map((one) => rowOf(world, one)),
      said,
    };
  },
  acts: { give: { by: 'owner', takes: ['to'], run: give } },
  async onTime(world, task) {
    if ((await leftBy(world, task.data.personIds)).length === 0)
      return { act: 'clear', state: 'clear', isOpen: false, next: null };
    const ownerIds = await officeOf(world, task.data.site);
    return {
      act: 'shown-again',
      ownerIds,
      toBottom: ownerIds,
      next: { step: 'again', at: nextMorning(world, undefined) },
    };
  },
});
