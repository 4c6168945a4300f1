import { sayDay } from '../../domain/calendar.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import { loadSession } from '../core/load-session.ts';
import { defineTask, type TaskFace } from '../core/task-kind.ts';
import { managersOf } from '../core/whose.ts';
import { closingTime, lastDayStep, nextMorning } from '../core/working-time.ts';
import { agreeByPhone, offer, pick } from './agree-alternative.ts';
import { closedFace, learnerFace, sayAt, tutorFace } from './alternative-face.ts';
import type { Alternative } from './alternative-session.ts';

/** The alternative to a missed 1-2-1: the tutor offers times, the learner picks, both see it; overdue goes to the manager (S4). */
export const alternativeSession = defineTask<Alternative>({
  clause: 'S4, S3',
  label: 'Another time for a missed 1-2-1',
  chase: 'own-clock',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'withdraw',
  onHandOver: 'follow',
  inCalendar: true,
  async appointment(world, { state, learnerId, data }) {
    const session = data.sessionId ? await world.records.sessions.byId(data.sessionId) : null;
    const [ownerId, ...colleagues] = session?.tutorIds ?? [];
    if (!session || session.cancelled || !ownerId || !['agreed', 'held'].includes(state)) return undefined;
    const { title, startsAt, endsAt } = session;
    return { ownerId, guestIds: [...colleagues, ...(learnerId ? [learnerId] : [])], title, startsAt, endsAt };
  },
  async face(world, task, viewer) {
    const context = await loadSession(world, task.sessionId ?? '');
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    if (!context || !learner) return undefined;
    const { session } = context;
    const base: TaskFace = {
      title: task.data.isOverdue ? 'Alternative 1-2-1 overdue' : 'Agree an alternative 1-2-1',
      tone: task.data.isOverdue ? 'attention' : 'warning',
      who: viewer._id === learner._id ? nameSession(session) : `${nameAndRef(learner)}: ${nameSession(session)}`,
      facts: task.isOpen ? [{ label: 'To be agreed by', value: sayDay(task.data.deadline) }] : [],
    };
    if (!task.isOpen || task.state === 'agreed') return closedFace(world, task, viewer, session.zone, base);
    if (task.state === 'pick' && viewer._id === task.learnerId) return learnerFace(task, session.zone, base);
    if (task.state === 'pick') {
      const offered = task.data.offers.map((iso) => sayAt(iso, session.zone)).join('; ');
      return {
        ...base,
        lines: [`Offered to ${callName(learner)}: ${offered}. Waiting for them to pick.`],
        fields: [
          { id: 'day', label: 'If you agreed by phone: the day', type: 'day' },
          { id: 'time', label: 'at', type: 'time' },
        ],
        acts: [
          { act: 'by-phone', title: 'Agreed by phone' },
          { act: 'change', title: 'Offer other times', bare: true },
          ...(task.data.isOverdue ? [{ act: 'close', title: 'Agreed otherwise', bare: true }] : []),
        ],
      };
    }
    if (viewer._id === task.learnerId)
      return { ...base, title: 'Your 1-2-1', lines: ['Your tutor is looking for other times.'] };
    return tutorFace(world, task, context, base);
  },
  learnerActs: ['pick', 'none', 'change'],
  acts: {
    offer: { by: 'owner', takes: ['times', 'day', 'time'], run: offer },
    pick: { by: 'owner', takes: ['pick'], run: pick },
    'by-phone': { by: 'both', takes: ['day', 'time', 'times'], run: agreeByPhone },
    none: {
      by: 'owner',
      takes: ['pick', 'note'],
      async run({ world, task, fields }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || task.state !== 'pick') return refuse('not-found');
        return {
          act: 'none-suits',
          state: 'offer',
          data: { offers: [], note: fields.note || 'no other time named' },
          ownerIds: context.session.tutorIds,
          watcherIds: [task.learnerId ?? ''],
        };
      },
    },
    change: {
      by: 'both',
      async run({ world, task, acting }) {
        const context = await loadSession(world, task.sessionId ?? '');
        if (!context || acting._id === task.learnerId || task.state !== 'pick') return refuse('not-allowed');
        return {
          act: 'takes-the-offer-back',
          state: 'offer',
          data: { offers: [] },
          ownerIds: context.session.tutorIds,
          watcherIds: [task.learnerId ?? ''],
        };
      },
    },
    close: {
      by: 'owner',
      run: async ({ task, fields, acting }) =>
        task.data.isOverdue && acting._id !== task.learnerId
          ? {
              act: 'closed',
              state: 'closed',
              isOpen: false,
              next: null,
              ...(fields.note ? { words: fields.note } : {}),
            }
          : refuse('not-allowed'),
    },
  },
  async onTime(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context || context.session.cancelled)
      return { act: 'cancelled', state: 'withdrawn', isOpen: false, next: null };
    const now = world.clock.now();
    const due = closingTime(task.data.deadline, context.session.zone);
    const overdue = { step: 'overdue', at: due };
    if (task.state === 'waiting') {
      const next = lastDayStep(task.data.deadline, now, context.session.zone);
      return { act: 'asked', state: 'offer', isShown: true, next };
    }
    // On the morning of its last day whoever has it is reminded; what is agreed waits for nobody.
    if (now < due) return { act: 'still-open', toBottom: task.ownerIds, next: overdue };
    // Overdue stays in sight, once a working day.
    const again = { step: 'overdue', at: nextMorning(world, context.programme) };
    if (task.data.isOverdue) return { act: 'still-overdue', toBottom: task.ownerIds, next: again };
    const managers = managersOf(context.programme);
    const isTutorsTurn = task.state !== 'pick';
    return {
      act: 'overdue',
      data: { isOverdue: true },
      ownerIds: [...new Set([...(isTutorsTurn ? context.session.tutorIds : task.ownerIds), ...managers])],
      toBottom: [...context.session.tutorIds, ...managers],
      next: again,
    };
  },
});
