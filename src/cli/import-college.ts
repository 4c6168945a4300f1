import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { dayOf, defaultZone } from '../domain/calendar.ts';
import type { Programme } from '../domain/enrolment.ts';
import type { Session, SessionChange } from '../domain/session.ts';
import type { PackShelf } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';
import { leaveChanges } from './changes-of-people.ts';
import { checkPlan, type Plan } from './check-college.ts';
import {
  enrolmentFields,
  personFields,
  programmeFields,
  type StoredPerson,
  sessionFields,
  toEnrolment,
  toPerson,
  toProgramme,
  toSession,
} from './college-docs.ts';
import { EnrolmentRow, PersonRow, ProgrammeRow, SessionRow } from './college-rows.ts';
import { countPlanned, type ImportCount, planTable, type Stored, type Table, writePlanned } from './plan-import.ts';
import { type RowProblem, readCsv } from './read-csv.ts';
import { carryOnAgain, refreshRegisters } from './refresh-registers.ts';
import { tellLeavers, tellPeople } from './tell-changes.ts';

export type ImportReport = {
  problems: RowProblem[];
  counts: Record<string, ImportCount>;
  /** What someone should look at though it is no problem, such as a change of what protects a person. */
  notes: string[];
};

/**
 * True while a cover is newer than the timetable: the timetable names who was to teach before it, on the same day. Where
 * it names somebody else meanwhile, or another day, the college has planned anew.
 */
function isStillCovered(session: Session, old: Session): boolean {
  const covers = (old.changes ?? []).filter((change) => change.code === 'handed-over');
  const [first, last] = [covers[0], covers.at(-1)];
  if (!first || !last || session.day !== old.day) return false;
  // Covers of before it was kept who had the session stand.
  if (!first.from || !last.to) return true;
  return isSame(session.tutorIds, first.from) && isSame(old.tutorIds, last.to);
}

const isSame = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join();

/** What staff changed in chat stays: cover, room, cancellation are newer than the timetable. */
function keepChanges(session: Session, old: Session | undefined): Session {
  const changed = (code: SessionChange['code']) => old?.changes?.some((change) => change.code === code);
  return {
    ...session,
    ...(old && isStillCovered(session, old) ? { tutorIds: old.tutorIds } : {}),
    ...(old?.room && changed('room') ? { room: old.room } : {}),
  };
}

type Tables = {
  people: Table<z.output<typeof PersonRow>>;
  programmes: Table<z.output<typeof ProgrammeRow>>;
  enrolments: Table<z.output<typeof EnrolmentRow>>;
  sessions: Table<z.output<typeof SessionRow>>;
};

/** A timetable moved in time moves its opening too, unless its register was opened already. */
async function planSessions(c: Collections, table: Tables['sessions'], programmes: Map<string, Programme>, now: Date) {
  const ids = table.rows.map((row) => row.value.session_id);
  const opened = await c.registers.find({ _id: { $in: ids } }, { projection: { _id: 1 } }).toArray();
  const isOpened = new Set(opened.map((one) => one._id));
  const planned = await planTable<z.output<typeof SessionRow>, Session>(
    c.sessions as never,
    table,
    sessionFields,
    (row) => row.session_id,
    (row, old) => {
      const zone = programmes.get(row.programme_id)?.zone ?? defaultZone;
      const session = keepChanges(toSession(row, zone, now), old);
      const isMoved = old?.startsAt.getTime() !== session.startsAt.getTime();
      const { next, ...still } = session;
      return isMoved && !isOpened.has(session._id) ? session : still;
    },
  );
  for (const row of planned) {
    const isMoved = row.old?.startsAt.getTime() !== row.doc.startsAt.getTime() && !isOpened.has(row.doc._id);
    if (row.old && isMoved) row.unset.push('lease', ...('next' in row.doc ? [] : ['next']));
  }
  return planned;
}

async function planCollege(c: Collections, tables: Tables, now: Date): Promise<Plan> {
  const people = await planTable<z.output<typeof PersonRow>, StoredPerson>(
    c.people as never,
    tables.people,
    personFields,
    (row) => row.person_id,
    toPerson,
  );
  const programmes = await planTable<z.output<typeof ProgrammeRow>, Programme>(
    c.programmes as never,
    tables.programmes,
    programmeFields,
    (row) => row.programme_id,
    toProgramme,
  );
  const enrolments = await planTable<z.output<typeof EnrolmentRow>, Plan['enrolments'][number]['doc']>(
    c.enrolments as never,
    tables.enrolments,
    enrolmentFields,
    (row) => row.enrolment_id,
    toEnrolment,
  );
  const others = (planned: readonly { doc: { _id: string } }[]) => ({
    _id: { $nin: planned.map((one) => one.doc._id) },
  });
  const rest = {
    people: (await c.people.find(others(people)).toArray()) as StoredPerson[],
    programmes: await c.programmes.find(others(programmes)).toArray(),
    enrolments: await c.enrolments.find(others(enrolments)).toArray(),
  };
  const byId = new Map([...rest.programmes, ...programmes.map((one) => one.doc)].map((one) => [one._id, one]));
  return { people, programmes, enrolments, rest, sessions: await planSessions(c, tables.sessions, byId, now) };
}

