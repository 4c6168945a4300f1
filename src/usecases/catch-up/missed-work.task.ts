import { type Day, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import {
  closingTime,
  loadSession,
  managersOf,
  nameOf,
  nextMorning,
  type SessionContext,
} from '../core/about-session.ts';
import { morningAfter } from '../core/chase.ts';
import { employerOf } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, sayWithdrawn, taskId } from '../core/put-task.ts';
import { defineTask, type TaskPress } from '../core/task-kind.ts';
import { tellChange } from '../core/tell-people.task.ts';

type WorkData = { work: string; deadline: Day; asked?: Day; note?: string; isOverdue?: boolean };
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
  await tellChange(world, { key: task._id, title: `${name} has work to catch up on`, lines, aboutId: learner._id }, [
    employer,
  ]);
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
      act: 'missed after all',
      state: 'to-do',
      isOpen: true,
      data: { work, deadline },
      next: { step: 'overdue', at: closingTime(deadline, session.zone) },
    });
}

/** Working days after which overdue work is put to the tutor again. */
const overdueEvery = 2;

const workActs = {
  learner: [
    { act: 'done', title: 'I have done it', style: 'positive' as const },
    { act: 'ask', title: 'Ask for another date' },
  ],
  done: [
    { act: 'accept', title: 'Accept', style: 'positive' as const },
    { act: 'not-yet', title: 'Not yet' },
  ],
  asked: [
    { act: 'agree', title: 'Agree the new date', style: 'positive' as const },
    { act: 'keep', title: 'Keep the old date' },
  ],
  overdue: [
    { act: 'extend', title: 'Give a new date', style: 'positive' as const },
    { act: 'accept', title: 'Accept as it is' },
  ],
};

/** One learner's missed work, from being set to being accepted; overdue it comes back to the tutor (S5). */
export const missedWork = defineTask<WorkData>({
  clause: 'S5',
  label: 'Missed work',
  chase: 'own-clock',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  async face(world, task, viewer) {
    const context = await loadSession(world, task.sessionId ?? '');
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !learner) return undefined;
    const { session } = context;
    const { work, deadline, asked, note, isOverdue } = task.data;
    const isLearner = viewer._id === learner._id;
    const base = {
      who: isLearner ? nameSession(session) : `${nameAndRef(learner)}: ${nameSession(session)}`,
      lines: [`“${work}”`, ...(note ? [note] : [])],
      facts: [{ label: 'By', value: sayDay(deadline) }],
    };
    if (task.state === 'withdrawn')
      return { ...base, title: 'Nothing to do', tone: 'good', lines: [sayWithdrawn(task)] };
    if (task.state === 'accepted') {
      const by = await nameOf(world, task.history.at(-1)?.byId, 'The tutor');
      return { ...base, title: 'Missed work done', tone: 'good', said: `Accepted by ${by}.` };
    }
    const waits = { to: isLearner ? 'Your tutor looks at it.' : `Waiting for ${callName(learner)}.` };
    if (isLearner)
      return task.state === 'to-do' || task.state === 'overdue'
        ? {
            ...base,
            title: isOverdue ? 'Work from a session you missed: overdue' : 'Work from a session you missed',
            tone: isOverdue ? 'attention' : 'warning',
            fields: [
              { id: 'asked', label: 'Another date, if you need one', type: 'day' },
              { id: 'note', label: 'Anything your tutor should know', type: 'words' },
            ],
            acts: workActs.learner,
          }
        : { ...base, title: 'Work from a session you missed', said: waits.to };
    if (task.state === 'done')
      return {
        ...base,
        title: 'Missed work handed in',
        tone: 'warning',
        fields: [{ id: 'note', label: 'If not yet: what is missing', type: 'words' }],
        acts: workActs.done,
      };
    if (task.state === 'asked')
      return {
        ...base,
        title: 'Another date asked for',
        tone: 'warning',
        facts: [...base.facts, { label: 'Asked for', value: sayDay(asked ?? deadline) }],
        acts: workActs.asked,
      };
    if (task.state === 'overdue')
      return {
        ...base,
        title: 'Missed work overdue',
        tone: 'attention',
        fields: [{ id: 'deadline', label: 'New date', type: 'day' }],
        acts: workActs.overdue,
      };
    return { ...base, title: 'Missed work set', said: waits.to };
  },
  learnerActs: ['done', 'ask'],
  acts: {
    done: {
      by: 'both',
      takes: ['note'],
      async run({ world, task, actor, fields }) {
        if (actor._id !== task.learnerId || !['to-do', 'overdue'].includes(task.state)) return refuse('not-allowed');
        const context = await loadSession(world, task.sessionId ?? '');
        const note = fields.note ? { note: `Learner: ${fields.note}` } : {};
        return {
          act: 'done',
          state: 'done',
          data: note,
          ownerIds: context?.session.tutorIds ?? [],
          watcherIds: [actor._id],
          next: { step: 'again', at: nextMorning(world, context?.programme) },
        };
      },
    },
    ask: {
      by: 'both',
      takes: ['asked', 'note'],
      async run({ world, task, actor, fields, now }) {
        if (actor._id !== task.learnerId || !['to-do', 'overdue'].includes(task.state)) return refuse('not-allowed');
        const { asked = '', note } = fields;
        if (!isDay(asked) || asked < dayOf(now)) return refuse('day-needed');
        const context = await loadSession(world, task.sessionId ?? '');
        const data = { asked, ...(note ? { note: `Learner: ${note}` } : {}) };
        return {
          act: 'asked for another date',
          words: asked,
          state: 'asked',
          data,
          ownerIds: context?.session.tutorIds ?? [],
          watcherIds: [actor._id],
        };
      },
    },
    agree: { by: 'owner', run: async (press) => answerAsk(press, 'new date agreed', press.task.data.asked) },
    keep: { by: 'owner', run: async (press) => answerAsk(press, 'date kept', press.task.data.deadline) },
    extend: {
      by: 'owner',
      takes: ['deadline'],
      async run({ task, fields, now, acting }) {
        const { deadline = '' } = fields;
        if (acting._id === task.learnerId || task.state !== 'overdue') return refuse('not-allowed');
        if (!isDay(deadline) || deadline < dayOf(now)) return refuse('day-needed');
        return backToLearner(task, 'new date given', deadline);
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
      async run({ task, fields, actor }) {
        if (actor._id === task.learnerId) return refuse('not-allowed');
        const move = backToLearner(task, 'not yet', task.data.deadline);
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
    if (!task.isShown || world.clock.now() < due)
      return { act: 'given', isShown: true, next: { step: 'overdue', at: due } };
    const { tutorIds } = context.session;
    // A request for another date waits for the tutor, not for the learner.
    if (task.state === 'asked' || task.state === 'done')
      return {
        act: 'tutor reminded',
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
function answerAsk({ task, acting }: TaskPress<WorkData>, act: string, deadline: Day | undefined) {
  if (task.state !== 'asked' || acting._id === task.learnerId) return refuse('not-allowed');
  return backToLearner(task, act, deadline ?? task.data.deadline);
}

function backToLearner(task: Task<WorkData>, act: string, deadline: Day) {
  return {
    act,
    words: deadline,
    state: 'to-do',
    data: { deadline, isOverdue: false },
    ownerIds: [task.learnerId ?? ''],
    watcherIds: task.ownerIds.filter((id) => id !== task.learnerId),
    dueAt: closingTime(deadline),
    next: { step: 'overdue', at: closingTime(deadline) },
  };
}
