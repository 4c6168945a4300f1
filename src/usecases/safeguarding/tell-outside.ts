import { type ConcernEntry, isUnreleased } from '../../domain/concern.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import { slotId } from '../../domain/slot.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { messageTo } from '../core/reach-person.ts';
import { changeConcern, logged } from './answer-concern.ts';
import { type Outsider, outsidersOf } from './outsiders.ts';
import { heldBy } from './put-hold.ts';

/**
 * "Also, to report to the employer, where appropriate" (S11): the Safeguarding Team decides and says it in its own
 * words. It goes out at once, past the hold, and is kept with the concern: what, to whom, when and by whom.
 */
export async function tellOutside(
  world: World,
  actor: Person,
  input: { concernId: string; to: string; words: string },
): Promise<Outcome<CardModel>> {
  const words = input.words.trim();
  return changeConcern(world, actor, input.concernId, async (inside, concern) => {
    if (!isUnreleased(concern)) return undefined;
    const people = await inside.records.people.byIds(heldBy(concern));
    const chosen = (await outsidersOf(inside, people)).find((one) => one.value === input.to);
    if (!chosen) return refuse('nobody-told');
    if (words.length < 3) return refuse('needs-a-reason');
    const at = inside.clock.now();
    // Once, however often the press is delivered: the same words to the same person are told already.
    const isTold = concern.log.some((one) => one.act === 'told' && one.to === chosen.name && one.words === words);
    if (isTold) return undefined;
    const key = `${concern._id}|${concern.version}`;
    const rowId = await send(inside, chosen, { key, concernId: concern._id, words, by: actor });
    const entry: ConcernEntry = { at, byId: actor._id, act: 'told', to: chosen.name, words, rowIds: [rowId] };
    return logged(concern, entry);
  });
}

/** Sends it; returns the outbox row or the slot that tells later whether it arrived. */
async function send(
  world: World,
  { reach, learner, personId }: Outsider,
  message: { key: string; concernId: string; words: string; by: Person },
): Promise<string> {
  const { key, words, by } = message;
  if (reach.channel === 'teams') {
    const _id = taskId('outside-message', key);
    await openTask(world, {
      _id,
      kind: 'outside-message',
      ownerIds: [],
      watcherIds: [personId ?? ''],
      state: 'told',
      isOpen: false,
      data: { about: nameAndRef(learner), words, byId: by._id, at: world.clock.now() },
    });
    return slotId({ kind: 'task', subjectId: _id, recipient: { person: personId ?? '' } });
  }
  const row = messageTo(reach, {
    key: `outside|${key}`,
    about: message.concernId,
    toId: personId ?? learner._id,
    byId: by._id,
    lane: 'safeguarding',
    subject: `About ${callName(learner)}`,
    body: `${words}\n${callName(by)}, Safeguarding Team`,
  });
  await world.records.outbox.put([row], world.clock.now());
  return row._id;
}
