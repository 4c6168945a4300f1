import type { Filter } from 'mongodb';
import { type Task, type TaskKind, type TaskOf, taskOf } from '../../domain/task.ts';
import type { Tasks } from '../../usecases/core/records/tasks.ts';
import type { Access } from './access.ts';

export function tasksOf({ c, o, again, insertOnce, replaceDue }: Access): Tasks {
  const found = (filter: Filter<Task>) => again(() => c.tasks.find(filter, o).sort({ openedAt: 1 }).toArray());
  const foundOf = async <Kind extends TaskKind>(kind: Kind, filter: Filter<Task>): Promise<TaskOf<Kind>[]> =>
    (await found({ ...filter, kind })).flatMap((one) => taskOf(kind, one) ?? []);
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
    openOfKind: (ownerIds, kind) => foundOf(kind, { ownerIds: { $in: [...ownerIds] }, isOpen: true }),
    allOfSession: (sessionId) => found({ sessionId }),
    allOfLearner: (learnerId) => found({ learnerId }),
    ofSession: (sessionId, kind) => foundOf(kind, { sessionId }),
    ofLearner: (learnerId, kind) => foundOf(kind, { learnerId }),
    openAbout: (learnerIds, kinds) =>
      found({ learnerId: { $in: [...learnerIds] }, kind: { $in: [...kinds] }, isOpen: true, isShown: true }),
    shownOfKind: (kind) => foundOf(kind, { isOpen: true, isShown: true }),
    waitingOn: (programmeIds) =>
      again(async () =>
        (
          await c.tasks
            .find(
              {
                kind: 'chase',
                isOpen: true,
                programmeId: { $in: [...programmeIds] },
                'data.class': { $ne: 'induction' },
              },
              o,
            )
            .sort({ 'data.since': 1 })
            .limit(100)
            .toArray()
        ).flatMap((one) => taskOf('chase', one) ?? []),
      ),
    reportsTo: (ownerIds, from) =>
      foundOf('mentor-report', { ownerIds: { $in: [...ownerIds] }, 'data.day': { $gte: from } } as Filter<Task>),
    ofKind: (kind, from) => foundOf(kind, { openedAt: { $gte: from } }),
  };
}
