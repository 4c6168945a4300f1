import { addDays, collegeYearOf, type Day, daysBetween, laterDay, mondayOf, yearStart } from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { listNames, type Person } from '../../domain/person.ts';
import type { Flag } from '../../domain/standing.ts';
import { fold } from '../../language/words/fold.ts';
import { isSteep, suddenFall } from '../../policy/rules/patterns.ts';
import { mayAtAll, peopleFor } from '../core/acting-for.ts';
import { enrolmentsOfStaff } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { onReview } from '../measures/on-review.ts';
import { caseSayer } from '../risk/say-case.ts';
import { flagsShown } from '../standing/figures.ts';
import { type NextThing, openAbout } from './next-thing.ts';
import { type Recent, recentWeeks } from './recent-weeks.ts';
import { type Change, changeOf, todayOf, type Week, weekBefore } from './weeks.ts';

export type CaseloadRow = {
  learnerId: string;
  name: string;
  programmes: string[];
  flag: Flag;
  /** This year's, cut; null before the first mark. */
  percent: number | null;
  week: number | null;
  /** Against the last week before it that had marks. */
  change?: Change;
  /** Points lost against the week before; 0 where it is no less. */
  fall: number;
  weeks: Week[];
  line: number;
  lastSeen?: Day;
  /** Days since then on which they had a lesson and came to none. */
  daysMissed: number;
  why: string;
  next?: NextThing;
  /** The last day of the Conduct Review they are on. */
  reviewTo?: Day;
  /** `put`: a case about them is open; `unseen`: came to nothing on the last days that had lessons; `gone`: that, and missed some without leave. */
  is: {
    mine: boolean;
    put: boolean;
    falling: boolean;
    review: boolean;
    better: boolean;
    unseen: boolean;
    gone: boolean;
  };
};
/** Who stands out: flagged, put to somebody, fallen far, gone, or low this year. The page has everybody, an answer in chat these. */
export function isWorrying({ flag, fall, percent, weeks, is }: CaseloadRow): boolean {
  // A Monday's one lesson missed is no fall yet.
  const isFall = fall >= farFall && (weeks.at(-1)?.sessions ?? 0) >= fewLessons;
  return flag !== 'none' || is.put || is.gone || isFall || (percent ?? 100) < lowPercent;
}
type Caseload = { at: Date; rows: CaseloadRow[] };

/** A clear move against the week before, in points. */
const clear = 5;
/** Days with lessons without having been seen that are many; and that are where lessons are so rare that a week has gone by. */
const unseenDays = 3;
const unseenWeekly = 2;
const isUnseen = ({ daysMissed, lastSeen }: Recent, today: Day) =>
  daysMissed >= unseenDays ||
  (daysMissed >= unseenWeekly && lastSeen !== undefined && daysBetween(lastSeen, today) > 7);
const lowPercent = 85;
const farFall = 10;
const fewLessons = 2;
/** So far apart that no fall, of a hundred at the most, goes past a flag. */
const scores = { red: 400, amber: 200, none: 0 } as const;

/** Enrolments that run today, of all whom the viewer or somebody they stand in for answers for. */
async function ownEnrolments(world: World, viewer: Person): Promise<Enrolment[]> {
  const today = todayOf(world);
  const found: Enrolment[] = [];
  for (const person of await peopleFor(world, viewer))
    if (reachOf(person, 'view-caseload') !== undefined) found.push(...(await enrolmentsOfStaff(world, person)));
  const running = found.filter((one) => covers(one, today) && !hasLeft(one, today) && one.learnerId !== viewer._id);
  return [...new Map(running.map((one) => [one._id, one])).values()];
}

const askFirst = 'It could be health or family: ask first.';

/** A clear fall in words; one that is steep, or ended weeks of good attendance, says to ask first. */
function sayFall({ weeks, week, before }: Recent): string {
  // A Monday's one lesson missed is no fall yet.
  const isTold = ({ isRunning, sessions }: Week) => !isRunning || sessions >= fewLessons;
  const sudden = suddenFall(weeks.filter(isTold).flatMap((one) => one.percent ?? []));
  const { called = '', isLast = true } = weekBefore(weeks) ?? {};
  const isFall = week !== null && before !== null && before - week >= clear;
  const isSudden = isFall && isSteep(before, week) && weeks.slice(-1).every(isTold);
  const fell = `from ${before}% ${isLast ? called : `in ${called}`} to ${week}% so far`;
  if (isSudden) return `Sudden fall ${fell}. ${askFirst}`;
  if (sudden)
    return `Sudden fall: ${sudden.before}% before, ${sudden.now}% in the last ${sudden.weeks} weeks. ${askFirst}`;
  return isFall ? `Fell ${fell}` : '';
}

