import type { Day } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { isAboutSelf } from '../core/rights.ts';
import { namesNow } from '../core/say-causes.ts';
import { isToCome } from '../measures/conduct-review-face.ts';
import { mayReadReview } from '../measures/conduct-review-report.ts';
import { countLessons, type ReviewLessons, unsignedOf } from '../measures/count-lessons.ts';

/** A Conduct Review that is open, with how its lessons stand. */
export type ReviewLine = {
  id: string;
  learner: string;
  from: Day;
  to: Day;
  state: string;
  comments: number;
  lessons: Omit<ReviewLessons, 'held'> & { held: number; unsigned: number };
};
type Reviews = { at: Date; lines: ReviewLine[] };

const states: Record<string, string> = {
  running: 'Running',
  final: 'Final review is due',
  proposed: 'Waits for approval',
};

/** Open Conduct Reviews of those the viewer may read, the one that ends first first (G11). Refuses with `not-allowed`. */
export async function reviews(world: World, viewer: Person): Promise<Outcome<Reviews>> {
  // A learner's own is on their own card; the list is for those who look after several.
  if (!isStaff(viewer) || !(await mayAtAll(world, viewer, 'task-conduct-review'))) return refuse('not-allowed');
  const open = await world.records.tasks.shownOfKind('conduct-review');
  const nameOf = await namesNow(
    world,
    open.flatMap((one) => one.learnerId ?? []),
  );
  const lines: ReviewLine[] = [];
  for (const task of open) {
    const { from, to, comments } = task.data;
    if (!from || !task.learnerId || isAboutSelf(viewer, task.learnerId)) continue;
    if (!(await mayReadReview(world, viewer, task))) continue;
    const { held, ...lessons } = await countLessons(world, task._id, task.learnerId);
    const unsigned = unsignedOf(world, { held, ...lessons }).length;
    lines.push({
      id: task._id,
      learner: nameOf(task.learnerId, ''),
      from,
      to: to ?? from,
      state: isToCome(world, task) ? 'Agreed, not begun' : (states[task.state] ?? 'Being written'),
      comments: comments.filter(Boolean).length,
      lessons: { ...lessons, held: held.length, unsigned },
    });
  }
  return { at: world.clock.now(), lines: lines.toSorted((a, b) => (a.to < b.to ? -1 : 1)) };
}
