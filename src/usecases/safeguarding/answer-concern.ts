import { type Concern, type ConcernEntry, isUnreleased } from '../../domain/concern.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { endHeld, heldOn, holdPress, takeBack } from '../core/undo.ts';
import { nextAsk } from './hold-clock.ts';
import { noteConcernChanged } from './note-concern.ts';
import { putConcern } from './put-concern.ts';
import { heldBy, holdsOn, liftHolds } from './put-hold.ts';
import { ringTeam, wantConcern } from './ring.ts';
import { viewConcern } from './view-concern.ts';
import { mayReadConcern } from './who-may-read.ts';
import { isSameTeam, sayTeam } from './whose-team.ts';

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
  change: ToChange,
): Promise<Outcome<CardModel>> {
  const done = await world.together((inside) => changeInside(inside, actor, concernId, change));
  world.wake();
  if (isRefusal(done)) return done;
  if (done.state === 'joined' || (await mayReadConcern(world, actor, done)))
    return viewConcern(world, done, { viewer: actor });
  const text = `This is with ${await sayTeam(world, done)} now. There is nothing for you to do.`;
  return { card: 'note-plain', data: { text, tone: 'default' } };
}

type ToChange = (inside: World, concern: Concern) => Promise<Outcome<Change | undefined>>;

/** The same inside a transaction that is open already. */
export async function changeInside(
  inside: World,
  actor: Person,
  concernId: string,
  change: ToChange,
): Promise<Outcome<Concern>> {
  const concern = await inside.records.concerns.byId(concernId);
  if (!concern || !(await mayReadConcern(inside, actor, concern))) return refuse('not-allowed');
  const changed = await change(inside, concern);
  if (isRefusal(changed)) return changed;
  if (changed === undefined) return concern;
  const after = await putConcern(inside, concern, changed);
  await noteConcernChanged(inside, actor, after);
  // Whom nothing holds now goes on as before.
  const held = isUnreleased(after) ? heldBy(after) : [];
  await liftHolds(
    inside,
    concern.holds.filter((hold) => !held.includes(hold.learnerId)),
  );
  // It rings with a team that it is passed on to.
  await (isSameTeam(after, concern) ? wantConcern : ringTeam)(inside, after);
  return after;
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

const about = (id: string) => ({ kind: 'concern' as const, id });

/** A release that can still be undone: its words, and how much had been written by then. */
export type HeldRelease = { words: string; messages: number };

/** The concern released: the hold is off. */
function released(concern: Concern, actor: Person, at: Date, words: string): Change {
  const { next: _, asks: _a, ...rest } = logged(concern, { at, byId: actor._id, act: 'released', words });
  return { ...rest, state: 'released', released: { byId: actor._id, at, outcome: words } };
}

/** An entry of the log that answers nothing: whoever is asked goes on being asked. */
export function noted({ version: _, ...concern }: Concern, entry: ConcernEntry): Change {
  return { ...concern, log: [...concern.log, entry] };
}

/**
 * Lifts the hold. What came of it is asked and kept, with who and when (S11). While it can be undone the hold stays, and
 * so does all that it keeps back.
 */
export function releaseHold(
  world: World,
  actor: Person,
  { concernId, outcome }: { concernId: string; outcome: string },
): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    if (!isUnreleased(concern)) return undefined;
    const words = outcome.trim();
    if (words.length < 3) return refuse('outcome-needed');
    const at = inside.clock.now();
    if (!inside.undoMinutes) return released(concern, actor, at, words);
    if (await heldOn(inside, about(concernId))) return undefined;
    const press: HeldRelease = { words, messages: concern.messages.length };
    await holdPress(inside, about(concernId), actor, { title: 'Release', press });
    return noted(concern, { at, byId: actor._id, act: 'releasing', words });
  });
}

/** Takes a release back that can still be undone; the log keeps both. Refuses with `undo-over`. */
export function undoRelease(
  world: World,
  actor: Person,
  { concernId, version }: { concernId: string; version: number },
): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    const taken = await takeBack(inside, actor, about(concernId), version);
    if (isRefusal(taken) || !taken) return taken;
    return noted(concern, { at: inside.clock.now(), byId: actor._id, act: 'release-undone' });
  });
}

/** Releases once it cannot be undone any more; not where somebody has written meanwhile. Part of a transaction. */
export async function releaseNow(
  world: World,
  actor: Person,
  id: string,
  held: HeldRelease,
): Promise<Outcome<unknown>> {
  return changeInside(world, actor, id, async (inside, concern) => {
    if (!isUnreleased(concern)) return undefined;
    if (concern.messages.length > held.messages) return refuse('moved-on');
    return released(concern, actor, inside.clock.now(), held.words);
  });
}

/** Why the bot stopped what somebody pressed, in its own words. */
export const readsNoMore = 'they may not read this any more';

/** Notes that a press could not be carried out any more, and draws the card anew. Part of a transaction. */
export async function noteDropped(world: World, concern: Concern, entry: Omit<ConcernEntry, 'at'>): Promise<void> {
  const after = await putConcern(world, concern, noted(concern, { at: world.clock.now(), ...entry }));
  await noteConcernChanged(world, undefined, after);
  await wantConcern(world, after);
}

/**
 * Somebody wrote while it could be undone, or whoever pressed may not read it any more: the hold stays, and the team sees
 * that the bot stopped it, and why. Part of a transaction.
 */
export async function dropRelease(world: World, id: string, byId: string, { messages }: HeldRelease): Promise<void> {
  const concern = await world.records.concerns.byId(id);
  if (!concern || !isUnreleased(concern)) return;
  const words = concern.messages.length > messages ? 'new words came' : readsNoMore;
  await noteDropped(world, concern, { byId, act: 'release-stopped', words });
}

/** Puts a released hold again, in one press; whoever does it has it. Not once its words are gone: then one raises a new concern. */
export function holdAgain(world: World, actor: Person, concernId: string): Promise<Outcome<CardModel>> {
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    if (concern.state !== 'released' || concern.handedOver?.goneAt) return undefined;
    const at = world.clock.now();
    const handing = await heldOn(inside, { kind: 'concern-words', id: concernId });
    if (handing) await endHeld(inside, handing, 'undone');
    const { released: _, handedOver: _h, ...rest } = logged(concern, { at, byId: actor._id, act: 'held-again' });
    const holds = await holdsOn(inside, heldBy(concern));
    return { ...rest, holds, at, state: 'acknowledged', ownerId: actor._id, next: await nextAsk(inside, concern) };
  });
}
