import type { Concerns } from '../../usecases/core/records/safeguarding.ts';
import type { Access } from './access.ts';

/** A concern that still covers its learners (S11). */
const unreleased = { $in: ['open' as const, 'acknowledged' as const] };

export function concernsOf({ c, o, again, insertOnce, replaceDue }: Access): Concerns {
  const concerns: Concerns = {
    byId: (id) => again(() => c.concerns.findOne({ _id: id }, o)),
    raise: (concern) => again(() => insertOnce(c.concerns, concern)),
    unreleased: () => again(() => c.concerns.find({ state: unreleased }, o).sort({ at: 1 }).toArray()),
    covering: (learnerId) =>
      again(() => c.concerns.find({ 'holds.learnerId': learnerId, state: unreleased }, o).sort({ at: 1 }).toArray()),
    ofLearner: (learnerId) =>
      again(() => c.concerns.find({ 'holds.learnerId': learnerId }, o).sort({ at: 1 }).toArray()),
    writtenBy: (personId) =>
      again(() => c.concerns.find({ 'messages.fromId': personId, state: unreleased }, o).sort({ at: 1 }).toArray()),
    withMessage: (messageId) => again(() => c.concerns.find({ 'messages.id': messageId }, o).toArray()),
    isHeld: async (learnerId) => (await concerns.heldAmong([learnerId])).length > 0,
    heldAmong: (learnerIds) =>
      again(async () => {
        const holds = { 'holds.learnerId': { $in: [...learnerIds] }, state: unreleased };
        const found = await c.concerns.find(holds, { ...o, projection: { 'holds.learnerId': 1 } }).toArray();
        const held = new Set(found.flatMap((one) => one.holds.map((hold) => hold.learnerId)));
        return learnerIds.filter((id) => held.has(id));
      }),
    handedOver: (before, most) =>
      again(() => {
        const gone = { 'handedOver.goneAt': { $exists: false } };
        const filter = { state: 'released' as const, 'handedOver.at': { $lte: before }, ...gone };
        return c.concerns.find(filter, o).sort({ at: 1 }).limit(most).toArray();
      }),
    joinedInto: (messageIds) =>
      again(() => c.concerns.find({ 'messages.id': { $in: [...messageIds] }, state: 'joined' }, o).toArray()),
    toHandOver: (most) =>
      again(() => {
        const filter = { state: 'released' as const, handedOver: { $exists: false } };
        return c.concerns.find(filter, o).sort({ at: 1 }).limit(most).toArray();
      }),
    replace: (concern, expected) => again(() => replaceDue(c.concerns, concern, expected)),
  };
  return concerns;
}
