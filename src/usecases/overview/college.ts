import { addDays, collegeYearOf, type Day, instantOf, mondayOf, yearStart } from '../../domain/calendar.ts';
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
import { todayOf, type Week } from './weeks.ts';

type CollegeLine = WeekLine & { red: number; amber: number };
export type College = {
  at: Date;
  learners: number;
  /** The three sentences on what changed. */
  changes: [string, string, string];
  percent: number | null;
  weeks: Week[];
  mondays: Day[];
  lines: CollegeLine[];
  cases: CaseAges[];
  registers: RegisterWeek[];
  /** Holds that leaders have heard of, by number alone. */
  oldHolds: number;
  decisions: Decided[];
};

const yearDays = 364;

/** The whole percent of the same week a year before; null where there is none. */
async function lastYearOf(world: World, programmes: readonly Programme[], week: Week | undefined) {
  if (!week) return null;
  const from = addDays(week.monday, -yearDays);
  const sums = await world.records.marks.lessonWeekSums(
    programmes.map((one) => one._id),
    { year: collegeYearOf(from), from, to: from },
  );
  return percentOf(
    world,
    sums.map(({ of: { packId }, marks }) => ({ key: '', monday: from, packId, marks })),
  );
}

/**
 * The whole college, or the programmes somebody heads or manages: attendance by week and programme, flags, open cases by
 * age and owner's role, registers in time, decisions; three sentences on what changed, and no learner's name (SPEC P, S17,
 * G14). Refuses with `not-allowed`.
 */
export async function college(world: World, viewer: Person): Promise<Outcome<College>> {
  if (!(await mayAtAll(world, viewer, 'view-college'))) return refuse('not-allowed');
  const found = await programmeWeeks(world, viewer, { by: 'programme' });
  if (isRefusal(found)) return found;
  const today = todayOf(world);
  const year = collegeYearOf(today);
  const programmes = await programmesFor(world, viewer, 'view-college');
  const enrolments = (await world.records.enrolments.ofProgrammes(programmes.map((one) => one._id))).filter((one) =>
    covers(one, today),
  );
  const { mondays, lines } = found;
  const whole = found.whole ?? lines[0];
  const weeks = mondays.map((monday, i): Week => {
    const { percent = null, sessions = 0 } = whole?.cells[i] ?? {};
    return { monday, percent, sessions, attended: 0, isRunning: monday === mondayOf(today) };
  });
  const [last] = lastWeeks(weeks);
  const concerns = await world.records.concerns.unreleased();
  const held = concerns.flatMap((one) => one.holds.map((hold) => hold.learnerId));
  const flags = await flagCounts(world, programmes, enrolments, { year, held });
  const cases = await caseAges(world, programmes, today);
  const registers = await registerWeeks(world, viewer);
  const isLeader = viewer.roles.includes('leader');
  return {
    at: world.clock.now(),
    learners: new Set(enrolments.map((one) => one.learnerId)).size,
    changes: sayChanges({
      weeks,
      lastYear: await lastYearOf(world, programmes, last),
      lines,
      at: last ? mondays.indexOf(last.monday) : -1,
      cases,
      registers: registers.filter((one) => one.monday < mondayOf(today)),
    }),
    percent: whole?.all.percent ?? null,
    weeks,
    mondays,
    lines: lines.map((line) => ({ ...line, ...(flags.get(line.key) ?? { red: 0, amber: 0 }) })),
    cases,
    registers,
    oldHolds: isLeader ? concerns.filter((one) => one.leadersKnow).length : 0,
    decisions: await decisionsByProgramme(world, programmes, instantOf(yearStart(year), '00:00')),
  };
}
