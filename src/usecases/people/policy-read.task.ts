import { dayOf, sayDay } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { enrolmentsOfEmployer } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId } from '../core/put-task.ts';
import { defineTask } from '../core/task-kind.ts';

type Data = { packId: string; version: string };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'policy-read': Data;
  }
}

/** At induction learner and employer get the policy summary to confirm; a new version asks again (S6, G 5.3.2). */
export async function askPolicies(world: World, person: Person): Promise<void> {
  const { enrolments } = world.records;
  const own = person.roles.includes('learner') ? await enrolments.ofLearner(person._id) : [];
  const employed = await enrolmentsOfEmployer(world, person);
  const today = dayOf(world.clock.now());
  for (const programmeId of new Set([...own, ...employed].map((one) => one.programmeId))) {
    const programme = await enrolments.programme(programmeId);
    if (!programme) continue;
    const pack = packOn(world.packs, programme.pack, today);
    await openTask(world, {
      _id: taskId('policy-read', pack.id, pack.version, person._id),
      kind: 'policy-read',
      ...(person.roles.includes('learner') ? { learnerId: person._id } : {}),
      programmeId: programme._id,
      ownerIds: [person._id],
      state: 'asked',
      data: { packId: pack.id, version: pack.version },
      pack: pack.ref,
    });
  }
}

/** The policy in a few plain sentences, confirmed by one press (S6). */
export const policyRead = defineTask<Data>({
  clause: 'S6, S16',
  label: 'The policy to read',
  chase: 'induction',
  rests: ['held', 'break'],
  whileHeld: 'learner-too',
  onCancel: 'stay',
  onHandOver: 'stay',
  async face(world, task, viewer) {
    const pack = world.packs.find((one) => one.id === task.data.packId && one.version === task.data.version);
    if (!pack) return undefined;
    const last = task.history.at(-1);
    const isLearner = viewer.roles.includes('learner');
    return {
      title: task.isOpen ? 'Attendance: please read this' : 'Attendance policy confirmed',
      tone: task.isOpen ? 'default' : 'good',
      who: pack.title,
      lines: [
        `We aim for ${pack.attendance.targetPercent}% attendance and for being on time ${pack.attendance.punctualityTargetPercent}% of the time.`,
        isLearner
          ? 'If you cannot come or will be late, tell me here before the session starts, and say why.'
          : 'If your apprentice cannot come or will be late, tell me here before the session starts, and say why.',
        ...(pack.alternativeSession
          ? [
              `A missed 1-2-1 is made up for within ${pack.alternativeSession.workingDays} working days; missed group sessions by the work the tutor sets.`,
            ]
          : []),
        ...(pack.occurrences ? [`Below ${pack.occurrences.belowPercent}% we talk about what would help.`] : []),
        isLearner
          ? 'Missing again and again can put your place on the course at risk.'
          : 'Missing again and again can put their place on the course at risk.',
        'You can ask for another look at any mark or decision.',
      ],
      acts: task.isOpen ? [{ act: 'confirm', title: 'I have read and understood it', style: 'positive' as const }] : [],
      said: task.isOpen ? '' : `Confirmed on ${sayDay(dayOf(last?.at ?? task.openedAt))}.`,
    };
  },
  learnerActs: ['confirm'],
  acts: { confirm: { by: 'owner', run: async () => ({ act: 'confirmed', state: 'confirmed', isOpen: false }) } },
});
