import type { Concern } from '../../domain/concern.ts';
import type { Outcome } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { CardModel, ListItem } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { wantConcern } from './ring.ts';
import { sayAbout, sayAge } from './view-concern.ts';
import { readerOf } from './who-may-read.ts';

/** A line each; more would not fit one card. */
const mostListed = 50;
const mostResent = 5;

/** The concerns this person may read that are not released, oldest first. */
export async function readableHolds(world: World, actor: Person): Promise<Concern[]> {
  const mayRead = await readerOf(world, actor);
  return (await world.records.concerns.unreleased()).filter(mayRead);
}

/** One line of a list: about whom, how old, with whom. */
export async function holdItem(world: World, concern: Concern): Promise<ListItem> {
  const owner = concern.ownerId ? await world.records.people.byId(concern.ownerId) : null;
  const isTaken = concern.state === 'acknowledged' && owner;
  const hold = concern.holds.length === 0 ? 'nobody held, open' : 'held';
  return {
    title: await sayAbout(world, concern),
    detail: `${hold} ${sayAge(world, concern)}, ${isTaken ? `with ${callName(owner)}` : 'nobody has it'}`,
    tone: isTaken ? 'default' : 'attention',
  };
}

/** Every open hold, oldest first, with its age and owner; the oldest come again as cards (S11). */
export async function showHolds(world: World, actor: Person): Promise<Outcome<CardModel>> {
  const open = await readableHolds(world, actor);
  const items: ListItem[] = [];
  for (const concern of open.slice(0, mostListed)) items.push(await holdItem(world, concern));
  for (const concern of open.slice(0, mostResent)) await wantConcern(world, concern, [actor._id]);
  const more = open.length - mostListed;
  if (more > 0) items.push({ title: `and ${more} newer`, detail: 'They show here as those above are released.' });
  const lead =
    open.length === 0
      ? 'No learner is under a hold.'
      : open.length === 1
        ? 'One hold is open. It comes again below.'
        : `${open.length} holds are open, the oldest first. ${open.length > mostResent ? `The ${mostResent} oldest come` : 'They come'} again below.`;
  return { card: 'list-plain', data: { title: 'Holds', lead, items, commands: [] } };
}
