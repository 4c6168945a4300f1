import { createHash } from 'node:crypto';
import { addDays, dayOf, instantOf, timeOf } from '../domain/calendar.ts';
import { isTooLate, type OutboxRow, type WhyUndelivered } from '../domain/outbox-row.ts';
import { dialled, isLandline } from '../domain/phone.ts';
import { collegeAt, type Site } from '../domain/site.ts';
import { type College, smsText } from '../domain/sms-text.ts';
import type { Claim, Due, Outgoing, Sender, Senders, SendResult } from '../usecases/core/delivery.ts';
import { isDropped } from '../usecases/core/hold-gate.ts';
import type { World } from '../usecases/core/ports.ts';
import { contactsToTell, isAt, reachContact, samePlace } from '../usecases/core/reach-person.ts';
import { followOutcome } from '../usecases/sending/follow-outcome.ts';
import { outgoingRef } from '../usecases/sending/note-receipt.ts';
import { siteOfRow } from '../usecases/sending/site-of-row.ts';
import { otherWay, whomOf } from '../usecases/sending/whom-of.ts';
import { nextTry } from './next-try.ts';
import { sendLane } from './outbox-room.ts';

/** Nobody's phone rings at night, but for a safeguarding concern, or of who has just written. */
const quiet = { from: '21:00', to: '08:00' };
/** The longest time between two tries. */
const mostWaitMinutes = { safeguarding: 2, absence: 10, answer: 2, rest: 30 };

/** Do-not-contact and age are looked at again at sending: they may have changed since the message was queued (G6). */
async function mayStillTell(world: World, row: OutboxRow): Promise<boolean> {
  if (!row.isContact) return true;
  const learner = await world.records.people.byId(row.about);
  if (learner && row.to === '') return (await contactsToTell(world, learner)).length > 0;
  // It may have been sent the other way meanwhile.
  const place = { kind: row.to.includes('@') ? ('mail' as const) : ('sms' as const), to: row.to };
  return learner !== null && (await contactsToTell(world, learner)).some((one) => isAt(one, place));
}

/** The next morning, where it is night now; undefined by day. */
function quietUntil(now: Date): Date | undefined {
  const time = timeOf(now);
  if (time >= quiet.from) return instantOf(addDays(dayOf(now), 1), quiet.to);
  return time < quiet.to ? instantOf(dayOf(now), quiet.to) : undefined;
}

/** A row's name in receipts; it never changes, so that a receipt of an earlier try is known too. */
function refOf(row: Pick<OutboxRow, '_id'>): string {
  return createHash('sha256').update(row._id).digest('hex').slice(0, 32);
}

/** True after a try that had no answer: it may have been taken. */
function isUnknown(row: OutboxRow): boolean {
  return row.handedAt !== undefined && row.acceptedAt === undefined;
}

/** Asks first whether the provider has it already, where an earlier try had no answer and it can be asked. */
async function sendOnce(
  sender: Sender,
  row: OutboxRow,
  words: Pick<Outgoing, 'ref' | 'body' | 'site'>,
): Promise<SendResult> {
  const { _id, kind, createdAt, subject, isContact } = row;
  const to = kind === 'sms' ? dialled(row.to) : row.to;
  const more = { ...(subject ? { subject } : {}), ...(isContact ? { isContact } : {}) };
  const message = { _id, kind, to, createdAt, ...more, ...words };
  const found = isUnknown(row) ? await sender.find?.(message, row.firstTriedAt ?? createdAt) : undefined;
  return found ? { ok: true, providerId: found.providerId } : sender.send(message);
}

/** The words as they are read, with the name and phone of the site they are of. */
function wordsOf({ kind, body }: OutboxRow, whole: College, site: Site | undefined): Pick<Outgoing, 'body' | 'site'> {
  const college = collegeAt(whole, site);
  const { smsSender, replyTo } = site ?? {};
  return {
    body: kind === 'sms' ? smsText(body, college) : body,
    ...(site ? { site: { college, ...(smsSender ? { smsSender } : {}), ...(replyTo ? { replyTo } : {}) } } : {}),
  };
}

