import { addMinutes } from '../../domain/calendar.ts';
import type { Concern, Hold } from '../../domain/concern.ts';
import { redrawMissing } from '../absence/missing-list.task.ts';
import type { World } from '../core/ports.ts';
import { holdOn } from '../core/silence.ts';
import { refoldLearner } from '../risk/fold-learner.ts';
import { figuresOf } from '../standing/figures.ts';

/** A hold that begins now; where another covers the learner already, with what others saw before that one. */
async function beginHold(world: World, learnerId: string): Promise<Hold> {
  const known = await holdOn(world, learnerId);
  return known ?? { learnerId, since: world.clock.now(), figures: await figuresOf(world, learnerId) };
}

/** Holds on these learners: those there already stay as they are. */
export async function holdsOn(world: World, learnerIds: readonly string[], had: readonly Hold[] = []): Promise<Hold[]> {
  const holds: Hold[] = [];
  for (const id of learnerIds) holds.push(had.find((one) => one.learnerId === id) ?? (await beginHold(world, id)));
  return holds;
}

/** How far back lists of the missing are drawn again. */
const redrawnDays = 14;

/**
 * What rested under a concern's hold goes on for those whom nothing holds any more: the MIS hears, their rows come back,
 * their standing is looked at as it is now. What went stale meanwhile was dropped. Part of the release's transaction.
 */
export async function liftHolds(world: World, learnerIds: readonly string[]): Promise<void> {
  const now = world.clock.now();
  let isAny = false;
  for (const learnerId of learnerIds) {
    if (await world.records.concerns.isHeld(learnerId)) continue;
    isAny = true;
    await world.records.outbox.release(learnerId, now);
    await refoldLearner(world, learnerId);
  }
  if (isAny) await redrawMissing(world, addMinutes(now, -redrawnDays * 1_440));
}

/** The learners a concern holds. */
export function heldBy(concern: Pick<Concern, 'holds'>): string[] {
  return concern.holds.map((hold) => hold.learnerId);
}
