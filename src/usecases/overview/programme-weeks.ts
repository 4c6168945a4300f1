import { addDays, collegeYearOf, type Day, mondayOf, yearStart } from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { addTally, emptyTally, type Tally } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { addGiven, type Given, givenOf, noneGiven, punctualityPercent, tallyOfMany } from '../../policy/rules/tally.ts';
import { idsFor } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { type CellAsk, type Columns, cellEntries, cellTitle, columnsOf } from './cell-learners.ts';
import { programmesFor } from './programmes-for.ts';
import { type Grouping, lineOf as lineOfEnrolment, type WeekEntry, weekEntries } from './week-entries.ts';
import { todayOf, wholePercent } from './weeks.ts';

/** Attendance and punctuality of a week in whole percent, cut; null where nothing counted. `given`: its marks by kind. */
export type Cell = { percent: number | null; punctual: number | null; sessions: number; given: Given };
/** `learners`: how many stand behind it, where that is known. */
export type WeekLine = { key: string; title: string; learners?: number; cells: Cell[]; all: Cell };
/**
 * `mondays`: the first day of each column, a week or a term; empty for what lies outside terms. `mayName`: the viewer may
 * see learners by name. `toPick`: all columns there are, those after the last asked for too. `about`: whose figures these are, where they are those of one cell. `by`: what the lines are.
 */
export type ProgrammeWeeks = {
  at: Date;
  by: Grouping;
  mondays: Day[];
  toPick: Day[];
  lines: WeekLine[];
  whole?: WeekLine;
  mayName: boolean;
  about?: string;
};

/** As many weeks as a table can hold. */
const mostWeeks = 12;

type Tallied = { tally: Tally; given: Given; byMinutes: boolean };
const nothing: Tallied = { tally: emptyTally, given: noneGiven, byMinutes: false };

function cellOf({ tally, given, byMinutes }: Tallied): Cell {
  const punctual = punctualityPercent(tally);
  return {
    percent: wholePercent(tally, { attendance: { unit: byMinutes ? 'minutes' : 'sessions' } }),
    punctual: punctual === null ? null : Math.floor(punctual),
    sessions: tally.sessions,
    given,
  };
}

