import type { GroupMembers } from '../../usecases/core/records/groups.ts';
import type { Access } from './access.ts';

export function groupsOf({ c, o, again }: Access): GroupMembers {
  return {
    watch: (at) =>
      again(async () => {
        const next = { step: 'read' as const, at };
        await c.groupReadings.updateOne({ _id: 'groups' }, { $set: { next } }, { ...o, upsert: true });
      }),
    put: ({ _id, ...member }, groupId) =>
      again(async () => {
        const change = { $set: member, $addToSet: { groupIds: groupId } };
        await c.groupMembers.updateOne({ _id }, change, { ...o, upsert: true });
      }),
    leave: (entraId, groupId) =>
      again(async () => {
        await c.groupMembers.updateOne({ _id: entraId }, { $pull: { groupIds: groupId } }, o);
        await c.groupMembers.deleteOne({ _id: entraId, groupIds: { $size: 0 } }, o);
      }),
    forget: (entraIds) => again(async () => void (await c.groupMembers.deleteMany({ _id: { $in: [...entraIds] } }, o))),
    forgetBefore: (round) => again(async () => void (await c.groupMembers.deleteMany({ round: { $lt: round } }, o))),
    all: (most) => again(() => c.groupMembers.find({}, o).sort({ name: 1, _id: 1 }).limit(most).toArray()),
    count: () => again(() => c.groupMembers.countDocuments({}, o)),
  };
}
