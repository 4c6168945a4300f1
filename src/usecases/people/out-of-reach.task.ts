import { addMinutes, dayOf, sayDay } from '../../domain/calendar.ts';
import { nameAndRef, type Person, sayRole } from '../../domain/person.ts';
import type { CardModel, FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { reachContact, takesLinks } from '../core/reach-person.ts';
import { listedFor } from '../core/site-of.ts';
import { defineTask } from '../core/task-kind.ts';
import { officeOf } from '../core/whose.ts';
import { nextMorning } from '../core/working-time.ts';
import { placeFor } from './send-link.ts';

type Data = { lookedAt: Date };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'out-of-reach': Data;
  }
}

const id = taskId('out-of-reach', 'office');
/** Several who fall out of reach together are one redrawing of the list. */
const settleMinutes = 1;
/** More names than this are no list on a card any more. */
const mostShown = 30;

/** Why someone cannot be reached, for the people who can do something about it. Codes are Teams' own, or ours. */
const why: Record<string, string> = {
  'never-seen': 'has never opened the app',
  uninstalled: 'has taken the app away',
  BotNotInConversationRoster: 'does not have the app',
  ForbiddenOperationException: 'does not have the app',
  ConversationBlockedByUser: 'has blocked the app',
  UserBlocked: 'has blocked the app',
  MessageWritesBlocked: 'has blocked the app, or may not use it',
  BotDisabledByAdmin: 'may not use the app: an administrator has turned it off',
  AclCheckFailed: 'may not use the app: an administrator’s rule is against it',
  guest: 'comes as a guest, for whom the app is not installed: ask them to add it, if your guests may',
  'may-not-install': 'does not have the app, and the bot may not install it',
  'not-in-catalogue': 'does not have the app, and it is not in your organisation’s catalogue',
  'no-such-account': 'has no account that Teams knows',
  'graph-silent': 'does not have the app, and Microsoft does not answer: tried again with the next card',
  ConversationNotFound: 'has no chat with the app any more',
};

/** How somebody is reached instead, or that there is no way at all. */
export function sayInstead(world: World, person: Person): string {
  const place = placeFor(world, person);
  if (!place) {
    const own = reachContact(person);
    if (!('to' in own)) return 'no mobile or email: please call, or write a letter';
    return `the college sends no ${own.channel === 'sms' ? 'texts' : 'mails'}: please tell them yourself, ${own.to}`;
  }
  const by = place.channel === 'sms' ? 'text message' : 'email';
  return world.link && takesLinks(person) ? `gets links by ${by}` : `told by ${by}`;
}

/** Why Teams does not reach somebody, in words, with Teams' own code where it gave one. */
export function sayUnreachable({ unreachable }: Pick<Person, 'unreachable'>): string {
  const code = unreachable?.code ?? '';
  const words = why[code] ?? 'Teams refuses messages';
  return /^[A-Z]/.test(code) ? `${words} (${code})` : words;
}

/** Those whom nothing reaches come first. */
export function lostFirst(world: World, people: readonly Person[]): Person[] {
  return [...people.filter((one) => !placeFor(world, one)), ...people.filter((one) => placeFor(world, one))];
}

function rowsOf(world: World, people: readonly Person[]): FormRow[] {
  return lostFirst(world, people)
    .slice(0, mostShown)
    .map((person) => {
      const since = sayDay(dayOf(person.unreachable?.since ?? new Date(0)));
      const role = person.roles.slice(0, 1).map(sayRole).join();
      return {
        key: person._id,
        title: nameAndRef(person),
        detail: [role, sayInstead(world, person), sayUnreachable(person), `since ${since}`].filter(Boolean).join(' · '),
        ...(placeFor(world, person) ? {} : { tone: 'attention' as const }),
      };
    });
}

/** Whom somebody of the office is to look after. */
const listOf = async (world: World, viewer: Person): Promise<Person[]> =>
  listedFor(world, viewer, await world.records.people.outOfReach(), (one) => one);

