import { addDays, type Day, mondayOf } from '../../domain/calendar.ts';
import { covers, type Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { addTally, emptyTally, type Tally } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { punctualityPercent, tallyOfMany } from '../../policy/rules/tally.ts';
import { idsFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { programmesFor } from './programmes-for.ts';
import { type Grouping, type WeekEntry, weekEntries } from './week-entries.ts';
import { todayOf, wholePercent } from './weeks.ts';

/** Attendance and punctuality of a week in whole percent, cut; null where nothing counted. */
export type Cell = { percent: number | null; punctual: number | null; sessions: number };
/** `learners`: how many stand behind it, where that is known. */
export type WeekLine = { key: string; title: string; learners?: number; cells: Cell[]; all: Cell };
export type ProgrammeWeeks = { at: Date; mondays: Day[]; lines: WeekLine[]; whole?: WeekLine };

/** As many weeks as a table can hold. */
const mostWeeks = 12;

type Tallied = { tally: Tally; byMinutes: boolean };
const nothing: Tallied = { tally: emptyTally, byMinutes: false };

function cellOf({ tally, byMinutes }: Tallied): Cell {
  const punctual = punctualityPercent(tally);
  return {
    percent: wholePercent(tally, { attendance: { unit: byMinutes ? 'minutes' : 'sessions' } }),
    punctual: punctual === null ? null : Math.floor(punctual),
    sessions: tally.sessions,
  };
}

/** Programmes that count sessions and ones that count minutes are by minutes together. */
function together(a: Tallied = nothing, b: Tallied = nothing): Tallied {
  return { tally: addTally(a.tally, b.tally), byMinutes: a.byMinutes || b.byMinutes };
}

/** Tallies of a line by week, and its sum (`all`). */
type Weeks = Map<Day | 'all', Tallied>;

function add(weeks: Weeks, key: Day | 'all', more: Tallied | undefined): void {
  weeks.set(key, together(weeks.get(key), more));
}

/** Every entry is added up once. */
function tallied(world: World, entries: readonly WeekEntry[]): Weeks {
  const today = todayOf(world);
  const packs = new Map(entries.map(({ packId }) => [packId, packOn(world.packs, packId, today)]));
  const weeks: Weeks = new Map();
  for (const { monday, packId, marks } of entries) {
    const pack = packs.get(packId);
    if (pack) add(weeks, monday, { tally: tallyOfMany(marks, pack), byMinutes: pack.attendance.unit === 'minutes' });
  }
  weeks.set('all', [...weeks.values()].reduce(together, nothing));
  return weeks;
}

/** All lines of each week together. */
function wholeOf(lines: readonly Weeks[]): Weeks {
  const whole: Weeks = new Map();
  for (const weeks of lines) for (const [key, one] of weeks) add(whole, key, one);
  return whole;
}

/** The whole percent, cut, of all these marks together; null where nothing counted. */
export function percentOf(world: World, entries: readonly WeekEntry[]): number | null {
  return cellOf(tallied(world, entries).get('all') ?? nothing).percent;
}

/** Names of learners are for those who answer for them, never for a view of the whole college (G14). */
async function maySeeNames(world: World, viewer: Person, programmes: readonly Programme[]): Promise<boolean> {
  const ids = await idsFor(world, viewer);
  const isOwn = ({ hospId, managerId }: Programme) => [hospId, managerId].some((id) => id && ids.includes(id));
  return programmes.every(isOwn) || reachOf(viewer, 'view-learner') === 'any';
}

/**
 * Attendance and punctuality by week of the last twelve weeks of this year, for programmes, groups, tutors, employers,
 * subcontractors, types of session, or the learners of one programme (SPEC P, S15, S17, G14). Refuses with `not-allowed`.
 */
export async function programmeWeeks(
  world: World,
  viewer: Person,
  { by, programmeId }: { by: Grouping; programmeId?: string },
): Promise<Outcome<ProgrammeWeeks>> {
  const seen = await programmesFor(world, viewer, 'view-report');
  const programmes = programmeId ? seen.filter((one) => one._id === programmeId) : seen;
  if (programmes.length === 0) return refuse('not-allowed');
  if (by === 'learner' && !(await maySeeNames(world, viewer, programmes))) return refuse('not-allowed');
  const today = todayOf(world);
  const from = addDays(mondayOf(today), -7 * (mostWeeks - 1));
  const enrolments = await world.records.enrolments.ofProgrammes(programmes.map((one) => one._id));
  const { entries, titleOf } = await weekEntries({ world, programmes, enrolments, from }, by);
  const mondays = [...new Set(entries.map((one) => one.monday))].sort();
  const running = enrolments.filter((one) => covers(one, today));
  const learnersOf = (key: string, own: readonly WeekEntry[]): number | undefined => {
    if (by === 'tutor' || by === 'type' || by === 'learner') return undefined;
    const isOf = ({ programmeId: id }: { programmeId: string }) =>
      by === 'programme' ? id === key : (programmes.find((one) => one._id === id)?.subcontractor ?? '') === key;
    const ids = own.some((one) => one.learnerId)
      ? own.map((one) => one.learnerId)
      : running.filter(isOf).map((one) => one.learnerId);
    return new Set(ids).size;
  };
  const lineOf = (key: string, title: string, learners: number | undefined, weeks: Weeks): WeekLine => ({
    key,
    title,
    ...(learners === undefined ? {} : { learners }),
    cells: mondays.map((monday) => cellOf(weeks.get(monday) ?? nothing)),
    all: cellOf(weeks.get('all') ?? nothing),
  });
  const found = [...Map.groupBy(entries, (one) => one.key)].map(([key, own]) => ({
    key,
    own,
    weeks: tallied(world, own),
  }));
  const isNames = by === 'learner' || by === 'employer' || by === 'tutor';
  const lines = found
    .map(({ key, own, weeks }) => lineOf(key, titleOf(key), learnersOf(key, own), weeks))
    .toSorted(
      (a, b) =>
        (isNames ? (a.all.percent ?? 101) - (b.all.percent ?? 101) : 0) || a.title.localeCompare(b.title, 'en-GB'),
    );
  // What two tutors teach together stands in both their lines and would count twice in a sum.
  const hasWhole = lines.length > 1 && by !== 'tutor';
  const everybody = new Set(running.map((one) => one.learnerId)).size;
  return {
    at: world.clock.now(),
    mondays,
    lines,
    ...(hasWhole ? { whole: lineOf('', 'Together', everybody, wholeOf(found.map((one) => one.weeks))) } : {}),
  };
}
