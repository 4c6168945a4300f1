import { type Day, dayOf, sayDay, sayDayOfYear } from '../domain/calendar.ts';
import { type OutboxRow, sayOutcome } from '../domain/outbox-row.ts';
import { awayOn, callName, nameAndRef, type Person } from '../domain/person.ts';
import { nameSession, type Session } from '../domain/session.ts';
import type { Slot } from '../domain/slot.ts';
import type { Task } from '../domain/task.ts';
import type { Collections, Held } from '../store/database.ts';
import { type Ways, waysOf } from '../store/looks/ways.ts';
import type { World } from '../usecases/core/ports.ts';
import { sayUnreachable } from '../usecases/people/out-of-reach.task.ts';
import { sayEvents } from './why-mis.ts';
import { type At, sayAt, sayDue, under } from './why-words.ts';

const nameOf = (people: ReadonlyMap<string, Person>, id: string) => {
  const person = people.get(id);
  return person ? `${callName(person)} (${id})` : id;
};

/** The way of one card to one person, in a sentence or two. */
function sayCard(slot: Slot & Held, kind: string, whose: string, at: At): string[] {
  const what = `${kind} card for ${whose}`;
  const line = (text: string) => [`  ${what}: ${text}`];
  if (slot.dead) return line(sayDue(slot, at).join(' '));
  if (slot.parked)
    return line(
      `waits, since it cannot be shown: ${sayUnreachable({ unreachable: { code: slot.parked, since: new Date(0) } })}`,
    );
  if (slot.sending)
    return line(`sent, and the answer of Teams got lost; it is looked for (${slot.sending.times} tried)`);
  if (slot.activityId && slot.shown >= slot.wanted) return line(`shown, and up to date (${slot.activityId})`);
  if (slot.activityId) return line(`shown, and to be drawn again. ${sayDue(slot, at).join(' ')}`);
  if (slot.shown >= slot.wanted) return line('nothing to show any more');
  return line(
    slot.heldUntil
      ? `held until ${at(slot.heldUntil)}, as somebody fills in a form`
      : sayDue(slot, at).join(' ') || 'to be shown',
  );
}

async function sayCards(ways: Ways, slots: readonly (Slot & Held)[], at: At): Promise<string[]> {
  const ids = slots.flatMap(({ recipient }) => ('person' in recipient ? [recipient.person] : []));
  const people = await ways.people(ids);
  const kinds = await ways.kindsOf(slots.flatMap((one) => (one.kind === 'task' ? [one.subjectId] : [])));
  const kindOf = (slot: Slot) => (slot.kind === 'task' ? (kinds.get(slot.subjectId) ?? 'task') : slot.kind);
  return slots.flatMap((slot) =>
    sayCard(
      slot,
      kindOf(slot),
      'person' in slot.recipient ? nameOf(people, slot.recipient.person) : 'the team’s channel',
      at,
    ),
  );
}

function sayTasks(world: World, tasks: readonly (Task & Held)[], at: At): string[] {
  return tasks.map((task) => {
    const state = task.isOpen ? `open with ${task.ownerIds.join(', ') || 'nobody'}` : `closed as ${task.state}`;
    const last = task.history.at(-1);
    const press = last ? ` Last: ${last.act} ${at(last.at)}${last.byId ? ` by ${last.byId}` : ''}.` : '';
    return `  ${world.traits[task.kind].label} (${task._id}): ${state}.${press} ${sayDue(task, at).join(' ')}`.trimEnd();
  });
}

function sayMessages(rows: readonly (OutboxRow & Held)[], at: At): string[] {
  return rows.map((row) => {
    const last = row.lastCode && !row.acceptedAt ? ` The last answer was ${row.lastCode}.` : '';
    return `  ${row._id}: wanted ${at(row.createdAt)}, ${sayOutcome(row)}.${last} ${sayDue(row, at).join(' ')}`.trimEnd();
  });
}

/** Why a session's register is not open: by what is due, or because it never was. */
function sayUnopened(session: Session & Held, now: Date, at: At): string[] {
  if (session.cancelled) return [];
  const due = sayDue(session, at);
  if (due.length > 0) return [`No register yet. ${due.join(' ')}`];
  if (session.startsAt > now) return ['No register yet, and nothing is due: import the timetable again, or tell us.'];
  return [
    'No register was ever opened: the session came into the timetable after it had begun, and the past gets no card.',
  ];
}

