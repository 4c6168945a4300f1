import { addDays, type Day, sayDay } from '../../domain/calendar.ts';
import { nameAndRef } from '../../domain/person.ts';
import { type TaskOf, taskOf } from '../../domain/task.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { enrolmentOn, nameOf } from '../core/about-session.ts';
import { mayFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { rightFor } from '../core/rights.ts';
import { countLessons } from './conduct-review-face.ts';

/** One lesson of a day: the targets met, who signed; undefined where there was none. */
export type ReportLesson = { met: number[]; signedBy: string; note: string } | undefined;

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

/** The cells of one day, by lesson number, else by the order of the day. */
async function dayOfLessons(
  world: World,
  lessons: readonly TaskOf<'conduct-lesson'>[],
  day: Day,
  most: number,
): Promise<ReportLesson[]> {
  const cells: ReportLesson[] = Array.from({ length: most }, () => undefined);
  const own = [];
  for (const task of lessons) {
    const session = task.sessionId ? await world.records.sessions.byId(task.sessionId) : null;
    if (session?.day === day && !session.cancelled) own.push({ task, session });
  }
  own.sort((a, b) => a.session.startsAt.getTime() - b.session.startsAt.getTime());
  for (const [i, { task, session }] of own.entries()) {
    const signed = task.history.findLast((one) => one.act === 'signed');
    const at = Math.min((session.lesson ?? i + 1) - 1, most - 1);
    cells[at] = {
      met: task.data.met,
      signedBy: signed ? await nameOf(world, signed.byId) : '',
      note: task.data.note ?? '',
    };
  }
  return cells;
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
  const people = [...task.ownerIds, ...task.watcherIds, task.data.proposedBy ?? '', task.data.approvedBy ?? ''];
  if (!(await mayFor(world, viewer, rightFor('conduct-review'), people))) return undefined;
  const learner = await world.records.people.byId(task.learnerId);
  const enrolment = await enrolmentOn(world, task.learnerId, task.programmeId ?? '');
  const { from, to, targets, comments, wins, patterns, passed, nextSteps } = task.data;
  const rule = packOn(world.packs, task.data.packId, from).conductReview;
  const { lessons } = await countLessons(world, task._id, task.learnerId);
  const weeks = [];
  for (let week = 0; week < (rule?.weeks ?? 2); week++) {
    const days = [];
    for (const [i, name] of weekdays.entries())
      days.push({ name, lessons: await dayOfLessons(world, lessons, addDays(from, week * 7 + i), rule?.lessons ?? 6) });
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
