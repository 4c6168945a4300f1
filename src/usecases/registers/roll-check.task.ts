import type { Person } from '../../domain/person.ts';
import { nameSession } from '../../domain/session.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask, endings } from '../core/task-kind.ts';
import { askedForSite, nameOf } from '../core/whose.ts';

type Data = { problem: 'not-on-list' | 'wrong-list'; byId: string; words?: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'roll-check': Data;
  }
}

/** Someone in the room who is not on the register, or on it and enrolled elsewhere: to HoSP and Office Manager (G5). */
export async function openRollCheck(
  world: World,
  { session, programme, pack }: SessionContext,
  learnerId: string,
  problem: Data['problem'],
  by: Person,
  words = '',
): Promise<void> {
  const office = askedForSite(await world.records.people.withRole('office-manager'), programme.site);
  const head = programme.hospId ?? programme.managerId;
  await openTask(world, {
    _id: taskId('roll-check', session._id, learnerId),
    kind: 'roll-check',
    byId: by._id,
    sessionId: session._id,
    learnerId,
    programmeId: programme._id,
    ownerIds: [...new Set([...(head ? [head] : []), ...office])],
    watcherIds: [],
    state: 'open',
    data: { problem, byId: by._id, ...(words ? { words } : {}) },
    pack: pack.ref,
  });
}

/** A task about the roll (G5). */
export const rollCheck = defineTask<Data>({
  clause: 'G5',
  label: 'A roll to check',
  chase: 'step',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const context = await loadSession(world, task.sessionId ?? '');
    if (!context) return undefined;
    const learner = task.learnerId ? await world.records.people.byId(task.learnerId) : null;
    const name = await nameOf(world, task.learnerId, 'A learner');
    const by = await nameOf(world, task.data.byId);
    const what =
      task.data.problem === 'not-on-list'
        ? `was in the room but not on the register; ${by} added them as a guest.`
        : `is on the register, but ${by} says they belong to another group.`;
    const last = task.history.at(-1);
    return {
      title: task.isOpen ? 'Please check the roll' : 'Roll checked',
      tone: task.isOpen ? 'warning' : 'good',
      who: learner ? `${name} (${learner.ref})` : name,
      lines: [
        `${name} ${what}`,
        ...(task.data.words ? [`“${task.data.words}”`] : []),
        `${context.programme.name}: ${nameSession(context.session)}`,
      ],
      fields: task.isOpen ? [{ id: 'note', label: 'Note (optional)', type: 'words' as const }] : [],
      acts: task.isOpen
        ? [
            { act: 'corrected', title: 'Roll corrected', style: 'positive' as const },
            { act: 'unchanged', title: 'Roll is right as it is' },
          ]
        : [],
      said: task.isOpen
        ? ''
        : `${await nameOf(world, last?.byId)}: ${task.state === 'corrected' ? 'roll corrected' : 'roll is right as it is'}.${last?.words ? ` “${last.words}”` : ''}`,
    };
  },
  acts: endings('corrected', 'unchanged'),
});
