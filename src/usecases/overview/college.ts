import {
  addDays,
  collegeYearOf,
  type Day,
  dayOf,
  daysBetween,
  instantOf,
  mondayOf,
  yearStart,
} from '../../domain/calendar.ts';
import { chunksOf } from '../../domain/chunks.ts';
import { covers, type Programme } from '../../domain/enrolment.ts';
import { isRefusal, type Outcome, refuse } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { mayAtAll } from '../core/acting-for.ts';
import type { World } from '../core/ports.ts';
import { type CaseAges, caseAges, type Decided, decisionsByProgramme, flagCounts } from './college-cases.ts';
import { lastWeeks, sayChanges } from './college-changes.ts';
import { percentOf, programmeWeeks, type WeekLine } from './programme-weeks.ts';
import { programmesFor } from './programmes-for.ts';
import { type RegisterWeek, registerWeeks } from './register-weeks.ts';
import { addUp } from './week-entries.ts';
import { todayOf, type Week } from './weeks.ts';

type CollegeLine = WeekLine & { red: number; amber: number };
export type College = {
  at: Date;
  learners: number;
  /** The three sentences on what changed. */
  changes: [string, string, string];
  weeks: Week[];
  /** The whole percent of the same weeks last year, null where there were no marks. */
  lastYear: (number | null)[];
  mondays: Day[];
  /** The weeks whose figures there are. */
  toPick: Day[];
  lines: CollegeLine[];
  /** All of them together, where there are several. */
  whole?: CollegeLine;
  cases: CaseAges[];
  registers: RegisterWeek[];
  /** Of the holds that leaders have heard of, how many days each is open. */
  oldHolds: number[];
  decisions: Decided[];
};

const yearDays = 364;
/** Programmes whose lessons of last year are read at a time. */
const atOnce = 20;

/** The whole percent of the same weeks a year before; null for a week without marks then. */
async function lastYearOf(world: World, programmes: readonly Programme[], mondays: readonly Day[]) {
  const [first, last] = [mondays[0], mondays.at(-1)];
  if (!first || !last) return [];
  const span = {
    year: collegeYearOf(todayOf(world)) - 1,
    from: addDays(first, -yearDays),
    to: addDays(last, -yearDays),
  };
  const found = addUp();
  for (const some of chunksOf(programmes, atOnce))
    for (const { of, monday, marks } of await world.records.marks.lessonWeekSums(
      some.map((one) => one._id),
      span,
    ))
      found.add('', addDays(monday, yearDays), of.packId, marks);
  const weeks = Map.groupBy(found.all(), (one) => one.monday);
  return mondays.map((monday) => percentOf(world, weeks.get(monday) ?? []));
}

/**
 * The whole college, or the programmes somebody heads or manages: attendance by week and programme, flags, open cases by
 * age and owner's role, registers in time, decisions; three sentences on what changed, and no learner's name (SPEC P, S17,
 * G14). `until`: the Monday of the last week whose figures are asked for; flags, cases and decisions are those of now.
 * Refuses with `not-allowed`.
 */
export async function college(world: World, viewer: Person, until?: Day): Promise<Outcome<College>> {
  if (!(await mayAtAll(world, viewer, 'view-college'))) return refuse('not-allowed');
  const found = await programmeWeeks(world, viewer, { by: 'programme', ...(until ? { until } : {}) });
  if (isRefusal(found)) return found;
  const today = todayOf(world);
  const year = collegeYearOf(today);
  const programmes = await programmesFor(world, viewer, 'view-college');
  const enrolments = (await world.records.enrolments.ofProgrammes(programmes.map((one) => one._id))).filter((one) =>
    covers(one, today),
  );
  const { mondays, toPick, lines } = found;
  const whole = found.whole ?? lines[0];
  const weeks = mondays.map((monday, i): Week => {
    const { percent = null, sessions = 0 } = whole?.cells[i] ?? {};
    return { monday, percent, sessions, attended: 0, isRunning: monday === mondayOf(today) };
  });
  const [last] = lastWeeks(weeks);
  const lastYear = await lastYearOf(world, programmes, mondays);
  const at = last ? mondays.indexOf(last.monday) : -1;
  const concerns = await world.records.concerns.unreleased();
  const held = concerns.flatMap((one) => one.holds.map((hold) => hold.learnerId));
  const flags = await flagCounts(world, programmes, enrolments, { year, held });
  const cases = await caseAges(world, programmes, today);
  const registers = (await registerWeeks(world, viewer)).filter((one) => !until || one.monday <= until);
  const flagged = (line: WeekLine): CollegeLine => ({ ...line, ...(flags.get(line.key) ?? { red: 0, amber: 0 }) });
  const isLeader = viewer.roles.includes('leader');
  return {
    at: world.clock.now(),
    learners: new Set(enrolments.map((one) => one.learnerId)).size,
    changes: sayChanges({
      weeks,
      lastYear: lastYear[at] ?? null,
      lines,
      at,
      cases,
      registers: registers.filter((one) => one.monday < mondayOf(today)),
    }),
    weeks,
    lastYear,
    mondays,
    toPick,
    lines: lines.map(flagged),
    ...(found.whole ? { whole: flagged(found.whole) } : {}),
    cases,
    registers,
    oldHolds: isLeader ? concerns.filter((one) => one.leadersKnow).map((one) => daysBetween(dayOf(one.at), today)) : [],
    decisions: await decisionsByProgramme(world, programmes, instantOf(yearStart(year), '00:00')),
  };
}
