import type { Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, taskId } from '../core/put-task.ts';
import { askPolicies } from './policy-read.task.ts';

/** The policy card comes again, confirmed or still to be (S6). */
export async function showPolicy(world: World, actor: Person): Promise<Outcome<CardModel>> {
  const task = await world.together(async (inside) => {
    await askPolicies(inside, actor);
    const own = await inside.records.tasks.byId(taskId('policy-read', actor._id));
    if (own?.isShown === false)
      return moveTask(inside, own, { act: 'shown', isShown: true, next: null, toBottom: [actor._id] });
    if (own) {
      const wish = { kind: 'task' as const, subjectId: own._id, recipient: { person: actor._id } };
      await inside.records.slots.want({ ...wish, revision: own.version, ask: 'bottom' }, inside.clock.now());
    }
    return own;
  });
  world.wake();
  const text =
    !task || task.state === 'withdrawn'
      ? 'You are on no programme here, so there is no policy to show.'
      : 'Here is the attendance policy.';
  return { card: 'note-plain', data: { text, tone: 'default' } };
}
