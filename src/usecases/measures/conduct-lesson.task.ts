import { addDays, dayOf, instantOf } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { nameAndRef } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { markType } from '../../policy/pack-shelf.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { defineTask, type TaskFace, type TaskPress } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { endOfDay, nextMorning } from '../core/working-time.ts';
import type { ConductLesson } from './count-lessons.ts';
import { redrawReview } from './review-lessons.ts';
import { type ReviewTarget, sayTarget } from './review-target.ts';

type Data = ConductLesson;

/** Lessons its learner was not at. */
const notThereTitles: Record<string, string> = {
  missed: 'Not there: nothing to sign',
  away: 'Away with leave: nothing to sign',
};

/** One lesson's targets, ticked and signed by its tutor (G11). */
export const conductLesson = defineTask<Data>({
  clause: 'G11',
  label: 'Conduct Review: a lesson to sign',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  // What is signed can be corrected on its day, and stands in the review.
  isOver: async (world, task) => !task.isOpen && !(task.state === 'signed' && (await canBeCorrected(world, task))),
  async face(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    const review = taskOf('conduct-review', await world.records.tasks.byId(task.data.reviewId));
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !review || !learner) return undefined;
    const { targets } = review.data;
    const base = { who: nameAndRef(learner), lines: [nameSession(context.session)] };
    const isCorrecting = task.data.isCorrecting && isItsDay(world, context);
    const notThere = notThereTitles[task.state];
    if (notThere) return { ...base, title: notThere };
    if (!task.isOpen && task.state !== 'signed') return { ...base, title: 'No longer to be signed' };
    if (task.state === 'signed' && !isCorrecting)
      return { ...base, ...(await signedFace(world, task, targets, context)) };
    const known = task.state === 'signed' ? task.data.met : await metByRegister(world, context, learner._id, targets);
    const isTicked = task.state !== 'signed' && known.length > 0;
    return {
      ...base,
      lines: [...base.lines, ...(isTicked ? ['What the register says already is ticked.'] : [])],
      title: isCorrecting ? 'Correct what you signed' : 'Conduct Review: this lesson',
      tone: 'warning',
      fields: [
        { id: 'met', label: 'Targets met', type: 'choices', options: optionsOf(targets), value: known.join(',') },
        { id: 'note', label: 'Note (optional)', type: 'words', value: task.data.note ?? '' },
      ],
      acts: [
        { act: 'sign', title: 'Sign', style: 'positive' },
        { act: 'none', title: 'None met' },
        ...(isCorrecting ? [{ act: 'leave', title: 'Leave as it was', bare: true }] : []),
      ],
    };
  },
  acts: {
    sign: {
      by: 'owner',
      undo: true,
      whenClosed: true,
      takes: ['met', 'note'],
      async run(press) {
        const met = (press.fields.met ?? '').split(',').filter(Boolean).map(Number);
        if (met.some((one) => ![1, 2, 3].includes(one)) || new Set(met).size !== met.length)
          return refuse('bad-payload');
        // “Not met” for all three stands on a report that may end in exit; it is never written by a slip.
        return met.length === 0 ? refuse('none-ticked') : sign(press, met.sort());
      },
    },
    none: {
      by: 'owner',
      undo: true,
      whenClosed: true,
      takes: ['note'],
      run: async (press) => (press.fields.met ? refuse('some-ticked') : sign(press, [])),
    },
    correct: {
      by: 'owner',
      whenClosed: true,
      async run({ world, task }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || task.state !== 'signed' || !isItsDay(world, context)) return refuse('day-is-over');
        return { act: 'corrects-it', data: { isCorrecting: true }, toBottom: [], next: task.next ?? null };
      },
    },
    leave: {
      by: 'owner',
      whenClosed: true,
      run: async ({ task }) => ({
        act: 'left-as-it-was',
        data: { isCorrecting: false },
        toBottom: [],
        next: task.next ?? null,
      }),
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context || context.session.cancelled)
      return { act: 'cancelled', state: 'cancelled', isOpen: false, next: null };
    if (task.state === 'signed')
      return { act: 'its-day-is-over', data: { isCorrecting: false }, toBottom: [], next: null };
    // Asked again that evening and the next morning; at the week's end who approved the review sees it.
    const evening = { step: 'evening', at: await endOfDay(world, context) };
    const morning = { step: 'morning', at: nextMorning(world, context.programme) };
    const next = { remind: evening, evening: morning }[task.next?.step ?? ''] ?? null;
    await redrawReview(world, task);
    return { act: 'reminded', toBottom: task.ownerIds, next };
  },
});

async function canBeCorrected(world: World, { sessionId = '' }: Task<Data>): Promise<boolean> {
  const context = await loadSession(world, sessionId);
  return context !== null && isItsDay(world, context);
}

const isItsDay = (world: World, { session }: SessionContext) => dayOf(world.clock.now(), session.zone) === session.day;

const optionsOf = (targets: readonly ReviewTarget[]) =>
  targets.map((target, i) => ({ title: sayTarget(target), value: String(i + 1) }));

/** Which targets the register answers already: being there, and on time. By number; none before the learner is marked. */
async function metByRegister(
  world: World,
  { session, pack }: SessionContext,
  learnerId: string,
  targets: readonly ReviewTarget[],
): Promise<number[]> {
  const register = await world.records.registers.byId(session._id);
  const mark = register?.rows.find((row) => row.learnerId === learnerId)?.mark;
  if (!mark || markType(pack, mark.code).counts !== 'present') return [];
  const isMet = (target: ReviewTarget) =>
    'code' in target && (target.code === 'there' || (target.code === 'on-time' && mark.minutesLate === 0));
  return targets.flatMap((target, i) => (isMet(target) ? [i + 1] : []));
}

async function signedFace(
  world: World,
  task: Task<Data>,
  targets: readonly ReviewTarget[],
  context: SessionContext,
): Promise<Omit<TaskFace, 'lines'>> {
  const last = task.history.findLast((one) => one.act === 'signed');
  return {
    title: 'Targets signed',
    tone: task.data.met.length === targets.length ? 'good' : 'warning',
    facts: optionsOf(targets).map((one) => ({
      label: task.data.met.includes(Number(one.value)) ? '✓ met' : '✗ not met',
      value: one.title,
    })),
    acts: isItsDay(world, context) ? [{ act: 'correct', title: 'Correct it' }] : [],
    said: `Signed by ${await nameOf(world, last?.byId)}.${task.data.note ? ` “${task.data.note}”` : ''}`,
  };
}

/** Signs, or signs anew what is being corrected. On the lesson's own day it can be corrected; then the button goes. */
async function sign({ world, task, fields }: TaskPress<Data>, met: number[]) {
  const context = await loadSession(world, task.sessionId ?? '');
  if (!context) return refuse('not-found');
  const mayCorrect = isItsDay(world, context);
  if (task.state === 'signed' && !(task.data.isCorrecting && mayCorrect))
    return { act: 'signed-already' as const, toBottom: [], next: task.next ?? null };
  const { session } = context;
  await redrawReview(world, task);
  return {
    act: 'signed' as const,
    state: 'signed',
    isOpen: false,
    data: { met, note: fields.note ?? '', isCorrecting: false },
    next: mayCorrect ? { step: 'settle', at: instantOf(addDays(session.day, 1), '00:00', session.zone) } : null,
  };
}
