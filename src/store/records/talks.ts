import type { Talks } from '../../usecases/core/records/people.ts';
import type { Access } from './access.ts';

/** What was last said to people, and how many messages were understood. */
export function talksOf({ c, o, again }: Access): Talks {
  return {
    of: (personId) => again(() => c.talks.findOne({ _id: personId }, o)),
    note: (personId, state) =>
      again(async () => void (await c.talks.updateOne({ _id: personId }, { $set: state }, { ...o, upsert: true }))),
    // A count once too often does less harm than a message that fails because of it, so it is not done again.
    count: async (role, month, isUnderstood) => {
      const by = { $inc: { heard: 1, missed: isUnderstood ? 0 : 1 }, $set: { role, month } };
      await c.heard.updateOne({ _id: `${month}|${role}` }, by, { ...o, upsert: true });
    },
    counts: () =>
      again(async () => {
        const all = await c.heard.find({}, o).sort({ month: -1, role: 1 }).limit(600).toArray();
        return all.map(({ role, month, heard, missed }) => ({ role, month, heard, missed }));
      }),
  };
}
