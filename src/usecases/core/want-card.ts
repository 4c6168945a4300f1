import type { RiskCase } from '../../domain/risk-case.ts';
import type { Slot, SlotWish } from '../../domain/slot.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from './ports.ts';

type Place = Pick<Slot, 'kind' | 'subjectId' | 'recipient'>;
type OfTask = Pick<Task<unknown>, '_id' | 'kind' | 'learnerId' | 'version'>;
type OfCase = Pick<RiskCase, '_id' | 'learnerId' | 'version'>;

/** True for what this person reads on the one card they have about its learner; the learner has a card for each thing. */
export function isOnLearnersCard(world: World, task: Pick<OfTask, 'kind' | 'learnerId'>, person: string): boolean {
  const { learnerId } = task;
  return learnerId !== undefined && learnerId !== person && world.traits[task.kind].onLearnersCard === true;
}

/** The card somebody has about a learner they follow. */
function learnersPlace(learnerId: string, person: string): Place {
  return { kind: 'learner', subjectId: learnerId, recipient: { person } };
}

/** On which card a person reads a task. */
export function placeOfTask(world: World, task: Omit<OfTask, 'version'>, person: string): Place {
  if (task.learnerId && isOnLearnersCard(world, task, person)) return learnersPlace(task.learnerId, person);
  return { kind: 'task', subjectId: task._id, recipient: { person } };
}

/** Asks for a card. The one about a learner has no revision of its own: it is asked for anew whenever a part of it moved. */
async function want(world: World, place: Place, version: number, ask?: SlotWish['ask']): Promise<void> {
  const isLearners = place.kind === 'learner';
  const wanted = isLearners ? (ask ?? 'again') : ask;
  const wish = { ...place, revision: isLearners ? 0 : version, ...(wanted ? { ask: wanted } : {}) };
  await world.records.slots.want(wish, world.clock.now());
}

/** Asks for the card on which a person reads a task. */
export function wantTask(world: World, task: OfTask, person: string, ask?: SlotWish['ask']): Promise<void> {
  return want(world, placeOfTask(world, task, person), task.version, ask);
}

/** Draws a task's card in every chat it is in, also of those whose it is not any more. */
export async function redrawEverywhere(world: World, task: OfTask): Promise<void> {
  const { learnerId } = task;
  const isPart = learnerId !== undefined && world.traits[task.kind].onLearnersCard === true;
  const had = isPart ? await world.records.slots.about('learner', learnerId) : [];
  for (const { recipient } of [...had, ...(await world.records.slots.about('task', task._id))])
    if ('person' in recipient) await wantTask(world, task, recipient.person);
}

/** Asks for the card on which a person reads a case: the one about its learner. */
export function wantCase(world: World, one: OfCase, person: string, ask?: SlotWish['ask']): Promise<void> {
  return want(world, learnersPlace(one.learnerId, person), one.version, ask);
}
