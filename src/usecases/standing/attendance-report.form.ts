import {
  addDays,
  collegeYearOf,
  type Day,
  dayOf,
  mondayOf,
  sayDay,
  sayDays,
  yearStart,
} from '../../domain/calendar.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { refuse } from '../../domain/failure.ts';
import { callName, nameAndRef, type Person } from '../../domain/person.ts';
import { addTally, emptyTally, type Tally, tenthPercent, wholePercent } from '../../domain/standing.ts';
import { isUnauthorised, markType, packOn } from '../../policy/pack-shelf.ts';
import { attendancePercent, cutPercent, punctualityPercent, tallyOfMany } from '../../policy/rules/tally.ts';
import type { ListItem } from '../core/card-model.ts';
import type { Form } from '../core/form-kind.ts';
import type { World } from '../core/ports.ts';
import type { MarkSum } from '../core/records/standing.ts';
import { reachOf } from '../core/rights.ts';

/** What a report adds up: sessions or minutes as the policy counts, unauthorised absences apart. */
type Line = { key: string; title: string; tally: Tally; unauthorised: number; byMinutes: boolean };

const groupings = {
  programme: 'Programmes',
  week: 'Weeks',
  term: 'Terms',
  learner: 'Learners',
  employer: 'Employers',
  subcontractor: 'Subcontractors',
} as const;
type Grouping = keyof typeof groupings;
const isGrouping = (text: string): text is Grouping => Object.hasOwn(groupings, text);

const periods = {
  year: 'This college year',
  'four-weeks': 'The last four weeks',
  week: 'This week',
  'last-week': 'Last week',
};
type Period = keyof typeof periods;
const isPeriod = (text: string): text is Period => Object.hasOwn(periods, text);

/** A card with more lines than this is no overview any more; the export has them all. */
const mostLines = 40;

function spanOf(period: Period, today: Day): { from: Day; to: Day } {
  if (period === 'year') return { from: yearStart(collegeYearOf(today)), to: today };
  if (period === 'four-weeks') return { from: addDays(today, -27), to: today };
  const monday = mondayOf(period === 'week' ? today : addDays(today, -7));
  return { from: monday, to: addDays(monday, 6) };
}

/** Programmes someone may see figures of: those they head or manage, or all. */
async function programmesOf(world: World, actor: Person): Promise<Programme[]> {
  const all = (await world.records.enrolments.programmes()).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  if (reachOf(actor, 'view-report') === 'any') return all;
  return all.filter((one) => [one.hospId, one.managerId].includes(actor._id));
}

function termOf(programme: Programme, day: Day): { key: string; title: string } {
  if (!programme.terms?.length) return { key: '0', title: 'No term dates set' };
  const term = programme.terms.find((span) => covers(span, day));
  return term
    ? { key: term.from, title: `${sayDay(term.from)}${term.to ? ` to ${sayDay(term.to)}` : ' on'}` }
    : { key: '9999', title: 'Outside term' };
}

/** Tells a sum of marks which line it belongs to. */
async function linesBy(world: World, by: Grouping, programmes: readonly Programme[], sums: readonly MarkSum[]) {
  const programme = new Map(programmes.map((one) => [one._id, one]));
  const isOfPerson = by === 'learner' || by === 'employer';
  const enrolments = isOfPerson
    ? (await Promise.all(programmes.map((one) => world.records.enrolments.ofProgramme(one._id)))).flat()
    : [];
  const enrolment = new Map<string, Enrolment>(enrolments.map((one) => [one._id, one]));
  const ids = sums.flatMap(({ key }) => {
    const own = enrolment.get(key);
    return own ? [by === 'learner' ? own.learnerId : (own.employerId ?? '')] : [];
  });
  const people = new Map((await world.records.people.byIds([...new Set(ids)])).map((one) => [one._id, one]));
  return (sum: MarkSum): { key: string; title: string } => {
    const own = programme.get(sum.programmeId) as Programme;
    if (by === 'programme') return { key: own._id, title: own.name };
    if (by === 'subcontractor')
      return { key: own.subcontractor ?? '', title: own.subcontractor ?? 'Not subcontracted' };
    if (by === 'term') return termOf(own, sum.key);
    if (by === 'week') return { key: mondayOf(sum.key), title: `Week of ${sayDay(mondayOf(sum.key))}` };
    const of = enrolment.get(sum.key);
    const person = people.get((by === 'learner' ? of?.learnerId : of?.employerId) ?? '');
    if (!person) return { key: '', title: by === 'employer' ? 'No employer' : 'Guests and learners who have left' };
    return { key: person._id, title: by === 'learner' ? nameAndRef(person) : callName(person) };
  };
}

function percentOf({ tally, byMinutes }: Pick<Line, 'tally' | 'byMinutes'>): number | null {
  return attendancePercent(tally, { attendance: { unit: byMinutes ? 'minutes' : 'sessions' } });
}

