import { fileLane } from '../../domain/mis-event.ts';
import type { MisCounts, MisEvents } from '../../usecases/core/records/mis.ts';
import { notedEvent } from '../writes.ts';
import type { Access } from './access.ts';

/** Until when the MIS is not to be called: who is woken meanwhile waits as those do who were there. */
const away = 'mis-away';

export function misOf({ c, o, again }: Access): MisEvents {
  // Its place alone: the index has it, and no event is read.
  const placeAt = async (end: 1 | -1): Promise<number> => {
    const found = c.misEvents.find({ seq: { $gt: 0 } }, { ...o, projection: { _id: 0, seq: 1 } }).sort({ seq: end });
    return (await found.limit(1).next())?.seq ?? 0;
  };
  const lastSeq = () => placeAt(-1);

  const wake: MisEvents['wake'] = (learnerIds, at) =>
    again(async () => {
      if (learnerIds.length === 0) return;
      const until = (await c.meta.findOne({ _id: away }, o))?.at ?? at;
      const first = new Date(Math.max(until.getTime(), at.getTime()));
      const due = { $ifNull: ['$next', { step: 'tell', at: first }] };
      const writes = learnerIds.map((_id) => ({
        updateOne: { filter: { _id }, update: [{ $set: { next: due } }], upsert: true },
      }));
      await c.misLanes.bulkWrite(writes, { ...o, ordered: false });
    });

  return {
    put: (wishes, at) =>
      again(async () => {
        for (const wish of wishes) {
          const { filter, update } = notedEvent(wish, at);
          await c.misEvents.updateOne(filter, update, { ...o, upsert: true });
        }
      }),
    byIds: (ids) => again(() => c.misEvents.find({ _id: { $in: [...ids] } }, o).toArray()),
    unlisted: (at, most) =>
      again(() =>
        c.misEvents
          .find({ 'next.at': { $lte: at } }, o)
          .sort({ 'next.at': 1, _id: 1 })
          .limit(most)
          .toArray(),
      ),
    keepBack: (ids) =>
      again(async () => {
        const back = { $set: { held: true }, $unset: { next: '' as const, lease: '' as const, tries: '' as const } };
        await c.misEvents.updateMany({ _id: { $in: [...ids] } }, back, o);
      }),
    async release(learnerId, at) {
      await again(async () => {
        // In the order in which they were written, before whatever comes now.
        const next = { $set: { next: { step: 'list', at: '$createdAt' } } };
        await c.misEvents.updateMany({ learnerId, held: true }, [next, { $unset: 'held' }], o);
      });
      await wake([learnerId], at);
    },
    list: (ids, at, waits) =>
      again(async () => {
        const open = { _id: { $in: [...ids] }, seq: { $exists: false } };
        const found = await c.misEvents.find(open, { ...o, projection: { _id: 1 } }).toArray();
        const placeless = new Set(found.map((one) => one._id));
        if (placeless.size === 0) return;
        const last = await lastSeq();
        // One that was taken before there was an order does not wait.
        const waiting = { $cond: [{ $and: [waits, { $not: ['$takenAt'] }] }, true, '$$REMOVE'] };
        const placed = (seq: number) => [{ $set: { listedAt: at, seq, waits: waiting } }];
        const writes = ids
          .filter((id) => placeless.has(id))
          .map((_id, i) => ({ updateOne: { filter: { _id }, update: placed(last + 1 + i) } }));
        await c.misEvents.bulkWrite(writes, { ...o, ordered: true });
      }),
    settleListed: (ids) =>
      again(async () => {
        const done = { $unset: { next: '' as const, lease: '' as const, tries: '' as const, lastError: '' as const } };
        await c.misEvents.updateMany({ _id: { $in: [...ids] }, seq: { $exists: true } }, done, o);
      }),
    wake,
    wakeWaiting: async (at) => wake(await again(() => c.misEvents.distinct('learnerId', { waits: true })), at),
    firstWaiting: (learnerId) =>
      again(() => c.misEvents.find({ learnerId, waits: true }, o).sort({ seq: 1 }).limit(2).toArray()),
    taken: ({ _id, subject, seq = 0, refused }, at) =>
      again(async () => {
        const before = { subject, seq: { $lt: seq }, 'refused.at': { $exists: true } };
        const closed = { $set: { closed: { at, how: 'said-anew' as const } } };
        const over = { waits: '' as const, refused: '' as const };
        const { modifiedCount } = await c.misEvents.bulkWrite(
          [
            { updateMany: { filter: before, update: { ...closed, $unset: over } } },
            { updateOne: { filter: { _id }, update: { $set: { takenAt: at }, $unset: over } } },
          ],
          { ...o, ordered: false },
        );
        // Beside its own, older ones of which the MIS would not hear.
        return refused !== undefined || modifiedCount > 1;
      }),
    refuse: (_id, refused, waits) =>
      again(async () => {
        const stays = waits ? {} : { $unset: { waits: '' as const } };
        await c.misEvents.updateOne({ _id, takenAt: { $exists: false } }, { $set: { refused }, ...stays }, o);
      }),
    refused: (most) =>
      again(() =>
        c.misEvents
          .find({ 'refused.at': { $exists: true } }, o)
          .sort({ 'refused.at': 1, seq: 1 })
          .limit(most)
          .toArray(),
      ),
    again: (ids) =>
      again(async () => {
        const open = { _id: { $in: [...ids] }, 'refused.at': { $exists: true } };
        await c.misEvents.updateMany(open, { $set: { waits: true }, $unset: { refused: '' } }, o);
      }),
    close: (ids, closed) =>
      again(async () => {
        const open = { _id: { $in: [...ids] }, 'refused.at': { $exists: true } };
        await c.misEvents.updateMany(open, { $set: { closed }, $unset: { refused: '', waits: '' } }, o);
      }),
    putOff: (until) =>
      again(async () => {
        await c.meta.updateOne({ _id: away }, { $max: { at: until } }, { ...o, upsert: true });
        const sooner = { 'next.step': 'tell' as const, 'next.at': { $lt: until } };
        await c.misLanes.updateMany(sooner, { $set: { 'next.at': until } }, o);
      }),
    hurry: (at) =>
      again(async () => {
        await c.meta.deleteOne({ _id: away }, o);
        const failed = { failingSince: { $exists: true }, _id: { $ne: fileLane } };
        await c.misLanes.updateMany(failed, { $set: { next: { step: 'tell', at } }, $unset: { failingSince: '' } }, o);
      }),
    after: (seq, types, most) =>
      again(() =>
        c.misEvents
          .find({ type: { $in: [...types] }, seq: { $gt: seq } }, o)
          .sort({ seq: 1 })
          .limit(most)
          .toArray(),
      ),
    bounds: () => again(async () => ({ first: await placeAt(1), last: await lastSeq() })),
    planFile: (day, at) =>
      again(async () => {
        const first = { forDay: { $literal: day }, next: { step: 'write', at } };
        // One that was switched off goes on from its last file.
        const change = [{ $set: { ...first, fileSeq: { $ifNull: ['$fileSeq', await lastSeq()] } } }];
        const lane = await c.misLanes.findOne({ _id: fileLane }, o);
        if (!lane?.next)
          await c.misLanes.updateOne({ _id: fileLane, next: { $exists: false } }, change, { ...o, upsert: !lane });
      }),
    counts: () =>
      again(async (): Promise<MisCounts> => {
        const [waiting, refused, oldest, failing] = await Promise.all([
          c.misEvents.countDocuments({ waits: true }),
          c.misEvents.countDocuments({ 'refused.at': { $exists: true } }),
          c.misEvents.find({ waits: true }).sort({ seq: 1 }).limit(1).next(),
          c.misLanes
            .find({ lastCode: { $exists: true } })
            .limit(500)
            .toArray(),
        ]);
        const byCode = Map.groupBy(failing, (lane) => lane.lastCode ?? '');
        const codes = [...byCode].toSorted((a, b) => b[1].length - a[1].length).map(([code]) => code);
        return { waiting, refused, codes, ...(oldest?.listedAt ? { oldestAt: oldest.listedAt } : {}) };
      }),
  };
}
