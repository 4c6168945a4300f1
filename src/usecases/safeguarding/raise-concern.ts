import { createHash } from 'node:crypto';
import { addMinutes, dayOf } from '../../domain/calendar.ts';
import type { Concern } from '../../domain/concern.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { redrawMissing } from '../absence/missing-list.task.ts';
import { standIns } from '../core/acting-for.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { messageTo } from '../core/reach-person.ts';
import { refoldLearner } from '../risk/fold-learner.ts';
import { viewConcern } from './view-concern.ts';
import { deputiesOf, mayReadConcern, teamOf } from './who-may-read.ts';

/** Teams redelivers within about 30 seconds; the same words later than this are meant anew. */
export const againAfterMs = 90_000;

const staffWords =
  'Thank you. The Safeguarding Team has this now, and nobody else reads it. If someone is in danger now, call 999; this chat is not watched day and night.';
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
    next: { step: 'escalate', at: addMinutes(now, await acknowledgeMinutes(world, aboutId, level)) },
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
    const team = (await records.people.withRole('safeguarding')).map((person) => person._id);
    // Whoever stands in for someone away gets it at once, beside them: it must not wait for anybody's return.
    for (const person of new Set([...team, ...(await standIns({ ...world, records }, team))]))
      await records.slots.want({ ...wish, recipient: { person }, ...(isAgain ? { ask: 'bottom' as const } : {}) }, now);
  });
  world.wake();
  const isOwn = from._id === aboutId || from.roles.includes('learner');
  return { card: 'note-plain', data: { text: isOwn ? kindWords : staffWords, tone: 'default' } };
}

const usualMinutes = { possible: 30, urgent: 10 };

/** How long a concern about someone may wait, by the pack they are under (S11). */
async function acknowledgeMinutes(world: World, aboutId: string, level: Concern['level']): Promise<number> {
  const [enrolment] = await world.records.enrolments.ofLearner(aboutId);
  const programme = enrolment && (await world.records.enrolments.programme(enrolment.programmeId));
  if (!programme) return usualMinutes[level];
  const rule = packOn(world.packs, programme.pack, dayOf(world.clock.now())).safeguarding;
  return level === 'urgent' ? rule.urgentMinutes : rule.acknowledgeMinutes;
}

/**
 * Nobody has acknowledged a concern in the pack's time: it goes to the deputies, by phone where one is set, and comes
 * again to the team; over and over until someone has it (S11). The text message holds no word of it.
 */
export async function escalateConcern(world: World, concernId: string): Promise<void> {
  await world.records.together(async (records) => {
    const concern = await records.concerns.byId(concernId);
    const now = world.clock.now();
    if (!concern?.next || concern.next.at > now) return;
    const { next: _, ...rest } = concern;
    const version = concern.version + 1;
    if (concern.state !== 'open') {
      await records.concerns.replace({ ...rest, version }, concern.version);
      return;
    }
    const team = await teamOf({ ...world, records });
    const deputies = await deputiesOf({ ...world, records }, team);
    const escalations = (concern.escalations ?? 0) + 1;
    const usual = await acknowledgeMinutes({ ...world, records }, concern.aboutId, concern.level);
    const minutes = Math.min(usual * 2 ** escalations, 1_440);
    const after: Concern = {
      ...rest,
      escalatedTo: deputies.map((person) => person._id),
      escalations,
      version,
      next: { step: 'escalate', at: addMinutes(now, minutes) },
    };
    await records.concerns.replace(after, concern.version);
    for (const person of [...team, ...deputies])
      await records.slots.want(
        {
          kind: 'concern',
          subjectId: concern._id,
          recipient: { person: person._id },
          revision: version,
          ask: 'bottom',
        },
        now,
      );
    // Whoever had it once and has it no more: their card loses its words.
    for (const { recipient } of await records.slots.about('concern', concern._id))
      await records.slots.want({ kind: 'concern', subjectId: concern._id, recipient, revision: version }, now);
    const phones = (deputies.length > 0 ? deputies : team).flatMap((person) => (person.mobile ? [person.mobile] : []));
    await records.outbox.put(
      phones.map((to) =>
        messageTo(
          { channel: 'sms', to },
          {
            key: `concern|${concern._id}|${version}`,
            about: 'safeguarding',
            lane: 'safeguarding',
            subject: '',
            body: 'A safeguarding concern waits in Teams and nobody has taken it yet. Please open the attendance bot now.',
          },
        ),
      ),
      now,
    );
  });
  world.wake();
}

/** A member of the Safeguarding Team takes the concern on, or lifts the hold it put on the learner. */
export async function acknowledgeConcern(
  world: World,
  actor: Person,
  input: { concernId: string; release: boolean },
): Promise<Outcome<CardModel>> {
  const about = await world.records.concerns.byId(input.concernId);
  if (!about || !(await mayReadConcern(world, actor, about))) return refuse('not-allowed');
  const state = input.release ? 'released' : 'acknowledged';
  const stamp = { byId: actor._id, at: world.clock.now() };
  let released: string | undefined;
  const stored = await world.records.together(async (records) => {
    released = undefined;
    const concern = await records.concerns.byId(input.concernId);
    if (!concern || concern.state === state || concern.state === 'released') return concern;
    const version = concern.version + 1;
    const { next: _, ...rest } = concern;
    const after: Concern = { ...rest, state, acknowledged: concern.acknowledged ?? stamp, version };
    if (state === 'released') {
      after.released = stamp;
      await records.outbox.release(concern.aboutId, stamp.at);
      await redrawMissing({ ...world, records }, addMinutes(stamp.at, -14 * 1_440));
      released = concern.aboutId;
    }
    await records.concerns.replace(after, concern.version);
    for (const { recipient } of await records.slots.about('concern', concern._id))
      await records.slots.want({ kind: 'concern', subjectId: concern._id, recipient, revision: version }, stamp.at);
    return after;
  });
  // What rested under the hold is looked at again: the learner's standing as it is now.
  if (released !== undefined && !(await world.records.concerns.isHeld(released))) {
    const learnerId = released;
    await world.records.together((records) => refoldLearner({ ...world, records }, learnerId));
  }
  world.wake();
  return stored ? viewConcern(world, stored) : refuse('not-found');
}
