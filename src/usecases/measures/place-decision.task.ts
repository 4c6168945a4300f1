import { addDays, collegeYearOf, dayOf } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { firstName, type Person } from '../../domain/person.ts';
import { wholePercent } from '../../domain/standing.ts';
import { type Task, taskOf } from '../../domain/task.ts';
import { tellMis } from '../core/mis-event.ts';
import type { World } from '../core/ports.ts';
import { moveTask, openTask, type TaskMove, taskId, withdrawTask } from '../core/put-task.ts';
import { tellChange } from '../core/tell-people.task.ts';
import { enrolmentOn, nameOf } from '../core/whose.ts';
import { morningAfter } from '../core/working-time.ts';
import { pictureOf } from '../standing/attendance-picture.ts';
import type { StandingMove } from '../standing/standing-move.ts';
import { tellDecision } from '../standing/tell-family.ts';
import { type DecisionData, defineDecision } from './decision.ts';

type Data = DecisionData & { what: 'exam' | 'progression'; below: number };
declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'place-decision': Data;
  }
}

/** “Decide later” is asked again after so many days, as long as attendance is still below the line. */
const laterDays = 28;

/** `from`: it is not the time of the year to ask yet. */
type Rule = { what: Data['what']; lines: readonly number[]; from?: Date };

/** The pack's line and those below it, highest first: at each a person is asked again (G10). */
function linesOf(below: number, againBelow: readonly number[] | undefined): number[] {
  const everyTen = Array.from({ length: Math.ceil(below / 10) - 1 }, (_, i) => below - 10 * (i + 1));
  return [below, ...(againBelow ?? everyTen)].sort((a, b) => b - a);
}

function rulesOf(world: World, { after, pack, programme }: StandingMove, isFirstOfTwo: boolean): Rule[] {
  const { exams, progression } = pack;
  const rules: Rule[] = exams ? [{ what: 'exam', lines: linesOf(exams.below, exams.againBelow) }] : [];
  const now = world.clock.now();
  if (!progression || !isFirstOfTwo || after.year !== collegeYearOf(dayOf(now))) return rules;
  const first = `${after.year + (progression.from < '08-01' ? 1 : 0)}-${progression.from}`;
  const from = morningAfter(world, programme, addDays(first, -1), 1);
  const isTime = dayOf(now) >= first;
  return [...rules, { what: 'progression', lines: [progression.below], ...(isTime ? {} : { from }) }];
}

const atRisk = { exam: 'entry for exams', progression: 'progress to year two' } as const;

type Fallen = { learnerId: string; programmeId: string; percent: number; what: Data['what']; below: number };

/** The learner hears where the line is before anybody has decided anything (G10). */
async function warn(world: World, taskId: string, { learnerId, programmeId, percent, what, below }: Fallen) {
  const learner = await world.records.people.byId(learnerId);
  if (!learner) return;
  const enrolment = await enrolmentOn(world, learner._id, programmeId);
  const head = (await world.records.enrolments.programme(programmeId))?.hospId;
  const mentor = await nameOf(world, enrolment?.mentorId ?? head, 'Your mentor');
  const lines = [
    `Hello ${firstName(learner)}, your attendance is ${wholePercent(percent)}. Below ${below}% your ${atRisk[what]} is at risk.`,
    `Nobody has decided anything. ${mentor} will gladly talk with you about what would help.`,
  ];
  const about = { key: `${taskId}|warning|${below}`, taskId, aboutId: learner._id };
  await tellChange(world, { ...about, title: 'A warning about your attendance', lines }, [learner]);
}

