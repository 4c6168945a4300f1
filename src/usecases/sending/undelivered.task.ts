import { createHash } from 'node:crypto';
import { z } from 'zod';
import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { type Outcome, type Refusal, refuse } from '../../domain/failure.ts';
import {
  type OutboxRow,
  sayKind,
  sayWhy,
  shownBody,
  type WhyUndelivered,
  whysUndelivered,
} from '../../domain/outbox-row.ts';
import { isLandline } from '../../domain/phone.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, type TaskMove, taskId } from '../core/put-task.ts';
import { samePlace } from '../core/reach-person.ts';
import { readPhone } from '../core/read-phone.ts';
import { defineTask, type TaskFace, type TaskPress } from '../core/task-kind.ts';
import { officeOf } from '../core/whose.ts';
import { redrawTellers } from './redraw-tellers.ts';
import { siteOfRow } from './site-of-row.ts';
import { placeOf, sayWhom, whomOf } from './whom-of.ts';

/** `to`: the place that has to be mended; without one it is the list of what no provider takes, of a site's office where one is named. */
type Data = { kind: 'sms' | 'mail'; to?: string; site?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    undelivered: Data;
  }
}

/** Reasons that lie with the place; the others lie with the sending, and are one list whoever it was for. */
const ofPlace: readonly WhyUndelivered[] = [
  'number-not-in-use',
  'address-unknown',
  'takes-no-texts',
  'blocked',
  'said-stop',
  'not-reached',
];
const ofSending = whysUndelivered.filter((why) => !ofPlace.includes(why));
/** More than this is no card any more; the rest comes up as these are dealt with. */
const mostShown = 12;

/** What somebody can do about it. */
const hints: Record<WhyUndelivered, string> = {
  'number-not-in-use': 'Please mend the number, or tell them another way.',
  'address-unknown': 'Please mend the address, or tell them another way.',
  'takes-no-texts': 'Please give a mobile number, or ring them.',
  blocked: 'Please ask them for another one, or tell them another way.',
  'said-stop': 'They do not want these any more, so none is sent. Please tell them another way.',
  'not-reached': 'You can send it again, or ring them.',
  'not-in-time': 'The service did not work for long. You can send them again, or ring people.',
  refused: 'Your administrator can see why with “cli doctor”. Until then please ring people.',
  'no-sender': 'Your college sends none of these, so please tell people yourself.',
  'no-place':
    'For some people there is no mobile number or email on record: please ring or write to them, and have one put in.',
};

function idOf({ kind, to, site }: Data): string {
  if (to === undefined) return taskId('undelivered', kind, ...(site === undefined ? [] : ['site', site]));
  return taskId('undelivered', kind, createHash('sha256').update(to).digest('hex').slice(0, 16));
}

/** True for the Safeguarding Team's own words about somebody: what became of them stands on their card alone (S11). */
export async function isOfConcern(world: World, row: Pick<OutboxRow, 'lane' | 'about'>): Promise<boolean> {
  return row.lane === 'safeguarding' && (await world.records.concerns.byId(row.about)) !== null;
}

async function rowsOf(world: World, { kind, to, site }: Data): Promise<OutboxRow[]> {
  const which = to === undefined ? { kind, site: site ?? null, whys: ofSending } : { kind, to, whys: ofPlace };
  const rows: OutboxRow[] = [];
  for (const row of await world.records.outbox.undelivered(which)) if (!(await isOfConcern(world, row))) rows.push(row);
  return rows;
}

/** A message that did not arrive is a task of its site's office: one a place to be mended, one for all that is not sent at all. */
export async function listUndelivered(world: World, row: OutboxRow): Promise<void> {
  const { kind, to, failed } = row;
  if (!failed) return;
  const site = (await siteOfRow(world, row))?._id;
  const isOfPlace = ofPlace.includes(failed.why);
  const data: Data = isOfPlace ? { kind, to } : { kind, ...(site === undefined ? {} : { site }) };
  // It stays on the list it came onto, whatever site its people are of later.
  if (!isOfPlace && site !== undefined) await world.records.outbox.note(row._id, {}, { officeSite: site });
  const ownerIds = await officeOf(world, site);
  const fields = { _id: idOf(data), kind: 'undelivered' as const, ownerIds, state: 'open', data, again: ['done'] };
  await world.together(async (inside) => {
    const task = await openTask(inside, fields);
    await redrawTask(inside, task);
  });
}