async function writePlan(c: Collections, plan: Plan, now: Date): Promise<void> {
  // The office gave another Microsoft account: the old one and its chat are forgotten first, so that two can swap.
  const relinked = plan.people.filter(({ old, doc }) => old?.entraId && old.entraId !== doc.entraId);
  const ids = relinked.map((one) => one.doc._id);
  if (ids.length > 0)
    await c.people.updateMany({ _id: { $in: ids } }, { $unset: { entraId: '', chat: '', unreachable: '' } });
  await writePlanned(c.people as unknown as Stored<StoredPerson>, plan.people);
  await writePlanned(c.programmes as unknown as Stored<Programme>, plan.programmes);
  await writePlanned(c.enrolments as never, plan.enrolments);
  await writePlanned(c.sessions as unknown as Stored<Session>, plan.sessions);
  const retimed = plan.sessions.filter(
    ({ old, doc }) =>
      old && (old.startsAt.getTime() !== doc.startsAt.getTime() || old.endsAt.getTime() !== doc.endsAt.getTime()),
  );
  await carryOnAgain(
    c,
    retimed.map((one) => one.doc._id),
    now,
  );
  const enrolled = plan.enrolments.filter((one) => !one.isSame).map((one) => one.doc.programmeId);
  await refreshRegisters(c, [...new Set(enrolled)], now);
  await leaveChanges(c, plan, now);
}

/** How many sessions each person in the file teaches from today on. */
async function sessionsAhead(c: Collections, { people }: Plan, now: Date): Promise<Map<string, number>> {
  const ids = people.map((one) => one.doc._id);
  const match = { tutorIds: { $in: ids }, day: { $gte: dayOf(now) }, cancelled: { $exists: false } };
  const group = { _id: '$tutorIds', count: { $sum: 1 } };
  const rows = await c.sessions.aggregate([{ $match: match }, { $unwind: '$tutorIds' }, { $group: group }]).toArray();
  return new Map(rows.map((row) => [String(row._id), Number(row.count)]));
}

const files = {
  people: 'people.csv',
  programmes: 'programmes.csv',
  enrolments: 'enrolments.csv',
  sessions: 'sessions.csv',
};

/**
 * Imports a college from a folder of CSV files: people, programmes, enrolments, sessions; any of them may be left out.
 * Nothing is written while any row has a problem, nor in a dry run. Twice is the same as once; only the columns a file
 * has are changed; nothing is deleted, and no session of the past sends a card.
 */
export async function importCollege(
  c: Collections,
  folder: string,
  options: { packs: PackShelf; now: Date; dryRun: boolean },
): Promise<ImportReport> {
  const problems: RowProblem[] = [];
  const notes: string[] = [];
  const fail = (problem: string) => ({ problems: [{ file: folder, line: 0, problem }], counts: {}, notes });
  if (!existsSync(folder)) return fail('there is no such folder');
  const found = Object.values(files).filter((name) => existsSync(join(folder, name)));
  if (found.length === 0) return fail(`none of ${Object.values(files).join(', ')} is there`);
  const read = <T extends z.ZodObject>(name: string, Row: T): Table<z.output<T>> => {
    if (!found.includes(name)) return { name, rows: [], columns: [] };
    const result = readCsv(join(folder, name), name, Row);
    problems.push(...result.problems);
    notes.push(...result.notes);
    return { name, rows: result.rows, columns: result.columns };
  };
  const tables: Tables = {
    people: read(files.people, PersonRow),
    programmes: read(files.programmes, ProgrammeRow),
    enrolments: read(files.enrolments, EnrolmentRow),
    sessions: read(files.sessions, SessionRow),
  };
  const plan = await planCollege(c, tables, options.now);
  problems.push(...checkPlan(plan, options.packs, options.now));
  const order = (one: RowProblem) => Object.values(files).indexOf(one.file) * 1e6 + one.line;
  problems.sort((a, b) => order(a) - order(b));
  if (problems.length > 0) return { problems, counts: {}, notes };
  notes.push(...tellPeople(plan.people), ...tellLeavers(plan, await sessionsAhead(c, plan, options.now)));
  const { people, programmes, enrolments, sessions } = plan;
  if (!options.dryRun) await writePlan(c, plan, options.now);
  const counts = {
    people: countPlanned(people),
    programmes: countPlanned(programmes),
    enrolments: countPlanned(enrolments),
    sessions: countPlanned(sessions),
  };
  return { problems, counts, notes };
}