async function whySession(world: World, ways: Ways, session: Session & Held): Promise<string[]> {
  const at = sayAt(session.zone);
  const register = await ways.register(session._id);
  const slots = await ways.cardsOfSession(session._id);
  const tasks = await ways.tasksOfSession(session._id);
  const marked = register?.rows.filter((row) => row.mark).length ?? 0;
  const carried = register && (register.projected ?? 0) >= register.version;
  return [
    `${nameSession(session)} (${session._id}), ${session.programmeId}, of ${session.tutorIds.join(', ')}${session.groups.length > 0 ? `, for ${session.groups.join(', ')}` : ''}.`,
    ...(session.changes ?? []).map((one) => `${one.byId} changed it ${at(one.at)}: ${one.code}.`),
    ...(session.cancelled
      ? [`Cancelled ${at(session.cancelled.at)} by ${session.cancelled.by}: ${session.cancelled.why}.`]
      : []),
    ...(register
      ? [
          `Its register is ${register.state}, version ${register.version}: ${marked} of ${register.rows.length} marked${register.savedAt ? `, saved ${at(register.savedAt)} by ${register.savedById}` : ''}.`,
          ...register.history
            .slice(-5)
            .map(
              (one) =>
                `  version ${one.version}, ${at(one.at)}, by ${one.byId}: ${one.cause ?? 'pressed'}, ${one.changes.length} marks changed`,
            ),
          carried
            ? 'What follows of it (totals, flags, messages) is carried on.'
            : `What follows of it is still to be carried on. ${sayDue(register, at).join(' ')}`,
        ]
      : sayUnopened(session, world.clock.now(), at)),
    ...under('Cards:', await sayCards(ways, slots, at)),
    ...under('What is asked of people about it:', sayTasks(world, tasks, at)),
    ...under('What the MIS is told of it:', await sayEvents(ways, await ways.eventsOfSession(session._id), at)),
  ];
}

async function whyPerson(world: World, ways: Ways, person: Person): Promise<string[]> {
  const at = sayAt();
  const slots = await ways.cardsTo(person._id);
  const rows = await ways.messagesOf(person._id);
  const tasks = await ways.askedOf(person._id);
  const today: Day = dayOf(world.clock.now());
  const away = awayOn(person, today);
  return [
    `${nameAndRef(person)}, ${person._id}: ${person.roles.join(', ') || 'no role'}${person.left ? `, last day ${sayDayOfYear(person.left)}` : ''}.`,
    person.entraId
      ? `Linked to the account ${person.entraId}.`
      : `Linked to no account yet: that happens when they first write, signed in as ${[person.upn, person.email].filter(Boolean).join(' or ') || 'an address the office has not given'}.`,
    person.chat ? `Teams reaches them since ${at(person.chat.since)}.` : 'They have no chat with the bot.',
    ...(person.unreachable ? [`Out of reach since ${at(person.unreachable.since)}: ${sayUnreachable(person)}.`] : []),
    ...(away ? [`Away until ${sayDay(away.to)}; ${away.deputyId} stands in.`] : []),
    ...under('Cards on their way, or waiting:', await sayCards(ways, slots, at)),
    ...under('Asked of them:', sayTasks(world, tasks, at)),
    ...under('Texts and mails about or to them, newest first:', sayMessages(rows, at)),
    ...under('What the MIS is told of them, newest first:', await sayEvents(ways, await ways.eventsOf(person._id), at)),
  ];
}

/**
 * The way of a session, a person, a message or a MIS event in sentences: what was due, drawn, sent, parked and why, delivered,
 * pressed. Ids, times and states alone, no word anybody wrote. Undefined when there is nothing of that id.
 */
export async function why(world: World, c: Collections, id: string): Promise<string[] | undefined> {
  const ways = waysOf(c);
  const session = await ways.session(id);
  if (session) return whySession(world, ways, session);
  const person = await ways.person(id);
  if (person) return whyPerson(world, ways, person);
  const event = await ways.event(id);
  if (event) return [`The MIS is told of ${event.learnerId}.`, ...(await sayEvents(ways, [event], sayAt()))];
  const row = await ways.message(id);
  if (row)
    return [`A message about ${row.about}${row.toId ? `, for ${row.toId}` : ''}.`, ...sayMessages([row], sayAt())];
  const task = await ways.task(id);
  const slots = await (task ? ways.cardsOfTask(task) : ways.card(id));
  if (!task && slots.length === 0) return undefined;
  return [
    ...under('Task:', task ? sayTasks(world, [task], sayAt()) : []),
    ...under('Cards:', await sayCards(ways, slots, sayAt())),
  ];
}