/** It has gone or arrived after all: a task on which nothing is left ends. */
export async function shortenUndelivered(world: World, { kind, to, officeSite: site }: OutboxRow): Promise<void> {
  for (const data of [
    { kind, to },
    { kind, ...(site === undefined ? {} : { site }) },
  ])
    await world.together(async (inside) => {
      const task = await inside.records.tasks.byId(idOf(data));
      if (!task?.isOpen || (await rowsOf(inside, data)).length > 0) return;
      await moveTask(inside, task, { act: 'arrived', state: 'done', isOpen: false });
    });
}

/** The words of a message; what rings the Safeguarding Team says no word. */
function sayWords(row: OutboxRow): string {
  const { lane, purgedAt } = row;
  if (lane === 'safeguarding') return 'A message of the Safeguarding Team’s';
  if (purgedAt) return 'Too old: its words are gone.';
  const body = shownBody(row);
  return `“${body.length > 400 ? `${body.slice(0, 399)}…` : body}”`;
}

const sayAt = (at: Date) => `${sayDay(dayOf(at))}, ${timeOf(at)}`;

/** True where the same place may take it now: the phone was off, or they have written START since. */
async function isWorthAgain(world: World, { kind, to, failed }: OutboxRow): Promise<boolean> {
  if (failed?.why === 'said-stop') return !(await world.records.outbox.hasStopped(samePlace({ channel: kind, to })));
  return failed?.why === 'not-reached';
}

async function placeFace(world: World, { kind, to = '' }: Data, rows: readonly OutboxRow[]): Promise<TaskFace> {
  const last = rows.at(-1);
  const why = last?.failed?.why;
  if (!last || !why)
    return { title: 'Message dealt with', tone: 'good', lines: [`${capital(sayKind(kind))} to ${to}`] };
  const whom = await whomOf(world, last);
  const now = whom && placeOf(whom, kind);
  const isMended = now !== undefined && now !== to;
  const isBack = why === 'said-stop' && (await isWorthAgain(world, last));
  const hint = isBack ? 'They have written START since, so you can send it again.' : hints[why];
  return {
    title: 'A message did not arrive',
    tone: 'warning',
    who: whom ? sayWhom(whom) : '',
    lines: [
      `${capital(sayKind(kind))} to ${to}: ${sayWhy(why)}. ${isMended ? `It is ${now} now, so you can send it again.` : hint}`,
      'What you change here counts until the next import, so please change it in your own system too.',
    ],
    rows: rows.slice(-mostShown).map((row) => ({ key: row._id, title: sayAt(row.createdAt), detail: sayWords(row) })),
    fields: [
      { id: 'place', label: kind === 'mail' ? 'Email address' : 'Mobile number', type: 'line', value: now ?? to },
    ],
    acts: [
      { act: 'again', title: 'Send again', style: 'positive' },
      { act: 'told', title: 'Told them another way', bare: true },
      { act: 'drop', title: 'Not needed any more', bare: true },
    ],
  };
}

async function listRow(world: World, row: OutboxRow): Promise<FormRow> {
  const whom = await whomOf(world, row);
  const places = whom ? [placeOf(whom, 'sms'), placeOf(whom, 'mail')].filter(Boolean) : [];
  return {
    key: row._id,
    title: [whom ? sayWhom(whom) : 'Somebody', ...(places.length > 0 ? places : [row.to])].filter(Boolean).join(' · '),
    detail: `${sayAt(row.createdAt)}: ${sayWords(row)}`,
    tone: 'warning',
    acts: [
      { act: 'told', title: 'I have told them' },
      { act: 'drop', title: 'Not needed any more' },
    ],
  };
}

