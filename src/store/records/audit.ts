import type { Audit } from '../../usecases/core/records/audit.ts';
import type { Access } from './access.ts';

export function auditOf({ c, o, again, insertOnce }: Access): Audit {
  return {
    add: (entry) => again(async () => void (await insertOnce(c.audit, entry))),
    find: ({ personId, since, until }, most) =>
      again(() => {
        const range = { ...(since ? { $gte: since } : {}), ...(until ? { $lt: until } : {}) };
        const at = since || until ? { at: range } : {};
        const who = personId ? { $or: [{ byId: personId }, { aboutIds: personId }] } : {};
        return c.audit
          .find({ ...who, ...at }, o)
          .sort({ at: -1, _id: 1 })
          .limit(most)
          .toArray();
      }),
  };
}