function sayLine(line: Line): string {
  const { tally, unauthorised } = line;
  const of = (minutes: number) => tenthPercent(cutPercent(minutes, tally.plannedMinutes) ?? 0);
  return [
    `${wholePercent(percentOf(line) ?? 0)} attended`,
    `${wholePercent(punctualityPercent(tally) ?? 0)} on time`,
    `lost to absence ${of(tally.lostToAbsence)}, to lateness ${of(tally.lostToLateness)}`,
    `${unauthorised} unauthorised of ${tally.sessions}`,
  ].join(' · ');
}

async function addUp(
  world: World,
  by: Grouping,
  programmes: readonly Programme[],
  span: { from: Day; to: Day },
): Promise<{ lines: Line[]; all: Line }> {
  const isByDay = by === 'week' || by === 'term';
  const sums = await world.records.marks.sums(
    programmes.map((one) => one._id),
    span,
    isByDay ? 'day' : 'enrolment',
  );
  const lineOf = await linesBy(world, by, programmes, sums);
  const lines = new Map<string, Line>();
  // Sums of programmes that count sessions and ones that count minutes together are by minutes.
  const all: Line = { key: 'all', title: 'Together', tally: emptyTally, unauthorised: 0, byMinutes: false };
  for (const sum of sums) {
    const pack = packOn(world.packs, sum.packId, span.to);
    const tally = tallyOfMany(sum, pack);
    if (tally.sessions === 0) continue;
    const { key, title } = lineOf(sum);
    const unauthorised = isUnauthorised(markType(pack, sum.code)) ? sum.count : 0;
    for (const line of [
      lines.get(key) ?? { ...all, key, title, tally: emptyTally, unauthorised: 0, byMinutes: false },
      all,
    ]) {
      line.tally = addTally(line.tally, tally);
      line.unauthorised += unauthorised;
      line.byMinutes ||= pack.attendance.unit === 'minutes';
      if (line !== all) lines.set(key, line);
    }
  }
  const sorted = [...lines.values()].toSorted((a, b) =>
    isByDay ? a.key.localeCompare(b.key) : (percentOf(a) ?? 0) - (percentOf(b) ?? 0),
  );
  return { lines: sorted, all };
}

/** Attendance and punctuality by programme, week, term, learner, employer or subcontractor, the lowest first (SPEC P, S15, S17, G14). */
export const attendanceReport: Form = {
  action: 'view-report',
  async face(world, actor) {
    const programmes = await programmesOf(world, actor);
    const choices = (all: Record<string, string>) => Object.entries(all).map(([value, title]) => ({ title, value }));
    return {
      title: 'Attendance report',
      lines: programmes.length === 0 ? ['No programme is yours to report on yet. The college office can do that.'] : [],
      fields:
        programmes.length === 0
          ? []
          : [
              {
                id: 'by',
                label: 'Show',
                type: 'choice',
                value: 'programme',
                options: choices(groupings),
                needed: true,
              },
              { id: 'period', label: 'Time', type: 'choice', value: 'year', options: choices(periods), needed: true },
              {
                id: 'programme',
                label: 'Of',
                type: 'choice',
                value: 'all',
                options: [
                  { title: 'All programmes', value: 'all' },
                  ...programmes.slice(0, 100).map((one) => ({ title: one.name, value: one._id })),
                ],
              },
            ],
      acts: programmes.length === 0 ? [] : [{ act: 'show', title: 'Show', style: 'positive' }],
    };
  },
  async submit(world, actor, _about, { fields }) {
    const { by = '', period = '', programme = 'all' } = fields;
    if (!isGrouping(by) || !isPeriod(period)) return refuse('bad-payload');
    const own = await programmesOf(world, actor);
    const chosen = programme === 'all' ? own : own.filter((one) => one._id === programme);
    if (chosen.length === 0) return refuse('not-allowed');
    const span = spanOf(period, dayOf(world.clock.now()));
    const { lines, all } = await addUp(world, by, chosen, span);
    const more = lines.length - mostLines;
    const items: ListItem[] = [
      ...(lines.length > 1 ? [{ title: 'Together', detail: sayLine(all) }] : []),
      ...lines.slice(0, mostLines).map((line) => ({ title: line.title, detail: sayLine(line) })),
      ...(more > 0 ? [{ title: `and ${more} more`, detail: 'Choose one programme to see fewer at a time.' }] : []),
    ];
    const title = `${groupings[by]}: ${sayDays([span.from, span.to].filter((day, i, both) => i === 0 || day !== both[0]))}`;
    const lead =
      lines.length === 0
        ? 'No register of that time has been saved.'
        : `${chosen.length === 1 ? chosen[0]?.name : 'All your programmes'}.${by === 'week' || by === 'term' ? '' : ' The lowest first.'}`;
    return { card: 'list-plain', data: { title, lead, items, commands: [{ title: 'Another report', say: 'report' }] } };
  },
};
