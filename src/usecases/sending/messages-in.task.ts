import { dayOf, sayDay, timeOf } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Incoming, WhyOffice } from '../../domain/incoming.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, type TaskMove, taskId } from '../core/put-task.ts';
import { siteOf } from '../core/site-of.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { officeOf } from '../core/whose.ts';
import { sayWhosePlace, type WhosePlace, whosePlace } from '../core/whose-place.ts';

/** `site`: whose office it is; none: the whole college's. */
type Data = { site?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'messages-in': Data;
  }
}

const idOf = ({ site }: Data) => taskId('messages-in', 'office', ...(site === undefined ? [] : [site]));
/** More than this is no card any more; the rest comes up as these are dealt with. */
const mostShown = 12;
const mostLooked = 500;
const mostWords = 400;

/** Why a person has to read it, and what they can do. */
const hints: Record<WhyOffice, string> = {
  unknown: 'Nobody on record has it.',
  contact: 'Not a learner or employer, so it was not written down.',
  several: 'More people have this number than could be asked.',
  unsaid: 'Several people have it, and nobody said who wrote.',
  staff: 'From somebody who works here.',
  unproven: 'The email may not be from who it says.',
  late: 'It came more than half a day after it was sent.',
  file: 'The file that came with it could not be read: it is in the mailbox.',
};

const sayAt = (at: Date) => `${sayDay(dayOf(at))}, ${timeOf(at)}`;

function sayWords({ words = '', why }: Incoming): string {
  if (words === '') return why === 'file' ? '' : 'Its words are gone.';
  return `“${words.length > mostWords ? `${words.slice(0, mostWords - 1)}…` : words}”`;
}

/** What came with a message that nobody could be heard by is where it came in. */
function sayFile({ kind, hasFile, why }: Incoming): string {
  if (!hasFile || why === 'file') return '';
  return kind === 'mail' ? 'A file came with it: it is in the mailbox.' : 'A picture came with it and was not taken.';
}

async function rowOf(world: World, message: Incoming): Promise<FormRow> {
  const { _id, kind, from, why = 'unknown', at } = message;
  const whose = sayWhosePlace(await whosePlace(world, kind, from));
  return {
    key: _id,
    title: [kind === 'sms' ? `Text from ${from}` : `Email from ${from}`, whose].filter(Boolean).join(' · '),
    detail: [`${sayAt(at)}:`, sayWords(message), hints[why], sayFile(message)].filter(Boolean).join(' '),
    tone: 'warning',
    acts: [{ act: 'done', title: 'Dealt with' }],
  };
}

const isLeft = async (world: World, { site }: Data) => (await world.records.incoming.forOffice(site, 1)).length > 0;

/** The site whose office reads what comes from a place: that of whoever is on record there, where they are all of one. */
export async function siteOfPlace(world: World, { people, contacts }: WhosePlace): Promise<Data> {
  const all = [...people, ...contacts.map((one) => one.learner)];
  const sites = await Promise.all(all.map((person) => siteOf(world, { person })));
  const [first, ...others] = new Set(sites.map((one) => one?._id));
  return first === undefined || others.length > 0 ? {} : { site: first };
}

/** Something came in that a person has to read: the one list of the site's office, which comes anew. */
export async function giveToOfficeOf(
  world: World,
  data: Data,
  messageId: string,
  became: Partial<Incoming>,
  keep: { words: boolean },
): Promise<void> {
  const of = data.site === undefined ? {} : { officeSite: data.site };
  await world.records.incoming.note(messageId, { ...became, ...of }, keep);
  const ownerIds = await officeOf(world, data.site);
  const fields = { _id: idOf(data), kind: 'messages-in' as const, ownerIds, state: 'open', data, again: ['done'] };
  const task = await openTask(world, fields);
  await redrawTask(world, task);
}

/** Something on one of the lists is gone: they are drawn again, and end where nothing is left. */
export async function shortenMessages(world: World): Promise<void> {
  const sites = await world.records.sites.all();
  for (const data of [{}, ...sites.map((one) => ({ site: one._id }))])
    await world.together(async (inside) => {
      const task = await inside.records.tasks.byId(idOf(data));
      if (!task?.isOpen) return;
      if (await isLeft(inside, data)) await redrawTask(inside, task);
      else await moveTask(inside, task, { act: 'done', state: 'done', isOpen: false });
    });
}

async function dealtWith({ world, task, row, actor, now }: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
  const message = await world.records.incoming.byId(row);
  // A row of another site's list is none of this one's.
  if (!message?.why || message.done || message.officeSite !== task.data.site) return refuse('not-found');
  await world.records.incoming.note(row, { done: { byId: actor._id, at: now } }, { words: false });
  return { act: 'done', toBottom: [], ...((await isLeft(world, task.data)) ? {} : { state: 'done', isOpen: false }) };
}

/** Texts and mails that nobody could be heard by: from numbers not on record, parents, or of whom it is not sure (G2). */
export const messagesIn = defineTask<Data>({
  clause: 'G2, P',
  label: 'Texts and emails to read',
  chase: 'step',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, { data }) {
    const all = await world.records.incoming.forOffice(data.site, mostLooked);
    if (all.length === 0)
      return { title: 'Texts and emails read', tone: 'good', lines: ['Nothing is left on this list. Thank you.'] };
    const count = all.length === 1 ? 'One message waits.' : `${all.length} messages wait.`;
    const more = all.length > mostShown ? ` The first ${mostShown} are shown.` : '';
    return {
      title: 'Texts and emails to read',
      tone: 'warning',
      lines: [
        `${count}${more} They came from numbers or addresses I may not take an absence from. To write one down, tell me here: the learner’s full name, then for example “is off sick today, by text”.`,
        'For a number or address that is theirs, please add it in your own system: it comes with the next import.',
      ],
      rows: await Promise.all(all.slice(0, mostShown).map((one) => rowOf(world, one))),
    };
  },
  acts: { done: { by: 'owner', run: dealtWith } },
});
