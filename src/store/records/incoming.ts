import type { IncomingRecords } from '../../usecases/core/records/incoming.ts';
import type { Access } from './access.ts';

export function incomingOf({ c, o, again, insertOnce }: Access): IncomingRecords {
  return {
    take: (message) => again(() => insertOnce(c.incoming, message)),
    byId: (id) => again(() => c.incoming.findOne({ _id: id }, o)),
    note: (id, became, { words, next }) =>
      again(async () => {
        // Nobody holds it until its next step: else whoever has just said who they are waits for a lease to lapse.
        const free = { lease: '', tries: '' } as const;
        const gone = { ...free, ...(words ? {} : { words: '' as const }), ...(next ? {} : { next: '' as const }) };
        const change = { $set: { ...became, ...(next ? { next } : {}) }, $unset: gone };
        await c.incoming.updateOne({ _id: id }, change, o);
      }),
    countFrom: (kind, from, since) =>
      again(() => c.incoming.countDocuments({ kind, from, createdAt: { $gte: since } }, o)),
    forOffice: (site, most) =>
      again(() =>
        c.incoming
          .find(
            { why: { $exists: true }, done: { $exists: false }, officeSite: site ?? { $exists: false } } as object,
            o,
          )
          .sort({ createdAt: 1, _id: 1 })
          .limit(most)
          .toArray(),
      ),
    purge: (before, wholly) =>
      again(async () => {
        const old = { createdAt: { $lt: before }, words: { $exists: true }, next: { $exists: false } };
        await c.incoming.updateMany(old, { $unset: { words: '' } }, o);
        await c.incoming.deleteMany({ createdAt: { $lt: wholly }, next: { $exists: false } }, o);
        await c.threads.deleteMany({ at: { $lt: wholly } }, o);
      }),
    watch: (address, since, at) =>
      again(async () => {
        const next = { step: 'read' as const, at };
        await c.mailboxes.updateOne(
          { _id: address },
          { $setOnInsert: { since }, $set: { next } },
          { ...o, upsert: true },
        );
      }),
    thread: (id) => again(() => c.threads.findOne({ _id: id }, o)),
    setThread: (id, change) =>
      again(async () => {
        const entries = Object.entries(change);
        const set = Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
        const gone = entries.flatMap(([name, value]) => (value === null ? [[name, ''] as const] : []));
        const unset: Record<string, ''> = Object.fromEntries(gone);
        await c.threads.updateOne(
          { _id: id },
          { $set: { ...set, at: new Date() }, $unset: unset },
          { ...o, upsert: true },
        );
      }),
  };
}
