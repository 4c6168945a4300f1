import { addDays, type Day, instantOf } from '../domain/calendar.ts';
import type { Task } from '../domain/task.ts';
import { type PackShelf, packOn } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';

/** The one who has yet to confirm the policy, so that its card can be seen. */
const notYet = 'L-ISLA';

/** Everyone else confirmed the policies when the term began: what a chat begins with is what is to do today. */
export async function confirmPolicies(c: Collections, packs: PackShelf, today: Day): Promise<void> {
  const at = instantOf(addDays(today, -60), '10:00');
  const policies = [...new Set(packs.map((one) => one.id))].map((packId) => ({
    packId,
    version: packOn(packs, packId, today).version,
  }));
  const confirmed = policies.map((one) => ({ ...one, at }));
  const people = await c.people.find({ _id: { $ne: notYet } }).toArray();
  await c.tasks.insertMany(
    people.map(
      ({ _id, roles }): Task => ({
        _id: `policy-read|${_id}`,
        kind: 'policy-read',
        ...(roles.includes('learner') ? { learnerId: _id } : {}),
        ownerIds: [_id],
        watcherIds: [],
        state: 'confirmed',
        isOpen: false,
        isShown: true,
        data: { policies, confirmed },
        history: [
          { at, act: 'opened' },
          { at, byId: _id, act: 'confirmed' },
        ],
        presses: [],
        version: 2,
        openedAt: at,
      }),
    ),
  );
}
