import type { Cases } from '../../usecases/core/records/risk.ts';
import type { Access } from './access.ts';

export function casesOf({ c, o, again, insertOnce }: Access): Cases {
  return {
    byId: (id) => again(() => c.cases.findOne({ _id: id }, o)),
    open: (riskCase) => again(() => insertOnce(c.cases, riskCase)),
    replace: (riskCase, expected) =>
      again(
        async () =>
          (await c.cases.replaceOne({ _id: riskCase._id, version: expected }, riskCase, o)).matchedCount === 1,
      ),
    ofLearner: (learnerId, packId) => again(() => c.cases.find({ learnerId, 'pack.id': packId }, o).toArray()),
    allOfLearner: (learnerId) => again(() => c.cases.find({ learnerId }, o).sort({ openedAt: 1 }).toArray()),
    openBefore: (at) => again(() => c.cases.find({ state: 'open', openedAt: { $lt: at } }, o).toArray()),
    openOn: (programmeIds) =>
      again(() =>
        c.cases
          .find({ state: 'open', programmeId: { $in: [...programmeIds] } }, o)
          .sort({ openedAt: 1 })
          .limit(2_000)
          .toArray(),
      ),
    decidedSince: (from) => again(() => c.cases.find({ 'decisions.at': { $gte: from } }, o).toArray()),
    openOf: (ownerIds) =>
      again(() =>
        c.cases
          .find({ ownerId: { $in: [...ownerIds] }, state: 'open' }, o)
          .sort({ openedAt: 1 })
          .limit(200)
          .toArray(),
      ),
    ofOwner: (ownerId) => again(() => c.cases.find({ ownerId }, o).sort({ openedAt: -1 }).limit(100).toArray()),
  };
}
