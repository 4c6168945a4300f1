import { addDays, collegeYearOf, type Day, dayOf, laterDay, mondayOf, yearStart } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { callName, listNames } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { packOn, sessionType } from '../../policy/pack-shelf.ts';
import type { CountedMarks } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import { todayOf } from './weeks.ts';

export const groupings = ['programme', 'group', 'tutor', 'employer', 'subcontractor', 'type', 'learner'] as const;
export type Grouping = (typeof groupings)[number];

/** Marks of one code of one line in one week. */
export type WeekEntry = { key: string; monday: Day; packId: string; marks: CountedMarks };
export type Entries = { entries: WeekEntry[]; titleOf(key: string): string };

/**
 * `from`: a Monday of the college year of today. `columnOf`: in which column of the table a week of a programme stands.
 * `isIn`: whether an enrolment's week is among those asked for; unless given, all are.
 */
export type Source = {
  world: World;
  programmes: readonly Programme[];
  enrolments: readonly Enrolment[];
  from: Day;
  columnOf(programmeId: string, monday: Day): Day;
  isIn?(one: Enrolment, monday: Day): boolean;
};

/** The group of an enrolment in a week. */
export function groupKey({ programmeId, groups }: Enrolment, monday: Day): string {
  const name = groups.length === 0 ? '' : groups.find((span) => covers(span, addDays(monday, 4)))?.name;
  return `${programmeId}|${name ?? ''}`;
}

/** What a type of session is called, as its line is. */
export function typeTitle({ world, programmes }: Pick<Source, 'world' | 'programmes'>) {
  const today = todayOf(world);
  const packs = new Map(programmes.map((one) => [one._id, one.pack]));
  return (session: Pick<Session, 'programmeId' | 'type'>): string =>
    capital(sessionType(packOn(world.packs, packs.get(session.programmeId) ?? '', today), session.type).label);
}

type ByPerson = 'group' | 'employer' | 'learner';

/** In which line an enrolment stands in a week. */
export function lineOf(by: ByPerson, one: Enrolment, monday: Day): string {
  if (by === 'learner') return one.learnerId;
  return by === 'employer' ? (one.employerId ?? '') : groupKey(one, monday);
}

/** The one line in which all of a programme stand in every week, where there is such a line: then the database adds it up. */
function wholeLines({ programmes, enrolments, from, isIn }: Source, by: ByPerson): Map<string, string> {
  const whole = new Map<string, string>();
  if (isIn || by === 'learner') return whole;
  const own = Map.groupBy(enrolments, (one) => one.programmeId);
  for (const { _id } of programmes) {
    const all = own.get(_id) ?? [];
    const isSame = ({ groups: [group, ...more] }: Enrolment) =>
      !group || (more.length === 0 && group.from <= from && group.to === undefined);
    const isSteady = by === 'employer' || all.every(isSame);
    const keys = new Set(isSteady ? all.map((one) => lineOf(by, one, from)) : []);
    const [key] = keys;
    if (keys.size === 1 && key !== undefined) whole.set(_id, key);
  }
  return whole;
}

/** By enrolment, for lines that are about people: groups, employers, learners. */
async function byEnrolment(source: Source, by: ByPerson): Promise<Entries> {
  const { world, programmes, enrolments, from, columnOf, isIn } = source;
  const known = new Map(enrolments.map((one) => [one._id, one]));
  const names = new Map(programmes.map((one) => [one._id, one.name]));
  const whole = wholeLines(source, by);
  const span = { year: collegeYearOf(todayOf(world)), from };
  const { marks: stored } = world.records;
  const apart = [...names.keys()].filter((id) => !whole.has(id));
  const entries = (await stored.programmeWeekSums([...whole.keys()], span, 'programme')).map(
    ({ programmeId, packId, monday, ...marks }): WeekEntry => {
      return { key: whole.get(programmeId) ?? '', monday: columnOf(programmeId, monday), packId, marks };
    },
  );
  for (const sum of await stored.programmeWeekSums(apart, span, 'enrolment')) {
    const { enrolmentId = '', programmeId, packId, monday, ...marks } = sum;
    const one = known.get(enrolmentId);
    if (one && isIn?.(one, monday) !== false)
      entries.push({ key: lineOf(by, one, monday), monday: columnOf(programmeId, monday), packId, marks });
  }
  const ids = by === 'group' ? [] : [...new Set(entries.map((one) => one.key))].filter(Boolean);
  const people = await world.records.people.byIds(ids);
  const called = by === 'learner' ? listNames(people) : new Map(people.map((one) => [one._id, callName(one)]));
  const nameOf = (key: string) => {
    const [programmeId = '', group] = key.split('|');
    return `${names.get(programmeId) ?? programmeId}, ${group || 'no group'}`;
  };
  return { entries, titleOf: by === 'group' ? nameOf : (key) => called.get(key) ?? (key || 'No employer') };
}

/** For lines that are programmes or subcontractors: the database adds up whole programmes. */
async function byProgramme(source: Source, by: 'programme' | 'subcontractor'): Promise<Entries> {
  const { world, programmes, from, columnOf } = source;
  const known = new Map(programmes.map((one) => [one._id, one]));
  const span = { year: collegeYearOf(todayOf(world)), from };
  const sums = await world.records.marks.programmeWeekSums([...known.keys()], span, 'programme');
  const entries = sums.map(({ programmeId, packId, monday: week, ...marks }): WeekEntry => {
    const monday = columnOf(programmeId, week);
    const key = by === 'programme' ? programmeId : (known.get(programmeId)?.subcontractor ?? '');
    return { key, monday, packId, marks };
  });
  return { entries, titleOf: (key) => known.get(key)?.name ?? (key || 'Not subcontracted') };
}

/** By session, for lines that are tutors or types of session. What two tutors teach together counts for each of them. */
async function bySession(source: Source, by: 'tutor' | 'type'): Promise<Entries> {
  const { world, programmes, from, columnOf } = source;
  const titleOfType = typeTitle(source);
  const { marks, sessions, people } = world.records;
  const today = todayOf(world);
  const sums = await marks.sums(
    programmes.map((one) => one._id),
    { from: laterDay(from, yearStart(collegeYearOf(today))), to: today },
    'session',
  );
  const known = new Map((await sessions.byIds([...new Set(sums.map((one) => one.key))])).map((one) => [one._id, one]));
  const entries = sums.flatMap(({ programmeId, packId, key, ...sum }): WeekEntry[] => {
    const session = known.get(key);
    if (!session) return [];
    const keys = by === 'tutor' ? session.tutorIds : [titleOfType(session)];
    const monday = columnOf(programmeId, mondayOf(dayOf(session.startsAt)));
    return keys.map((one) => ({ key: one, monday, packId, marks: sum }));
  });
  const ids = by === 'tutor' ? [...new Set(entries.map((one) => one.key))] : [];
  const names = listNames(await people.byIds(ids));
  return { entries, titleOf: (key) => names.get(key) ?? (by === 'tutor' ? 'Someone who has left' : key) };
}

/** The marks of these programmes by week and line, since that day. */
export function weekEntries(source: Source, by: Grouping): Promise<Entries> {
  if (by === 'programme' || by === 'subcontractor') return byProgramme(source, by);
  if (by === 'tutor' || by === 'type') return bySession(source, by);
  return byEnrolment(source, by);
}
