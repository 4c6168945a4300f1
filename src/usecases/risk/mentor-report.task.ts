import { addDays, collegeYearOf, dayOf, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { isUnauthorised, markType, packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, redrawTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { sayTelling } from '../core/tell-people.task.ts';
import { enrolmentOn, nameOf } from '../core/whose.ts';
import { openReferral } from '../measures/referral.task.ts';
import { awaitsDetails, closeDetails } from '../measures/step.task.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import { flagTones } from '../standing/figures.ts';
import { recordStatus } from '../standing/record-status.ts';
import type { StandingMove } from '../standing/standing-move.ts';
import { detailsTold, sendDetails } from '../standing/tell-family.ts';

type Data = {
  packId: string;
  sessionId: string;
  day: string /** The day it was referred about. */;
  referred?: string;
  status?: string;
};
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'mentor-report': Data;
  }
}

/** An unauthorised mark sends the mentor the report at once; it is one card a learner, moved down with each new day (G9). */
export async function followReport(world: World, { after, pack, session, programme }: StandingMove): Promise<void> {
  if (!pack.occurrences) return;
  const mark = (await world.records.marks.ofSession(session._id, after.learnerId))[0];
  if (mark?.history) return;
  const type = mark && markType(pack, mark.code);
  const known = taskOf(
    'mentor-report',
    await world.records.tasks.byId(taskId('mentor-report', after._id), after.learnerId),
  );
  if (!isUnauthorised(type)) {
    // An amended mark: the report shows what is true now.
    if (known?.data.sessionId === session._id) await redrawTask(world, known);
    return;
  }
  const enrolment = await enrolmentOn(world, after.learnerId, programme._id);
  const ownerId = enrolment?.mentorId ?? programme.hospId;
  if (!ownerId) return;
  const data = { packId: pack.id, sessionId: session._id, day: session.day };
  const task = await openTask(world, {
    _id: taskId('mentor-report', after._id),
    kind: 'mentor-report',
    learnerId: after.learnerId,
    programmeId: programme._id,
    ownerIds: [ownerId],
    state: 'new',
    // Something to know, not something to do: it waits for nobody.
    isOpen: false,
    data,
    pack: pack.ref,
  });
  if (task.data.sessionId === session._id) return;
  await moveTask(world, task, {
    act: 'unauthorised-absence',
    words: session.day,
    state: 'new',
    ownerIds: [ownerId],
    data,
    toBottom: task.data.day === session.day ? [] : [ownerId],
  });
}

/** More of them are on the registers. */
const mostNotes = 3;

/** What tutors noted of a learner who was there and did not take part, the latest first (G16). */
async function sayNotTakingPart(world: World, learnerId: string, { packId, day }: Data): Promise<string[]> {
  const marks = await world.records.marks.ofLearner(learnerId, packId, collegeYearOf(day));
  const noted = marks.filter((one) => one.notTakingPart).slice(-mostNotes);
  const registers = await world.records.registers.byIds(noted.map((one) => one.sessionId));
  const lines: string[] = [];
  for (const mark of noted.reverse()) {
    const register = registers.find((one) => one._id === mark.sessionId);
    const row = register?.rows.find((one) => one.enrolmentId === mark.enrolmentId);
    for (const note of row?.notes ?? [])
      lines.push(`Did not take part on ${sayDay(mark.day)}: “${note.words}” (${await nameOf(world, note.byId)})`);
  }
  return lines;
}

/** What the mark that brought the report is by now. */
async function markNow(world: World, { learnerId, data }: Task<Data>) {
  const [mark] = await world.records.marks.ofSession(data.sessionId, learnerId);
  return mark && markType(packOn(world.packs, data.packId, data.day), mark.code);
}

/** What brought the report, as it is now. */
async function sayLast(world: World, task: Task<Data>): Promise<string> {
  const type = await markNow(world, task);
  const entered = dayOf(
    task.history.findLast((one) => one.act === 'unauthorised-absence' || one.act === 'opened')?.at ?? task.openedAt,
  );
  const isLate = entered > task.data.day ? `, entered on ${sayDay(entered)}` : '';
  return isUnauthorised(type)
    ? `Unauthorised absence on ${sayDay(task.data.day)}${isLate}.`
    : `The mark of ${sayDay(task.data.day)} was amended: ${type?.label.toLowerCase() ?? 'no mark'}.`;
}

