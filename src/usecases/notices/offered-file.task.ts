import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, type Person } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { FormRow } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import type { StoredFile } from '../core/records/notices.ts';
import { defineTask } from '../core/task-kind.ts';
import { giveFile } from './give-file.ts';
import { sayWhat } from './say-notice.ts';

/** `chosenId`: the notice it goes with once that is confirmed. */
type Data = { fileId: string; fileName: string; noticeIds: string[]; chosenId?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'offered-file': Data;
  }
}

/** Nobody said what it is for: a file that may be about somebody's health is not kept longer. */
const keptMinutes = 1_440;
const mostRows = 6;

/** Keeps a file until its sender says which absence it is for, or until the one it is for is confirmed. */
export async function offerFile(
  world: World,
  sender: Person,
  file: Pick<StoredFile, 'name' | 'type' | 'bytes'> & { id: string },
  notices: readonly AbsenceNotice[],
  chosen?: AbsenceNotice,
): Promise<void> {
  const { id, ...rest } = file;
  const at = world.clock.now();
  await world.records.files.put({ _id: id, learnerId: sender._id, fromId: sender._id, at, ...rest });
  await openTask(world, {
    _id: taskId('offered-file', id),
    kind: 'offered-file',
    ...(sender.roles.includes('learner') ? { learnerId: sender._id } : {}),
    ownerIds: [sender._id],
    state: chosen ? 'waits' : 'asked',
    data: {
      fileId: id,
      fileName: file.name,
      noticeIds: notices.map((one) => one._id),
      ...(chosen ? { chosenId: chosen._id } : {}),
    },
    next: { step: 'delete', at: addMinutes(at, keptMinutes) },
  });
}

const mostFollowed = 20;

/** What stands of a notice now: itself, or what its sender told instead since, for which a file then is, too. */
async function standsNow(world: World, noticeId: string): Promise<AbsenceNotice | null> {
  let notice = await world.records.notices.byId(noticeId);
  for (let n = 0; notice?.replacedBy && n < mostFollowed; n++)
    notice = await world.records.notices.byId(notice.replacedBy);
  return notice?.state === 'withdrawn' ? null : notice;
}

/** A notice has been confirmed: the file that waited for it goes in. Part of a transaction. */
export async function giveWaiting(world: World, notice: AbsenceNotice): Promise<void> {
  for (const task of await world.records.tasks.ofLearner(notice.learnerId, 'offered-file')) {
    const { chosenId, fileId } = task.data;
    const isMeant = task.isOpen && chosenId && (await standsNow(world, chosenId))?._id === notice._id;
    const file = isMeant ? await world.records.files.byId(fileId) : null;
    if (!file) continue;
    await giveFile(world, notice, file);
    await moveTask(world, task, { act: 'given', state: 'given', isOpen: false, next: null });
  }
}

async function noticesOf(world: World, task: Task<Data>): Promise<AbsenceNotice[]> {
  const found = await Promise.all(task.data.noticeIds.map((id) => standsNow(world, id)));
  const standing = found.filter((one) => one !== null);
  return [...new Map(standing.map((one) => [one._id, one])).values()];
}

async function rowsOf(world: World, notices: readonly AbsenceNotice[], viewer: Person): Promise<FormRow[]> {
  const people = await world.records.people.byIds(notices.map((one) => one.learnerId));
  const names = new Map(people.map((one) => [one._id, callName(one)]));
  return notices.slice(0, mostRows).map((one) => ({
    key: one._id,
    title: one.learnerId === viewer._id ? sayWhat(one) : `${names.get(one.learnerId) ?? ''}: ${sayWhat(one)}`,
    detail: one.state === 'draft' ? 'not confirmed yet' : '',
    acts: [{ act: 'give', title: 'This one' }],
  }));
}

const ends: Record<string, string> = {
  given: 'Thank you. It is with that absence; few people can see it.',
  deleted: 'It was not kept.',
  lapsed: 'Nobody said what it is for, so it was not kept. You can send it again.',
};

/** A file that nobody asked for: its sender says which absence it is for, or it is deleted after a day (G3). */
export const offeredFile = defineTask<Data>({
  clause: 'G3',
  label: 'A file that came in',
  chase: 'own-clock',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  learnerActs: ['give', 'delete'],
  async face(world, task, viewer) {
    if (!task.isOpen) return { title: 'Your file', tone: 'good', lines: [ends[task.state] ?? ''] };
    const notices = await noticesOf(world, task);
    const none = [{ act: 'delete', title: 'None of these, delete it', bare: true }];
    if (task.state === 'waits')
      return {
        title: 'Your file waits for your yes',
        tone: 'warning',
        lines: ['It goes in with your absence once you confirm that. Nobody can see it until then.'],
        acts: [{ act: 'delete', title: 'Do not keep it', bare: true }],
      };
    return {
      title: notices.length === 1 ? 'Is this file for this absence?' : 'Which absence is this file for?',
      tone: 'warning',
      lines: [`${task.data.fileName}. Nobody can see it until you say.`],
      rows: await rowsOf(world, notices, viewer),
      acts: none,
    };
  },
  acts: {
    give: {
      by: 'owner',
      async run({ world, task, row }) {
        // A card drawn before still names what was told instead since.
        const now = (await standsNow(world, row))?._id;
        const notice = (await noticesOf(world, task)).find((one) => one._id === now);
        const file = await world.records.files.byId(task.data.fileId);
        if (!notice || !file) return refuse('not-found');
        if (notice.state === 'draft') return { act: 'chosen', state: 'waits', data: { chosenId: notice._id } };
        await giveFile(world, notice, file);
        return { act: 'given', state: 'given', isOpen: false, next: null };
      },
    },
    delete: {
      by: 'owner',
      async run({ world, task }) {
        await world.records.files.remove(task.data.fileId);
        return { act: 'deleted', state: 'deleted', isOpen: false, next: null };
      },
    },
  },
  async onTime(world, task) {
    await world.records.files.remove(task.data.fileId);
    return { act: 'lapsed', state: 'lapsed', isOpen: false, next: null };
  },
});
