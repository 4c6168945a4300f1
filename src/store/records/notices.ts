import { Binary } from 'mongodb';
import type { Files, Notices } from '../../usecases/core/records/notices.ts';
import type { Access } from './access.ts';

export function noticesOf({ c, o, again, insertOnce, replaceDue }: Access): Notices {
  return {
    byId: (id) => again(() => c.notices.findOne({ _id: id }, o)),
    touching: (learnerIds, day) =>
      again(() => c.notices.find({ learnerId: { $in: [...learnerIds] }, days: day, state: 'confirmed' }, o).toArray()),
    ofLearner: (learnerId, from) =>
      again(() =>
        c.notices
          .find({ learnerId, days: { $gte: from } }, o)
          .sort({ createdAt: 1 })
          .toArray(),
      ),
    ofMessage: (messageId) => again(() => c.notices.find({ messageId }, o).sort({ createdAt: 1, _id: 1 }).toArray()),
    openOf: (byId, since) =>
      again(() => {
        const isOpen = { $or: [{ state: 'draft' as const }, { state: 'confirmed' as const, question: 'withdraw' }] };
        const isFresh = ['createdAt', 'askedAt', 'remindedAt'].map((field) => ({ [field]: { $gte: since } }));
        return c.notices
          .find({ byId, $and: [isOpen, { $or: isFresh }] } as object, o)
          .sort({ createdAt: 1, _id: 1 })
          .limit(50)
          .toArray();
      }),
    toldBy: (byId, since) =>
      again(() => {
        const isSince = ['createdAt', 'confirmedAt', 'askedAt', 'remindedAt', 'correctedAt'].map((one) => ({
          [one]: { $gte: since },
        }));
        return c.notices
          .find({ byId, kind: { $ne: 'elsewhere' }, $or: isSince } as object, o)
          .sort({ createdAt: -1, _id: 1 })
          .limit(50)
          .toArray();
      }),
    standingBy: (byId, from) =>
      again(() =>
        c.notices
          .find({ byId, days: { $gte: from }, kind: { $ne: 'elsewhere' }, state: { $ne: 'withdrawn' } }, o)
          .sort({ createdAt: 1 })
          .toArray(),
      ),
    elsewhereBy: (byId, from) =>
      again(() =>
        c.notices
          .find({ byId, kind: 'elsewhere', state: 'confirmed', days: { $gte: from } }, o)
          .sort({ createdAt: -1 })
          .limit(500)
          .toArray(),
      ),
    draft: (notice) => again(() => insertOnce(c.notices, notice)),
    lookAgain: (learnerIds, day, at) =>
      again(async () => {
        const own = { learnerId: { $in: [...learnerIds] }, days: day, state: 'confirmed' as const };
        await c.notices.updateMany(own, { $set: { next: { step: 'spread', at } }, $inc: { version: 1 } }, o);
      }),
    replace: (notice, expected) => again(() => replaceDue(c.notices, notice, expected)),
    clearNext: (id, version) =>
      again(async () => {
        const change = {
          $unset: { next: '' as const, lease: '' as const, tries: '' as const, lastError: '' as const },
        };
        await c.notices.updateOne({ _id: id, version }, change, o);
      }),
  };
}

export function filesOf({ c, o, again }: Access): Files {
  return {
    byId: (id) =>
      again(async () => {
        const file = await c.files.findOne({ _id: id }, { ...o, promoteBuffers: true });
        return file ? { ...file, bytes: new Uint8Array(file.bytes) } : null;
      }),
    put: (file) =>
      again(async () => {
        const bytes = new Binary(file.bytes) as unknown as Uint8Array;
        await c.files.replaceOne({ _id: file._id }, { ...file, bytes }, { ...o, upsert: true });
      }),
    remove: (id) => again(async () => void (await c.files.deleteOne({ _id: id }, o))),
  };
}
