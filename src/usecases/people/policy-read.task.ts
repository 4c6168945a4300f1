import { type Day, dayOf, sayDay } from '../../domain/calendar.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { type TaskOf, taskOf } from '../../domain/task.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { enrolmentsOfEmployer } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, sayWithdrawn, taskId, withdrawTask } from '../core/put-task.ts';
import { collegeOf } from '../core/site-of.ts';
import { defineTask } from '../core/task-kind.ts';
import { linksOf, namedOnly, summaryOfAll, whomToCall } from './policy-summary.ts';

type Version = { packId: string; version: string };
/** `policies`: what the card shows; `confirmed`: every version they have confirmed, and when. */
type Data = { policies: Version[]; confirmed: (Version & { at: Date })[] };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'policy-read': Data;
  }
}

const isSame = (a: Version, b: Version) => a.packId === b.packId && a.version === b.version;

/** The programmes whose policy is somebody's: a learner's, those of an employer's apprentices, and all for those who work here. */
async function programmesOf(world: World, person: Person, today: Day): Promise<string[]> {
  const { enrolments } = world.records;
  if (isStaff(person)) return (await enrolments.programmes()).map((one) => one._id);
  const own = person.roles.includes('learner') ? await enrolments.ofLearner(person._id) : [];
  const current = own.filter((one) => one.to === undefined || one.to >= today);
  const employed = await enrolmentsOfEmployer(world, person);
  return [...new Set([...current, ...employed].map((one) => one.programmeId))];
}

/**
 * Asks somebody to confirm the policies in force that are theirs, on one card; what they have confirmed is not asked
 * again, a new version is (S6, 4.4, G 5.3.2). The first card comes at `showAt`, at once unless told. Part of a transaction.
 */
export async function askPolicies(world: World, person: Person, showAt?: Date): Promise<void> {
  const today = dayOf(world.clock.now());
  const programmeIds = await programmesOf(world, person, today);
  const programmes = await Promise.all(programmeIds.map((id) => world.records.enrolments.programme(id)));
  const ids = [...new Set(programmes.flatMap((one) => (one ? [one.pack] : [])))];
  const policies = ids.map((id) => ({ packId: id, version: packOn(world.packs, id, today).version }));
  const [programmeId] = programmeIds;
  const _id = taskId('policy-read', person._id);
  const known = taskOf('policy-read', await world.records.tasks.byId(_id));
  // Who has left confirms nothing any more.
  if (!programmeId || policies.length === 0) return withdrawTask(world, known, 'not-needed');
  if (!known) {
    await openTask(world, {
      _id,
      kind: 'policy-read',
      ...(person.roles.includes('learner') ? { learnerId: person._id } : {}),
      programmeId,
      ownerIds: [person._id],
      state: 'asked',
      data: { policies, confirmed: [] },
      ...(showAt ? { isShown: false, next: { step: 'show', at: showAt } } : {}),
    });
    return;
  }
  const isKnown = policies.every((one) =>
    (known.isOpen ? known.data.policies : known.data.confirmed).some((each) => isSame(each, one)),
  );
  if (isKnown) return showSooner(world, known, showAt ?? world.clock.now());
  const clock = showAt ? { next: { step: 'show', at: showAt } } : { isShown: true, toBottom: [person._id] };
  await moveTask(world, known, { act: 'asked', state: 'asked', isOpen: true, data: { policies }, ...clock });
}

/** A card that was to come later comes then already: its reader has come forward, or is known to have no Teams. */
async function showSooner(world: World, task: TaskOf<'policy-read'>, at: Date): Promise<void> {
  if (!task.isOpen || task.isShown || !task.next || task.next.at <= at) return;
  await moveTask(world, task, { act: 'waits', next: { step: 'show', at } });
}

function packsOf(world: World, { policies }: Data): LoadedPack[] {
  return policies.flatMap(
    (one) => world.packs.find((pack) => isSame(one, { packId: pack.id, version: pack.version })) ?? [],
  );
}

/** The policies in a few plain sentences with where to read them, confirmed by one press (S6). */
export const policyRead = defineTask<Data>({
  clause: 'S6, S16',
  label: 'The policy to read',
  chase: 'induction',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  isPersonal: true,
  async face(world, task, viewer) {
    const packs = packsOf(world, task.data);
    if (packs.length === 0) return undefined;
    if (task.state === 'withdrawn') return { title: 'Nothing to read', tone: 'good', lines: [sayWithdrawn(task)] };
    const isNew = task.isOpen && task.data.confirmed.length > 0;
    const others = namedOnly(packs);
    const last = task.history.findLast((one) => one.act === 'confirmed' || one.act === 'confirmed-on-paper');
    return {
      title: task.isOpen ? 'Attendance: please read this' : 'Attendance policy confirmed',
      tone: task.isOpen ? 'default' : 'good',
      who: packs.length === 1 ? (packs[0]?.title ?? '') : '',
      lines: [
        ...(task.isOpen || !last ? [] : [`Confirmed on ${sayDay(dayOf(last.at))}.`]),
        ...(isNew ? ['Something has changed since you last confirmed it.'] : []),
        ...summaryOfAll(packs, viewer),
        ...(others.length > 0 ? [`It goes together with: ${others.join(', ')}.`] : []),
      ],
      facts: whomToCall(await collegeOf(world, viewer)),
      links: linksOf(packs),
      acts: task.isOpen ? [{ act: 'confirm', title: 'Read and understood', style: 'positive' as const }] : [],
    };
  },
  learnerActs: ['confirm'],
  acts: {
    confirm: {
      by: 'owner',
      run: async ({ task, now }) => ({ act: 'confirmed', ...confirmedAt(task.data, now) }),
    },
  },
  onTime: async (_, task) => ({ act: 'shown', isShown: true, toBottom: task.ownerIds, next: null }),
});

/** What confirming everything on the card makes of a task. */
export function confirmedAt({ policies, confirmed }: Data, at: Date) {
  const fresh = policies.filter((one) => !confirmed.some((each) => isSame(one, each)));
  return {
    state: 'confirmed',
    isOpen: false,
    next: null,
    data: { confirmed: [...confirmed, ...fresh.map((one) => ({ ...one, at }))] },
  };
}
