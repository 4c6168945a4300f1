import type { Tasks } from '../../usecases/core/records/tasks.ts';
import type { Access } from './access.ts';

export function tasksOf({ c, o, again, insertOnce, replaceDue }: Access): Tasks {
  return {
    byId: (id) => again(() => c.tasks.findOne({ _id: id }, o)),
    known: (ids) =>
      again(async () =>
        (await c.tasks.find({ _id: { $in: [...ids] } }, { ...o, projection: { _id: 1 } }).toArray()).map(
          (one) => one._id,
        ),
      ),
    open: (task) => again(() => insertOnce(c.tasks, task)),
    replace: (task, expected) => again(() => replaceDue(c.tasks, task, expected)),
    openOf: (ownerIds) =>
      again(() =>
        c.tasks
          .find({ ownerIds: { $in: [...ownerIds] }, isOpen: true }, o)
          .sort({ openedAt: 1 })
          .limit(200)
          .toArray(),
      ),
    ofSession: (sessionId, kind) => again(() => c.tasks.find({ sessionId, ...(kind ? { kind } : {}) }, o).toArray()),
    ofLearner: (learnerId, kind) =>
      again(() =>
        c.tasks
          .find({ learnerId, ...(kind ? { kind } : {}) }, o)
          .sort({ openedAt: 1 })
          .toArray(),
      ),
    ofKind: (kind, from) =>
      again(() =>
        c.tasks
          .find({ kind, openedAt: { $gte: from } }, o)
          .sort({ openedAt: 1 })
          .toArray(),
      ),
  };
}
