import { dayOf, sayDay } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { idsFor } from '../core/acting-for.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { liesWithOthers } from '../core/chase.task.ts';
import type { World } from '../core/ports.ts';
import { wantTask } from '../core/want-card.ts';
import { wantConcern } from '../safeguarding/ring.ts';
import { holdItem, readableHolds } from '../safeguarding/show-holds.ts';
import { drawTask, partOf } from './view-task.ts';

const mostResent = 5;
const mostListed = 20;

/** What waits for a person, holds they may read first; a row's press brings its card, and one thing alone comes by itself. */
export async function showTasks(world: World, actor: Person, said = ''): Promise<Outcome<CardModel>> {
  const open = (await world.records.tasks.openOf(await idsFor(world, actor))).filter((task) => task.isShown);
  const items: ListItem[] = [];
  const holds = (await readableHolds(world, actor)).slice(0, mostListed);
  // A hold has a place on somebody's list until it is released, and comes at once (S11).
  for (const concern of holds) {
    const { title, ...line } = await holdItem(world, concern);
    items.push({ ...line, title: `Safeguarding: ${title}` });
  }
  for (const concern of said ? [] : holds.slice(0, mostResent)) await wantConcern(world, concern, [actor._id]);
  for (const task of open.slice(0, mostListed)) {
    const part = await partOf(world, actor, task);
    const card = part && (await drawTask(world, task, actor, part));
    if (card?.card !== 'form-plain') continue;
    const by = task.dueAt ? `by ${sayDay(dayOf(task.dueAt))}` : '';
    const detail = [card.data.who, by].filter(Boolean).join(', ');
    items.push({ title: card.data.title, detail, tone: 'default', shows: task._id });
  }
  const [only] = items;
  const isAlone = items.length === 1 && only?.shows !== undefined && said === '';
  if (isAlone) await bringTask(world, actor, only.shows ?? '');
  world.wake();
  const others = await liesWithOthers(world, actor, mostListed);
  return {
    card: 'list-plain',
    data: {
      title: 'My tasks',
      lead: said || leadOf(items, holds.length, others),
      items: [...items, ...others],
      commands: [],
    },
  };
}

function leadOf(items: readonly ListItem[], holds: number, others: readonly ListItem[]): string {
  if (items.length === 0) return `Nothing is waiting for you.${others.length > 0 ? ' This lies with others.' : ''}`;
  if (items.length === 1) return 'One thing waits for you. It comes again below.';
  const first = holds > 0 ? `Holds come again below${items.length > holds ? '; press' : '.'}` : 'Press';
  return `${items.length} things wait for you. ${first}${items.length > holds ? ' a row and its card comes again below.' : ''}`;
}

/** Brings a task's card to the bottom of the chat of somebody whose it is. */
async function bringTask(world: World, actor: Person, id: string): Promise<boolean> {
  const task = await world.records.tasks.byId(id);
  if (!task || !(await partOf(world, actor, task))) return false;
  await wantTask(world, task, actor._id, 'bottom');
  world.wake();
  return true;
}

/** A row of the list was pressed: its card comes again below. */
export async function showTaskBelow(world: World, actor: Person, id: string): Promise<Outcome<CardModel>> {
  const isThere = await bringTask(world, actor, id);
  return isThere ? showTasks(world, actor, 'It comes again below.') : refuse('not-allowed');
}
