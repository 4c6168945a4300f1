import { addDays, collegeYearOf, type Day, mondayOf } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { chunksOf } from '../../domain/chunks.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { addCounts, type CountedMarks, type LessonLine } from '../../domain/lesson-sums.ts';
import { callName, listNames } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import { packOn, sessionType } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import type { WeekSpan } from '../core/records/standing.ts';
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
  const [only] = groups;
  // Most are in one group for good: no day is to be worked out for them.
  const isSure = only === undefined || (groups.length === 1 && only.from <= monday && !only.to);
  const name = isSure ? only?.name : groups.find((span) => covers(span, addDays(monday, 4)))?.name;
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
export function lineOf(by: ByPerson | 'programme', one: Enrolment, monday: Day): string {
  if (by === 'learner') return one.learnerId;
  if (by === 'programme') return one.programmeId;
  return by === 'employer' ? (one.employerId ?? '') : groupKey(one, monday);
}

/** The one line in which all of a programme stand in every week, where there is such a line: then the database adds it up. */
function wholeLines({ programmes, enrolments, from, isIn }: Source, by: ByPerson | 'programme'): Map<string, string> {
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

const spanOf = ({ world, from }: Source): WeekSpan => {
  const today = todayOf(world);
  return { year: collegeYearOf(today), from, to: mondayOf(today) };
};

/** Programmes read at a time: what is read of them is added up and let go before more comes. */
const atOnce = 20;

/** Adds marks up by line, column, policy and code: what is read is tens of thousands of sums, what is shown a few. */
export function addUp() {
  const sums = new Map<string, WeekEntry>();
  return {
    add(key: string, monday: Day, packId: string, marks: CountedMarks): void {
      const id = `${key}|${monday}|${packId}|${marks.code}|${marks.notTakingPart}`;
      const known = sums.get(id);
      if (known) addCounts(known.marks, marks);
      else sums.set(id, { key, monday, packId, marks: { ...marks } });
    },
    all: (): WeekEntry[] => [...sums.values()],
  };
}

/** By enrolment, for lines that are about people: groups, employers, learners; or for what of programmes is some learners'. */
export async function byEnrolment(source: Source, by: ByPerson | 'programme'): Promise<Entries> {
  const { world, programmes, enrolments, columnOf, isIn } = source;
  const known = new Map(enrolments.map((one) => [one._id, one]));
  const names = new Map(programmes.map((one) => [one._id, one.name]));
  const whole = wholeLines(source, by);
  const { marks: stored } = world.records;
  const apart = [...names.keys()].filter((id) => !whole.has(id));
  const lines = addUp();
  for (const ids of chunksOf([...whole.keys()], atOnce))
    for (const { of, monday, marks } of await stored.lessonWeekSums(ids, spanOf(source))) {
      const { programmeId, packId } = of;
      lines.add(whole.get(programmeId) ?? '', columnOf(programmeId, monday), packId, marks);
    }
  for (const ids of chunksOf(apart, atOnce))
    for (const { of, monday, marks } of await stored.enrolmentWeekSums(ids, spanOf(source))) {
      const { enrolmentId, programmeId, packId } = of;
      const one = known.get(enrolmentId);
      if (one && isIn?.(one, monday) !== false)
        lines.add(lineOf(by, one, monday), columnOf(programmeId, monday), packId, marks);
    }
  const entries = lines.all();
  if (by === 'programme') return { entries, titleOf: (key) => names.get(key) ?? key };
  const ids = by === 'group' ? [] : [...new Set(entries.map((one) => one.key))].filter(Boolean);
  const people = await world.records.people.byIds(ids);
  const called = by === 'learner' ? listNames(people) : new Map(people.map((one) => [one._id, callName(one)]));
  const nameOf = (key: string) => {
    const [programmeId = '', group] = key.split('|');
    return `${names.get(programmeId) ?? programmeId}, ${group || 'no group'}`;
  };
  return { entries, titleOf: by === 'group' ? nameOf : (key) => called.get(key) ?? (key || 'No employer') };
}

/**
 * By lesson, for lines that are programmes, subcontractors, tutors or types; of one type (as its line is called) alone where one
 * is named. What two tutors teach together counts for each of them.
 */
export async function byLesson(
  source: Source,
  by: 'programme' | 'subcontractor' | 'tutor' | 'type',
  only?: { type: string },
): Promise<Entries> {
  const { world, programmes, columnOf } = source;
  const known = new Map(programmes.map((one) => [one._id, one]));
  const titleOfType = typeTitle(source);
  const keysOf = {
    programme: ({ programmeId }: LessonLine) => [programmeId],
    subcontractor: ({ programmeId }: LessonLine) => [known.get(programmeId)?.subcontractor ?? ''],
    tutor: ({ tutorIds }: LessonLine) => tutorIds,
    type: (one: LessonLine) => [titleOfType(one)],
  }[by];
  const lines = addUp();
  for (const some of chunksOf([...known.keys()], atOnce))
    for (const { of, monday, marks } of await world.records.marks.lessonWeekSums(some, spanOf(source)))
      for (const key of only && titleOfType(of) !== only.type ? [] : keysOf(of))
        lines.add(key, columnOf(of.programmeId, monday), of.packId, marks);
  const entries = lines.all();
  const ids = by === 'tutor' ? [...new Set(entries.map((one) => one.key))] : [];
  const names = listNames(await world.records.people.byIds(ids));
  const titleOf = {
    programme: (key: string) => known.get(key)?.name ?? key,
    subcontractor: (key: string) => key || 'Not subcontracted',
    tutor: (key: string) => names.get(key) ?? 'Someone who has left',
    type: (key: string) => key,
  }[by];
  return { entries, titleOf };
}

/** The marks of these programmes by week and line, since that day. */
export function weekEntries(source: Source, by: Grouping): Promise<Entries> {
  return by === 'group' || by === 'employer' || by === 'learner' ? byEnrolment(source, by) : byLesson(source, by);
}
