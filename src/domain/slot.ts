import type { Next } from './due.ts';

/** The kinds of card that stay up to date. */
export const slotKinds = ['register', 'late-notice', 'notice', 'case', 'concern'] as const;
export type SlotKind = (typeof slotKinds)[number];

/** Where a slot's card goes: a person's chat with the bot, or a programme's staff channel. */
export type Recipient = { person: string } | { channelOf: string };

/**
 * A card as a place with a wanted and a shown revision. The worker draws the present state and posts or updates;
 * order, coalescing and re-posting follow from that.
 */
export type Slot = {
  _id: string;
  kind: SlotKind;
  subjectId: string;
  recipient: Recipient;
  wanted: number;
  shown: number;
  /** Post anew at the bottom of the chat instead of updating in place. */
  repost?: boolean;
  activityId?: string;
  conversationId?: string;
  /** Someone is filling in a form on this card: do not redraw it before this (business time). */
  heldUntil?: Date;
  /** `sending` from just before a call to Teams until its outcome is known. */
  phase: 'idle' | 'sending';
  /** Why the recipient cannot be reached; lived again when they write or install. */
  parked?: string;
  next?: Next<'draw'>;
};

export type SlotWish = { kind: SlotKind; subjectId: string; recipient: Recipient; revision: number; repost?: boolean };

/** A slot's key: what it is about and for whom. */
export function slotId(wish: Pick<SlotWish, 'kind' | 'subjectId' | 'recipient'>): string {
  const to = 'person' in wish.recipient ? wish.recipient.person : `channel:${wish.recipient.channelOf}`;
  return `${wish.kind}|${wish.subjectId}|${to}`;
}
