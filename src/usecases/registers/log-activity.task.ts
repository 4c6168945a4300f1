import { addWorkingDays, dayOf, laterOf, sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import type { Register, RegisterRow } from '../../domain/register.ts';
import { nameSession, plannedMinutes, type Session } from '../../domain/session.ts';
import { prefillMark } from '../../policy/rules/prefill-mark.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { nameOf } from '../core/whose.ts';
import { closingTime, morningOf, nextMorning } from '../core/working-time.ts';
import { setMarks } from './set-mark.ts';

type Data = { enrolmentId: string; minutes?: number; what?: string; note?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'log-activity': Data;
  }
}

/** Independent study, placements and the like: from the start each learner has the card to log what was done (S1, G1). */
export async function openLogs(
  world: World,
  { session, programme, pack }: SessionContext,
  rows: Register['rows'],
): Promise<void> {
  const lastDay = addWorkingDays(session.day, pack.logging.workingDays, world.holidays(programme));
  for (const row of rows)
    await openTask(world, {
      _id: taskId('log-activity', session._id, row.enrolmentId),
      kind: 'log-activity',
      sessionId: session._id,
      learnerId: row.learnerId,
      programmeId: programme._id,
      ownerIds: [row.learnerId],
      watcherIds: [],
      state: 'waiting',
      isShown: false,
      data: { enrolmentId: row.enrolmentId },
      pack: pack.ref,
      dueAt: closingTime(lastDay, session.zone),
      next: { step: 'ask', at: session.startsAt },
    });
}

/** On the last day it comes back once. */
const onItsMorning = (due: Date, { zone }: Session) => morningOf(dayOf(due, zone), zone);

const isAsked = (row: RegisterRow | undefined) => row !== undefined && !row.mark;

