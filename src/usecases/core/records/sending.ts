import type { OutboxRow, OutboxWish, WhyUndelivered } from '../../../domain/outbox-row.ts';
import type { Recipient, Slot, SlotKind, SlotWish } from '../../../domain/slot.ts';

/** What became of something sent: out, still going, or given up. */
export type SentState = 'sent' | 'on-its-way' | 'failed';

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
  /** Texts and mails about a learner since then, the newest first, at most this many; not what was dropped. */
  sentAbout(learnerId: string, since: Date, most: number): Promise<OutboxRow[]>;
  /** Takes back what begins with this key and is not sent yet; returns what was sent already, or told by somebody. */
  takeBack(key: string): Promise<OutboxRow[]>;
  /** The newest. */
  latest(most: number): Promise<OutboxRow[]>;
  /** The row a provider's receipt is about, by the name it was handed over under. */
  byRef(ref: string): Promise<OutboxRow | null>;
  /** Writes what became of a row, while it stands as `given` says. False: it has moved on. */
  note(id: string, given: { attempts?: number }, became: Partial<OutboxRow>): Promise<boolean>;
  /** It has arrived: nothing more is tried. */
  arrived(id: string, became: { acceptedAt: Date; deliveredAt: Date }): Promise<void>;
  /** What was taken is tried again. False: that try is not settled yet, or no longer the latest. */
  tryAgain(id: string, attempts: number, code: string, at: Date): Promise<boolean>;
  /** What could not be delivered and nobody has dealt with, oldest first: to one place, or on the list of a site's office (null: the whole college's). */
  undelivered(
    which: { kind: OutboxRow['kind']; whys: readonly WhyUndelivered[] } & ({ to: string } | { site: string | null }),
  ): Promise<OutboxRow[]>;
  /** Sends what failed once more, to another place where one is given. */
  again(id: string, to: string | undefined, at: Date): Promise<void>;
  /** Whether a number or address, as `samePlace` spells it, answered STOP. */
  hasStopped(place: string): Promise<boolean>;
  /** A number or address answered STOP (`isOn`), or START after it. */
  noteStop(place: string, isOn: boolean, at: Date): Promise<void>;
};