async function listFace(world: World, { kind }: Data, rows: readonly OutboxRow[]): Promise<TaskFace> {
  const why = rows.at(-1)?.failed?.why;
  const whys = [...new Set(rows.flatMap((row) => row.failed?.why ?? []))];
  const isBySender = whys.some((one) => one !== 'no-sender' && one !== 'no-place');
  const title = isBySender ? `${capital(sayKind(kind))}s were not sent` : 'Please tell them yourself';
  if (!why)
    return { title: 'Everyone has been told', tone: 'good', lines: ['Nothing is left on this list. Thank you.'] };
  const count = rows.length === 1 ? 'One message waits.' : `${rows.length} messages wait.`;
  const more = rows.length > mostShown ? ` The first ${mostShown} are shown.` : '';
  return {
    title,
    tone: 'warning',
    lines: [`${count}${more} ${whys.map((one) => hints[one]).join(' ')}`],
    rows: await Promise.all(rows.slice(0, mostShown).map((row) => listRow(world, row))),
    acts: whys.some((one) => one !== 'no-sender') ? [{ act: 'again', title: 'Send all again', style: 'positive' }] : [],
  };
}

/** What was typed as a place, in its one spelling. */
function readPlace(kind: Data['kind'], typed: string): { place: string } | Refusal {
  if (kind === 'mail') return z.email().safeParse(typed).success ? { place: typed } : refuse('address-needed', typed);
  const read = readPhone(typed);
  if ('why' in read) return refuse('phone-needed', `${typed || 'The number'} ${typed ? read.why : 'is missing'}`);
  return isLandline(read.number) ? refuse('phone-needed', `${typed} is a landline`) : { place: read.number };
}

/** The card after rows were dealt with: closed with the last one. */
async function moved(press: TaskPress<Data>, act: TaskStep, rows: readonly OutboxRow[]): Promise<TaskMove<Data>> {
  for (const row of rows) await redrawTellers(press.world, row);
  const isDone = (await rowsOf(press.world, press.task.data)).length === 0;
  return { act, toBottom: [], ...(isDone ? { state: 'done', isOpen: false } : {}) };
}

const settle = (how: 'told' | 'not-needed') => ({
  by: 'owner' as const,
  async run(press: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
    const { world, task, row: key, actor, now } = press;
    const all = await rowsOf(world, task.data);
    const rows = task.data.to === undefined ? all.filter((one) => one._id === key) : all;
    if (rows.length === 0) return refuse('not-found');
    for (const one of rows) await world.records.outbox.note(one._id, {}, { byHand: { at: now, byId: actor._id, how } });
    return moved(press, how, rows);
  },
});

/** Sends again what did not arrive; a number or address that was mended is kept with its person. */
async function sendAgain(press: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
  const { world, task, fields, now } = press;
  const { kind, to } = task.data;
  const rows = (await rowsOf(world, task.data)).filter((row) => !row.purgedAt && row.failed?.why !== 'no-sender');
  const last = rows.at(-1);
  if (!last) return refuse('not-found');
  if (to === undefined) {
    for (const row of rows) await world.records.outbox.again(row._id, undefined, now);
    return moved(press, 'sent-again', rows);
  }
  const read = readPlace(kind, (fields.place ?? '').trim());
  if ('refused' in read) return read;
  const isSame = samePlace({ channel: kind, to: read.place }) === samePlace({ channel: kind, to });
  if (isSame && !(await isWorthAgain(world, last))) return refuse('same-place', to);
  const whom = await whomOf(world, last);
  if (whom && placeOf(whom, kind) !== read.place)
    await world.records.people.setPlace(
      whom.person._id,
      kind === 'mail' ? 'email' : 'mobile',
      read.place,
      whom.contact,
    );
  for (const row of rows) await world.records.outbox.again(row._id, read.place, now);
  return moved(press, 'sent-again', rows);
}

/** What could not be delivered, with the number or address to mend, and what the college sends to nobody (G6). */
export const undelivered = defineTask<Data>({
  clause: 'G6, P',
  label: 'A message that did not arrive',
  chase: 'step',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const rows = await rowsOf(world, task.data);
    return task.data.to === undefined ? listFace(world, task.data, rows) : placeFace(world, task.data, rows);
  },
  async aboutRows(world, _task, rows) {
    return new Map((await world.records.outbox.byIds(rows)).map((one) => [one._id, one.about]));
  },
  acts: {
    again: { by: 'owner', takes: ['place'], run: sendAgain },
    told: settle('told'),
    drop: settle('not-needed'),
  },
});
