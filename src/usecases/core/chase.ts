import { type Day, dayOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import { type ChaseClass, type Task, type TaskOf, taskOf } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { ChaseRule } from '../../policy/policy-pack.ts';
import type { World } from './ports.ts';
import { reachOf } from './rights.ts';
import { redrawEverywhere } from './want-card.ts';
import { managersOf, officeOf } from './whose.ts';
import { morningAfter } from './working-time.ts';

/** What someone is asked for: a task to do, or a case to decide. */
export type ChasedThing = { kind: 'task' | 'case'; id: string };

/** Where the chasing of one thing stands. */
export type ChaseData = {
  about: ChasedThing;
  class: ChaseClass;
  /** Who is asked, and since when. */
  ownerIds: string[];
  since: Date;
  asked: number;
  passedTo: { above?: string[]; leader?: string[] };
};

export function chaseId({ kind, id }: ChasedThing): string {
  return `chase|${kind}|${id}`;
}

/** The programme's times for a class; a thing of no programme follows the first pack there is. */
export function chaseRuleOf(world: World, programme: Programme | null, name: ChaseClass): ChaseRule {
  const today = dayOf(world.clock.now(), programme?.zone);
  const pack = programme ? packOn(world.packs, programme.pack, today) : world.packs[0];
  if (!pack) throw new Error('no policy pack is loaded');
  return pack.chasing[name];
}

/** Whoever is above these owners: the programme's head or manager, else the leaders. */
export async function peopleAbove(
  world: World,
  ownerIds: readonly string[],
  programme: Programme | null,
): Promise<string[]> {
  const heads = programme ? [programme.hospId, ...managersOf(programme)].filter((id) => id !== undefined) : [];
  const next = heads.find((id) => !ownerIds.includes(id));
  // Above a head there is no other head: who runs the programme does not supervise its manager.
  const isHeadAsked = heads.some((id) => ownerIds.includes(id)) && programme?.hospId !== next;
  if (next && !isHeadAsked) return [next];
  return leaders(world);
}

/**
 * Where whoever is above may not answer it themself, as a contest of what the only leader decided: the programme's other
 * head or manager, else the office, else another head or manager of the college.
 */
export async function peopleBeside(
  world: World,
  notIds: readonly string[],
  programme: Programme | null,
): Promise<string[]> {
  const isOther = (id: string | undefined): id is string => id !== undefined && !notIds.includes(id);
  const own = [programme?.hospId, programme?.managerId].find(isOther);
  if (own) return [own];
  const office = (await officeOf(world, programme?.site)).filter(isOther);
  if (office.length > 0) return office;
  const heads = (['hosp', 'apprenticeship-manager', 'adults-manager'] as const).map((role) =>
    world.records.people.withRole(role),
  );
  const other = (await Promise.all(heads)).flat().find((one) => isOther(one._id));
  return other ? [other._id] : [];
}

/** The programmes somebody heads or manages: all of them for a leader. */
export async function programmesUnder(world: World, person: Person): Promise<Programme[]> {
  const all = await world.records.enrolments.programmes();
  const isAny = reachOf(person, 'view-at-risk') === 'any';
  return all.filter((one) => isAny || [one.hospId, one.managerId].includes(person._id));
}

export async function leaders(world: World): Promise<string[]> {
  return (await world.records.people.withRole('leader')).map((one) => one._id);
}

/**
 * Sees to it that what someone is newly asked for is not left lying: asked again, then passed up, by the pack's times
 * (SPEC P). One a thing; asked anew of somebody it starts anew. Part of the asker's transaction.
 */
export async function startChase(
  world: World,
  about: ChasedThing,
  chase: Pick<ChaseData, 'class' | 'ownerIds'> & Pick<Task, 'learnerId' | 'programmeId'>,
): Promise<void> {
  const { learnerId, programmeId, ...asks } = chase;
  const now = world.clock.now();
  const programme = programmeId ? await world.records.enrolments.programme(programmeId) : null;
  const [first = 1] = chaseRuleOf(world, programme, asks.class).remindAfter;
  const _id = chaseId(about);
  const known = await world.records.tasks.byId(_id, learnerId);
  const task: TaskOf<'chase'> = {
    _id,
    kind: 'chase',
    ...(learnerId ? { learnerId } : {}),
    ...(programmeId ? { programmeId } : {}),
    ownerIds: [],
    watcherIds: [],
    state: 'waiting',
    isOpen: true,
    isShown: false,
    data: { ...asks, about, since: now, asked: 0, passedTo: {} },
    history: [...(known?.history ?? []), { at: now, act: 'asked' }],
    presses: known?.presses ?? [],
    version: (known?.version ?? 0) + 1,
    openedAt: known?.openedAt ?? now,
    next: { step: 'look', at: morningAfter(world, programme, dayOf(now, programme?.zone), first) },
  };
  if (!known) {
    await world.records.tasks.open(task);
    return;
  }
  await world.records.tasks.replace(task, known.version);
  // Whoever has its card, also who stood in when it came, sees how it stands now.
  if (known.isShown) await redrawEverywhere(world, task);
}

/** It has been answered, or is asked of nobody any more: whoever it was passed up to sees that. */
export async function endChase(world: World, about: ChasedThing, learnerId: string | undefined): Promise<void> {
  const task = await world.records.tasks.byId(chaseId(about), learnerId);
  if (!task?.isOpen) return;
  const now = world.clock.now();
  const { next: _, ...rest } = task;
  const history = [...task.history, { at: now, act: 'answered' as const }];
  const after = { ...rest, state: 'done', isOpen: false, history, version: task.version + 1 };
  await world.records.tasks.replace(after, task.version);
  if (task.isShown) await redrawEverywhere(world, after);
}

const chaseOf = async (world: World, about: ChasedThing, learnerId: string | undefined) =>
  taskOf('chase', await world.records.tasks.byId(chaseId(about), learnerId));

/** Since when a task's owners are asked for it; undefined where nobody asks. */
export async function askedSince(world: World, { _id, learnerId }: Task<unknown>): Promise<Date | undefined> {
  const chase = await chaseOf(world, { kind: 'task', id: _id }, learnerId);
  return chase?.isOpen ? chase.data.since : undefined;
}

/**
 * By when a case is to be decided: the day on which it goes to whoever is above its owner, by the pack's times from when it
 * was put to them; where it goes to nobody, the day on which it is asked again last. Undefined once it is answered, and open
 * for what follows alone.
 */
export async function decideBy(world: World, { _id, ...one }: RiskCase): Promise<Day | undefined> {
  const chase = await chaseOf(world, { kind: 'case', id: _id }, one.learnerId);
  if (chase && !chase.isOpen) return undefined;
  const since = chase?.data.since ?? one.reopenedAt ?? one.openedAt;
  const programme = await world.records.enrolments.programme(one.programmeId);
  const zone = programme?.zone;
  const { remindAfter, above, leader } = chaseRuleOf(world, programme, 'decision');
  const days = above ?? leader ?? Math.max(1, ...remindAfter);
  return dayOf(morningAfter(world, programme, dayOf(since, zone), days), zone);
}

/** What people call a task as it stands. */
export function labelOf(world: World, { kind, state }: Pick<Task<unknown>, 'kind' | 'state'>): string {
  const { label, labelIn } = world.traits[kind];
  return labelIn?.[state] ?? label;
}

/** True while what its owners pressed can still be undone, for kinds that say so. */
export function isPressed(world: World, task: Task<unknown>): boolean {
  return task.isOpen && world.traits[task.kind].restsIn?.includes(task.state) === true;
}

/** True while the task's owners are to act on it. */
export function isWaiting(world: World, task: Task<unknown>): boolean {
  const { waitsIn } = world.traits[task.kind];
  const isTheirTurn = waitsIn === undefined || waitsIn.includes(task.state);
  return task.isOpen && task.isShown && task.ownerIds.length > 0 && isTheirTurn;
}