function sayHowMany(world: World, people: readonly Person[]): string {
  const count = people.length;
  if (count === 0) return 'Everyone who has ever opened this chat can be reached in it.';
  const lost = people.filter((one) => !placeFor(world, one)).length;
  const alone =
    lost === 0
      ? ''
      : ` ${lost === 1 ? 'One of them has' : `${lost} of them have`} no way that we send by, so nothing reaches them: please call.`;
  const whose = lost > 0 ? 'The others get' : count === 1 ? 'They get' : 'They all get';
  const others = lost < count ? ` ${whose} what is theirs by text message or email.` : '';
  const more = count > mostShown ? ` The first ${mostShown} are shown.` : '';
  return `${count === 1 ? 'One person' : `${count} people`} cannot be reached in Teams.${alone}${more}${others} Who writes to the bot leaves this list.`;
}

/** The office's list is opened where there is none, and drawn again a moment later; it comes anew for someone whom nothing reaches (`isLost`). */
export async function listOutOfReach(world: World, isLost = false): Promise<void> {
  const now = world.clock.now();
  const ownerIds = await officeOf(world);
  if (ownerIds.length === 0) return;
  const task = await openTask(world, {
    _id: id,
    kind: 'out-of-reach',
    ownerIds,
    state: 'open',
    data: { lookedAt: now },
    next: { step: 'look', at: nextMorning(world, undefined) },
    again: ['clear'],
  });
  await redraw(world, task.version, ownerIds, isLost ? 'bottom' : 'again');
}

async function redraw(
  world: World,
  revision: number,
  ownerIds: readonly string[],
  ask: 'again' | 'bottom' = 'again',
): Promise<void> {
  for (const person of ownerIds)
    await world.records.slots.want(
      { kind: 'task', subjectId: id, recipient: { person }, revision, ask },
      addMinutes(world.clock.now(), settleMinutes),
    );
}

/** Someone can be reached again: the list grows shorter, and closes with the last one. */
export async function shortenOutOfReach(world: World): Promise<void> {
  const task = await world.records.tasks.byId(id);
  if (!task?.isOpen) return;
  await redraw(world, task.version, task.ownerIds);
  if ((await world.records.people.outOfReach()).length > 0) return;
  await world.together(async (inside) => {
    const { records } = inside;
    const fresh = await records.tasks.byId(id);
    if (fresh?.isOpen) await moveTask(inside, fresh, { act: 'clear', state: 'clear', isOpen: false, next: null });
  });
}

/** People whom Teams does not reach, why, and since when: a list that the office can act on and that mends itself (SPEC P). */
export const outOfReach = defineTask<Data>({
  clause: 'P',
  label: 'People we cannot reach',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, _task, viewer) {
    const people = await listOf(world, viewer);
    return {
      title: 'People we cannot reach',
      tone: people.length > 0 ? 'warning' : 'good',
      lines: [sayHowMany(world, people)],
      rows: rowsOf(world, people),
    };
  },
  acts: {},
  async onTime(world, task) {
    const now = world.clock.now();
    const people = await world.records.people.outOfReach();
    if (people.length === 0) return { act: 'clear', state: 'clear', isOpen: false, next: null };
    const ownerIds = await officeOf(world);
    const isNew = people.some((one) => one.unreachable && one.unreachable.since > new Date(task.data.lookedAt));
    return {
      act: 'looked-at',
      ownerIds,
      data: { lookedAt: now },
      toBottom: isNew ? ownerIds : [],
      next: { step: 'look', at: nextMorning(world, undefined) },
    };
  },
});

/** The same list by its command. */
export async function showOutOfReach(world: World, actor: Person): Promise<CardModel> {
  const people = await listOf(world, actor);
  const items = rowsOf(world, people).map(({ title, detail }) => ({ title, detail }));
  return {
    card: 'list-plain',
    data: { title: 'People we cannot reach', lead: sayHowMany(world, people), items, commands: [] },
  };
}
