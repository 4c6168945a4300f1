import { type Day, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskStep } from '../../domain/task-steps.ts';
import { employerOf } from '../core/learners-of.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { managersOf } from '../core/whose.ts';
import { closingTime, lastDayStep, morningAfter, nextMorning } from '../core/working-time.ts';
import { type WorkData, workFace } from './missed-work-face.ts';

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'missed-work': WorkData;
  }
}

/** The employer hears that there is work to catch up on, so that they can help (S5); once for each session. */
async function tellEmployer(world: World, task: Task<WorkData>, { session, programme }: SessionContext): Promise<void> {
  const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
  const employer = learner && (await employerOf(world, learner._id, programme._id));
  if (!employer) return;
  const name = callName(learner);
  const lines = [
    `${name} missed ${nameSession(session)}. The tutor has set work for it, to be done by ${sayDay(task.data.deadline)}.`,
    `Please help ${name} to find the time. If you have a question, the tutor will gladly answer it.`,
  ];
  const about = { key: task._id, taskId: task._id, aboutId: learner._id };
  await tellChange(world, { ...about, title: `${name} has work to catch up on`, lines }, [employer]);
}

/** Gives a learner the work their tutor set for a session they missed (S5). */
export async function giveWork(
  world: World,
  { session, programme, pack }: SessionContext,
  learnerId: string,
  { work, deadline }: { work: string; deadline: Day },
): Promise<void> {
  const given = await openTask(world, {
    _id: taskId('missed-work', session._id, learnerId),
    kind: 'missed-work',
    sessionId: session._id,
    learnerId,
    programmeId: programme._id,
    ownerIds: [learnerId],
    watcherIds: session.tutorIds,
    state: 'to-do',
    isShown: false,
    data: { work, deadline },
    pack: pack.ref,
    dueAt: closingTime(deadline, session.zone),
    next: { step: 'give', at: world.clock.now() },
  });
  if (given.state === 'withdrawn')
    await moveTask(world, given, {
      act: 'missed-after-all',
      state: 'to-do',
      isOpen: true,
      data: { work, deadline },
      next: { step: 'overdue', at: closingTime(deadline, session.zone) },
    });
}

/** True while it is the learner's to do something about, and they are who presses. */
const isTheirs = ({ task, actor }: TaskPress<WorkData>) =>
  actor._id === task.learnerId && ['to-do', 'overdue'].includes(task.state);

const noteOf = ({ fields }: TaskPress<WorkData>) => (fields.note ? { note: `Learner: ${fields.note}` } : {});

/** The learner has done their part: the tutors are to act, and see it again each morning. */
async function toTutor({ world, task, actor }: TaskPress<WorkData>) {
  const context = await loadSession(world, task.sessionId ?? '');
  return {
    ownerIds: context?.session.tutorIds ?? [],
    watcherIds: [actor._id],
    next: { step: 'again', at: nextMorning(world, context?.programme) },
  };
}

/** Working days after which overdue work is put to the tutor again. */
const overdueEvery = 2;

