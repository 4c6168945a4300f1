import type { Day } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { readOnce } from '../core/read-once.ts';
import { rightFor } from '../core/rights.ts';
import { sightOf } from '../core/sight.ts';

/** From when to when somebody is on a Conduct Review. */
export type OnReview = { programmeId: string; from: Day; to: Day };

/** Which of these learners are on a Conduct Review that runs, or whose final review is due, as far as the viewer may know of it (G11). */
export async function onReview(
  world: World,
  viewer: Person,
  learnerIds: readonly string[],
): Promise<Map<string, OnReview>> {
  const found = new Map<string, OnReview>();
  const once = readOnce(world);
  for (const { learnerId, programmeId = '', state, data } of await world.records.tasks.shownOfKind('conduct-review')) {
    if (!learnerId || !learnerIds.includes(learnerId) || !['running', 'final'].includes(state)) continue;
    if (!data.from || !data.to) continue;
    const sight = await sightOf(once, viewer, learnerId);
    if (sight.may(rightFor('conduct-review'), programmeId))
      found.set(learnerId, { programmeId, from: data.from, to: data.to });
  }
  return found;
}
