import {
  addDays,
  type Day,
  dayOf,
  type Holidays,
  instantOf,
  isWorkingDay,
  mondayOf,
  sayDay,
} from '../../domain/calendar.ts';
import { isExpected, isInTerm, type Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { Task } from '../../domain/task.ts';
import { type LoadedPack, packOn, sessionType } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import type { ConductReview } from './conduct-review.ts';

const weekEnds = '16:00';
/** How far ahead a Monday is looked for. */
const mondaysAhead = 40;

/** True for a session whose tutor ticks targets: nobody signs what a learner logs, nor a drop-in. */
export function isSignedFor(session: Session, pack: LoadedPack): boolean {
  const { loggedBy, dropIn } = sessionType(pack, session.type);
  return loggedBy === 'tutor' && !dropIn;
}

/** How many weeks a review runs, by its policy. */
export function weeksOf(world: World, { packId }: Pick<ConductReview, 'packId'>): number {
  return packOn(world.packs, packId, dayOf(world.clock.now())).conductReview?.weeks ?? 2;
}

/** The Friday on which week 1, 2, … of a review ends. */
export function fridayOf(from: Day, week: number): Day {
  return addDays(from, (week - 1) * 7 + 4);
}

const isTaught = (day: Day, programme: Programme | null, holidays: Holidays) =>
  isWorkingDay(day, holidays) && (!programme || isInTerm(programme, day));

const daysOfWeek = (monday: Day) => Array.from({ length: 5 }, (_, i) => addDays(monday, i));

/** When a week of a review is over: in the afternoon of its last day of teaching, which need not be a Friday. */
export function weekOver(world: World, programme: Programme | null, from: Day, week: number): Date {
  const friday = fridayOf(from, week);
  const holidays = world.holidays(programme);
  const last = daysOfWeek(addDays(friday, -4)).findLast((day) => isTaught(day, programme, holidays));
  return instantOf(last ?? friday, weekEnds, programme?.zone);
}

/** What is in the timetable of a learner's programmes under one policy, and which of it has them in it. */
async function timetable(world: World, learnerId: string, packId: string, from: Day, to: Day) {
  const { records } = world;
  const enrolments = await records.enrolments.ofLearner(learnerId);
  const programmes = (await records.enrolments.programmes()).filter((one) => one.pack === packId);
  const own = enrolments.filter((one) => programmes.some(({ _id }) => _id === one.programmeId));
  const pack = packOn(world.packs, packId, from);
  const planned = await records.sessions.ofProgrammes([...new Set(own.map((one) => one.programmeId))], from, to);
  const held = planned.filter((one) => !one.cancelled);
  const theirs = held.filter(
    (session) =>
      isSignedFor(session, pack) &&
      own.some((one) => one.programmeId === session.programmeId && isExpected(one, session)),
  );
  return {
    lastPlanned: held
      .map((one) => one.day)
      .sort()
      .at(-1),
    lessonDays: new Set(theirs.map((one) => one.day)),
  };
}

type Table = Awaited<ReturnType<typeof timetable>>;

/** Every week has lessons of theirs; a later week that the timetable does not reach yet, days of teaching. */
function hasLessons(table: Table, from: Day, weeks: number, programme: Programme | null, holidays: Holidays): boolean {
  return Array.from({ length: weeks }, (_, i) => addDays(from, i * 7)).every((monday, i) => {
    const days = daysOfWeek(monday);
    if (days.some((day) => table.lessonDays.has(day))) return true;
    const isUnknown = i > 0 && (table.lastPlanned ?? '') < monday;
    return isUnknown && days.some((day) => isTaught(day, programme, holidays));
  });
}

/**
 * The Mondays on which a review can start, from this one on: with lessons of the learner's in each of its weeks, so not
 * in the holidays, in a break, or where nothing is in the timetable (G11). The first few of them.
 */
export async function possibleMondays(world: World, task: Task<ConductReview>, from: Day): Promise<Day[]> {
  const { learnerId = '', programmeId = '', data } = task;
  const programme = await world.records.enrolments.programme(programmeId);
  const weeks = weeksOf(world, data);
  const table = await timetable(world, learnerId, data.packId, from, addDays(from, (mondaysAhead + weeks) * 7));
  const holidays = world.holidays(programme);
  const mondays = Array.from({ length: mondaysAhead }, (_, i) => addDays(from, i * 7));
  return mondays.filter((monday) => hasLessons(table, monday, weeks, programme, holidays));
}

/** The Monday a review is proposed to start on: next week's or a later one, so that everyone has heard of it before. */
export async function nextMonday(world: World, task: Task<ConductReview>): Promise<Day | undefined> {
  const today = dayOf(world.clock.now());
  return (await possibleMondays(world, task, addDays(mondayOf(today), 7)))[0];
}

/** The next possible Monday, for a refusal. */
export async function sayNextMonday(world: World, task: Task<ConductReview>): Promise<string> {
  const next = await nextMonday(world, task);
  return next
    ? `The next possible Monday is ${sayDay(next)}`
    : 'No lessons of the learner are in the timetable for the weeks to come';
}
