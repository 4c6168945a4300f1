import { type Concern, type ConcernEntry, isUnreleased } from '../../domain/concern.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { nextAsk } from './hold-clock.ts';
import { heldBy, holdsOn, liftHolds } from './put-hold.ts';
import { wantConcern } from './ring.ts';
import { viewConcern } from './view-concern.ts';
import { mayReadConcern } from './who-may-read.ts';

type Change = Omit<Concern, 'version'>;

/**
 * One press of the Safeguarding Team on a concern. The right is looked at inside the transaction, before anything else
 * (S11). `change` gives the concern as it is to be; undefined when there is nothing to do, so that a repeated press shows
 * how things stand.
 */
export async function changeConcern(
  world: World,
  actor: Person,
  concernId: string,
  change: (inside: World, concern: Concern) => Promise<Outcome<Change | undefined>>,
): Promise<Outcome<CardModel>> {
  const done = await world.together(async (inside): Promise<Outcome<Concern>> => {
    const { records } = inside;
    const concern = await records.concerns.byId(concernId);
    if (!concern || !(await mayReadConcern(inside, actor, concern))) return refuse('not-allowed');
    const changed = await change(inside, concern);
    if (isRefusal(changed)) return changed;
    if (changed === undefined) return concern;
    const after: Concern = { ...changed, version: concern.version + 1 };
    if (!(await records.concerns.replace(after, concern.version))) throw new Error('concern changed meanwhile');
    // Whom nothing holds now goes on as before.
    const held = isUnreleased(after) ? heldBy(after) : [];
    await liftHolds(
      inside,
      concern.holds.filter((hold) => !held.includes(hold.learnerId)),
    );
    await wantConcern(inside, after);
    return after;
  });
  world.wake();
  return isRefusal(done) ? done : viewConcern(world, done);
}

/** What the team did, put to the log. An answer of any kind is an answer to the morning's question. */
export function logged(concern: Concern, entry: ConcernEntry): Change {
  const { askedAt: _, version: _v, ...rest } = concern;
  return { ...rest, log: [...concern.log, entry] };
}

/** A member of the team takes the concern on; from then on they are asked each working morning (S11). */
export function acknowledgeConcern(world: World, actor: Person, concernId: string): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    if (!isUnreleased(concern) || (concern.state === 'acknowledged' && concern.ownerId === actor._id)) return undefined;
    const { escalations: _, ...rest } = logged(concern, {
      at: world.clock.now(),
      byId: actor._id,
      act: 'acknowledged',
    });
    return { ...rest, state: 'acknowledged', ownerId: actor._id, next: await nextAsk(inside, concern) };
  });
}

/** The morning's question is answered: the hold is still needed. Asked again the next working morning. */
export function keepHold(world: World, actor: Person, concernId: string): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    if (concern.state !== 'acknowledged' || !concern.askedAt) return undefined;
    const rest = logged(concern, { at: world.clock.now(), byId: actor._id, act: 'still-needed' });
    return { ...rest, ownerId: concern.ownerId ?? actor._id, next: await nextAsk(inside, concern) };
  });
}

/** Lifts the hold. What came of it is asked and kept, with who and when (S11). */
export function releaseHold(
  world: World,
  actor: Person,
  { concernId, outcome }: { concernId: string; outcome: string },
): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (_inside, concern) => {
    if (!isUnreleased(concern)) return undefined;
    const words = outcome.trim();
    if (words.length < 3) return refuse('outcome-needed');
    const at = world.clock.now();
    const { next: _, asks: _a, ...rest } = logged(concern, { at, byId: actor._id, act: 'released', words });
    return { ...rest, state: 'released', released: { byId: actor._id, at, outcome: words } };
  });
}

/** Puts a released hold again, in one press; whoever does it has it. */
export function holdAgain(world: World, actor: Person, concernId: string): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    if (concern.state !== 'released') return undefined;
    const at = world.clock.now();
    const { released: _, ...rest } = logged(concern, { at, byId: actor._id, act: 'held-again' });
    const holds = await holdsOn(inside, heldBy(concern));
    return { ...rest, holds, at, state: 'acknowledged', ownerId: actor._id, next: await nextAsk(inside, concern) };
  });
}
