import { addDays, collegeYearOf, type Day, mondayOf } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import { callName, listNames, type Person } from '../../domain/person.ts';
import { addTally, emptyTally, type Tally } from '../../domain/standing.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { punctualityPercent, tallyOfMany } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import type { ProgrammeWeekSum } from '../core/records/standing.ts';
import { reachOf } from '../core/rights.ts';
import { programmesSeen } from './programmes-seen.ts';
import { todayOf, wholePercent } from './weeks.ts';

export const groupings = ['programme', 'group', 'employer', 'subcontractor', 'learner'] as const;
export type Grouping = (typeof groupings)[number];
/** Attendance and punctuality of a week in whole percent, cut; null where nothing counted. */
export type Cell = { percent: number | null; punctual: number | null; sessions: number };
export type WeekLine = { key: string; title: string; learners: number; cells: Cell[]; all: Cell };
export type ProgrammeWeeks = { at: Date; mondays: Day[]; lines: WeekLine[]; whole?: WeekLine };

/** As many weeks as a table can hold. */
const mostWeeks = 12;

type Tallied = { tally: Tally; byMinutes: boolean };
const nothing: Tallied = { tally: emptyTally, byMinutes: false };

/** Programmes that count sessions and ones that count minutes are by minutes together. */
function together(a: Tallied = nothing, b: Tallied = nothing): Tallied {
  return { tally: addTally(a.tally, b.tally), byMinutes: a.byMinutes || b.byMinutes };
}

const tallied = (sum: ProgrammeWeekSum, pack: LoadedPack): Tallied => ({
  tally: tallyOfMany(sum, pack),
  byMinutes: pack.attendance.unit === 'minutes',
});

function cellOf({ tally, byMinutes }: Tallied): Cell {
  const unit = { attendance: { unit: byMinutes ? 'minutes' : 'sessions' } } as Parameters<typeof wholePercent>[1];
  const punctual = punctualityPercent(tally);
  return {
    percent: wholePercent(tally, unit),
    punctual: punctual === null ? null : Math.floor(punctual),
    sessions: tally.sessions,
  };
}

/** All lines of each week together. */
function wholeOf(mondays: readonly Day[], lines: readonly Map<Day, Tallied>[]): Map<Day, Tallied> {
  return new Map(
    mondays.map((monday) => [monday, lines.reduce((sum, weeks) => together(sum, weeks.get(monday)), nothing)]),
  );
}

/** To which line an enrolment's marks of a week belong. */
function keyOf(by: Grouping, one: Enrolment, programme: Programme, monday: Day): string {
  if (by === 'learner') return one.learnerId;
  if (by === 'employer') return one.employerId ?? '';
  const group = one.groups.find((span) => covers(span, addDays(monday, 4)))?.name;
  return group ? `${programme.name}, ${group}` : `${programme.name}, no group`;
}

async function titlesOf(world: World, by: Grouping, keys: readonly string[], programmes: readonly Programme[]) {
  const people = by === 'learner' || by === 'employer' ? await world.records.people.byIds(keys.filter(Boolean)) : [];
  const names = by === 'learner' ? listNames(people) : new Map(people.map((one) => [one._id, callName(one)]));
  const none = { programme: '', group: '', employer: 'No employer', subcontractor: 'Not subcontracted', learner: '' };
  return (key: string) => {
    if (by === 'programme') return programmes.find((one) => one._id === key)?.name ?? key;
    return names.get(key) ?? (key || none[by]);
  };
}

/**
 * Attendance and punctuality by week of the last twelve weeks of this year, for programmes, groups, employers,
 * subcontractors, or the learners of one programme (SPEC P, S15, S17, G14). Refuses with `not-allowed`.
 */
