import { dayOf, sayDay } from '../../domain/calendar.ts';
import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { idsFor } from '../core/acting-for.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import { liesWithOthers } from '../core/chase.task.ts';
import type { World } from '../core/ports.ts';
import { wantConcern } from '../safeguarding/ring.ts';
import { holdItem, readableHolds } from '../safeguarding/show-holds.ts';
import { viewTask } from './view-task.ts';

const mostResent = 5;
const mostListed = 20;

/** What waits for a person, holds they may read first; the oldest come again as cards so that they are at hand. */
export async function showTasks(world: World, actor: Person): Promise<Outcome<CardModel>> {
  const open = (await world.records.tasks.openOf(await idsFor(world, actor))).filter((task) => task.isShown);
  const items: ListItem[] = [];
  let resent = 0;
  // A hold has a place on somebody's list until it is released (S11).
  for (const concern of (await readableHolds(world, actor)).slice(0, mostListed)) {
    const { title, ...line } = await holdItem(world, concern);
    items.push({ ...line, title: `Safeguarding: ${title}` });
    if (resent++ < mostResent) await wantConcern(world, concern, [actor._id]);
  }
  for (const task of open.slice(0, mostListed)) {
    const card = await viewTask(world, task, actor);
    if (card?.card !== 'form-plain') continue;
    const by = task.dueAt ? `by ${sayDay(dayOf(task.dueAt))}` : '';
    items.push({ title: card.data.title, detail: [card.data.who, by].filter(Boolean).join(', '), tone: 'default' });
    if (resent++ >= mostResent) continue;
    await world.records.slots.want(
      { kind: 'task', subjectId: task._id, recipient: { person: actor._id }, revision: task.version, ask: 'bottom' },
      world.clock.now(),
    );
  }
  world.wake();
  const others = await liesWithOthers(world, actor, mostListed);
  const lead =
    items.length === 0
      ? `Nothing is waiting for you.${others.length > 0 ? ' This lies with others.' : ''}`
      : `${items.length === 1 ? 'One thing waits' : `${items.length} things wait`} for you. ${items.length > mostResent ? 'The oldest come' : items.length === 1 ? 'It comes' : 'They come'} again below.`;
  return { card: 'list-plain', data: { title: 'My tasks', lead, items: [...items, ...others], commands: [] } };
}
