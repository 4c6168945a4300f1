import { addDays, type Day, sayDay, timeOf } from '../../domain/calendar.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { Register } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { type Task, type TaskOf, taskOf } from '../../domain/task.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import { mayFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import { rightFor } from '../core/rights.ts';
import { namesNow } from '../core/say-causes.ts';
import { enrolmentOn, nameOf } from '../core/whose.ts';
import { countLessons, type ReviewLessons } from './count-lessons.ts';
import { sayTarget } from './review-target.ts';

/**
 * One lesson of a day: the targets met, who signed; undefined where there was none. `mark` is the register's own, `tutor`
 * who is to sign, `isDue` once it is over and nobody has.
 */
export type ReportLesson =
  | {
      met: number[];
      signedBy: string;
      note: string;
      notThere?: 'missed' | 'away';
      at: string;
      tutor: string;
      mark: string;
      isDue: boolean;
    }
  | undefined;

/** A Conduct Review as Appendix One of the policy shows it. */
export type ReviewReport = {
  learner: string;
  mentor: string;
  dates: string;
  targets: string[];
  lessons: number;
  weeks: { days: { name: string; lessons: ReportLesson[] }[]; comment: string }[];
  wins: string;
  patterns: string;
  passed: 'yes' | 'no' | '';
  nextSteps: string;
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** "Late 10 min", as the register has it; empty while it has nothing. */
function markOf(world: World, register: Register | undefined, session: Session, learnerId: string | undefined): string {
  const mark = register?.rows.find((row) => row.learnerId === learnerId)?.mark;
  if (!register || !mark) return '';
  const { label } = markType(packOn(world.packs, register.pack.id, session.day), mark.code);
  return mark.minutesLate > 0 ? `${label} ${mark.minutesLate} min` : label;
}

const signedBy = (task: Task) => task.history.findLast((one) => one.act === 'signed')?.byId;

/** A review's lessons with their registers and the names of those who sign, each read in one go. */
async function lessonsOf(world: World, held: ReviewLessons['held']) {
  const registers = await world.records.registers.byIds(held.map(({ session }) => session._id));
  const ids = held.flatMap(({ task }) => [task.ownerIds[0], signedBy(task)].flatMap((id) => id ?? []));
  return {
    held,
    registers: new Map(registers.map((one) => [one._id, one])),
    nameNow: await namesNow(world, ids),
  };
}
type Lessons = Awaited<ReturnType<typeof lessonsOf>>;

/** The cells of one day, by lesson number, else by the order of the day. */
function dayOfLessons(world: World, { held, registers, nameNow }: Lessons, day: Day, most: number): ReportLesson[] {
  const cells: ReportLesson[] = Array.from({ length: most }, () => undefined);
  const own = held.filter(({ session }) => session.day === day);
  for (const [i, { task, session }] of own.entries()) {
    const signer = signedBy(task);
    const at = Math.min((session.lesson ?? i + 1) - 1, most - 1);
    const notThere: { notThere?: 'missed' | 'away' } =
      task.state === 'missed' || task.state === 'away' ? { notThere: task.state } : {};
    cells[at] = {
      met: task.data.met,
      signedBy: task.state === 'signed' && signer !== undefined ? nameNow(signer) : '',
      note: task.data.note ?? '',
      ...notThere,
      at: timeOf(session.startsAt, session.zone),
      tutor: nameNow(task.ownerIds[0] ?? '', 'no tutor'),
      mark: markOf(world, registers.get(session._id), session, task.learnerId),
      isDue: task.state === 'open' && session.endsAt < world.clock.now(),
    };
  }
  return cells;
}

/** Those whose card it is: of the review, of the serious review it led to; and the learner, whose report it is. */
export async function mayReadReview(world: World, viewer: Person, task: TaskOf<'conduct-review'>): Promise<boolean> {
  if (viewer._id === task.learnerId) return task.data.approvedBy !== undefined;
  const serious = await world.records.tasks.byId(taskId('serious-review', task._id), task.learnerId);
  const { proposedBy = '', approvedBy = '' } = task.data;
  const people = [...task.ownerIds, ...task.watcherIds, proposedBy, approvedBy];
  if (await mayFor(world, viewer, rightFor('conduct-review'), people)) return true;
  return serious !== null && mayFor(world, viewer, rightFor('serious-review'), serious.ownerIds);
}

/** The report of a review, for those whom its card is for (G11). Undefined does not say whether there is one. */
export async function reviewReport(
  world: World,
  reviewId: string,
  viewerId: string,
): Promise<ReviewReport | undefined> {
  const viewer = await world.records.people.byId(viewerId);
  const task = taskOf('conduct-review', await world.records.tasks.byId(reviewId));
  if (!viewer || !task?.data.from || !task.learnerId) return undefined;
  if (!(await mayReadReview(world, viewer, task))) return undefined;
  const learner = await world.records.people.byId(task.learnerId);
  const enrolment = await enrolmentOn(world, task.learnerId, task.programmeId ?? '');
  const { from, to, targets, comments, wins, patterns, passed, nextSteps } = task.data;
  const rule = packOn(world.packs, task.data.packId, from).conductReview;
  const { held } = await countLessons(world, task._id, task.learnerId);
  const lessons = await lessonsOf(world, held);
  const weeks = [];
  for (let week = 0; week < (rule?.weeks ?? 2); week++) {
    const days = weekdays.map((name, i) => ({
      name,
      lessons: dayOfLessons(world, lessons, addDays(from, week * 7 + i), rule?.lessons ?? 6),
    }));
    weeks.push({ days, comment: comments[week] ?? '' });
  }
  return {
    learner: learner ? nameAndRef(learner) : '',
    mentor: await nameOf(world, enrolment?.mentorId ?? task.data.proposedBy, ''),
    dates: `${sayDay(from)} to ${sayDay(to ?? from)}`,
    targets: targets.map(sayTarget),
    lessons: rule?.lessons ?? 6,
    weeks,
    wins: wins ?? '',
    patterns: patterns ?? '',
    passed: passed === undefined ? '' : passed ? 'yes' : 'no',
    nextSteps: nextSteps ?? '',
  };
}
