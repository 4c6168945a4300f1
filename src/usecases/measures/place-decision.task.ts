import { addMinutes, dayOf } from '../../domain/calendar.ts';
import { enrolmentOn } from '../core/about-session.ts';
import type { World } from '../core/ports.ts';
import { openTask, taskId, withdrawTask } from '../core/put-task.ts';
import type { StandingMove } from '../standing/standing-move.ts';
import { tellDecision } from '../standing/tell-family.ts';
import { type DecisionData, defineDecision } from './decision.ts';

type Data = DecisionData & { what: 'exam' | 'progression'; below: number };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'place-decision': Data;
  }
}

const laterDays = 28;

/** “Decide later” is asked again after four weeks, as long as attendance is still below the line. */
async function isLongAgo(world: World, id: string, learnerId: string): Promise<boolean> {
  const last = (await world.records.tasks.byId(id, learnerId))?.history.at(-1);
  return last !== undefined && addMinutes(last.at, laterDays * 1_440) < world.clock.now();
}

/** Below the pack's lines exam entry, or progress to year two, is put to the Head of Study Programme; a person decides (G10). */
export async function followPlace(world: World, { after, pack, programme }: StandingMove): Promise<void> {
  const ownerId = programme.hospId ?? programme.managerId;
  if (!ownerId || after.percent === null) return;
  const enrolment = await enrolmentOn(world, after.learnerId, programme._id);
  const isTime =
    pack.progression !== null &&
    dayOf(world.clock.now()).slice(5) >= pack.progression.from &&
    Number(dayOf(world.clock.now()).slice(0, 4)) === after.year + 1;
  const rules = [
    ...(pack.exams ? [{ what: 'exam' as const, below: pack.exams.below }] : []),
    ...(pack.progression && enrolment?.firstOfTwo && isTime
      ? [{ what: 'progression' as const, below: pack.progression.below }]
      : []),
  ];
  for (const { what, below } of rules) {
    const _id = taskId('place-decision', what, after._id);
    const isBelow = after.percent < below && after.tally.sessions >= (pack.occurrences?.leastHistorySessions ?? 0);
    if (!isBelow) {
      await withdrawTask(world, await world.records.tasks.byId(_id, after.learnerId), 'above-the-line');
      continue;
    }
    await openTask(world, {
      _id,
      kind: 'place-decision',
      learnerId: after.learnerId,
      programmeId: programme._id,
      ownerIds: [ownerId],
      state: 'open',
      data: { packId: pack.id, what, below },
      again: (await isLongAgo(world, _id, after.learnerId)) ? ['withdrawn', 'later'] : ['withdrawn'],
      pack: pack.ref,
    });
  }
}

/** Exam entry or progress at risk (G10): at the college's discretion, so nobody is excluded without this press. */
export const placeDecision = defineDecision<Data>({
  clause: 'G10',
  label: 'Exam entry or progress',
  chase: 'place',
  rests: ['held', 'break', 'contested'],
  whileHeld: 'staff-only',
  onCancel: 'stay',
  onHandOver: 'stay',
  title: 'A place at risk',
  name: 'Exam entry or progress',
  lines: (_world, task) => [
    task.data.what === 'exam'
      ? `Attendance is below ${task.data.below}%: entry for exams is at risk. It is at your discretion.`
      : `Attendance is below ${task.data.below}%: progress to year two is at risk. It is at your discretion.`,
  ],
  choices: [
    { act: 'keep', title: 'Keep the place', style: 'positive' },
    { act: 'later', title: 'Decide later, keep watching' },
    {
      act: 'lose',
      title: 'Not entered, or no progress',
      style: 'destructive',
      needsWhy: true,
      async carryOut({ world, task, actor }) {
        const words =
          task.data.what === 'exam'
            ? 'you are not entered for the exams for now.'
            : 'you do not go on to year two for now.';
        await tellDecision(world, task.learnerId ?? '', {
          key: `${task._id}|${task.version}`,
          title: 'About your place',
          words,
          by: actor,
        });
      },
    },
  ],
});
