import { addDays, type Day, instantOf, isWorkingDay, mondayOf, sayDay } from '../../domain/calendar.ts';
import { isInTerm } from '../../domain/enrolment.ts';
import { callName, deputyOn, type Person, type Role } from '../../domain/person.ts';
import type { FormRow } from '../core/card-model.ts';
import { untoldAmong } from '../core/hold-gate.ts';
import { linkTo } from '../core/page-rights.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { reachOf } from '../core/rights.ts';
import { defineTask } from '../core/task-kind.ts';
import { redrawEverywhere } from '../core/want-card.ts';
import { bringLooseEnd, type LooseEnd, looseEndsOf } from '../registers/loose-ends.ts';
import { digestChanges, programmesOfDigest } from './digest-changes.ts';
import { todayOf } from './weeks.ts';

/** `after`: of the round that is nobody's, the people looked at so far in order of their ids. */
type Data = { monday: Day; after?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'week-digest': Data;
  }
}

const readers: readonly Role[] = ['mentor', 'hosp', 'apprenticeship-manager', 'adults-manager', 'leader'];
const hour = '08:00';
const mostRows = 4;
/** People looked at in one transaction. */
const atOnce = 40;
const roundId = taskId('week-digest', 'round');

/** Looks each Monday whose week begins. Asked at every start; twice is once. */
export async function planDigests(world: World): Promise<void> {
  const now = world.clock.now();
  let monday = mondayOf(todayOf(world));
  if (instantOf(monday, hour) <= now) monday = addDays(monday, 7);
  await openTask(world, {
    _id: roundId,
    kind: 'week-digest',
    ownerIds: [],
    state: 'round',
    isOpen: false,
    isShown: false,
    data: { monday },
    next: { step: 'round', at: instantOf(monday, hour) },
  });
}

/** The first day of the week on which somebody works: no bank holiday, and in term on one of their programmes. */
async function firstDay(world: World, person: Person, monday: Day): Promise<Day | undefined> {
  const programmes = await programmesOfDigest(world, person);
  return [0, 1, 2, 3, 4]
    .map((n) => addDays(monday, n))
    .find((day) => programmes.some((one) => isWorkingDay(day, world.holidays(one)) && isInTerm(one, day)));
}

/** One digest a person: this week's takes the place of the last one's, and where there is none that one goes. */
async function planOne(world: World, person: Person, monday: Day): Promise<void> {
  const day = await firstDay(world, person, monday);
  const _id = taskId('week-digest', 'for', person._id);
  const next = day ? { step: 'show', at: instantOf(day, hour) } : undefined;
  const planned = { state: 'planned', data: { monday } };
  const known = await world.records.tasks.byId(_id);
  if (known) {
    const move = { act: 'new-week' as const, ...planned, next: next ?? null, toBottom: [] };
    await redrawEverywhere(world, await moveTask(world, known, move));
  } else if (next) {
    const hidden = { isOpen: false, isShown: false };
    await openTask(world, { _id, kind: 'week-digest', ownerIds: [person._id], ...hidden, ...planned, next });
  }
}

async function readersOf(world: World): Promise<Person[]> {
  const today = todayOf(world);
  const found = new Map<string, Person>();
  for (const role of readers)
    for (const person of await world.records.people.withRole(role))
      if (person.left === undefined || person.left >= today) found.set(person._id, person);
  return [...found.values()].toSorted((a, b) => (a._id < b._id ? -1 : 1));
}

/** What waits for somebody, nobody under a hold among it (S11); the oldest first. */
async function waitsFor(world: World, person: Person): Promise<LooseEnd[]> {
  const all = await looseEndsOf(world, person);
  const held = await untoldAmong(
    world,
    all.flatMap((one) => one.learnerId ?? []),
  );
  return all.filter((one) => one.learnerId === undefined || !held.has(one.learnerId));
}

const rowOf = ({ key, title, detail }: LooseEnd): FormRow => ({
  key,
  title,
  detail,
  acts: [{ act: 'show', title: 'Show it here' }],
  isButton: true,
});

const pageFor = (person: Person) =>
  reachOf(person, 'view-college') === undefined
    ? ({ name: 'caseload', title: 'My caseload' } as const)
    : ({ name: 'college', title: 'College' } as const);

/** The week as it begins, to mentors, managers and leaders: what waits on them, then what changed (SPEC P). */
export const weekDigest = defineTask<Data>({
  clause: 'P',
  label: 'The week as it begins',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  // Who is away has it at their deputy's.
  isOver: (world, task, viewer) =>
    task.state !== 'shown' || (task.ownerIds.includes(viewer._id) && deputyOn(viewer, todayOf(world)) !== undefined),
  async face(world, task, viewer) {
    const title = `Your week from ${sayDay(task.data.monday)}`;
    if (task.state !== 'shown') return { title, lines: ['This is over.'] };
    const waits = await waitsFor(world, viewer);
    const changes = await digestChanges(world, viewer);
    const count =
      waits.length === 1 ? 'One thing waits for you.' : `${waits.length} things wait for you, the oldest first.`;
    const more = waits.length > mostRows ? [`${waits.length - mostRows} more: write “my tasks”.`] : [];
    return {
      title,
      ...(deputyOn(viewer, todayOf(world)) ? { who: `For ${callName(viewer)}, who is away` } : {}),
      lines: [waits.length === 0 ? 'Nothing waits for you.' : count, ...more],
      rows: waits.slice(0, mostRows).map(rowOf),
      links: await linkTo(world, viewer, pageFor(viewer)),
      said: changes.length > 0 ? [{ text: 'Last week:' }, ...changes.flatMap((one) => [{ text: ' ' }, ...one])] : '',
    };
  },
  acts: {
    show: {
      by: 'owner',
      whenClosed: true,
      async run({ world, actor, acting, row }) {
        await bringLooseEnd(world, actor, acting, row);
        return { act: 'shown-again', toBottom: [] };
      },
    },
  },
  async onTime(world, task) {
    const { monday, after = '' } = task.data;
    if (task.state === 'round') {
      const rest = (await readersOf(world)).filter((one) => one._id > after);
      for (const person of rest.slice(0, atOnce)) await planOne(world, person, monday);
      const last = rest[atOnce - 1];
      if (rest.length > atOnce && last)
        return { act: 'looked-at-some', data: { after: last._id }, next: { step: 'round', at: world.clock.now() } };
      const next = addDays(mondayOf(todayOf(world)), 7);
      return {
        act: 'looked-at',
        data: { monday: next, after: '' },
        next: { step: 'round', at: instantOf(next, hour) },
      };
    }
    const [ownerId = ''] = task.ownerIds;
    const person = await world.records.people.byId(ownerId);
    if (!person) return { act: 'has-left', state: 'over', next: null };
    // Of whom nothing is asked, and who would read of nothing new, is left in peace.
    const isAnything = (await waitsFor(world, person)).length > 0 || (await digestChanges(world, person)).length > 0;
    if (!isAnything) return { act: 'nothing-left', state: 'over', next: null };
    return { act: 'shown', state: 'shown', isShown: true, toBottom: task.ownerIds, next: null };
  },
});
