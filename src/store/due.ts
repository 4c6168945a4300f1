import { type Claim, type Due, type DueKind, dueKinds, type Room } from '../usecases/core/delivery.ts';
import type { Collections, Held } from './database.ts';
import { retryPassing } from './retry.ts';

type Stored = Held & { _id: string; next?: { step: string; at: Date } };

// The collections share this shape; the driver's types cannot say so.
type DueCollection = {
  findOneAndUpdate(filter: object, update: object, options: object): Promise<Stored | null>;
  findOne(filter: object, options: object): Promise<Stored | null>;
  updateOne(filter: object, update: object): Promise<{ matchedCount: number }>;
  updateMany(filter: object, update: object): Promise<{ modifiedCount: number }>;
  countDocuments(filter: object): Promise<number>;
  find(filter: object): { limit(count: number): { toArray(): Promise<Stored[]> } };
};

/** Kinds of which some go before others, whenever they fell due; bulk must not stand in the way of a concern (S11). */
const hasUrgency = new Set<DueKind>(['slots', 'outbox']);

/** Due steps on MongoDB. `owner` names this process in leases, for people who look. */
export function createDue(c: Collections, owner: string): Due {
  const of = (kind: DueKind) => c[kind] as unknown as DueCollection;
  const fenced = (claim: Claim) => ({ _id: claim.id, fence: claim.fence });
  const firstOf = (kind: DueKind) => [
    { $match: { 'next.at': { $exists: true } } },
    { $sort: { 'next.at': 1 } },
    { $limit: 1 },
    { $project: { _id: 0, kind: { $literal: kind }, at: '$next.at' } },
  ];
  // One command for all kinds: asked one by one, an idle process would spend most of its commands on this.
  const firstOfEach = [
    ...firstOf(dueKinds[0]),
    ...dueKinds.slice(1).map((kind) => ({ $unionWith: { coll: c[kind].collectionName, pipeline: firstOf(kind) } })),
  ];
  return {
    async claim(kind, now, leaseMs, not) {
      // `next.at` is business time; the lease is on the server's own clock, so no instance's clock can break it.
      const free = { $or: [{ lease: { $exists: false } }, { $expr: { $lte: ['$lease.until', '$$NOW'] } }] };
      const lanes = not.lanes.length > 0 ? { lane: { $nin: [...not.lanes] } } : {};
      const ids = not.ids.length > 0 ? { _id: { $nin: [...not.ids] } } : {};
      const roomOf = ({ of: own, urgency }: Room) => ({
        kind: own,
        ...(urgency > 0 ? { urgency: { $gte: urgency } } : {}),
      });
      const rooms = not.rooms ? [{ $or: not.rooms.map(roomOf) }] : [];
      const doc = await of(kind).findOneAndUpdate(
        { 'next.at': { $lte: now }, ...ids, ...lanes, $and: [free, ...rooms] },
        [
          {
            $set: {
              lease: { until: { $add: ['$$NOW', leaseMs] }, owner: { $literal: owner } },
              fence: { $add: [{ $ifNull: ['$fence', 0] }, 1] },
              tries: { $add: [{ $ifNull: ['$tries', 0] }, 1] },
            },
          },
        ],
        { sort: hasUrgency.has(kind) ? { urgency: -1, 'next.at': 1 } : { 'next.at': 1 }, returnDocument: 'after' },
      );
      if (!doc?.next) return null;
      return { kind, id: doc._id, step: doc.next.step, fence: doc.fence ?? 0, tries: doc.tries ?? 1, leaseMs, doc };
    },
    renew: (claim) =>
      retryPassing(async () => {
        // A step that was settled or given back meanwhile is held no more.
        const held = { ...fenced(claim), 'lease.owner': owner };
        const change = [{ $set: { 'lease.until': { $add: ['$$NOW', claim.leaseMs] } } }];
        return (await of(claim.kind).updateOne(held, change)).matchedCount === 1;
      }, claim.leaseMs / 3),
    async firstAt() {
      const rows = await c[dueKinds[0]].aggregate<{ kind: DueKind; at: Date }>(firstOfEach).toArray();
      return new Map(rows.map((row) => [row.kind, row.at]));
    },
    settle: (claim, set, at, unset = []) =>
      retryPassing(async () => {
        const isEnd = at === null;
        const change = {
          ...(Object.keys(set).length > 0 || !isEnd
            ? { $set: { ...set, ...(isEnd ? {} : { next: { step: claim.step, at } }) } }
            : {}),
          $unset: {
            lease: '',
            tries: '',
            lastError: '',
            ...(isEnd ? { next: '' } : {}),
            ...Object.fromEntries(unset.map((field) => [field, ''])),
          },
        };
        return (await of(claim.kind).updateOne(fenced(claim), change)).matchedCount === 1;
      }),
    settleShown: (claim, shown, now) =>
      retryPassing(async () => {
        const isBehind = { $gt: ['$wanted', shown.shown] };
        const change = [
          {
            $set: {
              shown: shown.shown,
              ...(shown.activityId ? { activityId: { $literal: shown.activityId } } : {}),
              ...(shown.conversationId ? { conversationId: { $literal: shown.conversationId } } : {}),
            },
          },
          { $set: { next: { $cond: [isBehind, { step: claim.step, at: now }, '$$REMOVE'] } } },
          { $unset: ['lease', 'tries', 'lastError', 'dead', 'sending', 'throttles', 'parked'] },
        ];
        return (await of(claim.kind).updateOne(fenced(claim), change)).matchedCount === 1;
      }),
    mark: (claim, set, unset = []) =>
      retryPassing(async () => {
        const alive = { ...fenced(claim), $expr: { $gt: ['$lease.until', '$$NOW'] } };
        const values = Object.fromEntries(Object.entries(set).map(([key, value]) => [key, { $literal: value }]));
        // The lease begins anew, so that the call which follows has its whole length.
        const change = [
          { $set: { ...values, 'lease.until': { $add: ['$$NOW', claim.leaseMs] } } },
          ...(unset.length > 0 ? [{ $unset: [...unset] }] : []),
        ];
        return (await of(claim.kind).updateOne(alive, change)).matchedCount === 1;
      }),
    async release(claim, delayMs, error, isTry) {
      await retryPassing(() =>
        of(claim.kind).updateOne(fenced(claim), [
          {
            $set: {
              lease: { until: { $add: ['$$NOW', Math.max(0, Math.round(delayMs))] }, owner: '' },
              lastError: { $literal: error },
              tries: isTry ? '$tries' : { $max: [0, { $subtract: ['$tries', 1] }] },
            },
          },
        ]),
      );
    },
    async bury(claim, error) {
      await retryPassing(() =>
        of(claim.kind).updateOne(fenced(claim), [
          { $set: { dead: { at: '$$NOW', error: { $literal: error }, step: claim.step, dueAt: '$next.at' } } },
          { $unset: ['next', 'lease', 'tries'] },
        ]),
      );
    },
    async deadLetters() {
      const rows = await Promise.all(
        dueKinds.map(async (kind) =>
          (
            await of(kind)
              .find({ 'dead.at': { $exists: true } })
              .limit(500)
              .toArray()
          ).map((doc) => ({ kind, doc })),
        ),
      );
      return rows
        .flat()
        .flatMap(({ kind, doc }) =>
          doc.dead ? [{ kind, id: doc._id, step: doc.dead.step, error: doc.dead.error, at: doc.dead.at }] : [],
        );
    },
    async retryDead(id) {
      let count = 0;
      for (const kind of dueKinds) {
        const change = [
          { $set: { next: { step: '$dead.step', at: '$dead.dueAt' } } },
          { $unset: ['dead', 'tries', 'lease', 'sending'] },
        ];
        count += (await of(kind).updateMany({ 'dead.at': { $exists: true }, ...(id ? { _id: id } : {}) }, change))
          .modifiedCount;
      }
      return count;
    },
    async paused() {
      const rows = await c.lanes
        .aggregate<{ _id: string; ms: number }>([
          { $match: { $expr: { $gt: ['$until', '$$NOW'] } } },
          { $project: { ms: { $subtract: ['$until', '$$NOW'] } } },
        ])
        .toArray();
      return new Map(rows.map((row) => [row._id, row.ms]));
    },
    async pause(lane, ms) {
      await retryPassing(() =>
        c.lanes.updateOne(
          { _id: lane },
          [{ $set: { until: { $max: ['$until', { $add: ['$$NOW', Math.round(ms)] }] } } }],
          { upsert: true },
        ),
      );
    },
    async parkedBy() {
      const group = [
        { $match: { parked: { $exists: true } } },
        { $group: { _id: '$parked', count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ];
      const rows = await c.slots.aggregate<{ _id: string; count: number }>(group).toArray();
      return rows.map((row) => ({ code: row._id, count: row.count }));
    },
    async counts(now) {
      let due = 0;
      let dead = 0;
      for (const kind of dueKinds) {
        due += await of(kind).countDocuments({ 'next.at': { $lte: now } });
        dead += await of(kind).countDocuments({ 'dead.at': { $exists: true } });
      }
      const parked = await c.slots.countDocuments({ parked: { $exists: true } });
      const oldest = Math.min(now.getTime(), ...[...(await this.firstAt()).values()].map((at) => at.getTime()));
      return { due, dead, parked, oldestDueMs: now.getTime() - oldest };
    },
  };
}
