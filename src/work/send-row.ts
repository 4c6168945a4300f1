import type { OutboxRow } from '../domain/outbox-row.ts';
import type { Channel, Claim, Due, World } from '../usecases/ports.ts';

/** Sends one SMS, mail or MIS event by its channel; the row's id goes along so that the service can drop a repeat. */
export function createSendRow(world: World, due: Due, channels: Record<OutboxRow['kind'], Channel>) {
  return async function sendRow(claim: Claim): Promise<void> {
    const row = claim.doc as OutboxRow;
    if (await world.records.concerns.isHeld(row.about)) {
      // A hold covers the learner (S11): the MIS hears once it is released; a message is stale by then and is dropped.
      const fate = row.kind === 'mis' ? { held: true } : { droppedAt: world.clock.now() };
      await due.settle(claim, fate, null);
      // The release may have come between the look and the write.
      const isReleased = row.kind === 'mis' && !(await world.records.concerns.isHeld(row.about));
      if (isReleased) await world.records.outbox.release(row.about, world.clock.now());
      return;
    }
    if (!(await due.mark(claim, { phase: 'sending' }))) return;
    await channels[row.kind].send(row);
    await due.settle(claim, { phase: 'idle', sentAt: world.clock.now() }, null);
  };
}
