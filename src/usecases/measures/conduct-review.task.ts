import { addDays, addMinutes, type Day, dayOf, instantOf, isDay, sayDay, weekdayOf } from '../../domain/calendar.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import { callName, firstName, nameAndRef } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { nameOf } from '../core/about-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { isContested } from '../core/silence.ts';
import { defineTask, type TaskFace, type TaskPress } from '../core/task-kind.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import { recordStatus } from '../standing/record-status.ts';
import { tellDecision, tellFamily } from '../standing/tell-family.ts';
import { type ConductReview, draftFace, runningFace } from './conduct-review-face.ts';
import { openSeriousReview } from './serious-review.task.ts';
import { lookAtSteps } from './step-order.ts';

type Data = ConductReview;
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'conduct-review': Data;
  }
}

export type ReviewAbout = {
  learnerId: string;
  programmeId: string;
  packId: string;
  why: string;
  ownerId: string;
  /** The case whose decision asked for it. */
  caseId?: string;
  standingId?: string;
  n?: number;
};

const weekEnds = '16:00';
/** A link to the printable report lives this long; each time the card is drawn there is a fresh one. */
const linkDays = 7;

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
  });
}

/** Reviews of these learners that run on a day. */
export async function runningReviews(world: World, learnerIds: readonly string[], day: Day): Promise<Task<Data>[]> {
  const found: Task<Data>[] = [];
  for (const learnerId of learnerIds)
    for (const task of await world.records.tasks.ofLearner(learnerId, 'conduct-review'))
      if (task.state === 'running' && task.data.from && task.data.to && task.data.from <= day && day <= task.data.to)
        found.push(task);
  return found;
}

/** The Friday on which week 1, 2, … ends. */
function endOfWeek(from: Day, week: number): Day {
  return addDays(from, (week - 1) * 7 + 4);
}

async function weeksOf(world: World, task: Task<Data>): Promise<number> {
  return packOn(world.packs, task.data.packId, dayOf(world.clock.now())).conductReview?.weeks ?? 2;
}

async function propose({ world, task, actor, fields }: TaskPress<Data>) {
  const targets = [fields.targetA ?? '', fields.targetB ?? '', fields.targetC ?? ''];
  const from = fields.from ?? '';
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const empty = targets.findIndex((one) => one.length < 3);
  if (empty >= 0) return refuse('needs-words', `Target ${empty + 1}`);
  if (!isDay(from) || weekdayOf(from) !== 1 || from < dayOf(world.clock.now())) return refuse('monday-needed');
  if (!programme?.hospId) return refuse('no-manager');
  const to = endOfWeek(from, await weeksOf(world, task));
  return {
    act: 'proposed',
    state: 'proposed',
    data: { targets, from, to, proposedBy: actor._id },
    ownerIds: [programme.hospId],
    watcherIds: [...task.ownerIds],
  };
}

async function approve({ world, task, actor }: TaskPress<Data>) {
  const { from, to, targets, proposedBy = '' } = task.data;
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  if (task.state !== 'proposed' || !from || !to || !learner) return refuse('not-found');
  if (await isContested(world, learner._id)) return refuse('contested');
  if (await world.records.concerns.isHeld(learner._id)) return refuse('nobody-told');
  if (from < dayOf(world.clock.now())) {
    // Its first day has gone by meanwhile: the mentor picks another Monday.
    const declined = 'it was not approved before its first day; please pick another Monday';
    return { act: 'too late', state: 'draft', data: { declined }, ownerIds: [proposedBy], watcherIds: task.ownerIds };
  }
  await recordStatus(
    world,
    { learnerId: learner._id, programmeId: task.programmeId ?? '' },
    'conduct-review',
    actor._id,
  );
  const when = `from ${sayDay(from)} to ${sayDay(to)}`;
  await tellFamily(world, learner, {
    key: `conduct-review|${task._id}`,
    title: 'Your Conduct Review',
    toLearner: `Hello ${firstName(learner)}, you have a Conduct Review ${when}. Your three targets: ${targets.join('; ')}. Your tutor signs them each lesson. We want you to succeed: ask us for help.`,
    toParent: `${callName(learner)} has a Conduct Review ${when}, with three targets: ${targets.join('; ')}. ${await nameOf(world, proposedBy, 'The mentor')} will be glad to talk to you.`,
  });
  await lookAtSteps(world, task.data);
  return {
    act: 'approved',
    state: 'running',
    data: { approvedBy: actor._id },
    ownerIds: [proposedBy],
    watcherIds: [actor._id],
    dueAt: instantOf(to, weekEnds),
    next: { step: 'week', at: instantOf(endOfWeek(from, 1), weekEnds) },
  };
}

