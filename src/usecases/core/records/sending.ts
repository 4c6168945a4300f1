import type { OutboxRow, OutboxWish } from '../../../domain/outbox-row.ts';
import type { Recipient, Slot, SlotKind, SlotWish } from '../../../domain/slot.ts';

/** What became of something sent: out, still going, or given up. */
export type SentState = 'sent' | 'on-its-way' | 'failed';
/** A text or mail about a learner. What was dropped or kept back is none. */
export type SentRow = Pick<OutboxRow, '_id' | 'kind' | 'to' | 'body' | 'subject' | 'lane' | 'createdAt' | 'sentAt'> & {
  state: SentState;
};

export type Slots = {
  byId(id: string): Promise<Slot | null>;
  /** Makes or raises a slot: wanted never goes down; wakes the worker. */
  want(wish: SlotWish, at: Date): Promise<void>;
  /** The slots that show one subject. */
  about(kind: SlotKind, subjectId: string): Promise<Slot[]>;
  /** Whether these cards have reached their people, by subject and person (`subject|person`). */
  reached(kind: SlotKind, subjectIds: readonly string[]): Promise<Map<string, SentState>>;
  openOf(recipient: Recipient): Promise<Slot[]>;
  /** Takes a card someone touched as the slot's own, when none is known yet: its post had an unknown outcome. */
  adopt(id: string, activityId: string, conversationId: string, at: Date): Promise<boolean>;
  /** Keeps the worker from redrawing a form someone is filling in. */
  hold(id: string, until: Date | undefined): Promise<void>;
  /** Lives again what was parked because its recipient could not be reached. */
  revive(recipient: Recipient, at: Date): Promise<number>;
};

export type Outbox = {
  /** Queues each row unless its key exists. */
  put(wishes: readonly OutboxWish[], at: Date): Promise<void>;
  byIds(ids: readonly string[]): Promise<OutboxRow[]>;
  /** Texts and mails about a learner since then, the newest first, at most this many. */
  sentAbout(learnerId: string, since: Date, most: number): Promise<SentRow[]>;
  /** Takes back what begins with this key and is not sent yet; returns to whom it was sent already. */
  takeBack(key: string): Promise<string[]>;
  /** Lets go what was kept back under a hold on the learner. */
  release(learnerId: string, at: Date): Promise<void>;
};
