import { addMinutes, addMonths, type Day, dayOf, sayDayOfYear } from '../../domain/calendar.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { leaders } from '../core/chase.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';
import { morningOf, nextMorning } from '../core/working-time.ts';

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
  for (const id of used) {
    const pack = packOn(world.packs, id, today);
    await planReview(world, pack, pack.reviewOn);
  }
}

/** Whoever leads then is reminded, so nobody is named before. */
async function planReview(world: World, pack: LoadedPack, reviewOn: Day): Promise<void> {
  await openTask(world, {
    _id: taskId('policy-review', pack.id, pack.version, reviewOn),
    kind: 'policy-review',
    ownerIds: [],
    state: 'planned',
    isShown: false,
    data: { packId: pack.id, reviewOn },
    pack: pack.ref,
    next: { step: 'remind', at: morningOf(reviewOn) },
  });
}

/** The next review is a year later, after today too where one came late (G14: each year). */
async function planNextYear(world: World, { packId, reviewOn }: Data): Promise<void> {
  const today = dayOf(world.clock.now());
  let next = addMonths(reviewOn, 12);
  while (next <= today) next = addMonths(next, 12);
  await planReview(world, packOn(world.packs, packId, today), next);
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
      lines: [`Version ${pack.version}, to be reviewed by ${sayDayOfYear(task.data.reviewOn)}.`],
      fields: task.isOpen ? [{ id: 'note', label: 'What was decided', type: 'words' as const }] : [],
      acts: task.isOpen ? [{ act: 'reviewed', title: 'It has been reviewed', style: 'positive' as const }] : [],
      said: last?.words ? `“${last.words}”` : '',
    };
  },
  acts: {
    reviewed: {
      by: 'owner',
      takes: ['note'],
      async run({ world, task, fields }) {
        await planNextYear(world, task.data);
        const words = fields.note ? { words: fields.note } : {};
        return { act: 'reviewed', ...words, state: 'reviewed', isOpen: false, next: null };
      },
    },
  },
  async onTime(world) {
    const ownerIds = await leaders(world);
    // Nobody leads just now: whoever is named next hears of it the next morning.
    if (ownerIds.length === 0)
      return { act: 'nobody-leads', next: { step: 'remind', at: nextMorning(world, undefined) } };
    const month = addMinutes(world.clock.now(), 28 * 1_440);
    return {
      act: 'reminded',
      state: 'due',
      isShown: true,
      ownerIds,
      toBottom: ownerIds,
      next: { step: 'remind', at: month },
    };
  },
});
