import type { OutboxRow } from '../domain/outbox-row.ts';
import type { Contact } from '../domain/person.ts';
import { dialled } from '../domain/phone.ts';
import type { Channel, Claim, Due } from '../usecases/core/delivery.ts';
import { heldBack } from '../usecases/core/hold-gate.ts';
import type { World } from '../usecases/core/ports.ts';
import { contactsToTell } from '../usecases/core/reach-person.ts';
import { redrawConcern } from '../usecases/safeguarding/ring.ts';

/** Do-not-contact and age are looked at again at sending: they may have changed since the message was queued (G6). */
async function mayStillTell(world: World, row: OutboxRow): Promise<boolean> {
  if (!row.isContact) return true;
  const learner = await world.records.people.byId(row.about);
  const isMobile = (one: Contact) => one.mobile !== undefined && dialled(one.mobile) === dialled(row.to);
  const isThere = (one: Contact) => (row.to.includes('@') ? one.email === row.to : isMobile(one));
  return learner !== null && (await contactsToTell(world, learner)).some(isThere);
}

/** Sends one SMS, mail or MIS event by its channel; the row's id goes along so that the service can drop a repeat. */
export function createSendRow(world: World, due: Due, channels: Record<OutboxRow['kind'], Channel>) {
  return async function sendRow(claim: Claim): Promise<void> {
    const row = claim.doc as OutboxRow;
    const isOfTeam = row.lane === 'safeguarding';
    const fate = await heldBack(world, row);
    if (fate) {
      await due.settle(claim, fate === 'keep' ? { held: true } : { droppedAt: world.clock.now() }, null);
      // The release may have come between the look and the write.
      const isReleased = fate === 'keep' && (await heldBack(world, row)) === undefined;
      if (isReleased) await world.records.outbox.release(row.about, world.clock.now());
      return;
    }
    if (row.kind !== 'mis' && !(await mayStillTell(world, row))) {
      await due.settle(claim, { droppedAt: world.clock.now() }, null);
      return;
    }
    if (!(await due.mark(claim, { phase: 'sending' }))) return;
    await channels[row.kind].send(row);
    await due.settle(claim, { phase: 'idle', sentAt: world.clock.now() }, null);
    // Who sent it reads on their card that it has gone out.
    if (isOfTeam) await redrawConcern(world, row.about);
  };
}