/** True where a step of the same owners asks for the details to be sent: then it is offered there, and not twice on one card. */
const isAskedByStep = (world: World, { learnerId = '', ownerIds, data }: Task<Data>) =>
  awaitsDetails(
    world,
    learnerId,
    (step) => step.data.packId === data.packId && step.ownerIds.some((id) => ownerIds.includes(id)),
  );

/** So long a report with which nothing was done stands on its mentor's list, in days. */
const listedDays = 7;

/** Reports of the last days to these mentors with which nobody has done anything yet, the oldest first: to look at, none is asked for. */
export async function untouchedReports(world: World, ownerIds: readonly string[]): Promise<Task<Data>[]> {
  const from = addDays(dayOf(world.clock.now()), -listedDays);
  const found: Task<Data>[] = [];
  for (const task of await world.records.tasks.reportsTo(ownerIds, from)) {
    const { packId, day } = task.data;
    if (!task.isShown || task.history.at(-1)?.byId !== undefined) continue;
    const isTold = (await detailsTold(world, task.learnerId ?? '', packId, day)) !== undefined;
    if (!isTold && isUnauthorised(await markNow(world, task))) found.push(task);
  }
  return found;
}

/** The mentor's report: figures, pattern, what the mentor can do with it by one press (G9, G12, G7). */
export const mentorReport = defineTask<Data>({
  clause: 'G9, G7, G12',
  label: 'Attendance report',
  chase: 'nobody-waits',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  async face(world, task) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const picture = await pictureOf(world, learner._id, task.data.packId);
    const flag = picture.standing?.flag ?? 'none';
    const told = await detailsTold(world, learner._id, task.data.packId, task.data.day);
    const isOffered = !told && !(await isAskedByStep(world, task));
    return {
      title: 'Attendance report',
      tone: flagTones[flag],
      who: nameAndRef(learner),
      lines: [await sayLast(world, task), ...(await sayNotTakingPart(world, learner._id, task.data))],
      facts: picture.facts,
      chart: picture.chart,
      fields: [
        {
          id: 'status',
          label: 'Status for the MIS',
          type: 'choice',
          value: task.data.status ?? '',
          options: picture.pack.statuses.map((one) => ({ title: one.label, value: one.code })),
        },
        { id: 'why', label: 'Note', type: 'words' },
      ],
      acts: [
        ...(isOffered ? [{ act: 'send', title: 'Send to learner and parent', style: 'positive' as const }] : []),
        { act: 'status', title: 'Record status' },
        { act: 'refer', title: 'Refer to Head of Study' },
      ],
      said: [
        told ? await sayTelling(world, told) : '',
        task.data.referred === task.data.day ? 'Referred to the Head of Study Programme.' : '',
        task.data.status ? `Status: ${picture.pack.statuses.find((one) => one.code === task.data.status)?.label}` : '',
      ]
        .filter(Boolean)
        .join(' '),
    };
  },
  acts: {
    send: {
      by: 'owner',
      escalates: true,
      whenClosed: true,
      async run({ world, task, actor }) {
        const learnerId = task.learnerId ?? '';
        const told = await sendDetails(world, learnerId, task.data.packId, actor, task.data.day);
        if (!told) return refuse('nobody-told');
        await closeDetails(world, learnerId, told);
        return { act: 'sent', words: task.data.day };
      },
    },
    status: {
      by: 'owner',
      whenClosed: true,
      async run({ world, task, actor, fields }) {
        const picture = await pictureOf(world, task.learnerId ?? '', task.data.packId);
        const status = fields.status ?? '';
        if (!picture.pack.statuses.some((one) => one.code === status)) return refuse('pick-one', 'Status for the MIS');
        await recordStatus(
          world,
          { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '' },
          status,
          actor._id,
        );
        return { act: 'status-recorded', words: status, data: { status } };
      },
    },
    refer: {
      by: 'owner',
      escalates: true,
      takes: ['why'],
      whenClosed: true,
      async run({ world, task, actor, fields }) {
        if ((fields.why ?? '').length < 3) return refuse('needs-a-reason');
        const isTaken = await openReferral(world, task as Task<{ packId: string }>, actor, fields.why ?? '');
        if (!isTaken) return refuse('no-manager');
        return { act: 'referred', words: fields.why ?? '', data: { referred: task.data.day } };
      },
    },
  },
});
