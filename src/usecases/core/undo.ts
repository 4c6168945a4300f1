import { addMinutes, timeOf } from '../../domain/calendar.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { type TaskOf, taskOf } from '../../domain/task.ts';
import type { World } from './ports.ts';
import { moveTask, openTask, taskId } from './put-task.ts';
import { nameOf } from './whose.ts';

/** What a press was made on. */
type HeldThing = { kind: 'task' | 'case' | 'concern' | 'concern-words'; id: string };

/**
 * A press that waits for the minutes in which it can be undone. Nothing of it has happened: no message, card for others or
 * MIS event is there yet. `press`: what its own use case needs to carry it out then; emptied once it is over.
 */
export type HeldPress = {
  about: HeldThing;
  byId: string;
  /** Which press on this thing it is, so that an old button undoes no new one. */
  count: number;
  /** As its button is called. */
  title: string;
  at: Date;
  until: Date;
  press: Record<string, unknown>;
  /** What was written or picked with it, for its card. */
  wrote: { label: string; value: string }[];
};
export type Held = TaskOf<'held-press'>;

const heldId = ({ kind, id }: HeldThing) => taskId('held-press', kind, id);

/** The press on this thing that can still be undone, or waits to be carried out. */
export async function heldOn(world: World, about: HeldThing): Promise<Held | undefined> {
  const held = taskOf('held-press', await world.records.tasks.byId(heldId(about)));
  return held?.isOpen ? held : undefined;
}

/** Those of these things on which there is such a press. */
export async function heldAmong(world: World, kind: HeldThing['kind'], ids: readonly string[]): Promise<Set<string>> {
  // Most were never pressed: one look for all of them finds those that were.
  const known = new Set(await world.records.tasks.known(ids.map((id) => heldId({ kind, id }))));
  const held = new Set<string>();
  for (const id of ids.filter((one) => known.has(heldId({ kind, id: one }))))
    if (await heldOn(world, { kind, id })) held.add(id);
  return held;
}

/** Keeps a press back for the minutes in which it can be undone. `learnerId`: whom it is about, where colleagues may know. Part of its transaction. */
export async function holdPress(
  world: World,
  about: HeldThing,
  by: Person,
  {
    wrote = [],
    learnerId,
    ...what
  }: Pick<HeldPress, 'title' | 'press'> & Partial<Pick<HeldPress, 'wrote'>> & { learnerId?: string | undefined },
): Promise<void> {
  const at = world.clock.now();
  const until = addMinutes(at, world.undoMinutes ?? 0);
  const _id = heldId(about);
  const count = (taskOf('held-press', await world.records.tasks.byId(_id))?.data.count ?? 0) + 1;
  await openTask(world, {
    _id,
    kind: 'held-press',
    ownerIds: [],
    ...(learnerId ? { learnerId } : {}),
    state: 'held',
    isShown: false,
    data: { about, byId: by._id, count, at, until, wrote, ...what },
    next: { step: 'carry-out', at: until },
    again: ['done', 'undone', 'dropped'],
  });
}

/** Changes what a held press will do, such as by a note; nothing where it is over. */
export async function changeHeld(world: World, held: Held, press: Record<string, unknown>): Promise<void> {
  await moveTask(world, held, { act: 'changed', data: { press: { ...held.data.press, ...press } } });
}

/** So long what was written with a press that was undone, or could not be carried out, stands in its inputs again. */
const keptMinutes = 1_440;
const noWords = { press: {}, wrote: [] };

/**
 * Ends the wait: it is carried out, was undone, or could not be carried out any more. What was written with it is kept for
 * a day where it was on a task or case and nothing came of it: whoever wrote it has it nowhere else.
 */
export async function endHeld(world: World, held: Held, state: 'done' | 'undone' | 'dropped'): Promise<void> {
  const act = ({ done: 'done', undone: 'taken-back', dropped: 'no-longer-applies' } as const)[state];
  const { kind } = held.data.about;
  const isKept = state !== 'done' && (kind === 'task' || kind === 'case');
  const forget = { step: 'forget', at: addMinutes(world.clock.now(), keptMinutes) };
  const words = isKept ? { next: forget } : { next: null, data: noWords };
  await moveTask(world, held, { act, state, isOpen: false, ...words });
}

