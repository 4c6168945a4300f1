import {
  addDays,
  collegeYearOf,
  type Day,
  dayOf,
  daysBetween,
  laterDay,
  mondayOf,
  yearStart,
} from '../../domain/calendar.ts';
import { covers, type Enrolment, hasLeft } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import type { RiskCase } from '../../domain/risk-case.ts';
import type { Flag } from '../../domain/standing.ts';
import type { Task } from '../../domain/task.ts';
import { idsFor, mayAtAll, peopleFor } from '../core/acting-for.ts';
import { enrolmentsOfStaff } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf, rightFor } from '../core/rights.ts';
import { heldOn } from '../core/undo.ts';
import { onReview } from '../measures/on-review.ts';
import { type CaseWords, caseSayer } from '../risk/say-case.ts';
import { flagsShown } from '../standing/figures.ts';
import { type Recent, recentWeeks } from './recent-weeks.ts';
import { sayChange, todayOf, type Week, weekBefore } from './weeks.ts';

/** What waits for somebody about a learner; `isMine`: the viewer is to do it. */
export type NextThing = { label: string; due?: Day; withWhom?: string; since?: Day; isMine: boolean };
export type CaseloadRow = {
  learnerId: string;
  name: string;
  programmes: string[];
  flag: Flag;
  /** This year's, cut; null before the first mark. */
  percent: number | null;
  week: number | null;
  /** "7 less than last week". */
  change: string;
  /** Points lost against the week before; 0 where it is no less. */
  fall: number;
  weeks: Week[];
  line: number;
  lastSeen?: Day;
  why: string;
  next?: NextThing;
  /** The last day of the Conduct Review they are on. */
  reviewTo?: Day;
  /** `put`: a case about them is open; `gone`: not seen for days, and missed lessons without leave. */
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

/** A clear move against the week before, in points; and how many days without having been seen are many. */
const clear = 5;
const unseenDays = 3;
const lowPercent = 85;
const farFall = 10;
const fewLessons = 2;
const scores = { red: 300, amber: 200, none: 0 } as const;

/** Enrolments that run today, of all whom the viewer or somebody they stand in for answers for. */
async function ownEnrolments(world: World, viewer: Person): Promise<Enrolment[]> {
  const today = todayOf(world);
  const found: Enrolment[] = [];
  for (const person of await peopleFor(world, viewer))
    if (reachOf(person, 'view-caseload') !== undefined) found.push(...(await enrolmentsOfStaff(world, person)));
  const running = found.filter((one) => covers(one, today) && !hasLeft(one, today) && one.learnerId !== viewer._id);
  return [...new Map(running.map((one) => [one._id, one])).values()];
}

type Waiting = {
  mine: RiskCase[];
  others: RiskCase[];
  tasks: Task[];
  names: Map<string, string>;
  say: (one: RiskCase) => CaseWords;
};

async function whatWaits(world: World, viewer: Person, programmeIds: readonly string[]): Promise<Waiting> {
  const { cases, tasks, people } = world.records;
  const ids = await idsFor(world, viewer);
  const mine: RiskCase[] = [];
  // What they pressed and can still undo asks nothing of them.
  for (const one of await cases.openOf(ids)) if (!(await heldOn(world, { kind: 'case', id: one._id }))) mine.push(one);
  const others = (await cases.openOn(programmeIds)).filter((one) => !ids.includes(one.ownerId));
  const own = (await tasks.openOf(ids)).filter(
    (one) => one.isShown && reachOf(viewer, rightFor(one.kind)) !== undefined,
  );
  const owners = await people.byIds(others.map((one) => one.ownerId));
  const names = new Map(owners.map((one) => [one._id, callName(one)]));
  return { mine, others, tasks: own, names, say: await caseSayer(world, [...mine, ...others]) };
}

function nextOf(world: World, learnerId: string, { mine, others, tasks, names }: Waiting): NextThing | undefined {
  if (mine.some((one) => one.learnerId === learnerId)) return { label: 'Decide', isMine: true };
  const [task] = tasks
    .filter((one) => one.learnerId === learnerId)
    .toSorted((a, b) => (a.dueAt ?? a.openedAt).getTime() - (b.dueAt ?? b.openedAt).getTime());
  if (task)
    return { label: world.traits[task.kind].label, isMine: true, ...(task.dueAt ? { due: dayOf(task.dueAt) } : {}) };
  const other = others.find((one) => one.learnerId === learnerId);
  if (!other) return undefined;
  const withWhom = names.get(other.ownerId) ?? 'someone who has left';
  return { label: 'To be decided', withWhom, since: dayOf(other.reopenedAt ?? other.openedAt), isMine: false };
}

/** Why this learner stands where they stand, in a line: what was put to somebody, else what the weeks say. */
function whyOf(recent: Recent, { mine, others, say }: Waiting, learnerId: string, today: Day): string {
  const put = [...mine, ...others].find((one) => one.learnerId === learnerId);
  if (put) return say(put).why;
  const { week, before, missed, late, lastSeen } = recent;
  const { called = '', isLast = true } = weekBefore(recent.weeks) ?? {};
  if (week !== null && before !== null && before - week >= clear)
    return `Fell from ${before}% ${isLast ? called : `in ${called}`} to ${week}% so far`;
  if (lastSeen && daysBetween(lastSeen, today) > unseenDays && missed > 0)
    return `Not seen for ${daysBetween(lastSeen, today)} days`;
  if (missed > 0) return `Missed ${missed} without leave in the last four weeks`;
  if (late > 2) return `Late ${late} times in the last four weeks`;
  if (week !== null && before !== null && week - before >= clear)
    return `Better than ${called} by ${week - before} so far`;
  return week === null ? 'No marks yet this week' : 'Steady';
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
  const waiting = await whatWaits(world, viewer, [...new Set(enrolments.map((one) => one.programmeId))]);
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
    const { week, before, weeks, line, lastSeen } = seen;
    const next = nextOf(world, learnerId, waiting);
    const move = week !== null && before !== null ? week - before : 0;
    const fall = Math.max(-move, 0);
    const percent = worst?.percent == null ? null : Math.floor(worst.percent);
    const shown = worst ? flag(worst) : 'none';
    const review = reviewed.get(learnerId);
    const isUnseen = lastSeen !== undefined && daysBetween(lastSeen, today) > unseenDays;
    return {
      learnerId,
      name: names.get(learnerId) ?? learnerId,
      programmes: own.map((one) => programmes.get(one.programmeId)?.name ?? one.programmeId),
      flag: shown,
      percent,
      week,
      change: sayChange(weeks),
      fall,
      weeks,
      line,
      ...(lastSeen ? { lastSeen } : {}),
      why: whyOf(seen, waiting, learnerId, today),
      ...(next ? { next } : {}),
      ...(review ? { reviewTo: review.to } : {}),
      is: {
        mine: next?.isMine === true,
        falling: fall >= clear,
        review: review !== undefined,
        better: move >= clear,
        unseen: isUnseen,
        put: [...waiting.mine, ...waiting.others].some((one) => one.learnerId === learnerId),
        gone: isUnseen && seen.missed > 1,
      },
      score: (next?.isMine ? 1_000 : 0) + scores[shown] + fall + (100 - (percent ?? 100)) / 100,
    };
  });
  const sorted = rows.toSorted((a, b) => b.score - a.score || a.name.localeCompare(b.name, 'en-GB'));
  return { at: clock.now(), rows: sorted.map(({ score: _, ...row }) => row) };
}
