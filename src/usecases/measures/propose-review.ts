import { addDays, dayOf, instantOf, isDay, mondayOf, sayDay, weekdayOf } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, firstName } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import type { TaskPress } from '../core/task-kind.ts';
import { enrolmentOn, nameOf } from '../core/whose.ts';
import { recordStatus } from '../standing/record-status.ts';
import { tellFamily } from '../standing/tell-family.ts';
import type { ConductReview } from './conduct-review.ts';
import { readTarget, sayTarget } from './review-target.ts';
import { fridayOf, possibleMondays, sayNextMonday, weekOver, weeksOf } from './review-weeks.ts';
import { lookAtSteps } from './step-order.ts';

type ReviewAbout = {
  learnerId: string;
  programmeId: string;
  packId: string;
  causes: Cause[];
  ownerId: string;
  /** The case whose decision asked for it. */
  caseId?: string;
  standingId?: string;
  n?: number;
};

/** A draft shows the next possible Monday: it is drawn anew each Monday morning. */
export function drawnOnMonday(world: World) {
  return { step: 'monday', at: instantOf(addDays(mondayOf(dayOf(world.clock.now())), 7), '07:00') };
}

/** Proposes a Conduct Review: the mentor sets three targets, the Head of Study Programme approves it (G11, G8, G9). */
export async function openConductReview(world: World, about: ReviewAbout, key: string): Promise<void> {
  const { learnerId, programmeId, ownerId, ...data } = about;
  const programme = await world.records.enrolments.programme(programmeId);
  const pack = programme && packOn(world.packs, programme.pack, dayOf(world.clock.now()));
  if (!programme || !pack?.conductReview) return;
  await openTask(world, {
    _id: taskId('conduct-review', key),
    kind: 'conduct-review',
    learnerId,
    programmeId,
    ownerIds: [ownerId],
    state: 'draft',
    data: { ...data, targets: [], comments: [] },
    again: ['withdrawn'],
    pack: pack.ref,
    next: drawnOnMonday(world),
  });
}

/** True while its mentor has still to decide about the learner: a review put forward before would have decided it. */
export async function awaitsDecision(world: World, { learnerId, data }: Task<ConductReview>): Promise<boolean> {
  const cases = await world.records.cases.ofLearner(learnerId ?? '', data.packId);
  return cases.some((one) => one.kind === 'fall' && one.state === 'open');
}

/** Who runs a review: the learner's mentor of today, else who proposed it. */
async function mentorOf(world: World, task: Task<ConductReview>): Promise<string> {
  const enrolment = await enrolmentOn(world, task.learnerId ?? '', task.programmeId ?? '');
  return enrolment?.mentorId ?? task.data.proposedBy ?? '';
}

/** The mentor's targets and first Monday go to the Head of Study Programme (G11). */
export async function propose({ world, task, actor, fields }: TaskPress<ConductReview>) {
  const targets = [fields.targetA ?? '', fields.targetB ?? '', fields.targetC ?? ''];
  const from = fields.from ?? '';
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const empty = targets.findIndex((one) => one.length < 3);
  if (task.state !== 'draft') return refuse('not-found');
  if (await awaitsDecision(world, task)) return refuse('decide-first');
  if (empty >= 0) return refuse('needs-words', `Target ${empty + 1}`);
  if (!isDay(from) || weekdayOf(from) !== 1 || from < dayOf(world.clock.now()))
    return refuse('monday-needed', await sayNextMonday(world, task));
  if (!(await possibleMondays(world, task, from)).includes(from))
    return refuse('no-lessons-then', `${sayDay(from)}. ${await sayNextMonday(world, task)}`);
  if (!programme?.hospId) return refuse('no-manager');
  const to = fridayOf(from, weeksOf(world, task.data));
  return {
    act: 'proposed' as const,
    state: 'proposed',
    data: { targets: targets.map(readTarget), from, to, proposedBy: actor._id },
    ownerIds: [programme.hospId],
    watcherIds: [...task.ownerIds],
    next: null,
  };
}

/** Goes back to the mentor, who reads why. */
async function sendBack({ world, task }: TaskPress<ConductReview>, act: TaskStep, declined: Cause) {
  const ownerIds = [await mentorOf(world, task)];
  return {
    act,
    ...(declined.code === 'said' ? { words: declined.words } : {}),
    state: 'draft',
    data: { declined },
    ownerIds,
    watcherIds: task.ownerIds.filter((id) => !ownerIds.includes(id)),
    next: drawnOnMonday(world),
  };
}

/** The Head of Study Programme approves: the review runs, learner and parent hear, the MIS has the status (G11). */
export async function approve(press: TaskPress<ConductReview>) {
  const { world, task, actor } = press;
  const { from, to, targets } = task.data;
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  if (task.state !== 'proposed' || !from || !to || !learner) return refuse('not-found');
  if (await world.records.concerns.isHeld(learner._id)) return refuse('nobody-told');
  if (from < dayOf(world.clock.now())) return sendBack(press, 'too-late', { code: 'approved-too-late' });
  if (!(await possibleMondays(world, task, from)).includes(from))
    return sendBack(press, 'too-late', { code: 'no-lessons-then' });
  const mentorId = await mentorOf(world, task);
  const programmeId = task.programmeId ?? '';
  await recordStatus(world, { learnerId: learner._id, programmeId }, 'conduct-review', actor._id);
  const when = `from ${sayDay(from)} to ${sayDay(to)}`;
  await tellFamily(world, learner, {
    key: `conduct-review|${task._id}`,
    taskId: task._id,
    title: 'Your Conduct Review',
    toLearner: `Hello ${firstName(learner)}, you have a Conduct Review ${when}. Your three targets: ${targets.map(sayTarget).join('; ')}. Your tutor signs them each lesson. We want you to succeed: ask us for help.`,
    toParent: `${callName(learner)} has a Conduct Review ${when}, with three targets: ${targets.map(sayTarget).join('; ')}. ${await nameOf(world, mentorId, 'The mentor')} will be glad to talk to you.`,
    by: actor,
  });
  await lookAtSteps(world, task.data);
  const programme = await world.records.enrolments.programme(programmeId);
  return {
    act: 'approved' as const,
    state: 'running',
    data: { approvedBy: actor._id },
    ownerIds: [mentorId],
    // The learner reads how it goes.
    watcherIds: [actor._id, learner._id],
    dueAt: weekOver(world, programme, from, weeksOf(world, task.data)),
    next: { step: 'week', at: weekOver(world, programme, from, 1) },
  };
}

/** Not approved: why goes back to the mentor. */
export async function decline(press: TaskPress<ConductReview>) {
  const why = press.fields.why ?? '';
  if (press.task.state !== 'proposed') return refuse('not-found');
  if (why.length < 3) return refuse('needs-a-reason');
  await lookAtSteps(press.world, press.task.data);
  return sendBack(press, 'not-approved', { code: 'said', words: why });
}

/** The mentor finds that it is not needed. */
export async function notNeeded({ world, task }: TaskPress<ConductReview>) {
  if (task.state !== 'draft') return refuse('not-found');
  await lookAtSteps(world, task.data);
  return { act: 'not-needed' as const, state: 'not-needed', isOpen: false, next: null };
}
