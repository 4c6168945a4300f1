import { laneOf } from '../../domain/slot.ts';
import type { Outbox, SentState, Slots } from '../../usecases/core/records/sending.ts';
import { queued, raisedSlot } from '../writes.ts';
import type { Access } from './access.ts';

function stateOf(slot: { activityId?: string; parked?: string; dead?: object }): SentState {
  if (slot.activityId) return 'sent';
  return slot.parked || slot.dead ? 'failed' : 'on-its-way';
}

export function slotsOf({ c, o, again }: Access): Slots {
  return {
    byId: (id) => again(() => c.slots.findOne({ _id: id }, o)),
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
    sentAbout: (about, since, most) =>
      again(async () => {
        // What was dropped on its way would tell that there is, or was, a reason to drop it.
        const own = { about, kind: { $in: ['sms' as const, 'mail' as const] }, createdAt: { $gte: since } };
        const kept = { droppedAt: { $exists: false }, held: { $exists: false } } as object;
        const rows = await c.outbox
          .find({ ...own, ...kept }, o)
          .sort({ createdAt: -1 })
          .limit(most)
          .toArray();
        return rows.map(({ _id, kind, to, body, subject, lane, createdAt, sentAt, dead }) => ({
          _id,
          kind,
          to,
          body,
          createdAt,
          ...(subject ? { subject } : {}),
          ...(lane ? { lane } : {}),
          ...(sentAt ? { sentAt } : {}),
          state: sentAt ? ('sent' as const) : dead ? ('failed' as const) : ('on-its-way' as const),
        }));
      }),
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
