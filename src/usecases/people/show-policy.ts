import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { askPolicies } from './policy-read.task.ts';

/** The policy cards of a learner or employer come again, confirmed or still to be (S6). */
export async function showPolicy(world: World, actor: Person): Promise<Outcome<CardModel>> {
  await world.together((inside) => askPolicies(inside, actor));
  const tasks = (await world.records.tasks.ofKind('policy-read', new Date(0))).filter((task) =>
    task.ownerIds.includes(actor._id),
  );
  for (const task of tasks)
    await world.records.slots.want(
      { kind: 'task', subjectId: task._id, recipient: { person: actor._id }, revision: task.version, ask: 'bottom' },
      world.clock.now(),
    );
  world.wake();
  const text =
    tasks.length === 0
      ? 'You are on no programme here, so there is no policy to show.'
      : 'Here is the attendance policy.';
  return { card: 'note-plain', data: { text, tone: 'default' } };
}
