import { addWorkingDays, dayOf, instantOf, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef, type Person, sayRole } from '../../domain/person.ts';
import type { TaskOf } from '../../domain/task.ts';
import type { CardModel, FormRow } from '../core/card-model.ts';
import { chaseRuleOf } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { takesLinks } from '../core/reach-person.ts';
import { listedFor } from '../core/site-of.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { officeOf } from '../core/whose.ts';
import { morningOf, nextMorning, termDaysBetween } from '../core/working-time.ts';
import { listIfLost } from './note-out-of-reach.ts';
import { askPolicies, confirmedAt } from './policy-read.task.ts';

/** `after`: the round that asks people has come so far; only the round itself has it. */
type Data = { after?: string; said?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'policy-unread': Data;
  }
}

const listId = taskId('policy-unread', 'office');
/** More names than this are no list on a card any more; the rest comes up as these are settled. */
const mostShown = 15;
/** People looked at in one transaction. */
const atOnce = 50;

/** Before anybody is at work. */
const roundTime = '06:00';

/**
 * Each working morning everyone who owes a confirmation nobody asked them for is asked: a policy has a new version, they
 * came onto another programme, or have not come to Teams by themselves (S6). Planned at every start; twice is once.
 */
export async function planInductions(world: World): Promise<void> {
  const day = addWorkingDays(dayOf(world.clock.now()), 1, world.holidays(undefined));
  await openTask(world, {
    _id: taskId('policy-unread', 'round', day),
    kind: 'policy-unread',
    ownerIds: [],
    state: 'round',
    isShown: false,
    data: {},
    next: { step: 'round', at: instantOf(day, roundTime) },
  });
}

/** How long people have to come to Teams by themselves before they are asked by a link. */
const comeByThemselvesDays = 5;

/**
 * Who has never written is asked all the same (S6): after some working days, or the next morning where they have no
 * address to sign in with. Whom nothing can reach stands on the office's list.
 */
async function askUnheard(world: World, person: Person): Promise<void> {
  if (await listIfLost(world, person)) return;
  if (!world.link || !takesLinks(person) || person.entraId) return;
  const hasAddress = person.upn !== undefined || person.email !== undefined;
  const day = addWorkingDays(dayOf(world.clock.now()), comeByThemselvesDays, world.holidays(undefined));
  await askPolicies(world, person, hasAddress && !person.unreachable ? instantOf(day, '09:00') : nextMorningOf(world));
}

type Unread = { person: Person; task: TaskOf<'policy-read'> };

/** Who was asked and has not confirmed, the longest first. */
export async function unread(world: World): Promise<Unread[]> {
  const tasks = await world.records.tasks.shownOfKind('policy-read');
  const people = new Map(
    (await world.records.people.byIds(tasks.flatMap((one) => one.ownerIds))).map((one) => [one._id, one]),
  );
  return tasks.flatMap((task) => {
    const person = people.get(task.ownerIds[0] ?? '');
    return person && person.roles.length > 0 ? [{ person, task }] : [];
  });
}

/** Those of them who have been asked again already, by the pack's own times. */
async function overdue(world: World): Promise<Unread[]> {
  const today = dayOf(world.clock.now());
  const [patience = 1] = chaseRuleOf(world, null, 'induction').remindAfter;
  return (await unread(world)).filter(
    ({ task }) => termDaysBetween(world, null, dayOf(askedAt(task)), today) >= patience,
  );
}

/** Those of them whom somebody of the office is to look after. */
const listOf = (world: World, viewer: Person, all: readonly Unread[]): Promise<Unread[]> =>
  listedFor(world, viewer, all, (one) => one.person);

/** When somebody was last asked to confirm. */
export function askedAt({ history, openedAt }: TaskOf<'policy-read'>): Date {
  return history.findLast((one) => one.act === 'asked' || one.act === 'shown')?.at ?? openedAt;
}

function sayOne({ person, task }: Unread): { title: string; detail: string } {
  const role = person.roles.map(sayRole).join(', ');
  return { title: nameAndRef(person), detail: `${role} · asked on ${sayDay(dayOf(askedAt(task)))}` };
}

function rowsOf(all: readonly Unread[]): FormRow[] {
  return all.slice(0, mostShown).map((one) => ({
    key: one.person._id,
    ...sayOne(one),
    acts: [{ act: 'on-paper', title: 'Confirmed on paper' }],
  }));
}

