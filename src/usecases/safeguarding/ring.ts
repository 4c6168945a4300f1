import { dayOf } from '../../domain/calendar.ts';
import type { Concern, ConcernLevel } from '../../domain/concern.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { standIns } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { isOwnConcern, teamFor } from './who-may-read.ts';

/**
 * Asks for a concern's card with the whole team and everyone who has it already; the same card, never a second. With
 * those in `bottom` it comes anew at the bottom of the chat, also with whoever stands in for them today.
 */
export async function wantConcern(world: World, concern: Concern, bottom: readonly string[] = []): Promise<void> {
  const { records, clock } = world;
  const subject = { kind: 'concern' as const, subjectId: concern._id };
  const team = (await teamFor(world, concern)).map((person) => person._id);
  const ringing = new Set([...bottom, ...(await standIns(world, bottom))]);
  const had = (await records.slots.about('concern', concern._id)).flatMap(({ recipient }) =>
    'person' in recipient ? [recipient.person] : [],
  );
  const fresh = [...team, ...(await standIns(world, team)), ...ringing].filter(
    (person) => !isOwnConcern({ _id: person }, concern),
  );
  for (const person of new Set([...fresh, ...had]))
    await records.slots.want(
      {
        ...subject,
        recipient: { person },
        revision: concern.version,
        ...(ringing.has(person) ? { ask: 'bottom' as const } : {}),
      },
      clock.now(),
    );
  world.wake();
}

/** The same with the whole team at the bottom: it rings. */
export async function ringTeam(world: World, concern: Concern): Promise<void> {
  await wantConcern(
    world,
    concern,
    (await teamFor(world, concern)).map((person) => person._id),
  );
}

/** Draws a concern's cards once more: what they show has changed elsewhere. */
export async function redrawConcern(world: World, concernId: string): Promise<void> {
  const subject = { kind: 'concern' as const, subjectId: concernId };
  for (const { recipient, revision } of await world.records.slots.about('concern', concernId))
    await world.records.slots.want({ ...subject, recipient, revision, ask: 'again' }, world.clock.now());
  world.wake();
}

const usualMinutes: Record<ConcernLevel, number> = { possible: 30, urgent: 10 };

/** How long a concern may wait for an answer, by the pack its learner is under (S11). */
export async function minutesToAnswer(
  world: World,
  { holds, level }: Pick<Concern, 'holds' | 'level'>,
): Promise<number> {
  const [hold] = holds;
  const [enrolment] = hold ? await world.records.enrolments.ofLearner(hold.learnerId) : [];
  const programme = enrolment && (await world.records.enrolments.programme(enrolment.programmeId));
  if (!programme) return usualMinutes[level];
  const rule = packOn(world.packs, programme.pack, dayOf(world.clock.now())).safeguarding;
  return level === 'urgent' ? rule.urgentMinutes : rule.acknowledgeMinutes;
}