export async function programmeWeeks(
  world: World,
  viewer: Person,
  { by, programmeId }: { by: Grouping; programmeId?: string },
): Promise<Outcome<ProgrammeWeeks>> {
  const seen = await programmesSeen(world, viewer, 'view-report');
  const chosen = programmeId ? seen.filter((one) => one._id === programmeId) : seen;
  const isNames = by === 'learner' || by === 'employer';
  // Names of learners are for those who answer for them, never for a view of the whole college (G14).
  const isOwn =
    chosen.every((one) => [one.hospId, one.managerId].includes(viewer._id)) ||
    reachOf(viewer, 'view-learner') === 'any';
  if (chosen.length === 0 || (by === 'learner' && !isOwn)) return refuse('not-allowed');
  const today = todayOf(world);
  const start = mondayOf(addDays(mondayOf(today), -7 * (mostWeeks - 1)));
  const programmes = new Map(chosen.map((one) => [one._id, one]));
  const isWhole = by === 'programme' || by === 'subcontractor';
  const enrolled = await world.records.enrolments.ofProgrammes(chosen.map((one) => one._id));
  const enrolments = new Map(enrolled.map((one) => [one._id, one]));
  const year = collegeYearOf(today);
  // A line of a whole programme needs nobody by name: the database adds its learners up.
  const sums = await world.records.marks.programmeWeekSums(
    [...programmes.keys()],
    { year, from: start },
    isWhole ? 'programme' : 'enrolment',
  );
  const mondays = [...new Set(sums.map((one) => one.monday))].sort();
  const found = new Map<string, { learners: Set<string>; weeks: Map<Day, Tallied> }>();
  const lineAt = (key: string) => {
    const line = found.get(key) ?? { learners: new Set(), weeks: new Map() };
    found.set(key, line);
    return line;
  };
  const lineOfWhole = (one: Programme) => (by === 'subcontractor' ? (one.subcontractor ?? '') : one._id);
  const packs = new Map(sums.map(({ packId }) => [packId, packOn(world.packs, packId, today)]));
  for (const sum of sums) {
    const programme = programmes.get(sum.programmeId);
    const pack = packs.get(sum.packId);
    const one = sum.enrolmentId === undefined ? undefined : enrolments.get(sum.enrolmentId);
    if (!programme || !pack || (sum.enrolmentId !== undefined && !one)) continue;
    const line = lineAt(one ? keyOf(by, one, programme, sum.monday) : lineOfWhole(programme));
    if (one) line.learners.add(one.learnerId);
    line.weeks.set(sum.monday, together(line.weeks.get(sum.monday), tallied(sum, pack)));
  }
  // Of a whole programme: everyone who was on it in these weeks.
  if (isWhole)
    for (const one of enrolled.filter(({ from, to }) => from <= today && (to ?? today) >= start))
      found.get(lineOfWhole(programmes.get(one.programmeId) as Programme))?.learners.add(one.learnerId);
  const titleOf = await titlesOf(world, by, [...found.keys()], chosen);
  const lineOf = (key: string, title: string, learners: number, weeks: Map<Day, Tallied>): WeekLine => ({
    key,
    title,
    learners,
    cells: mondays.map((monday) => cellOf(weeks.get(monday) ?? nothing)),
    all: cellOf([...weeks.values()].reduce(together, nothing)),
  });
  const lines = [...found].map(([key, { learners, weeks }]) => lineOf(key, titleOf(key), learners.size, weeks));
  const sorted = lines.toSorted(
    (a, b) =>
      (isNames ? (a.all.percent ?? 101) - (b.all.percent ?? 101) : 0) || a.title.localeCompare(b.title, 'en-GB'),
  );
  const learners = new Set([...enrolments.values()].map((one) => one.learnerId)).size;
  return {
    at: world.clock.now(),
    mondays,
    lines: sorted,
    ...(lines.length > 1
      ? {
          whole: lineOf(
            '',
            'Together',
            learners,
            wholeOf(
              mondays,
              [...found.values()].map((one) => one.weeks),
            ),
          ),
        }
      : {}),
  };
}
