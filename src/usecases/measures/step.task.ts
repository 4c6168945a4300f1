import { dayOf, sayDay } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { refuse } from '../../domain/failure.ts';
import { sayOrdinal } from '../../domain/ordinal.ts';
import { nameAndRef } from '../../domain/person.ts';
import type { TaskOf } from '../../domain/task.ts';
import { taskSteps } from '../../domain/task-steps.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, sayWithdrawn, taskId } from '../core/put-task.ts';
import type { ToldTo } from '../core/say-delivery.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { sayTelling, type Telling } from '../core/tell-people.task.ts';
import { nameOf } from '../core/whose.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import { detailsTold, sendDetails } from '../standing/tell-family.ts';
import { lookAtSteps } from './step-order.ts';

/** `label`: what the policy calls it; without one the step is one of ours. */
export type StepItem = { code: string; label?: string; does: 'note' | 'send-details' };

const ownLabels: Record<string, string> = {
  warning: 'Give the learner a verbal warning, kindly and in private.',
  'send-details': 'Send the attendance details to the parent or carer and the learner.',
  'careers-coach': 'Arrange a 1:1 with the Careers Coach and record what came of it.',
  'second-report': 'Write a second attendance report and record what it says.',
  placement: 'Arrange an alternative placement and record it.',
  'exit-advice':
    'Exit strategy and advice: offer careers coaching 1:1 or a place on a remote programme, and record what was offered.',
};

/** `to`: whom it was told, where closing it meant telling somebody. */
type Closed = { outcome: 'done' | 'told' | 'not-needed'; byId: string; at: Date; words?: string; to?: ToldTo[] };
type Data = {
  packId: string;
  items: (StepItem & { closed?: Closed })[];
  /** The case whose decision asked for it. */
  caseId?: string;
  standingId?: string;
  n?: number;
};
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    step: Data;
  }
}

type StepAbout = { learnerId: string; programmeId: string; ownerId: string } & Data;

/** Items whose details are told are closed by it, on whatever card it was pressed. */
function tellItems(items: Data['items'], { at, byId = '', to }: Telling): Data['items'] {
  const closed: Closed = { outcome: 'told', byId, at, to };
  return items.map((item) => (item.does === 'send-details' && !item.closed ? { ...item, closed } : item));
}

const isDone = (items: Data['items']) => items.every((one) => one.closed);

/** Steps of the policy that one person owns for one learner, each closed by itself, on one card (G9, G8). What was told already is closed from the start. */
export async function openStep(world: World, about: StepAbout, key: string): Promise<void> {
  const { learnerId, programmeId, ownerId, ...data } = about;
  const told = await detailsTold(world, learnerId, about.packId);
  const items = told ? tellItems(data.items, told) : data.items;
  await openTask(world, {
    _id: taskId('step', key),
    kind: 'step',
    learnerId,
    programmeId,
    ownerIds: [ownerId],
    data: { ...data, items },
    ...(isDone(items) ? { state: 'done', isOpen: false, isShown: false } : { state: 'open' }),
    again: ['withdrawn'],
  });
}

/** The details were sent: whatever other step asked for it is closed, and its card says when and by whom. */
export async function closeDetails(world: World, learnerId: string, told: Telling, but?: string): Promise<void> {
  const tasks = await world.records.tasks.ofLearner(learnerId, 'step');
  for (const task of tasks) {
    const asks = task.isOpen && task._id !== but && task.data.items.some(isToSend);
    if (!asks) continue;
    const items = tellItems(task.data.items, told);
    if (isDone(items)) await lookAtSteps(world, task.data);
    const ends = isDone(items) ? { state: 'done', isOpen: false } : {};
    await moveTask(world, task, { act: 'told', data: { items }, ...ends, toBottom: [] });
  }
}

const isToSend = (item: Data['items'][number]) => item.does === 'send-details' && !item.closed;

/** True when a step to send the details to the family waits already; of those for which `isMeant`, where it is given. */
export async function awaitsDetails(
  world: World,
  learnerId: string,
  isMeant: (step: TaskOf<'step'>) => boolean = () => true,
): Promise<boolean> {
  const tasks = await world.records.tasks.ofLearner(learnerId, 'step');
  return tasks.some((task) => task.isOpen && isMeant(task) && task.data.items.some(isToSend));
}

