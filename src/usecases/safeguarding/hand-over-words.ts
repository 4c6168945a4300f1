import { type Concern, isUnreleased } from '../../domain/concern.ts';
import { isRefusal, type Outcome } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { taskOf } from '../../domain/task.ts';
import type { CardModel } from '../core/card-model.ts';
import { noteDone } from '../core/note-audit.ts';
import type { World } from '../core/ports.ts';
import { moveTask } from '../core/put-task.ts';
import { heldOn, holdPress, takeBack } from '../core/undo.ts';
import { changeConcern, changeInside, noteDropped, noted, readsNoMore, undoRelease } from './answer-concern.ts';
import { aboutOf } from './note-concern.ts';
import { putConcern } from './put-concern.ts';
import { redrawConcern, wantConcern } from './ring.ts';
import { viewConcern } from './view-concern.ts';

const wordsOf = (id: string) => ({ kind: 'concern-words' as const, id });

/** A hand-over that can still be undone: where the words are kept from then on. */
export type HeldHandOver = { to: string };

function handedOver(concern: Concern, actor: Person, at: Date, to: string): Omit<Concern, 'version'> {
  const { next: _, ...rest } = noted(concern, { at, byId: actor._id, act: 'handed-over', to });
  return { ...rest, handedOver: { byId: actor._id, at, to } };
}

/**
 * The college's own safeguarding record (MyConcern, CPOMS, paper) has a released concern, and somebody has looked that it
 * arrived: the words are not kept here any longer than `retention` says, who did it and when stays. Never without both the
 * place and the confirmation; while it can be undone nothing has happened (S11).
 */
export async function handOverWords(
  world: World,
  actor: Person,
  input: { concernId: string; to: string; hasArrived: boolean },
): Promise<Outcome<CardModel>> {
  const { concernId, hasArrived } = input;
  const to = input.to.trim();
  const isWhole = to.length >= 3 && hasArrived;
  const done = await changeConcern(world, actor, concernId, async (inside, concern) => {
    if (!isWhole || concern.state !== 'released' || concern.handedOver) return undefined;
    const at = inside.clock.now();
    if (!inside.undoMinutes) return handedOver(concern, actor, at, to);
    if (await heldOn(inside, wordsOf(concernId))) return undefined;
    const press: HeldHandOver = { to };
    await holdPress(inside, wordsOf(concernId), actor, { title: 'Handed over', press });
    return noted(concern, { at, byId: actor._id, act: 'handing-over', to });
  });
  if (isRefusal(done) || isWhole) return done;
  const stored = await world.records.concerns.byId(concernId);
  const problem =
    to.length < 3
      ? 'Please say where the words are kept now. Nothing is deleted.'
      : 'Please look first whether it has arrived there. Nothing is deleted.';
  return stored ? viewConcern(world, stored, { viewer: actor, problem, handedTo: to }) : done;
}

/** Takes back what can still be undone on a concern: that its words were handed over, else its release. Refuses with `undo-over`. */
export async function undoOnConcern(
  world: World,
  actor: Person,
  { concernId, version }: { concernId: string; version: number },
): Promise<Outcome<CardModel>> {
  if (!(await heldOn(world, wordsOf(concernId)))) return undoRelease(world, actor, { concernId, version });
  return changeConcern(world, actor, concernId, async (inside, concern) => {
    const taken = await takeBack(inside, actor, wordsOf(concernId), version);
    if (isRefusal(taken) || !taken) return taken;
    return noted(concern, { at: inside.clock.now(), byId: actor._id, act: 'hand-over-undone' });
  });
}

/** Marks the words as handed over once it cannot be undone any more. Part of a transaction. */
export function handOverNow(world: World, actor: Person, id: string, held: HeldHandOver): Promise<Outcome<unknown>> {
  return changeInside(world, actor, id, async (inside, concern) =>
    concern.state === 'released' ? handedOver(concern, actor, inside.clock.now(), held.to) : undefined,
  );
}

/** Whoever pressed may not read it any more: the words stay, and the team sees that the bot stopped it, and why. Part of a transaction. */
export async function dropHandOver(world: World, id: string, byId: string): Promise<void> {
  const concern = await world.records.concerns.byId(id);
  if (concern) await noteDropped(world, concern, { byId, act: 'hand-over-stopped', words: readsNoMore });
}

/** What one entry of the log keeps: names of whom it is about stay, what was said and done goes. */
const withoutWords = (log: Concern['log']): Concern['log'] =>
  log.map(({ words, ...entry }) =>
    words !== undefined && (entry.act === 'about' || entry.act === 'joined') ? { ...entry, words } : entry,
  );

/** What the team told an employer in Teams, in its own words. */
async function forgetTold(world: World, log: Concern['log']): Promise<void> {
  for (const id of log.flatMap((entry) => entry.rowIds ?? [])) {
    const slot = await world.records.slots.byId(id);
    const task = slot && taskOf('outside-message', await world.records.tasks.byId(slot.subjectId));
    if (task) await moveTask(world, task, { act: 'words-gone', data: { words: '' }, toBottom: [] });
  }
}

/** The cards of open concerns about the same learners show what came of it. */
async function redrawOpen(world: World, { holds }: Concern): Promise<void> {
  for (const { learnerId } of holds)
    for (const one of await world.records.concerns.ofLearner(learnerId))
      if (isUnreleased(one)) await redrawConcern(world, one._id);
}

/** Takes the words out of one stored concern; its cards are drawn without them. */
async function forgetIn(world: World, concern: Concern, goneAt: Date): Promise<void> {
  const { handedOver: handed, released } = concern;
  const after = await putConcern(world, concern, {
    ...concern,
    messages: concern.messages.map((one) => ({ ...one, words: '' })),
    log: withoutWords(concern.log),
    ...(released ? { released: { ...released, outcome: '' } } : {}),
    ...(handed ? { handedOver: { ...handed, goneAt } } : {}),
  });
  await wantConcern(world, after);
}

/**
 * The words of concerns that were handed over before then go, at most of so many; also where they were written first,
 * before the team put messages together. How many concerns. Part of the transaction of the night's look.
 */
export async function forgetHandedOver(world: World, before: Date, most: number): Promise<number> {
  const { concerns } = world.records;
  const goneAt = world.clock.now();
  const found = await concerns.handedOver(before, most);
  for (const concern of found) {
    const ids = concern.messages.map((one) => one.id);
    for (const one of await concerns.joinedInto(ids)) await forgetIn(world, one, goneAt);
    await forgetTold(world, concern.log);
    await forgetIn(world, concern, goneAt);
    await redrawOpen(world, concern);
    const line = { thingId: concern._id, aboutIds: aboutOf(concern), how: 'bot' as const };
    await noteDone(world, `${concern._id}|words`, { ...line, did: 'deleted', what: 'concern' });
  }
  return found.length;
}
