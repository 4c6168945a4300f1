import { type OutboxRow, stateOf } from '../../domain/outbox-row.ts';
import type { World } from '../core/ports.ts';
import { redrawConcern } from '../safeguarding/ring.ts';
import { redrawTellers } from './redraw-tellers.ts';
import { isOfConcern, listUndelivered, shortenUndelivered } from './undelivered.task.ts';

/**
 * What follows once more is known of a message: cards that tell of it are drawn again, and what did not arrive is a task
 * for the office, or stands on the Safeguarding Team's own card (S11). That it has arrived ends such a task; for a receipt
 * alone no card is drawn again, since somebody may be typing on it.
 */
export async function followOutcome(world: World, row: OutboxRow): Promise<void> {
  if (await isOfConcern(world, row)) return redrawConcern(world, row.about);
  const state = stateOf(row);
  if (state === 'failed') await listUndelivered(world, row);
  else await shortenUndelivered(world, row);
  const isLateReceipt = state === 'delivered' && row.deliveredAt?.getTime() !== row.acceptedAt?.getTime();
  if (!isLateReceipt) await redrawTellers(world, row);
  world.wake();
}
