import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, addMinutes, dayOf, sayDays } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { enrolmentOn, nameOf } from '../core/whose.ts';
import { morningOf, nextMorning } from '../core/working-time.ts';
import { askAnew } from '../registers/end-of-day.task.ts';
import { decideNotice, decidersOf } from './decide-notice.ts';
import { keptDays } from './end-evidence.ts';

type Look = { byId: string; at: Date };
type Data = { noticeId: string; fileId?: string; fileName?: string; why?: string; looks: Look[] };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    evidence: Data;
  }
}

const lookMinutes = 10;
const reminderDays = 3;

/** When the learner is reminded: in the morning, at whatever hour it was asked. */
const reminder = (now: Date) => ({ step: 'remind', at: morningOf(addDays(dayOf(now), reminderDays)) });

/** Asks the learner for evidence of an absence: a certificate for sickness over the pack's days, or when a person wants it (G3). */
export async function askEvidence(
  world: World,
  notice: AbsenceNotice,
  programmeId: string | undefined,
  byId?: string,
): Promise<void> {
  await openTask(world, {
    _id: taskId('evidence', notice._id),
    kind: 'evidence',
    learnerId: notice.learnerId,
    ...(programmeId ? { programmeId } : {}),
    again: ['accepted', 'withdrawn', 'lapsed'],
    ownerIds: [notice.learnerId],
    state: 'asked',
    data: { noticeId: notice._id, looks: [], ...(byId ? { byId } : {}) } as Data,
    next: reminder(world.clock.now()),
  });
}

async function packIdOf(world: World, task: Task<Data>): Promise<string> {
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  return programme?.pack ?? '';
}

/** Who may look at the file and decide: those the pack names, and the learner's mentor (G3). */
async function readers(world: World, task: Task<Data>): Promise<string[]> {
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  if (!programme) return [];
  const pack = packOn(world.packs, programme.pack, dayOf(world.clock.now()));
  const enrolment = await enrolmentOn(world, task.learnerId ?? '', programme._id);
  const mentor = enrolment?.mentorId ?? enrolment?.coachId;
  return [...new Set([...(await decidersOf(world, programme, pack)), ...(mentor ? [mentor] : [])])];
}

/** A file has come in for a request: to those who decide. */
export async function receiveEvidence(
  world: World,
  task: Task<Data>,
  file: { id: string; name: string },
): Promise<void> {
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const moved = await moveTask(world, task, {
    act: 'file-sent',
    state: 'sent',
    data: { fileId: file.id, fileName: file.name },
    ownerIds: await readers(world, task),
    watcherIds: [task.learnerId ?? ''],
    next: { step: 'remind', at: nextMorning(world, programme ?? undefined) },
  });
  // What was pressed about the file before is not about this one.
  await askAnew(world, moved);
}

