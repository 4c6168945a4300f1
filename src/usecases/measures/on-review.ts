import { type Day, dayOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { TaskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { readOnce } from '../core/read-once.ts';
import { sightOf } from '../core/sight.ts';

/** From when to when somebody is, or was, on a Conduct Review; one that ended early, until it did. */
export type ReviewSpan = { programmeId: string; from: Day; to: Day; isRunning: boolean };

/** The days of a review that was approved; one whose final review is due still runs. */
export function spanOf({ programmeId = '', state, data, history }: TaskOf<'conduct-review'>): ReviewSpan | undefined {
  const { from, to, approvedBy } = data;
  if (!from || !to || !approvedBy) return undefined;
  const isRunning = ['running', 'final'].includes(state);
  const ended = history.at(-1)?.at;
  const last = isRunning || !ended || dayOf(ended) > to ? to : dayOf(ended);
  return { programmeId, from, to: last, isRunning };
}

/** Which of these learners are on a Conduct Review now, as far as the viewer may see what was decided about them (G11). */
export async function onReview(
  world: World,
  viewer: Person,
  learnerIds: readonly string[],
): Promise<Map<string, ReviewSpan>> {
  const found = new Map<string, ReviewSpan>();
  const once = readOnce(world);
  for (const task of await world.records.tasks.shownOfKind('conduct-review')) {
    const span = spanOf(task);
    if (!span?.isRunning || !task.learnerId || !learnerIds.includes(task.learnerId)) continue;
    const sight = await sightOf(once, viewer, task.learnerId);
    if (sight.may('view-case', span.programmeId)) found.set(task.learnerId, span);
  }
  return found;
}
