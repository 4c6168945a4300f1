import type { Replays } from '../../usecases/core/records/replays.ts';
import type { Access } from './access.ts';

export function replaysOf({ c, o, again, insertOnce }: Access): Replays {
  return {
    of: (personId) => again(() => c.replays.findOne({ _id: personId }, o)),
    begin: (replay, before) =>
      again(async () => {
        if (before === undefined) return insertOnce(c.replays, replay);
        return (await c.replays.replaceOne({ _id: replay._id, run: before }, replay, o)).matchedCount === 1;
      }),
    move: (personId, run, set) =>
      again(async () => (await c.replays.updateOne({ _id: personId, run }, { $set: set }, o)).matchedCount === 1),
    drop: (personId, run) => again(async () => void (await c.replays.deleteOne({ _id: personId, run }, o))),
  };
}
