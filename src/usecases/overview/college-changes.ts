import { type Day, sayDate } from '../../domain/calendar.ts';
import type { CaseAges } from './college-cases.ts';
import type { WeekLine } from './programme-weeks.ts';
import { inTimePercent } from './register-facts.ts';
import type { RegisterWeek } from './register-weeks.ts';
import { sayMove, type Week } from './weeks.ts';

/** The last two weeks that are over and had marks, the newer first. */
export function lastWeeks(weeks: readonly Week[]): [Week | undefined, Week | undefined] {
  const over = weeks.filter((one) => !one.isRunning && one.percent !== null);
  return [over.at(-1), over.at(-2)];
}

const weekOf = (monday: Day) => `week of ${sayDate(monday)}`;

function sayAttendance(weeks: readonly Week[], lastYear: number | null): string {
  const [last, before] = lastWeeks(weeks);
  if (last?.percent == null) return 'No week with marks is over yet.';
  const week = before?.percent == null ? '' : `, ${sayMove(last.percent, before.percent)} the week before`;
  const year = lastYear === null ? '' : ` and ${sayMove(last.percent, lastYear)} the same week last year`;
  return `Attendance was ${last.percent}% in the ${weekOf(last.monday)}${week}${year}.`;
}

function sayProgramme(lines: readonly WeekLine[], at: number): string {
  const moves = lines.flatMap(({ title, cells }) => {
    const [now, before] = [cells[at]?.percent, cells[at - 1]?.percent];
    return now == null || before == null ? [] : [{ title, now, before, fall: before - now }];
  });
  const [most] = moves.toSorted((a, b) => b.fall - a.fall);
  if (!most) return 'No programme has two weeks to compare yet.';
  if (most.fall <= 0) return 'No programme fell on the week before.';
  return `${most.title} fell${moves.length > 1 ? ' most' : ''}, ${most.before} to ${most.now}%.`;
}

/** "2 with Mentors, 1 with Tutors and coaches": who has the cases that are open for long, those with most first. */
function sayWhere(cases: readonly CaseAges[]): string {
  const own = cases.flatMap(({ role, ages: [, , old] }) => (old > 0 ? [{ role, old }] : []));
  return own
    .toSorted((a, b) => b.old - a.old)
    .map(({ role, old }) => `${old} with ${role}`)
    .join(', ');
}

/** `told`: the week that the sentences are about; one of another week is named. */
function sayOpen(cases: readonly CaseAges[], registers: readonly RegisterWeek[], told: Day | undefined): string {
  const old = cases.reduce((all, one) => all + one.ages[2], 0);
  const said =
    old === 0
      ? 'No case is open over 7 days.'
      : `${old} ${old === 1 ? 'case is' : 'cases are'} open over 7 days: ${sayWhere(cases)}.`;
  const week = registers.findLast((one) => one.due > 0);
  const when = week && week.monday !== told ? ` in the ${weekOf(week.monday)}` : '';
  return week ? `${said} ${inTimePercent(week)}% of registers were in time${when}.` : said;
}

/** What changed, in three sentences: attendance, the programme that fell most, what is open and late. `at`: the column of the last week that is over. */
export function sayChanges(college: {
  weeks: readonly Week[];
  lastYear: number | null;
  lines: readonly WeekLine[];
  at: number;
  cases: readonly CaseAges[];
  registers: readonly RegisterWeek[];
}): [string, string, string] {
  const { weeks, lastYear, lines, at, cases, registers } = college;
  return [
    sayAttendance(weeks, lastYear),
    sayProgramme(lines, at),
    sayOpen(cases, registers, lastWeeks(weeks)[0]?.monday),
  ];
}
