import { addDays, collegeYearOf, type Day, dayOf, laterDay, mondayOf, yearStart } from '../../domain/calendar.ts';
import { capital } from '../../domain/capital.ts';
import { covers, type Enrolment, type Programme } from '../../domain/enrolment.ts';
import { callName, listNames } from '../../domain/person.ts';
import { packOn, sessionType } from '../../policy/pack-shelf.ts';
import type { CountedMarks } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import { todayOf } from './weeks.ts';

export const groupings = ['programme', 'group', 'tutor', 'employer', 'subcontractor', 'type', 'learner'] as const;
export type Grouping = (typeof groupings)[number];

/** Marks of one code of one line in one week. `learnerId` where it is known whose they are. */
export type WeekEntry = { key: string; monday: Day; packId: string; marks: CountedMarks; learnerId?: string };
export type Entries = { entries: WeekEntry[]; titleOf(key: string): string };

/** `from`: a Monday of the college year of today. */
type Source = { world: World; programmes: readonly Programme[]; enrolments: readonly Enrolment[]; from: Day };

/** By enrolment, for lines that are about people: groups, employers, learners. */
async function byEnrolment(
  { world, programmes, enrolments, from }: Source,
  by: 'group' | 'employer' | 'learner',
): Promise<Entries> {
  const known = new Map(enrolments.map((one) => [one._id, one]));
  const names = new Map(programmes.map((one) => [one._id, one.name]));
  const keyOf = (one: Enrolment, monday: Day) => {
    if (by === 'learner') return one.learnerId;
    if (by === 'employer') return one.employerId ?? '';
    const group = one.groups.find((span) => covers(span, addDays(monday, 4)))?.name;
    return `${one.programmeId}|${group ?? ''}`;
  };
  const span = { year: collegeYearOf(todayOf(world)), from };
  const sums = await world.records.marks.programmeWeekSums([...names.keys()], span, 'enrolment');
  const entries = sums.flatMap(({ enrolmentId = '', programmeId: _, packId, monday, ...marks }): WeekEntry[] => {
    const one = known.get(enrolmentId);
    return one ? [{ key: keyOf(one, monday), monday, packId, marks, learnerId: one.learnerId }] : [];
  });
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
async function byProgramme({ world, programmes, from }: Source, by: 'programme' | 'subcontractor'): Promise<Entries> {
  const known = new Map(programmes.map((one) => [one._id, one]));
  const span = { year: collegeYearOf(todayOf(world)), from };
  const sums = await world.records.marks.programmeWeekSums([...known.keys()], span, 'programme');
  const entries = sums.map(({ programmeId, packId, monday, ...marks }): WeekEntry => {
    const key = by === 'programme' ? programmeId : (known.get(programmeId)?.subcontractor ?? '');
    return { key, monday, packId, marks };
  });
  return { entries, titleOf: (key) => known.get(key)?.name ?? (key || 'Not subcontracted') };
}

/** By session, for lines that are tutors or types of session. What two tutors teach together counts for each of them. */
async function bySession({ world, programmes, from }: Source, by: 'tutor' | 'type'): Promise<Entries> {
  const { marks, sessions, people } = world.records;
  const today = todayOf(world);
  const sums = await marks.sums(
    programmes.map((one) => one._id),
    { from: laterDay(from, yearStart(collegeYearOf(today))), to: today },
    'session',
  );
  const known = new Map((await sessions.byIds([...new Set(sums.map((one) => one.key))])).map((one) => [one._id, one]));
  const entries = sums.flatMap(({ programmeId: _, packId, key, ...sum }): WeekEntry[] => {
    const session = known.get(key);
    if (!session) return [];
    const type = () => capital(sessionType(packOn(world.packs, packId, today), session.type).label);
    const keys = by === 'tutor' ? session.tutorIds : [type()];
    return keys.map((one) => ({ key: one, monday: mondayOf(dayOf(session.startsAt)), packId, marks: sum }));
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