/** Below the pack's lines exam entry, or progress to year two, is put to the Head of Study Programme; a person decides (G10). */
export async function followPlace(world: World, move: StandingMove): Promise<void> {
  const { after, pack, programme } = move;
  const ownerId = headOf(programme);
  const { percent } = after;
  if (!ownerId || percent === null) return;
  const enrolment = await enrolmentOn(world, after.learnerId, programme._id);
  const hasHistory = after.tally.sessions >= (pack.occurrences?.leastHistorySessions ?? 0);
  const whose = { learnerId: after.learnerId, programmeId: programme._id };
  for (const { what, lines, from } of rulesOf(world, move, enrolment?.firstOfTwo === true)) {
    const _id = taskId('place-decision', what, after._id);
    const known = taskOf('place-decision', await world.records.tasks.byId(_id, after.learnerId));
    const below = hasHistory ? lines.findLast((line) => percent < line) : undefined;
    if (below === undefined) {
      await withdrawTask(world, known as Task | null, 'above-the-line');
      continue;
    }
    const isLower = known !== null && below < known.data.below;
    if (known?.isOpen && isLower)
      await moveTask(world, known, { act: 'fell-further', data: { below }, toBottom: known.ownerIds });
    const again = ['withdrawn', ...(isLower ? ['keep', 'later'] : [])];
    const asked = await openTask(world, {
      _id,
      kind: 'place-decision',
      ...whose,
      ownerIds: [ownerId],
      state: 'open',
      data: { packId: pack.id, what, below },
      again,
      pack: pack.ref,
      ...(from ? { isShown: false, next: { step: 'ask', at: from } } : {}),
    });
    // A place that was decided to be lost is at risk no more.
    if (!from && asked.isOpen && (!known || isLower)) await warn(world, _id, { ...whose, percent, what, below });
  }
}

/** Who decides about places on a programme. */
const headOf = (programme: Programme | null) => programme?.hospId ?? programme?.managerId;

/** Not asked yet, or put off: it is asked now, of whoever heads the programme now, as long as attendance is still below the line. */
async function askNow(world: World, task: Task<Data>): Promise<TaskMove<Data>> {
  const { learnerId = '', programmeId = '' } = task;
  const { packId = '', what, below } = task.data;
  const percent = (await pictureOf(world, learnerId, packId)).standing?.percent ?? null;
  if (percent === null || percent >= below)
    return { act: 'withdrawn', cause: 'above-the-line', state: 'withdrawn', isOpen: false, next: null };
  if (!task.isShown) await warn(world, task._id, { learnerId, programmeId, percent, what, below });
  const head = headOf(await world.records.enrolments.programme(programmeId));
  const ownerIds = head ? [head] : task.ownerIds;
  return { act: 'needed-again', state: 'open', isOpen: true, isShown: true, ownerIds, toBottom: ownerIds, next: null };
}

/** What was decided goes to the MIS: ids and the decision only (G10). */
async function recordPlace(world: World, task: Task<Data>, decision: string, by: Person): Promise<void> {
  const enrolment = await enrolmentOn(world, task.learnerId ?? '', task.programmeId ?? '');
  if (!enrolment) return;
  const at = world.clock.now();
  const subject = `place|${enrolment._id}|${task.data.what}`;
  await tellMis(
    world,
    { _id: `${subject}|${at.toISOString()}`, type: 'place', subject, learnerId: enrolment.learnerId },
    {
      enrolment_id: enrolment._id,
      programme_id: enrolment.programmeId,
      place: task.data.what,
      place_decision: decision,
      below_percent: task.data.below,
      decided_by: by._id,
      decided_at: at.toISOString(),
    },
  );
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
  onLearnersCard: true,
  title: 'A place at risk',
  onTime: askNow,
  name: 'Exam entry or progress',
  lines: (_world, task) => [
    task.data.what === 'exam'
      ? `Attendance is below ${task.data.below}%: entry for exams is at risk. It is at your discretion.`
      : `Attendance is below ${task.data.below}%: progress to year two is at risk. It is at your discretion.`,
  ],
  choices: [
    {
      act: 'keep',
      title: 'Keep the place',
      style: 'positive',
      carryOut: ({ world, task, actor }) => recordPlace(world, task, 'keep', actor),
    },
    {
      act: 'later',
      title: 'Decide later',
      async again(world, task) {
        const programme = await world.records.enrolments.programme(task.programmeId ?? '');
        return morningAfter(world, programme, addDays(dayOf(world.clock.now()), laterDays - 1), 1);
      },
    },
    {
      act: 'lose',
      title: 'Not entered, no progress',
      style: 'destructive',
      needsWhy: true,
      async carryOut({ world, task, actor }) {
        await recordPlace(world, task, 'lose', actor);
        const words =
          task.data.what === 'exam'
            ? 'you are not entered for the exams for now.'
            : 'you do not go on to year two for now.';
        await tellDecision(world, task, { title: 'About your place', words, by: actor });
      },
    },
  ],
  next: {
    keep: 'It is asked again if attendance falls much further. The MIS gets this where it is connected; else please enter it there.',
    lose: 'The MIS gets this where it is connected; else please enter it there.',
  },
});
