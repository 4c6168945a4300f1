import { addDays, type Day, mondayOf, sayDay } from '../../domain/calendar.ts';
import type { Programme } from '../../domain/enrolment.ts';
import { callName, listNames } from '../../domain/person.ts';
import {
  byEnrolment,
  byLesson,
  type Entries,
  type Grouping,
  groupKey,
  type Source,
  typeTitle,
  type WeekEntry,
} from './week-entries.ts';
import { termOfWeek, todayOf } from './weeks.ts';

/**
 * One figure of the table: its line, and the first day of its week or term (`column`). `programmeId`: what of it is that
 * programme's.
 */
export type CellAsk = { by: Exclude<Grouping, 'learner'>; key: string; column: Day; programmeId?: string };
export type Columns = 'weeks' | 'terms';

/** The days of a column: a week, or a term of one of these programmes as far as it is known. */
function daysOf({ world, programmes, from }: Source, { column }: CellAsk, columns: Columns): { from: Day; to: Day } {
  if (column === '') return { from, to: todayOf(world) };
  if (columns === 'weeks') return { from: column, to: addDays(column, 6) };
  const ends = programmes
    .flatMap((one) => one.terms ?? [])
    .flatMap((one) => (one.from === column ? [one.to ?? ''] : []));
  const last = ends.toSorted().at(-1);
  return { from: mondayOf(column), to: last ? addDays(mondayOf(last), 6) : addDays(column, 120) };
}

/** The sessions behind a cell of a tutor or of a type of session. */
async function sessionsBehind(source: Source, ask: CellAsk, columns: Columns): Promise<string[]> {
  const { world, programmes } = source;
  const { from, to } = daysOf(source, ask, columns);
  const ids = programmes.map((one) => one._id);
  const { sessions } = world.records;
  const titleOf = typeTitle(source);
  const found =
    ask.by === 'tutor'
      ? (await sessions.ofTutor(ask.key, from, to)).filter((one) => ids.includes(one.programmeId))
      : (await sessions.typesOf(ids, from, to)).filter((one) => titleOf(one) === ask.key);
  return found
    .filter((one) => source.columnOf(one.programmeId, mondayOf(one.day)) === ask.column)
    .map((one) => one._id);
}

/** By learner, the marks of one tutor's or type's sessions in one week or term. */
async function bySessions(source: Source, ask: CellAsk, columns: Columns): Promise<Entries> {
  const { world, enrolments } = source;
  const known = new Map(enrolments.map((one) => [one._id, one]));
  const behind = await sessionsBehind(source, ask, columns);
  const sums = await world.records.marks.sumsOfSessions(behind);
  const entries = sums.flatMap(({ key, packId, programmeId: _, ...marks }): WeekEntry[] => {
    const learnerId = known.get(key)?.learnerId;
    return learnerId ? [{ key: learnerId, monday: ask.column, packId, marks }] : [];
  });
  const names = listNames(await world.records.people.byIds([...new Set(entries.map((one) => one.key))]));
  return { entries, titleOf: (key) => names.get(key) ?? key };
}

/** So many learners, or marks, stand behind a figure by learner; one of more leads to its programmes, and each of them to its learners. */
const mostLearners = 300;
const mostMarks = 5_000;

/** The programmes behind a figure of a type of session, where it is of too many marks. */
async function programmesOfType(source: Source, { key, column }: CellAsk): Promise<Entries | undefined> {
  if (source.programmes.length < 2) return undefined;
  const found = await byLesson(source, 'programme', { type: key });
  const here = found.entries.filter((one) => one.monday === column);
  return here.reduce((sum, one) => sum + one.marks.count, 0) > mostMarks ? found : undefined;
}

/** The programmes and enrolments behind a figure of a programme, group, employer or subcontractor. */
function enrolledBehind(source: Source, { by, key }: CellAsk): Source {
  const subcontractors = new Map(source.programmes.map((one) => [one._id, one.subcontractor ?? '']));
  const enrolments = source.enrolments.filter((one) => {
    if (!subcontractors.has(one.programmeId)) return false;
    if (by === 'programme') return one.programmeId === key;
    if (by === 'employer') return (one.employerId ?? '') === key;
    return by === 'group' ? one.programmeId === key.split('|')[0] : subcontractors.get(one.programmeId) === key;
  });
  const ids = new Set(enrolments.map((one) => one.programmeId));
  const programmes = source.programmes.filter((one) => ids.has(one._id));
  // Somebody may have changed groups: only the weeks in this one are counted.
  const isIn = (one: (typeof enrolments)[number], week: Day) => by !== 'group' || groupKey(one, week) === key;
  return { ...source, programmes, enrolments, isIn };
}

type Behind = Entries & { by: 'learner' | 'programme' };

/** The entries, by learner, of those who made one figure; or by programme, where they are too many. */
export async function cellEntries(whole: Source, ask: CellAsk, columns: Columns): Promise<Behind> {
  const isOf = (id: string) => ask.programmeId === undefined || ask.programmeId === id;
  const source = { ...whole, programmes: whole.programmes.filter((one) => isOf(one._id)) };
  if (ask.by === 'tutor' || ask.by === 'type') {
    const programmes = ask.by === 'type' ? await programmesOfType(source, ask) : undefined;
    if (programmes) return { ...programmes, by: 'programme' };
    return { ...(await bySessions(source, ask, columns)), by: 'learner' };
  }
  const own = enrolledBehind(source, ask);
  const by = own.programmes.length > 1 && own.enrolments.length > mostLearners ? 'programme' : 'learner';
  return { ...(await byEnrolment(own, by)), by };
}

/** What a cell is called: "Sam Lee, week of Monday 23 November". */
export async function cellTitle({ world, programmes }: Source, ask: CellAsk, columns: Columns): Promise<string> {
  const { by, key, column, programmeId } = ask;
  const nameOf = (id: string) => programmes.find((one) => one._id === id)?.name ?? id;
  const person = async () => {
    const one = await world.records.people.byId(key);
    return one ? callName(one) : by === 'employer' ? 'No employer' : 'Someone who has left';
  };
  const group = () => `${nameOf(key.split('|')[0] ?? '')}, ${key.split('|')[1] || 'no group'}`;
  const titles = {
    programme: () => nameOf(key),
    group,
    tutor: person,
    employer: person,
    subcontractor: () => key || 'Not subcontracted',
    type: () => key,
  } as const;
  const when =
    columns === 'weeks' ? `week of ${sayDay(column)}` : column ? `term from ${sayDay(column)}` : 'outside term';
  const of = programmeId === undefined ? '' : `, ${nameOf(programmeId)}`;
  return `${await titles[by]()}${of}, ${when}`;
}

/** In which column a week of each of these programmes stands. */
export function columnsOf(programmes: readonly Programme[], columns: Columns): Source['columnOf'] {
  const known = new Map(programmes.map((one) => [one._id, one]));
  if (columns === 'weeks') return (_, monday) => monday;
  const found = new Map<string, Day>();
  return (programmeId, monday) => {
    const key = `${programmeId}|${monday}`;
    const term = found.get(key) ?? termOfWeek(known.get(programmeId), monday);
    found.set(key, term);
    return term;
  };
}
