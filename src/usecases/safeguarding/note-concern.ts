import type { Concern } from '../../domain/concern.ts';
import type { Person } from '../../domain/person.ts';
import { noteDone, noteSeen } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';

/** Whom a concern is about, else who wrote it. */
export const aboutOf = ({ holds, messages }: Pick<Concern, 'holds' | 'messages'>) => {
  const held = holds.map((one) => one.learnerId);
  return held.length > 0 ? held : [...new Set(messages.map((one) => one.fromId))];
};

/** Notes that somebody is shown the words of a concern (S11). */
export async function noteConcernSeen(
  world: World,
  actor: Pick<Person, '_id'>,
  concern: Concern,
  how: 'card' | 'page',
): Promise<void> {
  const seen = { byId: actor._id, thingId: concern._id, aboutIds: aboutOf(concern) };
  await noteSeen(world, { ...seen, what: 'concern', how });
}

/** Notes what the team did on a concern, or the bot by itself where nobody is named; a part of the same transaction. */
export async function noteConcernChanged(
  world: World,
  actor: Pick<Person, '_id'> | undefined,
  concern: Concern,
): Promise<void> {
  const { _id, version, state, handedOver } = concern;
  const by = actor ? { byId: actor._id, how: 'card' as const } : { how: 'bot' as const };
  const done = { ...by, thingId: _id, aboutIds: aboutOf(concern), more: { state: handedOver ? 'handed-over' : state } };
  await noteDone(world, `${_id}|${version}`, { ...done, did: 'changed', what: 'concern' });
}