/** A log of an activity without a tutor in the room: done, how long, accepted by the tutor; unlogged counts as absent (S1). */
export const logActivity = defineTask<Data>({
  clause: 'S1, G1',
  label: 'An activity to log',
  chase: 'own-clock',
  chaseIn: { logged: 'step' },
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  isOver: (_world, task, viewer) => !task.isOpen && viewer._id !== task.learnerId,
  async face(world, task, viewer) {
    const context = await loadSession(world, task.sessionId ?? '');
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !learner) return undefined;
    const { session } = context;
    const { minutes, what, note } = task.data;
    const isLearner = viewer._id === learner._id;
    const base = {
      who: isLearner ? nameSession(session) : `${nameAndRef(learner)}: ${nameSession(session)}`,
      facts:
        task.dueAt && task.isOpen ? [{ label: 'Log it by', value: sayDay(task.dueAt.toISOString().slice(0, 10)) }] : [],
    };
    const logged = minutes === undefined ? [] : [`${minutes} minutes${what ? `: “${what}”` : ''}`];
    if (!task.isOpen) {
      const said: Record<string, string> = {
        accepted: `Accepted by ${await nameOf(world, task.history.at(-1)?.byId, 'the tutor')}.`,
        missed: 'It was not logged in time, so it counts as absent. If that is wrong, please tell your tutor.',
        marked: 'Your tutor has marked it on the register.',
      };
      return {
        ...base,
        title: task.state === 'missed' ? 'Not logged' : 'Logged',
        tone: task.state === 'missed' ? 'attention' : 'good',
        lines: logged,
        said: said[task.state] ?? '',
      };
    }
    if (task.state === 'logged')
      return isLearner
        ? { ...base, title: 'Logged', lines: logged, said: 'Your tutor looks at it.' }
        : {
            ...base,
            title: 'Accept what was logged?',
            tone: 'warning',
            lines: logged,
            fields: [{ id: 'note', label: 'If you have a question', type: 'words' as const }],
            acts: [
              { act: 'accept', title: 'Accept', style: 'positive' as const },
              { act: 'question', title: 'Ask the learner' },
            ],
          };
    if (!isLearner) return { ...base, title: 'To be logged', said: `Waiting for ${callName(learner)}.` };
    return {
      ...base,
      title: 'Did you do this?',
      tone: 'warning',
      lines: note ? [`Your tutor asks: ${note}`] : ['Log it here once you have done it.'],
      fields: [
        {
          id: 'minutes',
          label: 'For how many minutes?',
          type: 'number',
          value: String(minutes ?? plannedMinutes(session)),
          needed: true,
        },
        { id: 'what', label: 'What did you do? (a few words)', type: 'words', value: what ?? '' },
      ],
      acts: [{ act: 'log', title: 'I did it', style: 'positive' }],
    };
  },
  learnerActs: ['log'],
  acts: {
    log: {
      by: 'owner',
      takes: ['minutes', 'what'],
      async run({ world, task, actor, fields }) {
        const context = await loadSession(world, task.sessionId ?? '');
        const minutes = Number(fields.minutes);
        if (!context || actor._id !== task.learnerId) return refuse('not-allowed');
        if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1_440) return refuse('minutes-out-of-range');
        return {
          act: 'logged',
          words: `${minutes} minutes`,
          state: 'logged',
          data: { minutes, ...(fields.what ? { what: fields.what } : {}) },
          ownerIds: context.session.tutorIds,
          watcherIds: [actor._id],
          next: { step: 'remind', at: nextMorning(world, context.programme) },
        };
      },
    },
    accept: {
      by: 'owner',
      async run({ world, task, actor }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || task.state !== 'logged' || actor._id === task.learnerId) return refuse('not-allowed');
        const { session, pack } = context;
        const planned = plannedMinutes(session);
        const short = Math.max(0, planned - (task.data.minutes ?? 0));
        const { present, late } = pack.markRoles;
        const choice =
          short === 0 ? { code: present, minutesLate: 0 } : { code: late, minutesLate: 0, minutesEarly: short };
        await setMarks(world, session._id, new Map([[task.data.enrolmentId, choice]]), {
          id: actor._id,
          pressId: `${task._id}|${task.version}`,
          pack,
          cause: 'logged',
        });
        return {
          act: 'accepted',
          state: 'accepted',
          isOpen: false,
          watcherIds: [task.learnerId ?? '', ...session.tutorIds],
          ownerIds: [],
        };
      },
    },
    question: {
      by: 'owner',
      takes: ['note'],
      async run({ world, task, fields, actor, now }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || task.state !== 'logged' || actor._id === task.learnerId) return refuse('not-allowed');
        if (!fields.note) return refuse('needs-a-reason');
        // The learner gets time to answer, also when the deadline has passed meanwhile.
        const { session, programme, pack } = context;
        const day = addWorkingDays(dayOf(now, session.zone), pack.logging.workingDays, world.holidays(programme));
        const dueAt = laterOf(task.dueAt ?? now, closingTime(day, session.zone));
        return {
          act: 'asked',
          state: 'ask',
          data: { note: fields.note },
          ownerIds: [task.learnerId ?? ''],
          watcherIds: task.ownerIds,
          dueAt,
          next: { step: 'deadline', at: dueAt },
        };
      },
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    const register = context && (await world.records.registers.byId(context.session._id));
    const row = register?.rows.find((one) => one.enrolmentId === task.data.enrolmentId);
    if (!context || context.session.cancelled)
      return { act: 'cancelled', state: 'cancelled', isOpen: false, next: null };
    if (!isAsked(row)) return { act: 'marked-by-the-tutor', state: 'marked', isOpen: false, next: null };
    const told = row?.told && prefillMark(row.told, context.pack);
    const isAway = row?.told?.kind === 'absence' || row?.told?.kind === 'elsewhere';
    if (task.state === 'logged')
      return {
        act: 'tutor-reminded',
        toBottom: task.ownerIds,
        next: { step: 'remind', at: nextMorning(world, context.programme) },
      };
    const due = task.dueAt ?? context.session.endsAt;
    // Who told us they are away, or is elsewhere, is asked nothing; at the deadline that is what counts.
    if (!task.isShown && !isAway) {
      // Put off under a hold or a break: they have as long from now.
      const { session, programme, pack } = context;
      const today = dayOf(world.clock.now(), session.zone);
      const last = addWorkingDays(today, pack.logging.workingDays, world.holidays(programme));
      const dueAt = laterOf(due, closingTime(last, session.zone));
      return {
        act: 'asked',
        state: 'ask',
        isShown: true,
        dueAt,
        next: { step: 'remind', at: onItsMorning(dueAt, session) },
      };
    }
    if (world.clock.now() < due)
      return {
        act: isAway ? 'away' : 'asked-again',
        state: 'ask',
        isShown: !isAway,
        toBottom: isAway ? [] : task.ownerIds,
        next: { step: 'deadline', at: due },
      };
    const { session, pack } = context;
    await setMarks(
      world,
      session._id,
      new Map([[task.data.enrolmentId, isAway && told ? told : { code: pack.markRoles.absent, minutesLate: 0 }]]),
      {
        id: 'bot',
        pressId: `${task._id}|deadline`,
        pack,
        cause: isAway ? 'told-before' : 'not-logged',
        how: 'deadline',
      },
    );
    return {
      act: 'deadline-passed',
      state: 'missed',
      isOpen: false,
      watcherIds: [task.learnerId ?? '', ...session.tutorIds],
      ownerIds: [],
      next: null,
    };
  },
});
