import { addWorkingDays, type Day, dayOf, isDay, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { listNames } from '../../domain/person.ts';
import { nameSession, type Session } from '../../domain/session.ts';
import { taskOf } from '../../domain/task.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId, withdrawTask } from '../core/put-task.ts';
import { mostLed } from '../core/story-link.ts';
import { defineTask } from '../core/task-kind.ts';
import { nextMorning } from '../core/working-time.ts';
import { giveWork } from './missed-work.task.ts';

type SetData = { learnerIds: string[]; work?: string; deadline?: Day };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'set-work': SetData;
  }
}

/** A missed group session, authorised or not: the tutor sets work once for all who missed it (S5). */
export async function openSetWork(world: World, context: SessionContext, learnerId: string): Promise<void> {
  const { session, programme, pack } = context;
  if (!pack.setWork) return;
  const task = await openTask(world, {
    _id: taskId('set-work', session._id),
    kind: 'set-work',
    sessionId: session._id,
    programmeId: programme._id,
    ownerIds: session.tutorIds,
    state: 'open',
    isShown: false,
    data: { learnerIds: [] },
    pack: pack.ref,
    next: { step: 'show', at: world.clock.now() },
  });
  if (!task.data.learnerIds.includes(learnerId))
    await moveTask(world, task, {
      act: 'someone-missed-it',
      data: { learnerIds: [...task.data.learnerIds, learnerId] },
      ...(task.state === 'withdrawn'
        ? { state: 'open', isOpen: true, next: { step: 'show', at: world.clock.now() } }
        : {}),
      toBottom: [],
    });
  const { work, deadline } = task.data;
  if (task.state === 'set' && work && deadline) await giveWork(world, context, learnerId, { work, deadline });
}

/** The mark was amended: nothing was missed, nothing is to be done. */
export async function withdrawWork(world: World, session: Session, learnerId: string): Promise<void> {
  const task = taskOf('set-work', await world.records.tasks.byId(taskId('set-work', session._id)));
  if (!task?.data.learnerIds.includes(learnerId)) return;
  const learnerIds = task.data.learnerIds.filter((one) => one !== learnerId);
  const isEmpty = learnerIds.length === 0 && task.isOpen;
  await moveTask(world, task, {
    act: 'someone-was-there-after-all',
    data: { learnerIds },
    toBottom: [],
    ...(isEmpty ? { state: 'withdrawn', isOpen: false, next: null } : {}),
  });
  await withdrawTask(
    world,
    await world.records.tasks.byId(taskId('missed-work', session._id, learnerId), learnerId),
    'mark-amended',
  );
}

/** The tutor's card: who missed the session, what they are to do, by when (S5). */
export const setWork = defineTask<SetData>({
  clause: 'S5',
  label: 'Missed work to set',
  chase: 'step',
  rests: [],
  whileHeld: 'learner-too',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  isOver: (_world, task) => !task.isOpen,
  async face(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context) return undefined;
    const { session, programme, pack } = context;
    const names = [...listNames(await world.records.people.byIds(task.data.learnerIds))];
    const who = nameSession(session);
    const missed =
      names.length === 0
        ? 'Nobody missed it after all.'
        : [
            { text: 'Missed by ' },
            ...names.flatMap(([learnerId, text], i) => [
              ...(i > 0 ? [{ text: ', ' }] : []),
              names.length > mostLed ? { text } : { text, learnerId },
            ]),
            { text: '.' },
          ];
    if (task.state === 'set')
      return {
        title: 'Work set',
        tone: 'good',
        who,
        lines: [missed, `“${task.data.work ?? ''}”`],
        facts: [{ label: 'To be done by', value: sayDay(task.data.deadline ?? session.day) }],
      };
    if (!task.isOpen) return { title: 'No work needed', tone: 'good', who, lines: [missed] };
    const today = dayOf(world.clock.now(), session.zone);
    const by = addWorkingDays(today, pack.setWork?.workingDays ?? 5, world.holidays(programme));
    return {
      title: 'Set the missed work',
      tone: 'warning',
      who,
      lines: [missed],
      fields: [
        { id: 'work', label: 'What they are to do', type: 'words' },
        { id: 'deadline', label: 'By', type: 'day', value: by, needed: true },
      ],
      acts: [
        { act: 'set', title: 'Set the work', style: 'positive' },
        { act: 'none', title: 'No work needed' },
      ],
    };
  },
  acts: {
    set: {
      by: 'owner',
      takes: ['work', 'deadline'],
      async run({ world, task, fields, now }) {
        const context = await loadSession(world, task.sessionId ?? '');
        const { work = '', deadline = '' } = fields;
        if (!context || work.length < 3) return refuse('needs-words', 'What they are to do');
        if (!isDay(deadline) || deadline < dayOf(now, context.session.zone)) return refuse('day-needed', 'By');
        for (const learnerId of task.data.learnerIds) await giveWork(world, context, learnerId, { work, deadline });
        return { act: 'set', state: 'set', isOpen: false, data: { work, deadline }, next: null };
      },
    },
    none: {
      by: 'owner',
      takes: ['deadline'],
      run: async () => ({ act: 'no-work-needed', state: 'none', isOpen: false, next: null }),
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context || context.session.cancelled || task.data.learnerIds.length === 0)
      return { act: 'withdrawn', state: 'withdrawn', isOpen: false, next: null };
    const next = { step: 'again', at: nextMorning(world, context.programme) };
    return task.isShown ? { act: 'shown-again', toBottom: task.ownerIds, next } : { act: 'asked', isShown: true, next };
  },
});