/** The press on this thing that was undone or could not be carried out, while its words are kept. */
export async function pressBefore(world: World, about: HeldThing): Promise<Held | undefined> {
  const held = taskOf('held-press', await world.records.tasks.byId(heldId(about)));
  return held && !held.isOpen && held.next ? held : undefined;
}

/** What stood in the inputs of a task when it was pressed; `spare` was there for another button. */
export function writtenWith(held: Held | undefined): Record<string, string> {
  const { fields, spare } = (held?.data.press ?? {}) as Partial<Record<'fields' | 'spare', Record<string, string>>>;
  return { ...spare, ...fields };
}

/**
 * Takes a held press back, for whoever made it. `version`: which press the button was for. Undefined where that one is
 * taken back already. Refuses with `undo-over` once its minutes are over or it is done.
 */
export async function takeBack(
  world: World,
  actor: Person,
  about: HeldThing,
  version: number,
): Promise<Outcome<Held | undefined>> {
  const held = taskOf('held-press', await world.records.tasks.byId(heldId(about)));
  if (!held) return refuse('not-found');
  if (held.state === 'done') return refuse('undo-over');
  if (!held.isOpen || held.data.count !== version) return undefined;
  if (held.data.byId !== actor._id) return refuse('not-allowed');
  if (held.data.until <= world.clock.now()) return refuse('undo-over');
  await endHeld(world, held, 'undone');
  return held;
}

/** "Undo (until 10:42)", for whoever pressed and while it can be; undefined for all others. */
export function undoTitle(world: World, { data }: Held, viewer: Person): string | undefined {
  const isTheirs = data.byId === viewer._id && data.until > world.clock.now();
  return isTheirs ? `Undo (until ${timeOf(data.until)})` : undefined;
}

/** "Jo Bell, 10:32. Nothing has gone out yet: it is done at 10:42." */
export async function sayPressed(world: World, { data: { byId, at, until } }: Held): Promise<string> {
  return `${await nameOf(world, byId)}, ${timeOf(at)}. Nothing has gone out yet: it is done at ${timeOf(until)}.`;
}

/** "Done, can be undone until 10:42" to whoever pressed, for lists; to others by whom. Undefined where nothing waits for that. */
export async function sayDone(world: World, about: HeldThing, viewer: Person): Promise<string | undefined> {
  const held = await heldOn(world, about);
  if (!held) return undefined;
  const { byId, until } = held.data;
  const by = byId === viewer._id ? 'Done' : `Done by ${await nameOf(world, byId)}`;
  return `${by}, can be undone until ${timeOf(until)}`;
}

class Rehearsed extends Error {
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    super('rehearsed');
    this.outcome = outcome;
  }
}

/** Does all of a press and takes it back again, so that what refuses it says so at once, not minutes later. */
export async function rehearse<T>(world: World, work: (inside: World) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return world
    .together(async (inside): Promise<Outcome<T>> => {
      throw new Rehearsed(await work(inside));
    })
    .catch((error: unknown) => {
      if (error instanceof Rehearsed) return error.outcome as Outcome<T>;
      throw error;
    });
}

class NotDone extends Error {}

/**
 * Carries a held press out; where that is refused by now nothing of it is kept, and `dropped` says so. Of one that ended
 * before, the words that were kept go.
 */
export async function carryOutHeld(
  world: World,
  id: string,
  { run, dropped }: Record<'run' | 'dropped', (inside: World, held: Held) => Promise<Outcome<unknown>>>,
): Promise<void> {
  const dueNow = async (inside: World) => {
    const held = taskOf('held-press', await inside.records.tasks.byId(id));
    return held?.next && held.next.at <= inside.clock.now() ? held : undefined;
  };
  const isDone = await world
    .together(async (inside) => {
      const held = await dueNow(inside);
      if (held && !held.isOpen) await moveTask(inside, held, { act: 'no-longer-applies', data: noWords, next: null });
      if (!held?.isOpen) return true;
      if (isRefusal(await run(inside, held))) throw new NotDone();
      await endHeld(inside, held, 'done');
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof NotDone) return false;
      throw error;
    });
  if (!isDone)
    await world.together(async (inside) => {
      const held = await dueNow(inside);
      if (!held) return;
      await endHeld(inside, held, 'dropped');
      await dropped(inside, held);
    });
  world.wake();
}
