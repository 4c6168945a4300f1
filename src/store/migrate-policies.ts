import type { Db } from 'mongodb';

type Old = {
  _id: string;
  ownerIds: string[];
  data: { packId: string; version: string };
  history: { at: Date; act: string }[];
};

/**
 * One card a person for all their policies, with the versions they have confirmed. What was not confirmed is asked for
 * anew the next morning, by the round that asks everyone. Can be done twice.
 */
export async function gatherPolicies(db: Db): Promise<void> {
  const tasks = db.collection<{ _id: string }>('tasks');
  const old = tasks.find({ kind: 'policy-read', 'data.packId': { $exists: true } }).sort({ openedAt: 1 });
  for await (const raw of old) {
    const { _id, data, history, ownerIds, ...rest } = raw as unknown as Old & { next?: unknown; lease?: unknown };
    const { next: _, lease: __, ...kept } = rest;
    const at = history.findLast((one) => one.act === 'confirmed')?.at;
    const [owner] = ownerIds;
    if (at && owner) {
      const version = { packId: data.packId, version: data.version };
      await tasks.updateOne(
        { _id: `policy-read|${owner}` },
        {
          $setOnInsert: { ...kept, ownerIds, history, state: 'confirmed', isOpen: false },
          $addToSet: { 'data.policies': version, 'data.confirmed': { ...version, at } },
        },
        { upsert: true },
      );
    }
    await tasks.deleteMany({ _id: { $in: [_id, `chase|task|${_id}`] } });
  }
}
