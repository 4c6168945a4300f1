import { isUnreleased } from '../../domain/concern.ts';
import type { Person } from '../../domain/person.ts';
import type { Slot } from '../../domain/slot.ts';
import type { World } from '../core/ports.ts';
import { asksAboutLearner } from './view-learner.ts';

/** True while the slot's subject still wants something from its recipient. */
async function isOpen(world: World, person: Person, slot: Slot): Promise<boolean> {
  const { records } = world;
  if (slot.kind === 'register') return (await records.registers.byId(slot.subjectId))?.state === 'open';
  if (slot.kind === 'notice') return (await records.notices.byId(slot.subjectId))?.state === 'draft';
  if (slot.kind === 'concern') {
    const concern = await records.concerns.byId(slot.subjectId);
    return concern !== null && isUnreleased(concern);
  }
  if (slot.kind === 'task') {
    const task = await records.tasks.byId(slot.subjectId);
    return task?.isOpen === true && task.ownerIds.includes(person._id);
  }
  if (slot.kind === 'learner') return asksAboutLearner(world, slot.subjectId, person);
  return false;
}

/** Sends again what still waits for a person, after they (re)installed the app: an earlier chat may be gone. False: nothing does. */
export async function repostOpenCards(world: World, person: Person): Promise<boolean> {
  let isAny = false;
  for (const slot of await world.records.slots.openOf({ person: person._id })) {
    if (slot.parked || slot.shown === 0 || !(await isOpen(world, person, slot))) continue;
    const { kind, subjectId, recipient, revision } = slot;
    await world.records.slots.want({ kind, subjectId, recipient, revision, ask: 'bottom' }, world.clock.now());
    isAny = true;
  }
  world.wake();
  return isAny;
}
