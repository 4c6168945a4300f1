import { type Chat, isOutsideRole, type Person } from '../domain/person.ts';
import { laneOf, type Slot } from '../domain/slot.ts';
import type { CardModel } from '../usecases/core/card-model.ts';
import type { CardSender, Claim, Due, SendFailure } from '../usecases/core/delivery.ts';
import type { World } from '../usecases/core/ports.ts';
import { drawSlot } from '../usecases/desk/draw-slot.ts';
import { findAccount, isGuest } from '../usecases/people/find-account.ts';
import { isWorthATry, noteInReach, noteOutOfReach, tellWaiting } from '../usecases/people/note-out-of-reach.ts';
import { backoffMs } from './worker.ts';

/** `back`: someone who was out of reach until now, tried once more; `isNew`: nobody knew yet that they are. */
type Place = { chat: Chat; back?: Person } | { parked: string; isNew?: boolean } | { failure: SendFailure };

/** A passing refusal is tried again for hours (at most a minute apart) before a person must look. */
const mostTries = 200;

/** How often Graph is asked about one card, and how long after it did not answer. */
const mostGraphAsks = 5;
const askGraphAgainMs = 3_000;

/** A channel gets cards about learners only while everyone in it is staff we know. */
async function isStaffOnly(world: World, entraIds: readonly string[]): Promise<boolean> {
  for (const entraId of entraIds) {
    const person = await world.records.people.byEntraId(entraId);
    if (!person || person.roles.length === 0 || person.roles.some((role) => isOutsideRole(role))) return false;
  }
  return entraIds.length > 0;
}

/** The programme's channel. One that has others than staff in it gets nothing. */
async function findChannel(world: World, sender: CardSender, programmeId: string): Promise<Place> {
  const programme = await world.records.enrolments.programme(programmeId);
  if (!programme?.channel) return { parked: 'no-channel' };
  const { id: conversationId, serviceUrl } = programme.channel;
  const chat = { conversationId, serviceUrl, tenantId: '', since: new Date(0) };
  const members = await sender.members(chat);
  if (!members.ok) return { failure: members.failure };
  if (await isStaffOnly(world, members.value)) return { chat };
  return { parked: 'channel-not-staff-only' };
}

/** Where a slot's card goes: the stored chat, or one made now; or why nobody can be reached. */
async function findPlace(world: World, sender: CardSender, slot: Slot): Promise<Place> {
  if ('channelOf' in slot.recipient) return findChannel(world, sender, slot.recipient.channelOf);
  const stored = await world.records.people.byId(slot.recipient.person);
  if (!stored) return { parked: 'no-person' };
  if (stored.unreachable && !isWorthATry(stored, world.clock.now())) return { parked: stored.unreachable.code };
  const person = await findAccount(world, stored, sender);
  if (person === 'not-now') return { failure: { kind: 'graph-silent', code: 'graph-silent' } };
  const back = person.unreachable ? { back: person } : {};
  if (person.chat) return { chat: person.chat, ...back };
  if (!person.entraId) return { parked: sender.install && isGuest(person) ? 'guest' : 'never-seen', isNew: true };
  const opened = await sender.openChat(person.entraId);
  if (!opened.ok) return { failure: opened.failure };
  const chat = { ...opened.value, since: world.clock.now() };
  await world.records.people.setChat(person._id, chat);
  return { chat, ...back };
}

/** After this many posts with an unknown outcome and no way to look, a person must look. */
const mostUnknown = 3;

type Drawn = { claim: Claim<Slot>; slot: Slot; chat: Chat; card: CardModel; back?: Person };

/** What became of a card just now, for the log: its slot's id, whether it was new or brought up to date, and Teams' code. */
type CardOutcome = { card: string; how?: 'sent' | 'updated'; code?: string };

/**
 * Shows a slot's present state in Teams (once to the eye). Before a post the slot is marked `sending` under the lease's
 * fence; an outcome that stays unknown is reconciled, where Teams can be asked, before anything is posted again.
 */
