import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import type { OutboxWish } from '../../domain/outbox-row.ts';
import type { Person } from '../../domain/person.ts';
import { slotId } from '../../domain/slot.ts';
import { taskOf } from '../../domain/task.ts';
import { isUntold } from './hold-gate.ts';
import type { World } from './ports.ts';
import { openTask, taskId } from './put-task.ts';
import { messageTo, reachPerson } from './reach-person.ts';
import { sayToldTo, type ToldTo } from './say-delivery.ts';
import { defineTask } from './task-kind.ts';
import { nameOf } from './whose.ts';

type Data = {
  title: string;
  lines: string[];
  at: Date;
  /** A change is something to look at unless told otherwise. */
  tone?: 'good';
  /** Who had it sent, where somebody did, and to whom. */
  byId?: string;
  /** The task it tells of, where it is one's. */
  taskId?: string;
  to?: ToldTo[];
};
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'session-change': Data;
  }
}

/** What was sent under a key: when, by whom, to whom. */
export type Telling = { at: Date; byId?: string; to: ToldTo[] };

/** The slot of the card that tells one person in Teams under a key. */
export function tellingSlot(key: string, person: string): string {
  return slotId({ kind: 'task', subjectId: taskId('session-change', key), recipient: { person } });
}

/** What was sent under a key already, if anything was. */
export async function tellingOf(world: World, key: string): Promise<Telling | undefined> {
  const task = taskOf('session-change', await world.records.tasks.byId(taskId('session-change', key)));
  return task
    ? { at: task.data.at, to: task.data.to ?? [], ...(task.data.byId ? { byId: task.data.byId } : {}) }
    : undefined;
}

/** A message's title and lines as one text, each a sentence. */
export function asText(title: string, lines: readonly string[]): string {
  return lines.reduce((text, line) => (/[.!?]$/.test(text) ? `${text} ${line}` : `${text}. ${line}`), title);
}

type Recipients = {
  inTeams: string[];
  /** Those who read it elsewhere. */
  wishes: OutboxWish[];
  sessionId?: string | undefined;
  aboutId?: string | undefined;
  /** The learner is not theirs any more, and this is the last they read of them. */
  isLast?: boolean | undefined;
};

/**
 * The one way to tell people something in messages of their own, and the gate of a hold in it (S11): while one covers
 * the learner it is about, nobody is told, and the answer is false. What was told is kept under its key.
 */
export async function sendTelling(
  world: World,
  key: string,
  data: Omit<Data, 'at'>,
  { inTeams, wishes, sessionId, aboutId, isLast }: Recipients,
): Promise<boolean> {
  if (await isUntold(world, aboutId)) return false;
  const at = world.clock.now();
  const by = data.byId ? { byId: data.byId } : {};
  await world.records.outbox.put(
    wishes.map((wish) => ({ ...wish, ...by })),
    at,
  );
  await openTask(world, {
    _id: taskId('session-change', key),
    kind: 'session-change',
    ...(sessionId ? { sessionId } : {}),
    ...(aboutId && !isLast ? { learnerId: aboutId } : {}),
    ownerIds: [],
    watcherIds: inTeams,
    state: 'told',
    isOpen: false,
    isShown: inTeams.length > 0,
    data: { ...data, at },
  });
  return true;
}

/**
 * "Told Wednesday 25 November, 09:03, by Maya Patel: Ben Carter (Teams), Parent (text message accepted 09:03)." It is
 * "To be told" until it has gone to everyone.
 */
export async function sayTelling(world: World, telling: Telling): Promise<string> {
  const by = telling.byId ? `, by ${await nameOf(world, telling.byId)}` : '';
  const { words, isToAll } = await sayToldTo(world, telling.to);
  const to = words ? `: ${words}` : '';
  return `${isToAll ? 'Told' : 'To be told'} ${sayDay(dayOf(telling.at))}, ${timeOf(telling.at)}${by}${to}.`;
}

/**
 * Tells everyone concerned of a change, by the best channel each has; the same change is told once (SPEC P). `byId`: who had
 * it told, where no rule did. Returns how many were told.
 */
export async function tellChange(
  world: World,
  change: {
    key: string;
    title: string;
    lines: string[];
    tone?: 'good';
    byId?: string;
    sessionId?: string;
    aboutId?: string;
    taskId?: string;
    isLast?: boolean;
  },
  people: readonly Person[],
): Promise<number> {
  const { key, title, lines, tone, byId, sessionId, aboutId, taskId: tellsOf, isLast } = change;
  const inTeams: string[] = [];
  const wishes: OutboxWish[] = [];
  for (const person of people) {
    const reach = reachPerson(person);
    if (reach.channel === 'teams') inTeams.push(person._id);
    if (reach.channel !== 'sms' && reach.channel !== 'mail') continue;
    const body = asText(title, lines);
    const about = aboutId ?? person._id;
    const message = { key: `change|${key}`, about, toId: person._id, taskId: tellsOf, sessionId, subject: title, body };
    wishes.push(messageTo(reach, message));
  }
  if (inTeams.length + wishes.length === 0) return 0;
  const isTold = await sendTelling(
    world,
    key,
    { title, lines, ...(tone ? { tone } : {}), ...(byId ? { byId } : {}), ...(tellsOf ? { taskId: tellsOf } : {}) },
    { inTeams, wishes, sessionId, aboutId, isLast },
  );
  return isTold ? inTeams.length + wishes.length : 0;
}

/** A short message about a change, such as a cancelled session. */
export const sessionChange = defineTask<Data>({
  clause: 'P',
  label: 'A change',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    return {
      title: task.data.title,
      tone: task.data.tone ?? 'warning',
      lines: task.data.lines,
      said: await sayTelling(world, { at: task.data.at, to: [] }),
    };
  },
  acts: {},
});
