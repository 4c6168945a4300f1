import type { Cause } from '../../domain/cause.ts';
import type { Person } from '../../domain/person.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, taskId } from '../core/put-task.ts';
import { sayCauses } from '../core/say-causes.ts';
import { nameOf } from '../core/whose.ts';
import { type DecisionData, defineDecision } from './decision.ts';
import { openMeeting } from './meeting.task.ts';
import { openSeriousReview } from './serious-review.task.ts';
import { sayDecided, sayStillOpen } from './so-far.ts';

/** `byId` is empty where no person referred it, but so many occurrences did. */
type Data = DecisionData & { byId: string; causes: Cause[]; occurrences?: number };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    referral: Data;
  }
}

/** Poor attendance is referred to the Head of Study Programme (G12). False: the programme has nobody to refer it to. */
export async function openReferral(
  world: World,
  about: Task<{ packId: string }>,
  by: Person,
  reason: string,
): Promise<boolean> {
  const programme = about.programmeId ? await world.records.enrolments.programme(about.programmeId) : null;
  const ownerId = programme?.hospId ?? programme?.managerId;
  if (!programme || !ownerId) return false;
  await openTask(world, {
    _id: taskId('referral', about._id, String(about.version)),
    kind: 'referral',
    learnerId: about.learnerId ?? '',
    programmeId: programme._id,
    ownerIds: [ownerId],
    watcherIds: [by._id],
    state: 'open',
    data: { packId: about.data.packId, byId: by._id, causes: [{ code: 'said', words: reason }] },
    ...(about.pack ? { pack: about.pack } : {}),
  });
  return true;
}

/** Occurrences go on although all steps were taken: the Head of Study Programme is asked anew each time, on one card (G9). */
export async function openLaterReferral(
  world: World,
  about: {
    learnerId: string;
    programmeId: string;
    packId: string;
    ownerId: string;
    causes: Cause[];
    occurrences: number;
  },
  standingId: string,
): Promise<void> {
  const { learnerId, programmeId, packId, ownerId, causes, occurrences } = about;
  const known = await laterReferral(world, standingId, learnerId);
  const asked = known?.state === 'withdrawn' ? 0 : (known?.data.occurrences ?? 0);
  if (known && asked > occurrences && known.isOpen)
    await moveTask(world, known, { act: 'one-counts-no-more', data: { causes, occurrences }, toBottom: [] });
  if (asked >= occurrences) return;
  const task = await openTask(world, {
    _id: laterId(standingId),
    kind: 'referral',
    learnerId,
    programmeId,
    ownerIds: [ownerId],
    state: 'open',
    data: { packId, byId: '', causes, occurrences },
    again: ['meeting', 'serious-review', 'noted', 'withdrawn'],
  });
  // Asked already and not decided yet: the same card, with what is true now, at the bottom.
  if (task.data.occurrences !== occurrences)
    await moveTask(world, task, { act: 'asked-anew', data: { causes, occurrences }, toBottom: task.ownerIds });
}

const laterId = (standingId: string) => taskId('referral', 'occurrences', standingId);

/** What asks the Head of Study Programme about a learner's later occurrences, if they were asked. */
export async function laterReferral(world: World, standingId: string, learnerId: string) {
  return taskOf('referral', await world.records.tasks.byId(laterId(standingId), learnerId));
}

/** What the Head of Study Programme makes of a referral (G12, G13). */
export const referral = defineDecision<Data>({
  clause: 'G12, G13',
  label: 'Referred to you',
  chase: 'step',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  onLearnersCard: true,
  title: 'Referred to you',
  name: 'Referral',
  lines: async (world, task) => {
    const { byId, causes } = task.data;
    const why = await sayCauses(world, task.learnerId ?? '', causes);
    if (byId) return [`${await nameOf(world, byId)}: “${why}”`];
    return [`${why} Nothing ends by itself: you decide what is next.`];
  },
  async basis(world, task) {
    const learnerId = task.learnerId ?? '';
    const facts = [
      { label: 'Decided so far', value: await sayDecided(world, learnerId, task.data.packId ?? '') },
      { label: 'Still open', value: await sayStillOpen(world, learnerId, task._id) },
    ];
    return { facts: facts.map((one) => ({ ...one, value: one.value || 'nothing' })), links: [] };
  },
  choices: [
    {
      act: 'meeting',
      title: 'Arrange a meeting',
      style: 'positive',
      carryOut: ({ world, task, actor }) =>
        openMeeting(
          world,
          { ...about(task), causes: [{ code: 'referred' }], ownerId: actor._id },
          `referral|${task._id}|${task.version}`,
        ),
    },
    {
      act: 'serious-review',
      title: 'Serious review',
      needsWhy: true,
      carryOut: ({ world, task, actor, fields }) =>
        openSeriousReview(
          world,
          { ...about(task), causes: [{ code: 'said', words: fields.why ?? '' }], ownerId: actor._id },
          `${task._id}|${task.version}`,
        ),
    },
    { act: 'noted', title: 'Mentor keeps it' },
  ],
  next: {
    meeting: 'A meeting is to be arranged.',
    'serious-review': 'The serious review is with you.',
    noted: 'The mentor keeps working with the learner.',
  },
});

function about(task: Task<Data>) {
  return { learnerId: task.learnerId ?? '', programmeId: task.programmeId ?? '', packId: task.data.packId ?? '' };
}
