import type { Next } from './due.ts';

/** An SMS, mail or MIS event. `_id` says what it is about, so the same thing is never queued twice. */
export type OutboxRow = {
  _id: string;
  kind: 'sms' | 'mail' | 'mis';
  to: string;
  about: string;
  body: string;
  subject?: string;
  phase: 'idle' | 'sending';
  createdAt: Date;
  sentAt?: Date;
  /** To one of the learner's contacts: whether they may be told is looked at again at sending (G6). */
  isContact?: boolean;
  /**
   * What goes before the rest. `safeguarding`: the Safeguarding Team's own messages, first of all, and no hold keeps back
   * or drops them (S11). `absence`: today's absences, to whoever hears of them the same day (G6, S10).
   */
  lane?: 'safeguarding' | 'absence';
  /** Kept back while a hold covers the learner (S11). */
  held?: boolean;
  next?: Next<'send'>;
};
export type OutboxWish = Pick<OutboxRow, '_id' | 'kind' | 'to' | 'about' | 'body' | 'subject' | 'isContact' | 'lane'>;