/** The weekly comments with one more, on the week that was picked. */
async function withComment(world: World, task: Task<Data>, fields: Record<string, string>): Promise<Outcome<string[]>> {
  const { comment = '', week: picked = '1' } = fields;
  if (!task.data.from || comment.length < 3) return refuse('needs-a-reason', 'The comment');
  const week = Number(picked) - 1;
  if (!(week >= 0 && week < (await weeksOf(world, task)))) return refuse('bad-payload');
  const comments = [...task.data.comments];
  for (let i = comments.length; i <= week; i++) comments[i] = '';
  comments[week] = comment;
  return comments;
}

async function finish({ world, task, actor, fields }: TaskPress<Data>) {
  const { wins = '', patterns = '', passed = '', next = '', comment = '' } = fields;
  if (task.state !== 'final') return refuse('not-found');
  if (!['yes', 'no'].includes(passed)) return refuse('pick-one', 'Has the learner passed?');
  if (wins.length < 3) return refuse('needs-words', 'Wins and areas for improvement');
  if (next.length < 3) return refuse('needs-words', 'Next steps');
  // The week's comment is part of the record that closes here.
  const comments = comment === '' ? task.data.comments : await withComment(world, task, fields);
  if (isRefusal(comments)) return comments;
  const hasPassed = passed === 'yes';
  if (!hasPassed)
    await openSeriousReview(
      world,
      {
        learnerId: task.learnerId ?? '',
        programmeId: task.programmeId ?? '',
        packId: task.data.packId,
        reason: `Conduct Review not passed: ${next}`,
      },
      task._id,
    );
  await recordStatus(
    world,
    { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '' },
    hasPassed ? 'no-concern' : 'conduct-review-failed',
    actor._id,
  );
  const words = hasPassed
    ? 'you have passed your Conduct Review. Well done.'
    : 'your Conduct Review was not passed. A serious review comes next.';
  await tellDecision(world, task.learnerId ?? '', {
    key: `${task._id}|${task.version}`,
    title: 'Your Conduct Review',
    words,
    by: actor,
  });
  return {
    act: hasPassed ? 'passed' : 'not passed',
    words: next,
    state: hasPassed ? 'passed' : 'failed',
    isOpen: false,
    data: { wins, patterns, passed: hasPassed, nextSteps: next, comments },
    next: null,
  };
}

