import type { MisWish } from '../domain/mis-event.ts';
import type { OutboxWish } from '../domain/outbox-row.ts';
import { laneOf, type SlotWish, slotId } from '../domain/slot.ts';
import type { Held } from './database.ts';

/** A write as MongoDB takes it, alone or among others in bulk. */
type Write<Update = object> = { filter: { _id: string; version?: number }; update: Update };

/** What is claimed first; what has no urgency comes after it, oldest first. */
const urgencies = { safeguarding: 2, absence: 1, answer: 1 };

/** A slot raised to a revision: new, or with its wanted moved up; parked ones stay parked, unless links go out for them. */
export function raisedSlot(wish: SlotWish, at: Date): Write<object[]> {
  return { filter: { _id: slotId(wish) }, update: raised(wish, at) };
}

function raised(wish: SlotWish, at: Date): object[] {
  const lit = (value: unknown) => ({ $literal: value });
  const due = { step: 'draw', at: lit(at) };
  const isDueSooner = { $and: [{ $gt: ['$next.at', null] }, { $lte: ['$next.at', lit(at)] }] };
  return [
    {
      $set: {
        kind: lit(wish.kind),
        subjectId: lit(wish.subjectId),
        ...(wish.late ? { late: lit(wish.late) } : {}),
        recipient: lit(wish.recipient),
        lane: lit(laneOf(wish.recipient)),
        ...(wish.kind === 'concern' ? { urgency: urgencies.safeguarding } : {}),
        shown: { $ifNull: ['$shown', 0] },
        revision: { $max: [{ $ifNull: ['$revision', 0] }, wish.revision] },
        bumps: { $add: [{ $ifNull: ['$bumps', 0] }, wish.ask ? 1 : 0] },
      },
    },
    { $set: { wanted: { $add: ['$revision', '$bumps'] } } },
    {
      $set: {
        ...(wish.ask === 'bottom' ? { repostAt: '$wanted' } : {}),
        next: {
          $cond: [
            { $and: [{ $gt: ['$wanted', '$shown'] }, { $or: [{ $not: ['$parked'] }, '$linked'] }] },
            { $cond: [isDueSooner, '$next', due] },
            { $ifNull: ['$next', '$$REMOVE'] },
          ],
        },
      },
    },
    { $unset: ['dead'] },
  ];
}

/** Replaces a document under its version. The worker's own fields are its own: a lease read along is not written back. */
export function replaced<T extends { _id: string }>(changed: T, expected: number): Write<object[]> {
  const { _id, lease: _l, tries: _t, dead: _d, lastError: _e, fence: _f, ...doc } = changed as T & Held;
  const whole = { $mergeObjects: [{ _id: '$_id', fence: '$fence' }, { $literal: doc }] };
  return { filter: { _id, version: expected }, update: [{ $replaceWith: whole }] };
}

/** Inserts a document unless its id exists. */
export function inserted<T extends { _id: string }>({ _id, ...fresh }: T): Write<{ $setOnInsert: object }> {
  return { filter: { _id }, update: { $setOnInsert: fresh } };
}

/** Queues an outbox row unless its key exists. */
export function queued(wish: OutboxWish, at: Date): Write<{ $setOnInsert: object }> {
  const urgency = wish.lane && { urgency: urgencies[wish.lane] };
  return inserted({ ...wish, ...urgency, createdAt: at, next: { step: 'send', at } });
}

/** Notes an event for the MIS unless its id exists; the lister gives it its place. */
export function notedEvent(wish: MisWish, at: Date): Write<{ $setOnInsert: object }> {
  return inserted({ ...wish, createdAt: at, next: { step: 'list', at } });
}