export function createShowCard(
  world: World,
  due: Due,
  sender: CardSender,
  count: (outcome: string) => void = () => undefined,
  log: { info(data: object, message: string): void } = { info: () => undefined },
) {
  const { slots, people } = world.records;
  /** Counted for the alarms, and a line in the log. */
  const onOutcome = (outcome: string, card: CardOutcome) => {
    count(outcome);
    log.info({ outcome, ...card }, 'card');
  };

  /** True where a case waits for this card's recipient to decide. */
  async function asksForDecision({ kind, subjectId, recipient }: Slot): Promise<boolean> {
    if (kind !== 'learner' || !('person' in recipient)) return false;
    return (await world.records.cases.openOf([recipient.person])).some((one) => one.learnerId === subjectId);
  }

  const personOf = async ({ recipient }: Slot) => ('person' in recipient ? people.byId(recipient.person) : null);

  /** What a channel cannot get goes to the session's tutors instead. */
  async function tellTutors({ kind, subjectId, revision }: Slot): Promise<void> {
    const sessionId = kind === 'register' ? subjectId : (subjectId.split('|')[1] ?? '');
    for (const person of (await world.records.sessions.byId(sessionId))?.tutorIds ?? [])
      await slots.want({ kind, subjectId, recipient: { person }, revision }, world.clock.now());
  }

  type Tried = { chat?: Chat | undefined; drawn?: CardModel };

  /** Nobody is there to take the card: it waits, and whoever it is for hears of it otherwise. `drawn`: just now. */
  async function park(claim: Claim<Slot>, slot: Slot, code: string, { chat: tried, drawn }: Tried): Promise<void> {
    onOutcome('parked', { card: claim.id, code });
    if ('channelOf' in slot.recipient) await tellTutors(slot);
    const person = await personOf(slot);
    const card = drawn ?? (await drawSlot(world, slot));
    const linked = person && card !== 'gone' && (await tellWaiting(world, person, slot, card));
    // What was wanted meanwhile may be another state, of which they are to hear: it stays due.
    const meanwhile = linked && (await slots.byId(slot._id));
    const at = meanwhile && meanwhile.wanted !== slot.wanted ? world.clock.now() : null;
    await due.settle(claim, { parked: code, ...(linked ? { linked } : {}) }, at, ['sending']);
    const now = linked && at === null && (await slots.byId(slot._id));
    if (now && now.wanted !== slot.wanted) {
      const { kind, subjectId, recipient, revision } = now;
      await slots.want({ kind, subjectId, recipient, revision }, world.clock.now());
    }
    // Someone who came back while this was under way has revived nothing yet; look once more.
    const isBack = person?.chat && !person.unreachable && person.chat.conversationId !== tried?.conversationId;
    if (isBack) await slots.revive(slot.recipient, world.clock.now());
  }

  /** Teams refuses whatever comes for this person: they are known as out of reach from now on. */
  async function giveUpOn(claim: Claim<Slot>, slot: Slot, code: string, tried: Tried): Promise<void> {
    const person = await personOf(slot);
    if (person) await noteOutOfReach(world, person, code, tried.chat);
    return park(claim, slot, code, tried);
  }

  async function handleFailure(claim: Claim<Slot>, slot: Slot, failure: SendFailure, chat?: Chat): Promise<void> {
    onOutcome(failure.kind, { card: claim.id, code: failure.code });
    const again = (isTry: boolean, delayMs: number) => due.release(claim, delayMs, failure.code, isTry);
    if (failure.kind === 'ambiguous')
      return claim.tries >= mostTries ? due.bury(claim, failure.code) : again(true, backoffMs(claim.tries));
    const throttles = (slot.throttles ?? 0) + 1;
    // This call did nothing; an earlier post whose outcome is unknown stays to be looked for.
    const earlier = slot.sending ? { sending: slot.sending } : {};
    const gone = slot.sending ? [] : ['sending'];
    await due.mark(claim, { ...earlier, ...(failure.kind === 'throttled' ? { throttles } : {}) }, gone);
    if (failure.kind === 'throttled') {
      const delay = failure.retryAfterMs ?? backoffMs(Math.min(throttles, 4));
      await due.pause(laneOf(slot.recipient), delay);
      return again(false, delay + Math.random() * 250);
    }
    // Told otherwise before long, and tried with a later card, since what Graph does not say now is no reason that lasts.
    const askGraphAgain = () =>
      claim.tries < mostGraphAsks
        ? again(true, askGraphAgainMs * (1 + Math.random() / 4))
        : giveUpOn(claim, slot, 'graph-silent', { chat });
    if (failure.kind === 'graph-silent') return askGraphAgain();
    if (failure.kind === 'blocked') return giveUpOn(claim, slot, failure.code, { chat });
    if (failure.kind === 'not-installed' || failure.kind === 'chat-gone') {
      const person = await personOf(slot);
      if (failure.kind === 'chat-gone' && person?.chat && claim.tries <= 2) {
        await people.setChat(person._id, undefined);
        return again(true, 0);
      }
      if (!person?.entraId || !sender.install || claim.tries > mostGraphAsks)
        return giveUpOn(claim, slot, failure.code, { chat });
      const came = isGuest(person) ? 'guest' : await sender.install(person.entraId);
      if (came === 'installed') return again(true, 2_000);
      return came === 'not-now' ? askGraphAgain() : giveUpOn(claim, slot, came, { chat });
    }
    const isHopeless = failure.kind === 'too-large' || failure.kind === 'broken' || claim.tries >= mostTries;
    return isHopeless ? due.bury(claim, failure.code) : again(true, backoffMs(claim.tries));
  }

  /** Settles an earlier post whose outcome was unknown; true when its card is there. */
  async function reconcile({ claim, slot, chat }: Drawn): Promise<'there' | 'not-there' | 'unknown'> {
    if (!slot.sending) return 'not-there';
    const person = await personOf(slot);
    const found = person?.entraId ? await sender.find?.(person.entraId, slot.sending.key) : undefined;
    if (found === undefined) return 'unknown';
    if (found === null) return 'not-there';
    const { revision, replaces } = slot.sending;
    await due.settleShown(
      claim,
      { shown: revision, activityId: found, conversationId: chat.conversationId },
      world.clock.now(),
    );
    if (replaces) await sender.remove(chat, replaces);
    return 'there';
  }

  async function post(drawn: Drawn): Promise<void> {
    const { claim, slot, chat, card } = drawn;
    const outcome = await reconcile(drawn);
    if (slot.sending)
      onOutcome(outcome === 'there' ? 'reconciled' : outcome === 'unknown' ? 'resent-unknown' : 'not-arrived', {
        card: claim.id,
      });
    if (outcome === 'there') return;
    const earlier = outcome === 'unknown' ? slot.sending : undefined;
    const times = earlier?.upTo === slot.wanted ? earlier.times + 1 : 1;
    if (times > mostUnknown) return due.bury(claim, 'outcome-unknown');
    // While an outcome is unknown, key and revision stay: a later look finds whichever copy arrived, and it is then
    // brought up to date.
    const key = earlier?.key ?? `${slot._id}#${slot.wanted}#${claim.fence}`;
    const revision = earlier?.revision ?? slot.wanted;
    const replaces = slot.activityId ? { replaces: slot.activityId } : {};
    const sending = { key, revision, times, upTo: slot.wanted, ...replaces };
    if (!(await due.mark(claim, { sending }))) return;
    const sent = await sender.post(chat, card, key);
    if (!sent.ok) return handleFailure(claim, slot, sent.failure, chat);
    const { activityId, conversationId } = sent.value;
    const isKept = await due.settleShown(claim, { shown: slot.wanted, activityId, conversationId }, world.clock.now());
    onOutcome('shown', { card: claim.id, how: 'sent' });
    if (drawn.back) await noteInReach(world, drawn.back);
    if (isKept && slot.activityId && slot.conversationId === conversationId) await sender.remove(chat, slot.activityId);
    // The lease was lost during the call: whoever has it now settles; if with another card, ours is the copy.
    const now = isKept ? null : await slots.byId(slot._id);
    if (now && now.activityId !== activityId && now.sending?.key !== key) await sender.remove(chat, activityId);
  }

  async function update({ claim, slot, chat, card, back }: Drawn, activityId: string): Promise<void> {
    if (!(await due.mark(claim, {}))) return;
    const updated = await sender.update(chat, activityId, card, slot._id);
    if (updated.ok) {
      const shown = { shown: slot.wanted, activityId, conversationId: chat.conversationId };
      const isKept = await due.settleShown(claim, shown, world.clock.now());
      onOutcome('shown', { card: claim.id, how: 'updated' });
      if (back) await noteInReach(world, back);
      // Someone else drew meanwhile, and ours may have landed last: draw once more.
      const { kind, subjectId, recipient, revision } = slot;
      if (!isKept) await slots.want({ kind, subjectId, recipient, revision, ask: 'again' }, world.clock.now());
      return;
    }
    const { failure } = updated;
    if (failure.kind === 'card-gone') {
      onOutcome('card-gone', { card: claim.id });
      await due.settle(claim, {}, world.clock.now(), ['activityId']);
      return;
    }
    // An update may be done twice without harm, so an unknown outcome is simply tried again.
    await handleFailure(claim, slot, failure.kind === 'ambiguous' ? { ...failure, kind: 'passing' } : failure, chat);
  }

  /** Takes a card out of a chat. One that is not there, or in a chat that cannot be reached, needs no taking out. */
  async function leave(claim: Claim<Slot>, slot: Slot): Promise<void> {
    const place = slot.activityId ? await findPlace(world, sender, slot) : undefined;
    if (slot.activityId && place && 'chat' in place && slot.conversationId === place.chat.conversationId) {
      if (!(await due.mark(claim, {}))) return;
      const removed = await sender.remove(place.chat, slot.activityId);
      if (!removed.ok && removed.failure.kind !== 'card-gone') {
        const { failure } = removed;
        const isUnknown = failure.kind === 'ambiguous';
        return handleFailure(claim, slot, isUnknown ? { ...failure, kind: 'passing' } : failure, place.chat);
      }
      onOutcome('left', { card: claim.id });
    }
    // Should it be needed again, it comes as a new one.
    await due.mark(claim, {}, ['activityId', 'conversationId', 'repostAt']);
    await due.settleShown(claim, { shown: slot.wanted }, world.clock.now());
  }

  return async function showCard(raw: Claim): Promise<void> {
    const claim = raw as Claim<Slot>;
    const slot = claim.doc;
    const isRepost = (slot.repostAt ?? 0) > slot.shown;
    if (slot.heldUntil && slot.heldUntil > world.clock.now() && !isRepost) {
      // Looked at again soon: the form may be left any moment, without a new revision.
      const soon = world.clock.now().getTime() + 5_000;
      await due.settle(claim, {}, new Date(Math.min(slot.heldUntil.getTime(), soon)));
      return;
    }
    const card = await drawSlot(world, slot);
    if (!card) {
      // A flag or register that its recipient may not see must not vanish in silence.
      const mustBeSeen = slot.kind === 'register' || slot.kind === 'concern' || (await asksForDecision(slot));
      if (mustBeSeen) await due.bury(claim, 'recipient-may-not-see-it');
      else await due.settleShown(claim, { shown: slot.wanted }, world.clock.now());
      return;
    }
    if (card === 'gone') return leave(claim, slot);
    const place = await findPlace(world, sender, slot);
    if ('parked' in place) return (place.isNew ? giveUpOn : park)(claim, slot, place.parked, { drawn: card });
    if ('failure' in place) return handleFailure(claim, slot, place.failure);
    const drawn = { claim, slot, card, ...place };
    const isSameChat = slot.conversationId === place.chat.conversationId;
    return slot.activityId && isSameChat && !isRepost && !slot.sending ? update(drawn, slot.activityId) : post(drawn);
  };
}