async function sayClosed(world: World, { outcome, byId, at, words, to }: Closed): Promise<string> {
  if (to) return sayTelling(world, { at, byId, to });
  return `${capital(taskSteps[outcome])}: ${await nameOf(world, byId)}, ${sayDay(dayOf(at))}${words ? ` “${words}”` : ''}`;
}

/** What one of the steps is called; the history of its task names it by its code. */
export const labelOfStep = ({ code, label }: Pick<Data['items'][number], 'code' | 'label'>): string =>
  label ?? ownLabels[code] ?? code;

async function rowsOf(world: World, items: Data['items']): Promise<FormRow[]> {
  const rows: FormRow[] = [];
  for (const { code, label, does, closed } of items)
    rows.push({
      key: code,
      title: labelOfStep({ code, label }),
      detail: closed ? await sayClosed(world, closed) : '',
      tone: closed ? 'good' : 'default',
      acts: closed
        ? []
        : [
            does === 'send-details' ? { act: 'send', title: 'Send it now' } : { act: 'done', title: 'Done' },
            { act: 'not-needed', title: 'Not needed' },
          ],
    });
  return rows;
}

/** Closes one step; with the last one the task closes, and what comes next is looked at. */
async function close(
  { world, task, actor, row, now }: TaskPress<Data>,
  outcome: Closed['outcome'],
  words: string,
  told?: Telling,
) {
  const item = task.data.items.find((one) => one.code === row);
  if (!item || item.closed) return { act: 'closed-already' as const };
  const closed: Closed = { outcome, byId: actor._id, at: now, ...(words ? { words } : {}) };
  const items = told
    ? tellItems(task.data.items, told)
    : task.data.items.map((one) => (one === item ? { ...item, closed } : one));
  if (isDone(items)) await lookAtSteps(world, task.data);
  return { act: outcome, words: row, data: { items }, ...(isDone(items) ? { state: 'done', isOpen: false } : {}) };
}

/** What is to be done for a learner, step by step, with a note of what came of it (G9, G8, G13). */
export const step = defineTask<Data>({
  clause: 'G9, G8, G13',
  label: 'Steps to take',
  chase: 'step',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  async face(world, task) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const { items, n, packId } = task.data;
    const picture = task.isOpen ? await pictureOf(world, learner._id, packId) : undefined;
    const isWithdrawn = task.state === 'withdrawn';
    // A first occurrence may be weeks old when a later one stands beside it.
    const standing = task.data.standingId ? await world.records.marks.standing(task.data.standingId) : null;
    const day = n ? standing?.occurrences[n - 1]?.day : undefined;
    return {
      title: n ? `${capital(sayOrdinal(n))} occurrence: steps to take${day ? ` (${sayDay(day)})` : ''}` : 'Next steps',
      tone: task.isOpen ? 'warning' : 'good',
      who: nameAndRef(learner),
      lines: isWithdrawn ? [sayWithdrawn(task)] : [],
      facts: picture?.inShort ?? [],
      rows: isWithdrawn ? [] : await rowsOf(world, items),
      fields: task.isOpen
        ? [{ id: 'note', label: 'Note, sent with the button you press', type: 'words' as const }]
        : [],
    };
  },
  acts: {
    done: { by: 'owner', takes: ['note'], run: (press) => close(press, 'done', press.fields.note ?? '') },
    send: {
      by: 'owner',
      escalates: true,
      takes: ['note'],
      async run(press) {
        const { world, task, actor } = press;
        const learnerId = task.learnerId ?? '';
        const told = await sendDetails(world, learnerId, task.data.packId, actor);
        if (!told) return refuse('nobody-told');
        await closeDetails(world, learnerId, told, task._id);
        return close(press, 'told', press.fields.note ?? '', told);
      },
    },
    'not-needed': {
      by: 'owner',
      takes: ['note'],
      async run(press) {
        const words = press.fields.note ?? '';
        return words.length < 3 ? refuse('needs-a-reason') : close(press, 'not-needed', words);
      },
    },
  },
});
