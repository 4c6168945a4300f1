import type { Task } from '../../domain/task.ts';
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
    else await moveTask(world, step, { act: 'warning-not-needed', data: { items }, toBottom: [] });
  }
}

/** Not begun: a meeting nobody is invited to, a review only proposed. What people have been told of goes on. */
const notBegun: Readonly<Record<string, readonly string[]>> = {
  meeting: ['to-arrange'],
  'conduct-review': ['draft', 'proposed'],
};

/** A serious review has decided: what its occurrences still asked of people, and had not begun, is not needed (G13). */
export async function closeSteps(world: World, learnerId: string): Promise<void> {
  for (const kind of ['step', 'meeting', 'conduct-review'] as const)
    for (const task of await world.records.tasks.ofLearner(learnerId, kind))
      if (task.isOpen && (notBegun[kind]?.includes(task.state) ?? true))
        await withdrawTask(world, task as Task, 'serious-review-decided');
  for (const task of await world.records.tasks.ofLearner(learnerId, 'occurrence-steps'))
    if (task.isOpen) await withdrawTask(world, task as Task, 'serious-review-decided');
}
