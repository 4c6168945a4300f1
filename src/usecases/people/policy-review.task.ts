import { addMinutes, dayOf, instantOf, sayDay } from '../../domain/calendar.ts';
import { packOn } from '../../policy/policy-pack.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';

type Data = { packId: string; reviewOn: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'policy-review': Data;
  }
}

/** Each policy in use carries its review date; leadership is reminded then (G14). Asked at every start; twice is once. */
export async function planPolicyReviews(world: World): Promise<void> {
  const today = dayOf(world.clock.now());
  const used = new Set((await world.records.enrolments.programmes()).map((one) => one.pack));
  const leaders = (await world.records.people.withRole('leader')).map((one) => one._id);
  if (leaders.length === 0) return;
  for (const id of used) {
    const pack = packOn(world.packs, id, today);
    await openTask(world, {
      _id: taskId('policy-review', pack.id, pack.version, pack.reviewOn),
      kind: 'policy-review',
      ownerIds: leaders,
      state: 'planned',
      isShown: false,
      data: { packId: pack.id, reviewOn: pack.reviewOn },
      pack: pack.ref,
      next: { step: 'remind', at: instantOf(pack.reviewOn, '09:00') },
    });
  }
}

/** The yearly review of a policy (G14). */
export const policyReview = defineTask<Data>({
  clause: 'G14',
  label: 'The policy’s yearly review',
  chase: 'own-clock',
  rests: [],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task) {
    const pack = packOn(world.packs, task.data.packId, dayOf(world.clock.now()));
    const last = task.history.findLast((one) => one.act === 'reviewed');
    return {
      title: task.isOpen ? 'Policy review is due' : 'Policy reviewed',
      tone: task.isOpen ? 'warning' : 'good',
      who: pack.title,
      lines: [
        `Version ${pack.version}, to be reviewed by ${sayDay(task.data.reviewOn)} ${task.data.reviewOn.slice(0, 4)}.`,
      ],
      fields: task.isOpen ? [{ id: 'note', label: 'What was decided', type: 'words' as const }] : [],
      acts: task.isOpen ? [{ act: 'reviewed', title: 'It has been reviewed', style: 'positive' as const }] : [],
      said: last?.words ? `“${last.words}”` : '',
    };
  },
  acts: {
    reviewed: {
      by: 'owner',
      takes: ['note'],
      run: async ({ fields }) => ({
        act: 'reviewed',
        ...(fields.note ? { words: fields.note } : {}),
        state: 'reviewed',
        isOpen: false,
        next: null,
      }),
    },
  },
  async onTime(world, task) {
    const month = addMinutes(world.clock.now(), 28 * 1_440);
    return {
      act: 'reminded',
      state: 'due',
      isShown: true,
      toBottom: task.isShown ? task.ownerIds : [],
      next: { step: 'remind', at: month },
    };
  },
});