/** A Conduct Review from its proposal to its outcome (G11). */
export const conductReview = defineTask<Data>({
  clause: 'G11, G8, G9',
  label: 'Conduct Review',
  chase: 'review',
  waitsIn: ['draft', 'proposed', 'final'],
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  decides: {
    name: 'Conduct Review',
    steps: {
      approved: 'approved',
      'not approved': 'not approved',
      'not needed': 'not needed',
      passed: 'passed',
      'not passed': 'not passed',
      'ended early': 'ended early',
    },
  },
  async face(world, task, viewer) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const { from, to, targets, proposedBy, approvedBy, passed, nextSteps, wins } = task.data;
    const isOwner = task.ownerIds.includes(viewer._id);
    const url = world.link?.('report', task._id, viewer._id, addMinutes(world.clock.now(), linkDays * 1_440));
    const base: TaskFace = {
      title: 'Conduct Review',
      who: nameAndRef(learner),
      lines: [
        ...(from && to ? [`${sayDay(from)} to ${sayDay(to)}`] : []),
        ...targets.map((one, i) => `${i + 1}. ${one}`),
      ],
      ...(url && from ? { links: [{ title: 'Printable report', url }] } : {}),
      said: approvedBy ? `Approved by ${await nameOf(world, approvedBy)}.` : '',
    };
    if (task.state === 'draft')
      return isOwner ? draftFace(task, dayOf(world.clock.now()), base) : { ...base, lines: ['With the mentor.'] };
    if (task.state === 'proposed') {
      const picture = await pictureOf(world, learner._id, task.data.packId);
      const by = await nameOf(world, proposedBy);
      return {
        ...base,
        title: isOwner ? 'Approve this Conduct Review?' : 'Conduct Review proposed',
        tone: 'warning',
        lines: [`${by} proposes it: ${task.data.why}`, ...(base.lines ?? [])],
        facts: picture.facts,
        chart: picture.chart,
        fields: isOwner ? [{ id: 'why', label: 'If not: why', type: 'words' }] : [],
        acts: isOwner
          ? [
              { act: 'approve', title: 'Approve', style: 'positive' },
              { act: 'decline', title: 'Not approved' },
            ]
          : [],
        said: isOwner ? '' : 'Waiting for the Head of Study Programme.',
      };
    }
    if (task.isOpen) return runningFace(world, task, isOwner, base);
    if (['not-needed', 'withdrawn', 'ended'].includes(task.state))
      return {
        ...base,
        title: task.state === 'ended' ? 'Conduct Review ended early' : 'Conduct Review: not needed',
        lines: [task.history.at(-1)?.words ?? ''],
      };
    return {
      ...base,
      title: passed ? 'Conduct Review passed' : 'Conduct Review not passed',
      tone: passed ? 'good' : 'attention',
      facts: [
        { label: 'Wins and areas', value: wins ?? '' },
        { label: 'Next steps', value: nextSteps ?? '' },
      ],
      acts: [{ act: 'print', title: 'Fresh link to the report' }],
      said: passed ? '' : 'It has gone to the Head of Study Programme for a serious review.',
    };
  },
  acts: {
    propose: { by: 'owner', takes: ['targetA', 'targetB', 'targetC', 'from'], run: propose },
    approve: { by: 'owner', run: approve },
    decline: {
      by: 'owner',
      takes: ['why'],
      async run({ world, task, fields }) {
        const why = fields.why ?? '';
        if (task.state !== 'proposed') return refuse('not-found');
        if (why.length < 3) return refuse('needs-a-reason');
        await lookAtSteps(world, task.data);
        return {
          act: 'not approved',
          words: why,
          state: 'draft',
          data: { declined: why },
          ownerIds: [task.data.proposedBy ?? ''],
          watcherIds: task.ownerIds,
        };
      },
    },
    'not-needed': {
      by: 'owner',
      async run({ world, task, actor }) {
        if (task.state !== 'draft') return refuse('not-found');
        await lookAtSteps(world, task.data);
        return {
          act: 'not needed',
          words: `${callName(actor)} decided that it is not needed.`,
          state: 'not-needed',
          isOpen: false,
        };
      },
    },
    comment: {
      by: 'owner',
      takes: ['week', 'comment'],
      async run({ world, task, fields }) {
        const comments = await withComment(world, task, fields);
        if (isRefusal(comments)) return comments;
        return { act: 'commented', words: fields.comment ?? '', data: { comments } };
      },
    },
    finish: { by: 'owner', takes: ['week', 'comment', 'wins', 'patterns', 'next'], run: finish },
    end: {
      by: 'owner',
      takes: ['comment'],
      async run({ world, task, actor, fields }) {
        const why = fields.comment ?? '';
        const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
        if (task.state !== 'running' || !learner) return refuse('not-found');
        if (why.length < 3) return refuse('needs-a-reason');
        await tellFamily(world, learner, {
          key: `conduct-review-end|${task._id}|${task.version}`,
          title: 'Your Conduct Review has ended',
          toLearner: `Hello ${firstName(learner)}, your Conduct Review has been ended early. ${callName(actor)} will be glad to talk to you about it.`,
          toParent: `${callName(learner)}’s Conduct Review has been ended early. ${callName(actor)} will be glad to talk to you.`,
        });
        await recordStatus(
          world,
          { learnerId: learner._id, programmeId: task.programmeId ?? '' },
          'monitored',
          actor._id,
        );
        return { act: 'ended early', words: why, state: 'ended', isOpen: false, next: null };
      },
    },
    print: { by: 'both', whenClosed: true, run: async () => ({ act: 'printed', toBottom: [] }) },
  },
  async onTime(world, task) {
    const { from, to } = task.data;
    if (task.state !== 'running' || !from || !to) return undefined;
    const now = world.clock.now();
    const end = instantOf(to, weekEnds);
    if (now >= end) return { act: 'two weeks are over', state: 'final', toBottom: task.ownerIds, next: null };
    const weeks = await weeksOf(world, task);
    const ends = Array.from({ length: weeks }, (_, i) => instantOf(endOfWeek(from, i + 1), weekEnds));
    return {
      act: 'week over',
      toBottom: task.ownerIds,
      next: { step: 'week', at: ends.find((one) => one > now) ?? end },
    };
  },
});
