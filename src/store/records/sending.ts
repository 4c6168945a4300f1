import { laneOf } from '../../domain/slot.ts';
import type { Outbox, SentState, Slots } from '../../usecases/core/records/sending.ts';
import { queued, raisedSlot } from '../writes.ts';
import type { Access } from './access.ts';

function stateOf(slot: { activityId?: string; parked?: string; dead?: object }): SentState {
  if (slot.activityId) return 'sent';
  return slot.parked || slot.dead ? 'failed' : 'on-its-way';
}

export function slotsOf({ c, o, again, findBy, gathered }: Access): Slots {
  /** Lanes with a card that waits until its recipient can be reached. */
  const withParked = gathered(async (lanes: readonly string[]) => {
    const found = await c.slots.distinct('lane', { lane: { $in: [...lanes] }, parked: { $exists: true } }, o);
    return lanes.map((lane) => found.includes(lane));
  });
  const byIds = findBy(c.slots, '_id');
  return {
    byId: async (id) => (await byIds([id]))[0] ?? null,
    want: (wish, at) =>
      again(async () => {
        const { filter, update } = raisedSlot(wish, at);
        await c.slots.updateOne(filter, update, { ...o, upsert: true });
      }),
    about: (kind, subjectId) => again(() => c.slots.find({ kind, subjectId }, o).toArray()),
    reached: (kind, subjectIds) =>
      again(async () => {
        const found = await c.slots.find({ kind, subjectId: { $in: [...subjectIds] } }, o).toArray();
        const people = found.flatMap((slot) =>
          'person' in slot.recipient ? [{ slot, id: slot.recipient.person }] : [],
        );
        return new Map(people.map(({ slot, id }) => [`${slot.subjectId}|${id}`, stateOf(slot)]));
      }),
    openOf: (recipient) => again(() => c.slots.find({ lane: laneOf(recipient) }, o).toArray()),
    adopt: (id, activityId, conversationId, at) =>
      again(async () => {
        const change = {
          $set: { activityId, conversationId, shown: 0, next: { step: 'draw' as const, at } },
          $unset: {
            sending: '' as const,
            dead: '' as const,
            lease: '' as const,
            tries: '' as const,
            parked: '' as const,
          },
          $inc: { fence: 1 },
        };
        return (await c.slots.updateOne({ _id: id, activityId: { $exists: false } }, change, o)).modifiedCount === 1;
      }),
    hold: async (id, until) => {
      // A write of nothing would wait for the writes of others.
      if (!until && (await byIds([id]))[0]?.heldUntil === undefined) return;
      const change = until ? { $set: { heldUntil: until } } : { $unset: { heldUntil: '' as const } };
      await again(() => c.slots.updateOne({ _id: id }, change, o));
    },
    revive: async (recipient, at) => {
      const lane = laneOf(recipient);
      // Asked with every message and press, and hardly ever is there one.
      if (!(await withParked(lane))) return 0;
      const change = {
        $set: { next: { step: 'draw' as const, at } },
        $unset: { parked: '', dead: '', tries: '' },
      } as const;
      return again(
        async () => (await c.slots.updateMany({ lane, parked: { $exists: true } }, change, o)).modifiedCount,
      );
    },
  };
}

/** More than this is no list any more; the rest comes up as these are dealt with. */
const mostUndelivered = 500;

export function outboxOf({ c, o, again }: Access): Outbox {
  return {
    put: (wishes, at) =>
      again(async () => {
        for (const wish of wishes) {
          const { filter, update } = queued(wish, at);
          await c.outbox.updateOne(filter, update, { ...o, upsert: true });
        }
      }),
    byIds: (ids) => again(() => c.outbox.find({ _id: { $in: [...ids] } }, o).toArray()),
    sentAbout: (about, since, most) =>
      again(async () => {
        // What was dropped on its way would tell that there is, or was, a reason to drop it.
        const kept = { droppedAt: { $exists: false } } as object;
        return c.outbox
          .find({ about, createdAt: { $gte: since }, ...kept }, o)
          .sort({ createdAt: -1 })
          .limit(most)
          .toArray();
      }),
    takeBack: (key) =>
      again(async () => {
        // A range on the key, so that the primary index serves it.
        const own = { _id: { $gte: `${key}|`, $lt: `${key}|\uffff` } };
        // What failed has reached nobody: there is nothing to correct.
        const isUnsent = [{ handedAt: { $exists: false } }, { 'failed.at': { $exists: true } }];
        const unheard = { byHand: { $exists: false }, deliveredAt: { $exists: false }, $or: isUnsent };
        await c.outbox.deleteMany({ ...own, ...unheard }, o);
        return c.outbox.find(own, o).toArray();
      }),
    latest: (most) => again(() => c.outbox.find({}, o).sort({ createdAt: -1, _id: 1 }).limit(most).toArray()),
    byRef: (ref) => again(() => c.outbox.findOne({ ref }, o)),
    note: (id, given, became) =>
      again(async () => (await c.outbox.updateOne({ _id: id, ...given }, { $set: became }, o)).matchedCount === 1),
    arrived: (id, became) =>
      again(async () => void (await c.outbox.updateOne({ _id: id }, { $set: became, $unset: { next: '' } }, o))),
    tryAgain: (id, attempts, code, at) =>
      again(async () => {
        const settled = { _id: id, attempts, acceptedAt: { $exists: true }, next: { $exists: false } };
        const change = {
          $set: { lastCode: code, next: { step: 'send' as const, at } },
          $unset: { handedAt: '', acceptedAt: '', providerId: '' } as const,
        };
        return (await c.outbox.updateOne(settled, change, o)).matchedCount === 1;
      }),
    undelivered: ({ kind, whys, ...which }) =>
      again(() => {
        const why = { 'failed.why': { $in: [...whys] } };
        const whose = 'to' in which ? { to: which.to } : { officeSite: which.site ?? { $exists: false } };
        const open = { deliveredAt: { $exists: false }, byHand: { $exists: false } };
        return c.outbox
          .find({ 'failed.at': { $exists: true }, kind, ...whose, ...why, ...open } as object, o)
          .sort({ 'failed.at': 1 })
          .limit(mostUndelivered)
          .toArray();
      }),
    again: (id, to, at) =>
      again(async () => {
        const failed = { _id: id, 'failed.at': { $exists: true } };
        const gone = {
          failed: '',
          officeSite: '',
          handedAt: '',
          acceptedAt: '',
          providerId: '',
          firstTriedAt: '',
          lease: '',
        } as const;
        // Whoever is still at what became of it holds it no more: they would settle what begins anew here.
        const change = {
          $set: { ...(to ? { to } : {}), next: { step: 'send' as const, at } },
          $unset: gone,
          $inc: { fence: 1 },
        };
        await c.outbox.updateOne(failed, change, o);
      }),
    hasStopped: (number) => again(async () => (await c.stops.findOne({ _id: number }, o)) !== null),
    noteStop: (number, isOn, at) =>
      again(async () => {
        if (isOn) await c.stops.updateOne({ _id: number }, { $set: { at } }, { ...o, upsert: true });
        else await c.stops.deleteOne({ _id: number }, o);
      }),
  };
}
