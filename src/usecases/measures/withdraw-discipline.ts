import type { World } from '../core/ports.ts';
import { moveTask, withdrawTask } from '../core/put-task.ts';

/**
 * Fitness to study is decided: what was disciplinary and has not begun goes, a review that is only proposed and a
 * warning not yet given (G8). A new decision may bring them back.
 */
export async function withdrawDiscipline(world: World, learnerId: string): Promise<void> {
  for (const review of await world.records.tasks.ofLearner(learnerId, 'conduct-review'))
    if (['draft', 'proposed'].includes(review.state)) await withdrawTask(world, review, 'support-decided');
  for (const step of await world.records.tasks.ofLearner(learnerId, 'step')) {
    const items = step.data.items.filter((one) => one.code !== 'warning' || one.closed);
    if (!step.isOpen || items.length === step.data.items.length) continue;
    if (items.every((one) => one.closed)) await withdrawTask(world, step, 'support-decided');
    else await moveTask(world, step, { act: 'warning not needed', data: { items }, toBottom: [] });
  }
}