/** One learner's missed work, from being set to being accepted; overdue it comes back to the tutor (S5). */
export const missedWork = defineTask<WorkData>({
  clause: 'S5',
  label: 'Missed work',
  chase: 'own-clock',
  // It is the tutor's turn: past them it goes to whoever is above.
  chaseIn: { asked: 'step', done: 'step', question: 'step' },
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  face: workFace,
  learnerActs: ['done', 'ask', 'question'],
  acts: {
    done: {
      by: 'both',
      takes: ['note'],
      async run(press) {
        if (!isTheirs(press)) return refuse('not-allowed');
        return { ...(await toTutor(press)), act: 'done', state: 'done', data: noteOf(press) };
      },
    },
    ask: {
      by: 'both',
      takes: ['asked', 'note'],
      async run(press) {
        if (!isTheirs(press)) return refuse('not-allowed');
        const { asked = '' } = press.fields;
        if (!isDay(asked) || asked < dayOf(press.now)) return refuse('day-needed');
        // Its date still comes, and with it the tutor is asked again.
        const { next: _, ...tutor } = await toTutor(press);
        const data = { asked, ...noteOf(press) };
        return { ...tutor, act: 'asked-for-another-date', words: asked, state: 'asked', data };
      },
    },
    question: {
      by: 'both',
      takes: ['question'],
      async run(press) {
        if (!isTheirs(press)) return refuse('not-allowed');
        const { question } = press.fields;
        if (!question) return refuse('needs-words', 'A question about the work');
        const data = { questions: [...(press.task.data.questions ?? []), { question }] };
        return { ...(await toTutor(press)), act: 'asked-a-question', words: question, state: 'question', data };
      },
    },
    answer: {
      by: 'owner',
      takes: ['answer', 'deadline'],
      async run({ world, task, fields, now, actor }) {
        if (actor._id === task.learnerId || task.state !== 'question') return refuse('not-allowed');
        const { answer, deadline = '' } = fields;
        if (!answer) return refuse('needs-words', 'Your answer');
        if (deadline && (!isDay(deadline) || deadline < dayOf(now))) return refuse('day-needed');
        const context = await loadSession(world, task.sessionId ?? '');
        // Whoever waited for an answer past the date has some days from it.
        const soon = dayOf(morningAfter(world, context?.programme ?? null, dayOf(now), overdueEvery));
        const by = deadline || (task.data.deadline > dayOf(now) ? task.data.deadline : soon);
        const move = backToLearner(task, 'answered', by, now);
        const { questions = [] } = task.data;
        const answered = questions.map((one, i) => (i === questions.length - 1 ? { ...one, answer } : one));
        return { ...move, words: answer, data: { ...move.data, questions: answered } };
      },
    },
    agree: { by: 'owner', run: async (press) => answerAsk(press, 'new-date-agreed', press.task.data.asked) },
    keep: { by: 'owner', run: async (press) => answerAsk(press, 'date-kept', press.task.data.deadline) },
    extend: {
      by: 'owner',
      takes: ['deadline'],
      async run({ task, fields, now, acting }) {
        const { deadline = '' } = fields;
        if (acting._id === task.learnerId || task.state !== 'overdue') return refuse('not-allowed');
        if (!isDay(deadline) || deadline < dayOf(now)) return refuse('day-needed');
        return backToLearner(task, 'new-date-given', deadline, now);
      },
    },
    accept: {
      by: 'owner',
      takes: ['note'],
      async run({ task, actor, fields }) {
        if (actor._id === task.learnerId) return refuse('not-allowed');
        return {
          act: 'accepted',
          state: 'accepted',
          data: fields.note ? { note: `Tutor: ${fields.note}` } : {},
          isOpen: false,
          next: null,
          watcherIds: [...new Set([...task.ownerIds, ...task.watcherIds])],
          ownerIds: [],
        };
      },
    },
    'not-yet': {
      by: 'owner',
      takes: ['note'],
      async run({ task, fields, actor, now }) {
        if (actor._id === task.learnerId) return refuse('not-allowed');
        const move = backToLearner(task, 'not-yet', task.data.deadline, now);
        return {
          ...move,
          data: { ...move.data, note: fields.note ? `Tutor: ${fields.note}` : 'Your tutor says: not yet complete.' },
        };
      },
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context || context.session.cancelled)
      return { act: 'withdrawn', state: 'withdrawn', isOpen: false, next: null };
    const due = closingTime(task.data.deadline, context.session.zone);
    if (!task.isShown) await tellEmployer(world, task, context);
    if (!task.isShown)
      return {
        act: 'given',
        isShown: true,
        next: lastDayStep(task.data.deadline, world.clock.now(), context.session.zone),
      };
    // On the morning of its last day whoever has it is reminded.
    if (world.clock.now() < due)
      return { act: 'reminded', toBottom: task.ownerIds, next: { step: 'overdue', at: due } };
    const { tutorIds } = context.session;
    // A question, or a request for another date, waits for the tutor, not for the learner.
    if (['asked', 'done', 'question'].includes(task.state))
      return {
        act: 'tutor-reminded',
        toBottom: task.ownerIds,
        next: { step: 'again', at: nextMorning(world, context.programme) },
      };
    const managers = task.data.isOverdue ? managersOf(context.programme) : [];
    return {
      act: 'overdue',
      state: 'overdue',
      data: { isOverdue: true },
      ownerIds: [...new Set([...tutorIds, ...managers])],
      watcherIds: [task.learnerId ?? ''],
      toBottom: [...tutorIds, ...managers],
      // Until somebody does something about it; from the second time on the manager sees it too.
      next: { step: 'again', at: morningAfter(world, context.programme, dayOf(world.clock.now()), overdueEvery) },
    };
  },
});

/** The tutor's answer to a request for another date. */
function answerAsk({ task, acting, now }: TaskPress<WorkData>, act: TaskStep, deadline: Day | undefined) {
  if (task.state !== 'asked' || acting._id === task.learnerId) return refuse('not-allowed');
  return backToLearner(task, act, deadline ?? task.data.deadline, now);
}

function backToLearner(task: Task<WorkData>, act: TaskStep, deadline: Day, now: Date) {
  return {
    act,
    words: deadline,
    state: 'to-do',
    data: { deadline, isOverdue: false },
    ownerIds: [task.learnerId ?? ''],
    watcherIds: task.ownerIds.filter((id) => id !== task.learnerId),
    dueAt: closingTime(deadline),
    next: lastDayStep(deadline, now),
  };
}
