import { laneOf } from '../../domain/slot.ts';
import type { Outbox, Slots } from '../../usecases/core/records/sending.ts';
import { queued, raisedSlot } from '../writes.ts';
import type { Access } from './access.ts';

export function slotsOf({ c, o, again }: Access): Slots {
  return {
    byId: (id) => again(() => c.slots.findOne({ _id: id }, o)),
    want: (wish, at) =>
      again(async () => {
        const { filter, update } = raisedSlot(wish, at);
        await c.slots.updateOne(filter, update, { ...o, upsert: true });
      }),
    about: (kind, subjectId) => again(() => c.slots.find({ kind, subjectId }, o).toArray()),
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
    hold: (id, until) =>
      again(
        async () =>
          void (await c.slots.updateOne(
            { _id: id },
            [until ? { $set: { heldUntil: until } } : { $unset: 'heldUntil' }],
            o,
          )),
      ),
    revive: (recipient, at) =>
      again(async () => {
        const parked = { lane: laneOf(recipient), parked: { $exists: true } };
        return (
          await c.slots.updateMany(
            parked,
            { $set: { next: { step: 'draw', at } }, $unset: { parked: '', dead: '', tries: '' } },
            o,
          )
        ).modifiedCount;
      }),
  };
}

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
    takeBack: (key) =>
      again(async () => {
        // A range on the key, so that the primary index serves it.
        const own = { _id: { $gte: `${key}|`, $lt: `${key}|\uffff` } };
        const sent = await c.outbox.find({ ...own, sentAt: { $exists: true } }, o).toArray();
        await c.outbox.deleteMany({ ...own, sentAt: { $exists: false }, phase: 'idle' }, o);
        return sent.map((row) => row.to);
      }),
    release: (learnerId, at) =>
      again(async () => {
        const held = { about: learnerId, held: true };
        await c.outbox.updateMany(held, { $set: { next: { step: 'send', at } }, $unset: { held: '' } }, o);
      }),
  };
}
