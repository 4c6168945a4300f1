import { addWorkingDays, collegeYearOf, dayOf, instantOf, sayDay, yearStart } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import { isOfEndedYear, type RiskCase } from '../../domain/risk-case.ts';
import type { Task, TaskKind } from '../../domain/task.ts';
import type { FormRow } from '../core/card-model.ts';
import { caseLabels } from '../core/chase.task.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId, withdrawTask } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { morningOf } from '../core/working-time.ts';
import { putCase } from './put-case.ts';

/** `ownerId`: whose list it is; nobody's is the turn itself. */
type Data = { year: number; ownerId?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'year-turn': Data;
  }
}

/** More than this is no card any more; the rest comes up as these are settled. */
const mostShown = 12;
const carried = 'carried-over';
/** What is left open of two years ago was put to somebody last year. */
const yearsBack = 2;

/** The first working morning of the year. */
const turnAt = (world: World, year: number) => morningOf(addWorkingDays(`${year}-07-31`, 1, world.holidays(undefined)));

/** Whether the classes of what a kind asks are about a learner's year, so that they end with it. */
const classesOfYear: readonly string[] = ['decision', 'step', 'review', 'final-review', 'place'];
const kindsOfYear = (world: World) =>
  (Object.keys(world.traits) as TaskKind[]).filter((kind) => classesOfYear.includes(world.traits[kind].chase));

/** Plans the turn of the college year; the one of this year is looked at too, as nobody may have yet. Twice is once. */
export async function planYearTurn(world: World): Promise<void> {
  await planTurn(world, collegeYearOf(dayOf(world.clock.now())));
}

async function planTurn(world: World, year: number): Promise<void> {
  await openTask(world, {
    _id: taskId('year-turn', String(year)),
    kind: 'year-turn',
    ownerIds: [],
    state: 'planned',
    isShown: false,
    data: { year },
    next: { step: 'turn', at: turnAt(world, year) },
  });
}

const saidAfter: Record<string, string> = { close: 'Closed.', carry: 'Carried over: its card comes again.' };

type Item = { task: Task; case?: never } | { case: RiskCase; task?: never };

/** What was open when the year ended, and nobody has carried over since. */
async function leftOpen(world: World, year: number): Promise<Item[]> {
  const start = instantOf(yearStart(year), '00:00');
  const cases = (await world.records.cases.openBefore(start)).filter((one) => isOfEndedYear(one, start));
  const tasks: Task[] = [];
  for (const kind of kindsOfYear(world))
    for (const task of await world.records.tasks.ofKind(kind, instantOf(yearStart(year - yearsBack), '00:00')))
      if (task.isOpen && task.isShown && task.learnerId && task.ownerIds.length > 0 && isOld(task, start))
        tasks.push(task);
  return [...cases.map((one) => ({ case: one })), ...tasks.map((task) => ({ task }))];
}

function isOld({ openedAt, history }: Pick<Task, 'openedAt' | 'history'>, start: Date): boolean {
  return openedAt < start && !history.some(({ at, act }) => at >= start && (act === carried || act === 'needed-again'));
}

const ownersOf = (item: Item): readonly string[] => (item.case ? [item.case.ownerId] : item.task.ownerIds);
const keyOf = (item: Item) => (item.case ? `case:${item.case._id}` : `task:${item.task._id}`);

async function itemsOf(world: World, { year, ownerId }: Data): Promise<Item[]> {
  return (await leftOpen(world, year)).filter((item) => ownersOf(item).includes(ownerId ?? ''));
}

async function rowOf(world: World, item: Item): Promise<FormRow | undefined> {
  const { learnerId = '', openedAt } = item.case ?? item.task;
  if (await world.records.concerns.isHeld(learnerId)) return undefined;
  const learner = await world.records.people.byId(learnerId);
  const label = item.case ? caseLabels[item.case.kind] : world.traits[item.task.kind].label;
  return {
    key: keyOf(item),
    title: learner ? nameAndRef(learner) : 'A learner',
    detail: `${label}, since ${sayDay(dayOf(openedAt))}`,
    tone: 'warning',
    acts: [
      { act: 'close', title: 'Close it' },
      { act: 'carry', title: 'Carry it over' },
    ],
  };
}

