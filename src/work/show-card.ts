import type { Chat } from '../domain/person.ts';
import type { Slot } from '../domain/slot.ts';
import type { CardModel } from '../usecases/card-model.ts';
import { drawSlot } from '../usecases/draw-slot.ts';
import type { CardSender, Claim, Due, SendFailure, World } from '../usecases/ports.ts';
import { backoffMs } from './worker.ts';

type Place = { chat: Chat } | { parked: string } | { failure: SendFailure };

const mostTries = 12;

/** Where a slot's card goes: the stored chat, or one made now; or why nobody can be reached. */
async function findPlace(world: World, sender: CardSender, slot: Slot): Promise<Place> {
  if ('channelOf' in slot.recipient) {
    const channel = (await world.records.enrolments.programme(slot.recipient.channelOf))?.channel;
    return channel
      ? { chat: { conversationId: channel.id, serviceUrl: channel.serviceUrl, tenantId: channel.tenantId } }
      : { parked: 'no-channel' };
  }
  const person = await world.records.people.byId(slot.recipient.person);
  if (!person) return { parked: 'no-person' };
  if (person.unreachable) return { parked: person.unreachable.code };
  if (person.chat) return { chat: person.chat };
  if (!person.entraId) return { parked: 'never-seen' };
  const opened = await sender.openChat(person.entraId);
  if (!opened.ok) return { failure: opened.failure };
  await world.records.people.setChat(person._id, opened.value);
  return { chat: opened.value };
}

/** Marks a person as not reachable in Teams and tells them by mail that something waits for them there. */
async function setUnreachable(world: World, slot: Slot, code: string): Promise<void> {
  if (!('person' in slot.recipient)) return;
  const now = world.clock.now();
  const person = await world.records.people.byId(slot.recipient.person);
  await world.records.people.setUnreachable(slot.recipient.person, { code, since: now });
  if (person?.email)
    await world.records.outbox.put(
      [
        {
          _id: `unreachable|${person._id}|${now.toISOString().slice(0, 10)}`,
          kind: 'mail',
          to: person.email,
          about: person._id,
          subject: 'Something waits for you in Teams',
          body: 'The attendance bot could not reach you in Teams. Please open Teams, find the attendance app, and unblock or add it again. Then type: help',
        },
      ],
      now,
    );
}

/**
 * Shows a slot's present state in Teams (once to the eye). Before the call the slot is marked `sending` under the
 * lease's fence; an outcome that stays unknown is reconciled, where Teams can be asked, before anything is posted again.
 */
export function createShowCard(
  world: World,
  due: Due,
  sender: CardSender,
  onOutcome: (outcome: string) => void = () => undefined,
) {
  async function settleShown(claim: Claim<Slot>, chat: Chat, activityId: string, revision: number): Promise<void> {
    const shown = { shown: revision, activityId, conversationId: chat.conversationId };
    await due.settleShown(claim, shown, world.clock.now());
    onOutcome('shown');
  }

  async function park(claim: Claim<Slot>, code: string): Promise<void> {
    onOutcome('parked');
    await due.settle(claim, { parked: code, phase: 'idle' }, null);
  }

  async function handleFailure(claim: Claim<Slot>, slot: Slot, lane: string, failure: SendFailure): Promise<void> {
    onOutcome(failure.kind);
    const again = (isTry: boolean, delayMs: number) => due.release(claim, delayMs, failure.code, isTry);
    if (failure.kind !== 'ambiguous') await due.mark(claim, { phase: 'idle' });
    if (failure.kind === 'throttled') {
      const delay = failure.retryAfterMs ?? backoffMs(Math.min(claim.tries, 6));
      await due.pause(lane, delay);
      return again(false, delay + Math.random() * 250);
    }
    if (failure.kind === 'blocked') {
      await setUnreachable(world, slot, failure.code);
      return park(claim, failure.code);
    }
    if (failure.kind === 'not-installed' || failure.kind === 'chat-gone') {
      const person = 'person' in slot.recipient ? await world.records.people.byId(slot.recipient.person) : null;
      if (failure.kind === 'chat-gone' && person?.chat && claim.tries <= 2) {
        await world.records.people.setChat(person._id, undefined);
        return again(true, 0);
      }
      if (person?.entraId && claim.tries <= 1 && (await sender.install?.(person.entraId))) return again(true, 2_000);
      return park(claim, failure.code);
    }
    if (failure.kind === 'too-large' || failure.kind === 'broken' || claim.tries >= mostTries)
      return due.bury(claim, failure.code);
    return again(true, backoffMs(claim.tries));
  }

  async function post(claim: Claim<Slot>, slot: Slot, chat: Chat, card: CardModel, lane: string): Promise<void> {
    const revision = slot.wanted;
    const key = `${slot._id}#${slot.activityId ?? 'first'}#${slot.repost ? revision : ''}`;
    if (slot.phase === 'sending') {
      const person = 'person' in slot.recipient ? await world.records.people.byId(slot.recipient.person) : null;
      const found = person?.entraId ? await sender.find?.(person.entraId, key) : undefined;
      if (found) {
        onOutcome('reconciled');
        return settleShown(claim, chat, found, 0);
      }
      if (found === undefined) onOutcome('resent-unknown');
    }
    if (!(await begin(claim))) return;
    const sent = await sender.post(chat, card, key);
    if (!sent.ok) return handleFailure(claim, slot, lane, sent.failure);
    await settleShown(claim, chat, sent.value.activityId, revision);
    if (slot.repost && slot.activityId) await sender.remove(chat, slot.activityId);
  }

  /** The intent mark straight before the call. False: the lease was lost, someone else has it now. */
  function begin(claim: Claim<Slot>): Promise<boolean> {
    return due.mark(claim, { phase: 'sending' });
  }

  return async function showCard(raw: Claim): Promise<void> {
    const claim = raw as Claim<Slot>;
    const slot = claim.doc;
    const lane = 'person' in slot.recipient ? `person:${slot.recipient.person}` : `channel:${slot.recipient.channelOf}`;
    const now = world.clock.now();
    if (slot.heldUntil && slot.heldUntil > now && !slot.repost) {
      await due.settle(claim, {}, slot.heldUntil);
      return;
    }
    const card = await drawSlot(world, slot);
    if (!card) {
      await due.settle(claim, { shown: slot.wanted, phase: 'idle' }, null);
      return;
    }
    const place = await findPlace(world, sender, slot);
    if ('parked' in place) return park(claim, place.parked);
    if ('failure' in place) return handleFailure(claim, slot, lane, place.failure);
    if (!slot.activityId || slot.repost || slot.conversationId !== place.chat.conversationId)
      return post(claim, slot, place.chat, card, lane);
    const updated = await sender.update(place.chat, slot.activityId, card, slot._id);
    if (updated.ok) return settleShown(claim, place.chat, slot.activityId, slot.wanted);
    if (updated.failure.kind === 'card-gone') return post(claim, { ...slot, phase: 'idle' }, place.chat, card, lane);
    // An update may be done twice without harm, so an unknown outcome is simply tried again.
    return handleFailure(
      claim,
      slot,
      lane,
      updated.failure.kind === 'ambiguous' ? { ...updated.failure, kind: 'passing' } : updated.failure,
    );
  };
}
