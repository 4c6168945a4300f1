import { sayMinutesLate } from '../../domain/absence-notice.ts';
import { sayDay, sayDays } from '../../domain/calendar.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { MisEvent } from '../../domain/mis-event.ts';
import { nameAndRef } from '../../domain/person.ts';
import { taskOf } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, type TaskMove, taskId } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { misOfficersOf } from '../core/whose.ts';

type Data = Record<string, never>;
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'mis-refused': Data;
  }
}

const id = taskId('mis-refused', 'college');
/** More rows make no card any more; the rest comes up as these are dealt with. */
const mostShown = 12;
const mostLooked = 500;

/** Asks the MIS officer to look at what the MIS does not take; one card for all of it. */
export async function listRefused(world: World): Promise<void> {
  const ownerIds = await misOfficersOf(world);
  await world.together(async (inside) => {
    const fields = { _id: id, kind: 'mis-refused' as const, ownerIds, state: 'open', data: {}, again: ['done'] };
    await redrawTask(inside, await openTask(inside, fields));
  });
}

/** The MIS has taken something after all: a list on which nothing is left ends. */
export async function shortenRefused(world: World): Promise<void> {
  await world.together(async (inside) => {
    const task = taskOf('mis-refused', await inside.records.tasks.byId(id));
    if (!task?.isOpen) return;
    if ((await inside.records.mis.refused(1)).length > 0) return redrawTask(inside, task);
    await moveTask(inside, task, { act: 'taken-after-all', state: 'done', isOpen: false });
  });
}

type Said = Record<string, unknown>;
const text = (said: Said, key: string) => (typeof said[key] === 'string' ? said[key] : '');

/** What an event tells, in words, so that it can be found and entered in the MIS. */
function sayEvent({ type, body }: MisEvent): string {
  const said = JSON.parse(body) as Said;
  switch (type) {
    case 'mark': {
      const [day = '', time = ''] = text(said, 'starts_at').split('T');
      const late = said.minutes_late ? `, ${sayMinutesLate(Number(said.minutes_late))}` : '';
      return `Mark “${text(said, 'mark')}”${late}, ${sayDay(day)} at ${time.slice(0, 5)}, session ${text(said, 'session_id')}`;
    }
    case 'notice':
      return `Told us (${text(said, 'kind').replace('_', ' ')}): ${sayDays((said.days as string[]) ?? [])}`;
    case 'risk-status':
      return `Risk status “${text(said, 'risk_status')}”`;
    case 'place':
      return `${said.place === 'exam' ? 'Exam entry' : 'Progress to year two'}: “${text(said, 'place_decision')}”`;
  }
}

function sayRefusal({ refused }: MisEvent): string {
  const { code = '', says = '' } = refused ?? {};
  if (code === 'not-in-time') return 'The MIS has not taken it for seven days. It is still tried.';
  return says ? `The MIS says: “${says}” (${code})` : `The MIS refuses it (${code}).`;
}

async function rowsOf(world: World, events: readonly MisEvent[]): Promise<FormRow[]> {
  const ids = [...new Set(events.map((one) => one.learnerId))];
  const learners = new Map((await world.records.people.byIds(ids)).map((one) => [one._id, one]));
  return events.map((event) => {
    const learner = learners.get(event.learnerId);
    return {
      key: event._id,
      title: learner ? nameAndRef(learner) : event.learnerId,
      detail: `${sayEvent(event)}. ${sayRefusal(event)}`,
      tone: 'warning',
      acts: [{ act: 'by-hand', title: 'I have entered it' }],
    };
  });
}

async function moved(world: World, act: TaskStep): Promise<TaskMove<Data>> {
  const isDone = (await world.records.mis.refused(1)).length === 0;
  return { act, toBottom: [], ...(isDone ? { state: 'done', isOpen: false } : {}) };
}

async function byHand({ world, row, actor, now }: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
  const [event] = await world.records.mis.byIds([row]);
  if (!event?.refused) return refuse('not-found');
  await world.records.mis.close([row], { at: now, how: 'by-hand', byId: actor._id });
  await world.records.mis.wake([event.learnerId], now);
  return moved(world, 'entered-by-hand');
}

/** Everything goes again as it was; what a later event has said anew meanwhile was taken off the list then. */
async function sendAgain({ world, now }: TaskPress<Data>): Promise<Outcome<TaskMove<Data>>> {
  const events = await world.records.mis.refused(mostLooked);
  await world.records.mis.again(events.map((one) => one._id));
  await world.records.mis.wake([...new Set(events.map((one) => one.learnerId))], now);
  return moved(world, 'sent-again');
}

/** What the MIS does not take, with its own words, for the person who can mend it there (S8). */
export const misRefused = defineTask<Data>({
  clause: 'S8',
  label: 'The MIS did not take something',
  chase: 'step',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const events = await world.records.mis.refused(mostLooked);
    if (!task.isOpen || events.length === 0)
      return { title: 'The MIS has everything', tone: 'good', lines: ['Nothing is left on this list. Thank you.'] };
    const count = events.length === 1 ? 'One entry waits' : `${events.length} entries wait`;
    const more = events.length > mostShown ? ` The first ${mostShown} are shown.` : '';
    return {
      title: 'The MIS did not take something',
      tone: 'warning',
      lines: [
        `${count} for you.${more} Often the MIS does not know the learner or the session yet.`,
        'Put it right in the MIS, then send it again. Or enter it there by hand and press beside the name.',
      ],
      rows: await rowsOf(world, events.slice(0, mostShown)),
      acts: [{ act: 'again', title: events.length === 1 ? 'Send it again' : 'Send all again', style: 'positive' }],
    };
  },
  async aboutRows(world, _task, rows) {
    const events = await world.records.mis.byIds(rows);
    return new Map(events.flatMap(({ _id, learnerId }) => (learnerId ? [[_id, learnerId]] : [])));
  },
  acts: { again: { by: 'owner', run: sendAgain }, 'by-hand': { by: 'owner', run: byHand } },
});