async function close(world: World, item: Item, byId: string, year: number): Promise<void> {
  if (item.task) return withdrawTask(world, item.task, 'year-ended');
  const { case: one } = item;
  const notes = [...(one.notes ?? []), { at: world.clock.now(), code: 'year-closed' as const, year, byId }];
  await putCase(world, { ...one, state: 'closed', notes, version: one.version + 1 }, one);
}

async function carry(world: World, item: Item, byId: string): Promise<void> {
  if (item.task) return void (await moveTask(world, item.task, { act: carried, toBottom: item.task.ownerIds }));
  const { case: one } = item;
  const carriedOver = { byId, at: world.clock.now() };
  await putCase(world, { ...one, carriedOver, version: one.version + 1 }, one, 'bottom');
}

const settle = (how: 'close' | 'carry') => ({
  by: 'owner' as const,
  async run({ world, task, acting, row }: TaskPress<Data>) {
    const items = await itemsOf(world, task.data);
    const item = items.find((one) => keyOf(one) === row);
    if (!item) return refuse('not-found');
    if (how === 'close') await close(world, item, acting._id, task.data.year);
    else await carry(world, item, acting._id);
    const isDone = items.length === 1;
    return { act: how, words: row, ...(isDone ? { state: 'done', isOpen: false, next: null } : {}) };
  },
});

/** 1 August: whoever is still asked for something of the ended year closes it or carries it over, one by one; nothing of it is decided meanwhile (SPEC "What holds for both"). */
export const yearTurn = defineTask<Data>({
  clause: 'P',
  label: 'What the ended year left open',
  chase: 'decision',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const items = await itemsOf(world, task.data);
    const { year, ownerId } = task.data;
    const said = saidAfter[task.history.at(-1)?.act ?? ''] ?? '';
    const title = `The year ${year - 1}–${year} has ended`;
    if (items.length === 0) return { title, tone: 'good', lines: ['Nothing of it is open any more. Thank you.'], said };
    const rows = [];
    for (const item of items.slice(0, mostShown)) {
      const row = await rowOf(world, item);
      if (row) rows.push(row);
    }
    const whose = ownerId === viewer._id ? 'you' : await nameOf(world, ownerId);
    const more = items.length > mostShown ? ` The first ${mostShown} are shown.` : '';
    const count = items.length === 1 ? 'One thing is' : `${items.length} things are`;
    return {
      title,
      tone: 'warning',
      lines: [
        `${count} still open with ${whose}.${more} Close each, or carry it over into this year. Nothing is decided by itself.`,
      ],
      rows,
      said,
    };
  },
  aboutRows: async (world, task) =>
    new Map((await itemsOf(world, task.data)).map((item) => [keyOf(item), (item.case ?? item.task).learnerId ?? ''])),
  acts: { close: settle('close'), carry: settle('carry') },
  async onTime(world, task) {
    const { year } = task.data;
    if (task.data.ownerId !== undefined) return undefined;
    const left = await leftOpen(world, year);
    const owners = new Set(left.flatMap(ownersOf));
    for (const ownerId of owners) {
      const person = await world.records.people.byId(ownerId);
      if (!person) continue;
      const list = await openTask(world, {
        _id: taskId('year-turn', String(year), ownerId),
        kind: 'year-turn',
        ownerIds: [ownerId],
        state: 'asked',
        data: { year, ownerId },
      });
      await redrawTask(world, list);
      // What waits for the choice shows that it does.
      for (const item of left.filter((one) => ownersOf(one).includes(ownerId)))
        if (item.task) await redrawTask(world, item.task);
        else await putCase(world, { ...item.case, version: item.case.version + 1 }, item.case);
    }
    await planTurn(world, year + 1);
    return { act: 'turned', state: 'done', isOpen: false, next: null };
  },
});
