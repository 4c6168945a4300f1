import type { Next } from './due.ts';

export const misEventTypes = ['mark', 'notice', 'risk-status', 'place'] as const;
export type MisEventType = (typeof misEventTypes)[number];

/** Of the shape the MIS gets. Rises when a field changes its meaning or goes; a new field leaves it. */
export const misSchemaVersion = 1;

/**
 * Something the college's MIS is told (S8). What it says never changes once it is written: an amendment is an event of
 * its own, and a repeat has the same id and the same bytes.
 */
export type MisEvent = {
  /** What it is about and which version of it: the idempotency key. */
  _id: string;
  type: MisEventType;
  /** What it speaks of: a later event of the same subject says it anew. */
  subject: string;
  learnerId: string;
  /** JSON, as it leaves. */
  body: string;
  createdAt: Date;
  /** Its place among all events, given once it is committed; without gaps, so that nobody who reads on can miss one. */
  seq?: number;
  listedAt?: Date;
  /** Kept back while a hold covers the learner (S11). */
  held?: boolean;
  /** The webhook has not taken it yet. */
  waits?: boolean;
  takenAt?: Date;
  /** The MIS will not take it, or has not for a week: somebody has to look (`usecases/mis/mis-refused.task`). */
  refused?: MisRefusal;
  /** Dealt with otherwise: entered by a person, or said anew by a later event. */
  closed?: { at: Date; how: 'by-hand' | 'said-anew'; byId?: string };
  next?: Next<'list'>;
};

/** `code`: `http-422`, or `not-in-time` after a week of trying; `says`: the MIS's own words, if it had any. */
export type MisRefusal = { at: Date; code: string; says: string };

export type MisWish = Pick<MisEvent, '_id' | 'type' | 'subject' | 'learnerId' | 'body'>;

/**
 * When something is to be done for the MIS: a learner's events told, in their order (`_id` is the learner's), or the
 * daily file written.
 */
export type MisLane = {
  _id: string;
  /** Since when every try has failed. */
  failingSince?: Date;
  /** Why the last try failed, such as `http-503` or `ETIMEDOUT`; gone once one succeeds. */
  lastCode?: string;
  /** The daily file: the day it is for, and the place of the last event that is in one. */
  forDay?: string;
  fileSeq?: number;
  next?: Next<'tell' | 'write'>;
};

/** The lane of the daily file. */
export const fileLane = '|daily-file';
