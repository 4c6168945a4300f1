import { addMinutes, dayOf, sayDay } from '../../domain/calendar.ts';
import { allOf } from '../../domain/calendar-event.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import type { Task } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { moveTask, sayWithdrawn, type TaskMove } from '../core/put-task.ts';
import { sayCauses } from '../core/say-causes.ts';
import { defineTask, type TaskFace } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { morningAfter } from '../core/working-time.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import type { ConductReview } from './conduct-review.ts';
import { draftFace, learnerFace, runningFace, weeksWithoutComment } from './conduct-review-face.ts';
import { countLessons, unsignedOf } from './count-lessons.ts';
import { comment, endEarly, endForSeriousReview, finish } from './end-review.ts';
import { approve, decline, drawnOnMonday, notNeeded, propose } from './propose-review.ts';
import { sayTarget } from './review-target.ts';
import { weekOver, weeksOf } from './review-weeks.ts';

type Data = ConductReview;

/** A link to the printable report lives this long; each time the card is drawn there is a fresh one. */
const linkDays = 7;
/** A week's comment that is still missing so many working days after the week goes also to who approved the review. */
const commentDays = 3;

async function proposedFace(world: World, task: Task<Data>, isOwner: boolean, base: TaskFace): Promise<TaskFace> {
  const picture = await pictureOf(world, task.learnerId ?? '', task.data.packId);
  const by = await nameOf(world, task.data.proposedBy);
  const why = await sayCauses(world, task.learnerId ?? '', task.data.causes);
  return {
    ...base,
    title: isOwner ? 'Approve this Conduct Review?' : 'Conduct Review proposed',
    tone: 'warning',
    lines: [`${by} proposes it: ${why}`, ...(base.lines ?? [])],
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

const endedTitles: Record<string, string> = {
  ended: 'Conduct Review ended early',
  escalated: 'Conduct Review ended early: serious review',
};

async function closedFace(world: World, task: Task<Data>, base: TaskFace): Promise<TaskFace> {
  const { passed, nextSteps, wins } = task.data;
  const last = task.history.findLast((one) => one.byId);
  const said =
    last?.act === 'not-needed'
      ? `${await nameOf(world, last.byId)} decided that it is not needed.`
      : (task.history.findLast((one) => one.words)?.words ?? '');
  if (passed === undefined)
    return {
      ...base,
      title: endedTitles[task.state] ?? 'Conduct Review: not needed',
      lines: [sayWithdrawn(task) || said],
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
}

/** Who looks after it beside the mentor: whoever approved it, else who came in their place. */
function headOf({ ownerIds, watcherIds, learnerId, data: { approvedBy } }: Task<Data>): string[] {
  const has = [...ownerIds, ...watcherIds];
  const others = watcherIds.filter((id) => id !== learnerId);
  return approvedBy !== undefined && has.includes(approvedBy) ? [approvedBy] : others;
}

/** What falls due while a review runs: each week's end, and what is still missing after it. */
async function lookAtWeek(world: World, task: Task<Data>): Promise<TaskMove<Data> | undefined> {
  const { from } = task.data;
  if (!from || !task.dueAt) return undefined;
  const now = world.clock.now();
  const unsigned = unsignedOf(world, await countLessons(world, task._id, task.learnerId ?? ''));
  const lessonsToHead = unsigned.some(({ session }) => session.day < dayOf(now)) ? headOf(task) : [];
  if (now >= task.dueAt)
    return { act: 'two-weeks-are-over', state: 'final', toBottom: [...task.ownerIds, ...lessonsToHead], next: null };
  const programme = task.programmeId ? await world.records.enrolments.programme(task.programmeId) : null;
  const missing = await weeksWithoutComment(world, task);
  const ends = Array.from({ length: weeksOf(world, task.data) }, (_, i) => weekOver(world, programme, from, i + 1));
  const over = ends.findLast((one) => one <= now) ?? now;
  const again = [1, commentDays].map((days) => morningAfter(world, programme, dayOf(over, programme?.zone), days));
  const stops = [...(missing.length > 0 ? again : []), ...ends].filter((one) => one > now);
  const next = { step: 'week', at: new Date(Math.min(...stops.map(Number))) };
  const isEnd = !again.some((one) => one <= now);
  const toOwners = missing.length > 0 ? task.ownerIds : [];
  const isLate = missing.length > 0 && again.every((one) => one <= now);
  const toHead = isLate ? headOf(task) : isEnd ? lessonsToHead : [];
  return { act: isEnd ? 'week-over' : 'comment-missing', toBottom: [...toOwners, ...toHead], next };
}

/** A Conduct Review from its proposal to its outcome (G11). */
export const conductReview = defineTask<Data>({
  clause: 'G11, G8, G9',
  label: 'Conduct Review',
  labelIn: {
    draft: 'A Conduct Review to write',
    proposed: 'A Conduct Review to approve',
    final: 'A final review to write',
  },
  chase: 'review',
  chaseIn: { final: 'final-review' },
  waitsIn: ['draft', 'proposed', 'final'],
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  inCalendar: true,
  async appointment(world, { state, ownerIds, learnerId, programmeId, dueAt }) {
    const learner = learnerId ? await world.records.people.byId(learnerId) : null;
    const [ownerId] = ownerIds;
    if (!learner || !ownerId || !dueAt || !['running', 'final'].includes(state)) return undefined;
    const zone = programmeId ? (await world.records.enrolments.programme(programmeId))?.zone : undefined;
    return { ownerId, guestIds: [], title: `Review: ${callName(learner)}`, ...allOf(dayOf(dueAt, zone), zone) };
  },
  decides: {
    name: 'Conduct Review',
    steps: {
      approved: 'approved',
      'not-approved': 'not approved',
      'not-needed': 'not needed',
      passed: 'passed',
      'not-passed': 'not passed',
      'ended-early': 'ended early',
      'ended-for-serious-review': 'ended early, serious review',
    },
  },
  async face(world, task, viewer) {
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!learner) return undefined;
    const { from, to, targets, approvedBy } = task.data;
    const isOwner = task.ownerIds.includes(viewer._id);
    const url = world.link?.('report', task._id, viewer._id, addMinutes(world.clock.now(), linkDays * 1_440));
    const approved = approvedBy ? `, approved by ${await nameOf(world, approvedBy)}` : '';
    const base: TaskFace = {
      title: 'Conduct Review',
      who: nameAndRef(learner),
      lines: [
        ...(from && to ? [`${sayDay(from)} to ${sayDay(to)}${approved}`] : []),
        ...(targets.length > 0 ? [targets.map((one, i) => `${i + 1}. ${sayTarget(one)}`).join('\n')] : []),
      ],
      ...(url && from ? { links: [{ title: 'Printable report', url }] } : {}),
    };
    if (viewer._id === learner._id) return learnerFace(world, task, base);
    if (task.state === 'draft')
      return isOwner ? draftFace(world, task, base) : { ...base, lines: ['With the mentor.'] };
    if (task.state === 'proposed') return proposedFace(world, task, isOwner, base);
    return task.isOpen ? runningFace(world, task, isOwner, base) : closedFace(world, task, base);
  },
  acts: {
    propose: { by: 'owner', escalates: true, takes: ['targetA', 'targetB', 'targetC', 'from'], run: propose },
    approve: { by: 'owner', escalates: true, undo: true, run: approve },
    decline: { by: 'owner', undo: true, takes: ['why'], run: decline },
    'not-needed': { by: 'owner', undo: true, run: notNeeded },
    comment: { by: 'owner', takes: ['week', 'comment'], run: comment },
    finish: {
      by: 'owner',
      escalates: true,
      undo: true,
      takes: ['week', 'comment', 'wins', 'patterns', 'next'],
      run: finish,
    },
    end: { by: 'owner', undo: true, takes: ['comment'], run: endEarly },
    escalate: { by: 'owner', escalates: true, undo: true, takes: ['comment'], run: endForSeriousReview },
    'ask-tutors': {
      by: 'both',
      async run({ world, task }) {
        if (!['running', 'final'].includes(task.state)) return refuse('not-found');
        for (const { task: lesson } of unsignedOf(world, await countLessons(world, task._id, task.learnerId ?? '')))
          await moveTask(world, lesson, { act: 'asked-again', toBottom: lesson.ownerIds });
        return { act: 'tutors-asked-again', toBottom: [] };
      },
    },
    print: { by: 'both', whenClosed: true, run: async () => ({ act: 'printed', toBottom: [] }) },
  },
  async onTime(world, task) {
    // A draft shows the Monday that is possible now.
    if (task.state === 'draft') return { act: 'new-week', toBottom: [], next: drawnOnMonday(world) };
    return task.state === 'running' ? lookAtWeek(world, task) : undefined;
  },
});