function sayHowMany(count: number): string {
  if (count === 0) return 'Everyone who was asked has confirmed the policy.';
  const who = count === 1 ? 'One person has' : `${count} people have`;
  const more = count > mostShown ? ` The ${mostShown} who were asked first are shown.` : '';
  return `${who} not confirmed the policy.${more}`;
}

async function sayUnheard(world: World): Promise<string> {
  const count = await world.records.people.countUnheard();
  if (count === 0) return '';
  return `${count === 1 ? 'One more has' : `${count} more have`} never written to me yet. They are asked when they do, learners, employers and tutors otherwise by a link.`;
}

/** The office's list is opened, or closes with the last name on it. */
async function keepList(world: World): Promise<void> {
  const ownerIds = await officeOf(world);
  const isNeeded = ownerIds.length > 0 && (await overdue(world)).length > 0;
  const list = await world.records.tasks.byId(listId);
  if (!isNeeded) {
    if (list?.isOpen) await moveTask(world, list, { act: 'clear', state: 'clear', isOpen: false, next: null });
    return;
  }
  await openTask(world, {
    _id: listId,
    kind: 'policy-unread',
    ownerIds,
    state: 'open',
    data: {},
    again: ['clear'],
  });
}

async function askAgain({ world, actor }: TaskPress<Data>) {
  const all = (await listOf(world, actor, await overdue(world))).slice(0, mostShown);
  for (const { person, task: own } of all) {
    const wish = { kind: 'task' as const, subjectId: own._id, recipient: { person: person._id } };
    await world.records.slots.want({ ...wish, revision: own.version, ask: 'bottom' }, world.clock.now());
  }
  return { act: 'asked-again' as const, data: { said: 'They have been asked again just now.' } };
}

async function noteOnPaper({ world, task, row, actor, now }: TaskPress<Data>) {
  const one = (await unread(world)).find(({ person }) => person._id === row);
  if (!one) return refuse('not-found');
  const by = { actorId: actor._id, pressId: `${task._id}|${task.version}|${row}` };
  await moveTask(world, one.task, { act: 'confirmed-on-paper', ...confirmedAt(one.task.data, now) }, by);
  const said = `${nameAndRef(one.person)} has confirmed it on paper.`;
  const isDone = (await overdue(world)).length === 0;
  return {
    act: 'noted' as const,
    words: row,
    data: { said },
    ...(isDone ? { state: 'clear', isOpen: false, next: null } : {}),
  };
}

/** Who was asked and has not confirmed the policy: a list for the office, shown again until nobody is on it (S6, 4.4). */
export const policyUnread = defineTask<Data>({
  clause: 'S6',
  label: 'Policy not confirmed',
  chase: 'induction',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const all = task.isOpen ? await listOf(world, viewer, await overdue(world)) : [];
    const { said = '' } = task.data;
    if (all.length === 0) return { title: 'Policy confirmed', tone: 'good', lines: [sayHowMany(0)], said };
    return {
      title: 'Policy not confirmed',
      tone: 'warning',
      lines: [sayHowMany(all.length), await sayUnheard(world)].filter(Boolean),
      rows: rowsOf(all),
      acts: [{ act: 'ask', title: 'Ask them again now', style: 'positive' }],
      said,
    };
  },
  acts: {
    ask: { by: 'owner', run: askAgain },
    'on-paper': { by: 'owner', run: noteOnPaper },
  },
  aboutRows: async (_, __, rows) => new Map(rows.map((row) => [row, row])),
  async onTime(world, task) {
    const people = await world.records.people.known(task.data.after ?? '', atOnce);
    for (const person of people)
      await (person.chat ? askPolicies(world, person, nextMorningOf(world)) : askUnheard(world, person));
    const last = people.at(-1);
    if (people.length === atOnce && last)
      return { act: 'asked-some', data: { after: last._id }, next: { step: 'round', at: world.clock.now() } };
    await keepList(world);
    await planInductions(world);
    return { act: 'asked-all', state: 'done', isOpen: false, next: null };
  },
});

/** When what the round asks is shown: at the start of the day. */
function nextMorningOf(world: World): Date {
  const now = world.clock.now();
  const today = morningOf(dayOf(now));
  return now < today ? today : nextMorning(world, undefined);
}

/** Everyone who was asked and has not confirmed, by its command. */
export async function showUnread(world: World, actor: Person): Promise<CardModel> {
  const all = await listOf(world, actor, await unread(world));
  const lead = [sayHowMany(all.length), await sayUnheard(world)].filter(Boolean).join(' ');
  const items = all.slice(0, mostShown).map(sayOne);
  return { card: 'list-plain', data: { title: 'Policy not confirmed', lead, items, commands: [] } };
}
