import type { OutboxRow } from '../domain/outbox-row.ts';
import type { Channel, Claim, Due, World } from '../usecases/ports.ts';

/** Sends one SMS, mail or MIS event by its channel; the row's id goes along so that the service can drop a repeat. */
export function createSendRow(world: World, due: Due, channels: Record<OutboxRow['kind'], Channel>) {
  return async function sendRow(claim: Claim): Promise<void> {
    const row = claim.doc as OutboxRow;
    // A hold on the learner covers what was queued before it: stale by the time it is released, so dropped (S11).
    if (row.kind !== 'mis' && (await world.records.concerns.isHeld(row.about))) {
      await due.settle(claim, { phase: 'idle', droppedAt: world.clock.now() }, null);
      return;
    }
    if (!(await due.mark(claim, { phase: 'sending' }))) return;
    await channels[row.kind].send(row);
    await due.settle(claim, { phase: 'idle', sentAt: world.clock.now() }, null);
  };
}
