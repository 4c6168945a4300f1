import { addDays, type Day, sayDay, timeOf } from '../../domain/calendar.ts';
import { nameAndRef, type Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { type TaskOf, taskOf } from '../../domain/task.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import { mayFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { taskId } from '../core/put-task.ts';
import { rightFor } from '../core/rights.ts';
import { enrolmentOn, nameOf } from '../core/whose.ts';
import { countLessons, type ReviewLessons } from './count-lessons.ts';

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
async function markOf(world: World, session: Session, learnerId: string | undefined): Promise<string> {
  const register = await world.records.registers.byId(session._id);
  const mark = register?.rows.find((row) => row.learnerId === learnerId)?.mark;
  if (!register || !mark) return '';
  const { label } = markType(packOn(world.packs, register.pack.id, session.day), mark.code);
  return mark.minutesLate > 0 ? `${label} ${mark.minutesLate} min` : label;
}

/** The cells of one day, by lesson number, else by the order of the day. */
async function dayOfLessons(
  world: World,
  held: ReviewLessons['held'],
  day: Day,
  most: number,
): Promise<ReportLesson[]> {
  const cells: ReportLesson[] = Array.from({ length: most }, () => undefined);
  const own = held.filter(({ session }) => session.day === day);
  for (const [i, { task, session }] of own.entries()) {
    const signed = task.history.findLast((one) => one.act === 'signed');
    const at = Math.min((session.lesson ?? i + 1) - 1, most - 1);
    const notThere: { notThere?: 'missed' | 'away' } =
      task.state === 'missed' || task.state === 'away' ? { notThere: task.state } : {};
    const signedBy = task.state === 'signed' && signed ? await nameOf(world, signed.byId) : '';
    cells[at] = {
      met: task.data.met,
      signedBy,
      note: task.data.note ?? '',
      ...notThere,
      at: timeOf(session.startsAt, session.zone),
      tutor: await nameOf(world, task.ownerIds[0], 'no tutor'),
      mark: await markOf(world, session, task.learnerId),
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
  const weeks = [];
  for (let week = 0; week < (rule?.weeks ?? 2); week++) {
    const days = [];
    for (const [i, name] of weekdays.entries())
      days.push({ name, lessons: await dayOfLessons(world, held, addDays(from, week * 7 + i), rule?.lessons ?? 6) });
    weeks.push({ days, comment: comments[week] ?? '' });
  }
  return {
    learner: learner ? nameAndRef(learner) : '',
    mentor: await nameOf(world, enrolment?.mentorId ?? task.data.proposedBy, ''),
    dates: `${sayDay(from)} to ${sayDay(to ?? from)}`,
    targets,
    lessons: rule?.lessons ?? 6,
    weeks,
    wins: wins ?? '',
    patterns: patterns ?? '',
    passed: passed === undefined ? '' : passed ? 'yes' : 'no',
    nextSteps: nextSteps ?? '',
  };
}