/** The decision of a notice rests on its evidence. */
export const evidence = defineTask<Data>({
  clause: 'G3, G2',
  label: 'Evidence for an absence',
  chase: 'own-clock',
  // What has come in waits for those who decide.
  chaseIn: { sent: 'step' },
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const notice = await world.records.notices.byId(task.data.noticeId);
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!notice || !learner) return undefined;
    const when = sayDays(notice.days);
    const isLearner = viewer._id === learner._id;
    const last = task.history.at(-1);
    if (isLearner) {
      const isDecided = ['accepted', 'rejected'].includes(notice.decisions?.at(-1)?.state ?? '');
      const overdue =
        'Nothing has come in by its date, so the office now decides about this absence. If you have it, send it here.';
      const lines: Record<string, string[]> = {
        asked: [
          ...(task.data.why ? [`That could not be accepted: ${task.data.why}`] : []),
          'For this absence we need evidence, such as a medical certificate or an appointment letter. Send a photo or PDF of it here. If you cannot get any, call the college office.',
        ],
        sent: ['Thank you, it has come in. Someone at the college looks at it; few people can see it.'],
        accepted: ['Your evidence was accepted. Thank you.'],
        withdrawn: ['It is no longer needed.'],
        decided: ['It is no longer needed: the college has decided about your absence.'],
        lapsed: [isDecided ? 'It was decided without it.' : overdue],
      };
      return {
        title: 'Evidence for your absence',
        who: when,
        tone: task.state === 'asked' ? 'warning' : 'good',
        lines: lines[task.state] ?? [],
        ...(task.state === 'asked' || task.state === 'lapsed' ? { takesFile: true as const } : {}),
      };
    }
    if (task.state === 'asked')
      return {
        title: 'Evidence asked for',
        who: nameAndRef(learner),
        lines: [`Absence ${when}. Nothing has come in yet.`],
      };
    const looked = task.data.looks.findLast((one) => one.byId === viewer._id);
    const mayOpen =
      looked && world.clock.now().getTime() - looked.at.getTime() < lookMinutes * 60_000 && task.data.fileId;
    const until = addMinutes(world.clock.now(), lookMinutes);
    const url = mayOpen && task.data.fileId ? world.link?.('file', task.data.fileId, viewer._id, until) : undefined;
    const isOwner = task.isOpen;
    return {
      title: task.isOpen ? 'Evidence to look at' : 'Evidence decided',
      tone: task.isOpen ? 'warning' : 'good',
      who: nameAndRef(learner),
      lines: [
        `Absence ${when}.`,
        task.data.fileName ? `File: ${task.data.fileName}` : 'The file has been deleted, its time is over.',
        ...(mayOpen && !url
          ? ['This bot has no public address (PUBLIC_HOST), so the file cannot be opened from here.']
          : []),
      ],
      fields: isOwner ? [{ id: 'why', label: 'If not accepted: what is missing', type: 'words' as const }] : [],
      acts: [
        ...(isOwner ? [{ act: 'accept', title: 'Accept', style: 'positive' as const }] : []),
        ...(task.data.fileId && !url ? [{ act: 'look', title: 'Open the file' }] : []),
        ...(isOwner ? [{ act: 'refuse', title: 'Not accepted' }] : []),
      ],
      links: url ? [{ title: `Open it (${lookMinutes} minutes)`, url }] : [],
      said: task.isOpen ? '' : `${last?.byId ? `${await nameOf(world, last.byId)}: ` : ''}${task.state}.`,
    };
  },
  acts: {
    look: {
      by: 'both',
      whenClosed: true,
      async run({ task, actor, now }) {
        if (actor._id === task.learnerId || !task.data.fileId) return refuse('not-allowed');
        return {
          act: 'looked-at-the-file',
          data: { looks: [...task.data.looks, { byId: actor._id, at: now }] },
          toBottom: [],
        };
      },
    },
    accept: {
      by: 'owner',
      undo: true,
      async run({ world, task, actor, now }) {
        const notice = await world.records.notices.byId(task.data.noticeId);
        if (!notice || task.state !== 'sent') return refuse('not-found');
        if (notice.state === 'confirmed')
          await decideNotice(world, notice, {
            packId: await packIdOf(world, task),
            state: 'accepted',
            byId: actor._id,
            at: now,
          });
        return {
          act: 'accepted',
          state: 'accepted',
          watcherIds: [...task.ownerIds, task.learnerId ?? ''],
          ownerIds: [],
          isOpen: false,
          next: { step: 'delete', at: addMinutes(now, keptDays * 1_440) },
        };
      },
    },
    refuse: {
      by: 'owner',
      undo: true,
      takes: ['why'],
      async run({ task, fields, now }) {
        if (task.state !== 'sent') return refuse('not-found');
        if ((fields.why ?? '').length < 3) return refuse('needs-a-reason');
        return {
          act: 'not-accepted',
          words: fields.why ?? '',
          state: 'asked',
          data: { why: fields.why ?? '' },
          ownerIds: [task.learnerId ?? ''],
          watcherIds: task.ownerIds,
          next: reminder(now),
        };
      },
    },
  },
  async onTime(world, task) {
    if (!task.isOpen) {
      if (task.data.fileId) await world.records.files.remove(task.data.fileId);
      return { act: 'file-deleted', data: { fileId: '', fileName: '' }, next: null, toBottom: [] };
    }
    const notice = await world.records.notices.byId(task.data.noticeId);
    const end = task.data.fileId ? { step: 'delete', at: addMinutes(world.clock.now(), keptDays * 1_440) } : null;
    if (notice?.state !== 'confirmed') return { act: 'withdrawn', state: 'withdrawn', isOpen: false, next: end };
    const isLong = task.history.filter((one) => one.act === 'reminded').length >= 3;
    if (isLong && task.state === 'asked') {
      // Back to the office: whoever decides sees that nothing came.
      await world.records.notices.lookAgain([notice.learnerId], notice.days[0] ?? '', world.clock.now());
      return { act: 'lapsed', state: 'lapsed', isOpen: false, next: end };
    }
    return {
      act: 'reminded',
      toBottom: task.ownerIds,
      next: isLong || task.state === 'sent' ? null : reminder(world.clock.now()),
    };
  },
});
