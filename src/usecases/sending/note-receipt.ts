import { addMinutes } from '../../domain/calendar.ts';
import { isTooLate } from '../../domain/outbox-row.ts';
import type { Receipt } from '../core/delivery.ts';
import type { World } from '../core/ports.ts';
import { samePlace } from '../core/reach-person.ts';
import { followOutcome } from './follow-outcome.ts';

/** After this a phone that was off is tried again, and at most so often. */
const againMinutes = 30;
const mostAttempts = 4;

/** A row's name and the number of the try, as the provider knows it. */
export function outgoingRef(ref: string, attempt: number): string {
  return `${ref}-${attempt}`;
}

/** The provider could not be answered yet: the row is just being handed over. It reports again. */
class ReceiptTooEarly extends Error {}

/**
 * Keeps what a provider reports about a message it took. Reports come late, twice, out of order and again: that it arrived
 * is true for ever, and a failure counts only for the latest try and once. Throws `ReceiptTooEarly`.
 */
export async function noteReceipt(world: World, receipt: Receipt): Promise<void> {
  const [ref = '', attempt = ''] = receipt.ref.split('-');
  const row = ref ? await world.records.outbox.byRef(ref) : null;
  if (!row) return;
  const now = world.clock.now();
  // A report comes again where nobody answered it: whoever kept it then may not have come to what follows of it.
  if (row.deliveredAt) return receipt.is === 'delivered' ? followOutcome(world, row) : undefined;
  if (receipt.is === 'delivered') {
    const became = { acceptedAt: row.acceptedAt ?? now, deliveredAt: now };
    await world.records.outbox.arrived(row._id, became);
    return followOutcome(world, { ...row, ...became });
  }
  const isLatest = Number(attempt) === (row.attempts ?? 0) && row.handedAt !== undefined;
  if (!isLatest || row.byHand) return;
  if (row.failed) return row.failed.code === receipt.code ? followOutcome(world, row) : undefined;
  // Networks try for up to three days before they say that a phone was off.
  if (receipt.isPassing && (row.attempts ?? 0) < mostAttempts && !isTooLate(row, now)) {
    const at = addMinutes(now, againMinutes);
    if (!(await world.records.outbox.tryAgain(row._id, row.attempts ?? 0, receipt.code, at)))
      throw new ReceiptTooEarly();
    world.wake();
    return;
  }
  const failed = { at: now, why: receipt.why, code: receipt.code };
  if (receipt.why === 'said-stop')
    await world.records.outbox.noteStop(samePlace({ channel: row.kind, to: row.to }), true, now);
  const given = row.attempts === undefined ? {} : { attempts: row.attempts };
  if (await world.records.outbox.note(row._id, given, { failed })) await followOutcome(world, { ...row, failed });
}
