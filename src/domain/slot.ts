import type { Next } from './due.ts';

/** The kinds of card that stay up to date. `learner`: all that one colleague follows about one learner. */
const slotKinds = ['register', 'late-notice', 'notice', 'case', 'concern', 'task', 'learner'] as const;
export type SlotKind = (typeof slotKinds)[number];

/** Where a slot's card goes: a person's chat with the bot, or a programme's staff channel. */
export type Recipient = { person: string } | { channelOf: string };

/** What went out by link about a card that waits: for which state, and how often. `day`: the last one; empty for none. */
export type Linked = { state: string; repostAt: number; times: number; day: string };

/**
 * A card as a place with a wanted and a shown revision. The worker draws the present state and posts or updates;
 * order, coalescing and re-posting follow from that.
 */
export type Slot = {
  _id: string;
  kind: SlotKind;
  subjectId: string;
  /** Of a notice that came after its register was opened: which notice, and for which session. */
  late?: { noticeId: string; sessionId: string };
  recipient: Recipient;
  /** The subject's revision, and how often the card was asked for again without one; wanted is their sum. */
  revision: number;
  bumps: number;
  wanted: number;
  shown: number;
  /** The wanted revision at which the card is to be posted anew at the bottom of the chat. */
  repostAt?: number;
  activityId?: string;
  conversationId?: string;
  /** Someone is filling in a form on this card: do not redraw it before this (business time). */
  heldUntil?: Date;
  /** Set straight before a post to Teams until its outcome is known: what to look for, and the card it replaces. */
  sending?: { key: string; revision: number; upTo: number; times: number; replaces?: string };
  /** How often Teams said 429 without saying for how long. */
  throttles?: number;
  /** Why the recipient cannot be reached; lived again when they write or install. */
  parked?: string;
  /** Parked for someone who gets links instead: it is looked at again whenever it is wanted. */
  linked?: Linked;
  next?: Next<'draw'>;
};

/** `revision` is the subject's; `again` asks for the card once more, `bottom` also moves it to the bottom of the chat. */
export type SlotWish = {
  kind: SlotKind;
  subjectId: string;
  late?: Slot['late'];
  recipient: Recipient;
  revision: number;
  ask?: 'again' | 'bottom';
};

/** The lane of a recipient: calls to one chat are throttled by Teams together. */
export function laneOf(recipient: Recipient): string {
  return 'person' in recipient ? `person:${recipient.person}` : `channel:${recipient.channelOf}`;
}

/** A slot's key: what it is about and for whom. */
export function slotId(wish: Pick<SlotWish, 'kind' | 'subjectId' | 'recipient'>): string {
  const to = 'person' in wish.recipient ? wish.recipient.person : `channel:${wish.recipient.channelOf}`;
  return `${wish.kind}|${wish.subjectId}|${to}`;
}