/** Why this learner stands where they stand, in a line: what was put to somebody, else what the weeks say. */
function whyOf(recent: Recent, put: string | undefined, today: Day): string {
  const { week, before, weeks, missed, late, lastSeen, daysMissed } = recent;
  const fall = sayFall(recent);
  if (put) return fall.endsWith(askFirst) ? `${put} ${fall}` : put;
  if (fall) return fall;
  if (isUnseen(recent, today))
    return lastSeen
      ? `Not seen on the last ${daysMissed} days with lessons`
      : `Not seen on any of ${daysMissed} days with lessons`;
  if (missed > 0) return `Missed ${missed} without leave in the last four weeks`;
  if (late > 2) return `Late ${late} times in the last four weeks`;
  if (week !== null && before !== null && week - before >= clear)
    return `Better than ${weekBefore(weeks)?.called} by ${week - before} so far`;
  return week === null ? 'No marks yet this week' : 'Steady';
}

/** True where each word is in somebody's name, as people type it. */
export function isCalled({ name }: Pick<CaseloadRow, 'name'>, words: string): boolean {
  const plain = fold(name);
  return fold(words)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

/**
 * Somebody's learners, who worries most first, each with what to do next (S13, G14): what waits for the viewer, then the
 * flag, a fall against last week, and low attendance. A learner under a hold stands there like any other, with the flag
 * from before it (S11). Refuses with `not-allowed`.
 */
export async function caseload(world: World, viewer: Person): Promise<Outcome<Caseload>> {
  if (!(await mayAtAll(world, viewer, 'view-caseload'))) return refuse('not-allowed');
  const { records, clock } = world;
  const today = todayOf(world);
  const year = collegeYearOf(today);
  const enrolments = await ownEnrolments(world, viewer);
  const ids = [...new Set(enrolments.map((one) => one.learnerId))];
  const programmes = new Map((await records.enrolments.programmes()).map((one) => [one._id, one]));
  const from = laterDay(addDays(mondayOf(today), -49), yearStart(year));
  const recent = await recentWeeks(world, enrolments, from);
  const standings = (await records.marks.standingsOf(ids)).filter((one) => one.year === year);
  const flag = await flagsShown(world, ids);
  const reviewed = await onReview(world, viewer, ids);
  const open = await openAbout(world, viewer, ids, [...new Set(enrolments.map((one) => one.programmeId))]);
  const put = new Map(open.cases.toReversed().map((one) => [one.learnerId, one]));
  const say = await caseSayer(world, [...put.values()]);
  const nexts = new Map<string, NextThing>();
  for (const id of ids) {
    const next = await open.next(id);
    if (next) nexts.set(id, next);
  }
  const people = await records.people.byIds(ids);
  const names = listNames(people);
  const rows = ids.map((learnerId): CaseloadRow & { score: number } => {
    const own = enrolments.filter((one) => one.learnerId === learnerId);
    const packs = own.map((one) => programmes.get(one.programmeId)?.pack);
    const theirs = standings.filter((one) => one.learnerId === learnerId && packs.includes(one.packId));
    const worst = theirs.toSorted(
      (a, b) => scores[flag(b)] - scores[flag(a)] || (a.percent ?? 101) - (b.percent ?? 101),
    )[0];
    const seen = recent.get(learnerId) as Recent;
    const { week, before, weeks, line, lastSeen, daysMissed } = seen;
    const next = nexts.get(learnerId);
    const about = put.get(learnerId);
    const change = changeOf(weeks);
    const move = week !== null && before !== null ? week - before : 0;
    const fall = Math.max(-move, 0);
    const percent = worst?.percent == null ? null : Math.floor(worst.percent);
    const shown = worst ? flag(worst) : 'none';
    const span = reviewed.get(learnerId);
    // One that was agreed and begins later is what comes next.
    const review = span && span.from <= today ? span : undefined;
    const unseen = isUnseen(seen, today);
    return {
      learnerId,
      name: names.get(learnerId) ?? learnerId,
      programmes: own.map((one) => programmes.get(one.programmeId)?.name ?? one.programmeId),
      flag: shown,
      percent,
      week,
      ...(change ? { change } : {}),
      fall,
      weeks,
      line,
      ...(lastSeen ? { lastSeen } : {}),
      daysMissed,
      why: whyOf(seen, about && say(about).why, today),
      ...(next ? { next } : {}),
      ...(review ? { reviewTo: review.to } : {}),
      is: {
        mine: next?.isMine === true,
        falling: fall >= clear,
        review: review !== undefined,
        better: move >= clear,
        unseen,
        put: about !== undefined,
        gone: unseen && seen.missed > 1,
      },
      score: (next?.isMine ? 1_000 : 0) + scores[shown] + fall + (100 - (percent ?? 100)) / 100,
    };
  });
  const sorted = rows.toSorted((a, b) => b.score - a.score || a.name.localeCompare(b.name, 'en-GB'));
  return { at: clock.now(), rows: sorted.map(({ score: _, ...row }) => row) };
}