/** Programmes that count sessions and ones that count minutes are by minutes together. */
function together(a: Tallied = nothing, b: Tallied = nothing): Tallied {
  const [tally, given] = [addTally(a.tally, b.tally), addGiven(a.given, b.given)];
  return { tally, given, byMinutes: a.byMinutes || b.byMinutes };
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
    if (!pack) continue;
    const byMinutes = pack.attendance.unit === 'minutes';
    add(weeks, monday, { tally: tallyOfMany(marks, pack), given: givenOf(marks, pack), byMinutes });
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

/** Of all these marks together the figures of each week, the oldest first. */
export function cellsByWeek(world: World, entries: readonly WeekEntry[]): { monday: Day; cell: Cell }[] {
  return [...tallied(world, entries)]
    .flatMap(([monday, one]) => (monday === 'all' ? [] : [{ monday, cell: cellOf(one) }]))
    .toSorted((a, b) => (a.monday < b.monday ? -1 : 1));
}

/** Names of learners are for those who answer for them, never for a view of the whole college (G14). */
async function maySeeNames(world: World, viewer: Person, programmes: readonly Programme[]): Promise<boolean> {
  const ids = await idsFor(world, viewer);
  const isOwn = ({ hospId, managerId }: Programme) => [hospId, managerId].some((id) => id && ids.includes(id));
  return programmes.every(isOwn) || reachOf(viewer, 'view-learner') === 'any';
}

/** The learners who stand behind each line today. */
function learnersByLine(
  by: 'programme' | 'group' | 'employer' | 'subcontractor',
  programmes: readonly Programme[],
  running: readonly Enrolment[],
  today: Day,
): Map<string, Set<string>> {
  const subcontractors = new Map(programmes.map((one) => [one._id, one.subcontractor ?? '']));
  const keyOf = (one: Enrolment) => {
    if (by === 'programme') return one.programmeId;
    return by === 'subcontractor'
      ? (subcontractors.get(one.programmeId) ?? '')
      : lineOfEnrolment(by, one, mondayOf(today));
  };
  const lines = Map.groupBy(running, keyOf);
  return new Map([...lines].map(([key, own]) => [key, new Set(own.map((one) => one.learnerId))]));
}

/** `measure`: by which of the two people stand in order. `until`: the last week asked for, by its Monday; the running one unless given. */
type WeeksAsk = {
  by: Grouping;
  measure?: 'percent' | 'punctual';
  programmeId?: string;
  until?: Day;
  columns?: Columns;
  cell?: CellAsk;
};

/**
 * Attendance and punctuality by week of the last twelve weeks of this year, or by its terms, for programmes, groups,
 * tutors, employers, subcontractors, types of session, or learners: of one programme, or those behind one figure
 * (SPEC P, S15, S17, G14). Refuses with `not-allowed`.
 */
export async function programmeWeeks(
  world: World,
  viewer: Person,
  { by: asked, measure = 'percent', programmeId, until = '9999', columns = 'weeks', cell }: WeeksAsk,
): Promise<Outcome<ProgrammeWeeks>> {
  const seen = await programmesFor(world, viewer, 'view-report');
  const programmes = programmeId ? seen.filter((one) => one._id === programmeId) : seen;
  if (programmes.length === 0) return refuse('not-allowed');
  const mayName = await maySeeNames(world, viewer, programmes);
  if (asked === 'learner' && !mayName) return refuse('not-allowed');
  const today = todayOf(world);
  const weeksBack = addDays(mondayOf(today), -7 * (mostWeeks - 1));
  const from = columns === 'weeks' ? weeksBack : mondayOf(yearStart(collegeYearOf(today)));
  const enrolments = await world.records.enrolments.ofProgrammes(programmes.map((one) => one._id));
  const source = { world, programmes, enrolments, from, columnOf: columnsOf(programmes, columns) };
  const behind = cell ? await cellEntries(source, cell, columns) : { ...(await weekEntries(source, asked)), by: asked };
  const { entries: all, titleOf, by } = behind;
  const here = new Set(all.filter((one) => one.monday === cell?.column).map((one) => one.key));
  const known = cell ? all.filter((one) => here.has(one.key)) : all;
  const entries = known.filter((one) => one.monday <= until);
  // What lies outside terms stands last.
  const toPick = [...new Set(known.map((one) => one.monday))].sort((a, b) => (a || '9').localeCompare(b || '9'));
  const mondays = toPick.filter((one) => one <= until);
  const running = enrolments.filter((one) => covers(one, today));
  const counts =
    cell || by === 'tutor' || by === 'type' || by === 'learner'
      ? undefined
      : learnersByLine(by, programmes, running, today);
  const lineOf = (key: string, title: string, learners: number | undefined, weeks: Weeks): WeekLine => ({
    key,
    title,
    ...(learners === undefined ? {} : { learners }),
    cells: mondays.map((monday) => cellOf(weeks.get(monday) ?? nothing)),
    all: cellOf(weeks.get('all') ?? nothing),
  });
  const found = [...Map.groupBy(entries, (one) => one.key)].map(([key, own]) => ({
    key,
    weeks: tallied(world, own),
  }));
  // People: the lowest first, in the cell that was asked for where there is one.
  const isNames = by === 'learner' || by === 'employer' || by === 'tutor';
  const column = mondays.indexOf(cell?.column ?? 'none');
  const figure = ({ cells, all: sum }: WeekLine) => (isNames ? ((cells[column] ?? sum)[measure] ?? 101) : 0);
  const lines = found
    .map(({ key, weeks }) => lineOf(key, titleOf(key), counts && (counts.get(key)?.size ?? 0), weeks))
    .toSorted((a, b) => figure(a) - figure(b) || a.title.localeCompare(b.title, 'en-GB'));
  // What two tutors teach together stands in both their lines and would count twice in a sum.
  const hasWhole = lines.length > 1 && by !== 'tutor';
  // Of the programmes behind one figure only some learners are meant, however many.
  const behindIt = by === 'learner' ? lines.length : undefined;
  const everybody = cell ? behindIt : new Set(running.map((one) => one.learnerId)).size;
  return {
    at: world.clock.now(),
    by,
    mondays,
    toPick,
    lines,
    mayName,
    ...(cell ? { about: await cellTitle(source, cell, columns) } : {}),
    ...(hasWhole ? { whole: lineOf('', 'Together', everybody, wholeOf(found.map((one) => one.weeks))) } : {}),
  };
}