/** Sends one SMS or mail by its provider and keeps what became of it; what fails for good somebody is asked to mend. */
export function createSendRow(world: World, due: Due, senders: Senders, college: College) {
  /**
   * Keeps what became of a message, and does what follows of it while it is still ours: were it settled before, nobody
   * would hear of it after a kill in between.
   */
  async function finish(claim: Claim, row: OutboxRow, became: Partial<OutboxRow>): Promise<void> {
    const isKept = (await due.mark(claim, became)) || (await due.settle(claim, became, world.clock.now()));
    if (isKept) await followUp(claim, { ...row, ...became });
  }

  async function followUp(claim: Claim, row: OutboxRow): Promise<void> {
    await followOutcome(world, row);
    await due.settle(claim, {}, null);
  }

  const fail = (claim: Claim, row: OutboxRow, why: WhyUndelivered, code: string): Promise<void> =>
    finish(claim, row, { failed: { at: world.clock.now(), why, code } });

  /** True for what must not leave any more: it is settled as dropped. */
  async function isTakenOff(claim: Claim, row: OutboxRow): Promise<boolean> {
    if (!(await isDropped(world, row)) && (await mayStillTell(world, row))) return false;
    await due.settle(claim, { droppedAt: world.clock.now() }, null);
    return true;
  }

  /** The row as it can be sent: by the other way somebody has, where their own has no sender; to where they can be reached by now. */
  async function sendable(row: OutboxRow): Promise<OutboxRow> {
    if (row.to === '') {
      const whom = await whomOf(world, row);
      const reach = whom && reachContact(whom.contact ?? whom.person);
      return reach && 'to' in reach ? sendable({ ...row, kind: reach.channel, to: reach.to }) : row;
    }
    if (senders[row.kind]) return row;
    const kind = row.kind === 'sms' ? 'mail' : 'sms';
    const to = senders[kind] && (await otherWay(world, row, kind));
    return to ? { ...row, kind, to, subject: row.subject ?? 'From your college' } : row;
  }

  async function settleResult(claim: Claim, row: OutboxRow, result: SendResult): Promise<void> {
    const now = world.clock.now();
    if (result.ok) {
      const { providerId, isDelivered } = result;
      const became = {
        acceptedAt: now,
        ...(providerId ? { providerId } : {}),
        ...(isDelivered ? { deliveredAt: now } : {}),
      };
      return finish(claim, row, became);
    }
    if (result.kind === 'for-good') {
      if (result.why === 'said-stop')
        await world.records.outbox.noteStop(samePlace({ channel: row.kind, to: row.to }), true, now);
      return fail(claim, row, result.why, result.code);
    }
    const { firstTriedAt = now } = row;
    if (isTooLate(row, now))
      return fail(claim, row, result.kind === 'refused' ? 'refused' : 'not-in-time', result.code);
    const at = nextTry(firstTriedAt, now, mostWaitMinutes[row.lane ?? 'rest'], result.retryAfterMs);
    if (result.kind === 'throttled')
      await due.pause(sendLane(row.kind), result.retryAfterMs ?? Math.min(60_000, at.getTime() - now.getTime()));
    // Its outcome is known: nothing was taken.
    await due.settle(claim, { lastCode: result.code }, at, result.kind === 'unknown' ? [] : ['handedAt']);
  }

  return async function sendRow(claim: Claim): Promise<void> {
    const wanted = claim.doc as OutboxRow;
    // Whoever kept what became of it did not come to what follows.
    if (wanted.failed || wanted.acceptedAt) return followUp(claim, wanted);
    if (await isTakenOff(claim, wanted)) return;
    const row = await sendable(wanted);
    if (row.to === '') return fail(claim, row, 'no-place', '');
    const sender = senders[row.kind];
    if (!sender) return fail(claim, row, 'no-sender', '');
    const isUrgent = row.lane === 'safeguarding' || row.lane === 'answer';
    const isStopped = await world.records.outbox.hasStopped(samePlace({ channel: row.kind, to: row.to }));
    // By mail only those who are told about a learner can end it.
    const isEnded = isStopped && (row.kind === 'sms' || row.isContact) && !row.evenStopped;
    if (isEnded) return fail(claim, row, 'said-stop', 'stop');
    if (row.kind === 'sms') {
      const later = isUrgent ? undefined : quietUntil(world.clock.now());
      if (later) return void (await due.settle(claim, {}, later));
      if (isLandline(row.to)) return fail(claim, row, 'takes-no-texts', 'landline');
    }
    const now = world.clock.now();
    const ref = refOf(row);
    // The same name after a try without an answer, so that the provider can see that it is no second message.
    const attempts = (row.attempts ?? 0) + (isUnknown(row) ? 0 : 1);
    const tried = { ref, handedAt: now, attempts, firstTriedAt: row.firstTriedAt ?? now };
    const { kind, to, subject } = row;
    const way = kind === wanted.kind && to === wanted.to ? {} : { kind, to, ...(subject ? { subject } : {}) };
    if (!(await due.mark(claim, { ...tried, ...way }))) return;
    const site = await siteOfRow(world, row);
    const words = { ...wordsOf(row, college, site), ref: outgoingRef(ref, attempts) };
    await settleResult(claim, { ...row, ...tried }, await sendOnce(sender, row, words));
  };
}
