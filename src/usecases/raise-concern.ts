import { createHash } from 'node:crypto';
import { dayOf } from '../domain/calendar.ts';
import type { Concern } from '../domain/concern.ts';
import { type Outcome, refuse } from '../domain/failure.ts';
import type { Person } from '../domain/person.ts';
import type { CardModel } from './card-model.ts';
import type { World } from './ports.ts';
import { may } from './rights.ts';
import { viewConcern } from './view-concern.ts';

/** Teams redelivers within about 30 seconds; the same words later than this are meant anew. */
export const againAfterMs = 90_000;

const kindWords =
  'Thank you for telling us. You have done nothing wrong. Someone from our Safeguarding Team will read this and get in touch. This chat is not watched day and night. If you are in danger now, call 999. You can call Childline on 0800 1111 or Samaritans on 116 123 at any time, free.';

/**
 * Takes a hint at harm to the Safeguarding Team and to nobody else (S11). The same words on one day are one concern.
 * The answer is kind, gives real contacts, and repeats nothing of what was written.
 */
export async function raiseConcern(
  world: World,
  from: Person,
  aboutId: string,
  words: string,
  level: Concern['level'],
): Promise<CardModel> {
  const now = world.clock.now();
  const _id = createHash('sha256')
    .update(JSON.stringify([from._id, words, dayOf(now)]))
    .digest('hex')
    .slice(0, 24);
  const concern: Concern = {
    _id,
    aboutId,
    fromId: from._id,
    words: words.slice(0, 10_000),
    level,
    at: now,
    state: 'open',
    version: 1,
  };
  await world.records.together(async (records) => {
    // A redelivery is the same concern; the same words after it was released, or much later, are a new cry.
    let id = _id;
    let known = await records.concerns.byId(id);
    while (known?.released && now.getTime() - known.released.at.getTime() > againAfterMs) {
      id = `${id}-r`;
      known = await records.concerns.byId(id);
    }
    await records.concerns.raise({ ...concern, _id: id });
    const isAgain = known !== null && now.getTime() - known.at.getTime() > againAfterMs;
    const wish = { kind: 'concern' as const, subjectId: id, revision: known?.version ?? 1 };
    for (const person of await records.people.withRole('safeguarding'))
      await records.slots.want(
        { ...wish, recipient: { person: person._id }, ...(isAgain ? { ask: 'bottom' as const } : {}) },
        now,
      );
  });
  world.wake();
  return { card: 'note-plain', data: { text: kindWords, tone: 'default' } };
}

/** A member of the Safeguarding Team takes the concern on, or lifts the hold it put on the learner. */
export async function acknowledgeConcern(
  world: World,
  actor: Person,
  input: { concernId: string; release: boolean },
): Promise<Outcome<CardModel>> {
  if (!may(actor, 'acknowledge-concern', false)) return refuse('not-allowed');
  const state = input.release ? 'released' : 'acknowledged';
  const stamp = { byId: actor._id, at: world.clock.now() };
  const stored = await world.records.together(async (records) => {
    const concern = await records.concerns.byId(input.concernId);
    if (!concern || concern.state === state || concern.state === 'released') return concern;
    const version = concern.version + 1;
    const after: Concern = { ...concern, state, acknowledged: concern.acknowledged ?? stamp, version };
    if (state === 'released') {
      after.released = stamp;
      await records.outbox.release(concern.aboutId, stamp.at);
    }
    await records.concerns.replace(after, concern.version);
    for (const { recipient } of await records.slots.about('concern', concern._id))
      await records.slots.want({ kind: 'concern', subjectId: concern._id, recipient, revision: version }, stamp.at);
    return after;
  });
  world.wake();
  return stored ? viewConcern(world, stored) : refuse('not-found');
}
