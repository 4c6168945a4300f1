import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { defaultZone } from '../domain/calendar.ts';
import { type Role, roles } from '../domain/person.ts';
import type { Session } from '../domain/session.ts';
import type { PackShelf } from '../policy/policy-pack.ts';
import type { Collections } from '../store/database.ts';
import {
  EnrolmentRow,
  PersonRow,
  ProgrammeRow,
  SessionRow,
  toEnrolment,
  toPerson,
  toProgramme,
  toSession,
} from './college-rows.ts';
import { type CsvRow, type RowProblem, readCsv } from './read-csv.ts';
import { carryOnAgain, refreshRegisters } from './refresh-registers.ts';

export type ImportCount = { added: number; changed: number; same: number };
export type ImportReport = { problems: RowProblem[]; counts: Record<string, ImportCount> };

type Known = { people: Map<string, readonly Role[]>; programmes: Map<string, string>; packs: PackShelf };

type Table<T> = { name: string; rows: CsvRow<T>[]; columns: readonly string[] };

function findDoubles<T>({ name, rows }: Table<T>, key: (row: T) => string): RowProblem[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, value }) => {
    const before = first.get(key(value));
    first.set(key(value), before ?? line);
    return before === undefined
      ? []
      : [{ file: name, line, problem: `${key(value)} stands on line ${before} already` }];
  });
}

function checkRefs<T extends object>(
  table: Table<T>,
  wants: (row: T) => [string, string | undefined, ReadonlySet<string> | ReadonlyMap<string, unknown>][],
): RowProblem[] {
  return table.rows.flatMap(({ line, value }) =>
    wants(value).flatMap(([column, wanted, known]) =>
      wanted !== undefined && !known.has(wanted)
        ? [{ file: table.name, line, problem: `${column}: ${wanted} is not known here, or not in that role` }]
        : [],
    ),
  );
}

type Doc = { _id: string };
const normal = (value: unknown) =>
  JSON.stringify(value, (_, one) =>
    one && typeof one === 'object' && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );

type Written<T> = {
  find(filter: object): { toArray(): Promise<T[]> };
  updateOne(filter: object, update: object, options: object): Promise<unknown>;
};

/**
 * Writes documents that are new or differ. `managed` are the optional fields the file decides: left blank, they are
 * taken away. `keep` are fields that stay once set. All else that people and the bot added (chat, marks) stays too.
 * `onWritten` hears of each that was written.
 */
async function putAll<T extends Doc>(
  into: Written<T>,
  docs: readonly T[],
  write: boolean,
  fields: { managed?: readonly string[]; keep?: readonly string[]; onWritten?: (doc: T) => void } = {},
): Promise<ImportCount> {
  const ids = docs.map((doc) => doc._id);
  const before = new Map((await into.find({ _id: { $in: ids } }).toArray()).map((doc) => [doc._id, doc]));
  const count = { added: 0, changed: 0, same: 0 };
  for (const doc of docs) {
    const old = before.get(doc._id) as Record<string, unknown> | undefined;
    const { _id, ...all } = doc;
    const isKept = (key: string) => old?.[key] !== undefined && fields.keep?.includes(key);
    const fresh = Object.fromEntries(Object.entries(all).filter(([key]) => !isKept(key)));
    const blank = (fields.managed ?? []).filter((key) => !(key in fresh) && old?.[key] !== undefined);
    const isSame =
      old && blank.length === 0 && Object.entries(fresh).every(([key, value]) => normal(value) === normal(old[key]));
    count[old === undefined ? 'added' : isSame ? 'same' : 'changed'] += 1;
    if (!write || isSame) continue;
    const unset = Object.fromEntries(blank.map((key) => [key, '']));
    await into.updateOne({ _id }, { $set: fresh, ...(blank.length > 0 ? { $unset: unset } : {}) }, { upsert: true });
    fields.onWritten?.(doc);
  }
  return count;
}

/** A timetable moved in time moves its opening too, unless its register was opened already. */
async function putSessions(
  c: Collections,
  sessions: readonly Session[],
  write: boolean,
  optional: readonly string[],
  now: Date,
): Promise<ImportCount> {
  const ids = sessions.map((one) => one._id);
  const opened = new Set(
    (
      await c.registers
        .find({ _id: { $in: ids } })
        .project({ _id: 1 })
        .toArray()
    ).map((one) => one._id),
  );
  const before = new Map((await c.sessions.find({ _id: { $in: ids } }).toArray()).map((one) => [one._id, one]));
  const isMoved = (one: Session) => before.get(one._id)?.startsAt.getTime() !== one.startsAt.getTime();
  const [moved, rest] = [
    sessions.filter((one) => isMoved(one) && !opened.has(one._id)),
    sessions.filter((one) => !isMoved(one) || opened.has(one._id)),
  ];
  // What staff changed in chat stays: cover, room, cancellation are newer than the timetable.
  for (const one of sessions) {
    const own = before.get(one._id);
    const changed = (what: string) => own?.changes?.some((change) => change.what.startsWith(what));
    if (own && changed('handed')) one.tutorIds = own.tutorIds;
    if (own?.room && changed('room')) one.room = own.room;
  }
  const still = rest.map(({ next: _, ...session }): Session => session);
  const a = await putAll(c.sessions as never, moved, write, { managed: [...optional, 'next', 'lease'] });
  const b = await putAll(c.sessions as never, still, write, { managed: optional });
  const retimed = rest.filter((one) => {
    const own = before.get(one._id);
    return own && (own.startsAt.getTime() !== one.startsAt.getTime() || own.endsAt.getTime() !== one.endsAt.getTime());
  });
  if (write)
    await carryOnAgain(
      c,
      retimed.map((one) => one._id),
      now,
    );
  return { added: a.added + b.added, changed: a.changed + b.changed, same: a.same + b.same };
}

/** Fields that people set in chat too: the file decides about them only where it has their column. */
function ownFields(table: Table<unknown>, fields: Record<string, string>): string[] {
  return Object.entries(fields).flatMap(([column, field]) => (table.columns.includes(column) ? [field] : []));
}

/** Addresses and Entra ids say who someone is: each may belong to one person only, in the files and in the record. */
async function findShared(c: Collections, people: Table<z.output<typeof PersonRow>>): Promise<RowProblem[]> {
  const owners = new Map<string, string>();
  for await (const person of c.people.find({}))
    for (const one of [...person.addresses, ...(person.entraId ? [person.entraId] : [])]) owners.set(one, person._id);
  const inFile = new Set(people.rows.map((row) => row.value.person_id));
  for (const [one, owner] of owners) if (inFile.has(owner)) owners.delete(one);
  return people.rows.flatMap(({ line, value }) => {
    const own = new Set([value.email, value.upn, value.entra_id].flatMap((one) => (one ? [one.toLowerCase()] : [])));
    return [...own].flatMap((one) => {
      const owner = owners.get(one);
      owners.set(one, owner ?? value.person_id);
      const isShared = owner !== undefined && owner !== value.person_id;
      return isShared ? [{ file: people.name, line, problem: `${one} belongs to ${owner} already` }] : [];
    });
  });
}

/**
 * Imports a college from a folder of CSV files: people, programmes, enrolments, sessions; any of them may be left out.
 * Nothing is written while any row has a problem, nor in a dry run. Twice is the same as once; nothing is deleted, and
 * no session of the past sends a card.
 */
export async function importCollege(
  c: Collections,
  folder: string,
  options: { packs: PackShelf; now: Date; dryRun: boolean },
): Promise<ImportReport> {
  const problems: RowProblem[] = [];
  const read = <T extends z.ZodObject>(name: string, Row: T): Table<z.output<T>> => {
    const path = join(folder, name);
    if (!existsSync(path)) return { name, rows: [], columns: [] };
    const result = readCsv(path, name, Row);
    problems.push(...result.problems);
    return { name, rows: result.rows, columns: result.columns };
  };
  if (!existsSync(folder))
    return { problems: [{ file: folder, line: 0, problem: 'there is no such folder' }], counts: {} };
  const people = read('people.csv', PersonRow);
  const programmes = read('programmes.csv', ProgrammeRow);
  const enrolments = read('enrolments.csv', EnrolmentRow);
  const sessions = read('sessions.csv', SessionRow);
  const storedRoles = (await c.people.find({}).toArray()).map((one) => [one._id, one.roles] as const);
  const known: Known = {
    people: new Map([...storedRoles, ...people.rows.map((row) => [row.value.person_id, row.value.roles] as const)]),
    programmes: new Map([
      ...(await c.programmes.find({}).toArray()).map((one) => [one._id, one.zone] as const),
      ...programmes.rows.map((row) => [row.value.programme_id, row.value.zone ?? defaultZone] as const),
    ]),
    packs: options.packs,
  };
  const having = (...wanted: Role[]) =>
    new Set([...known.people].filter(([, own]) => own.some((role) => wanted.includes(role))).map(([person]) => person));
  const learners = having('learner');
  const staff = having(...roles.filter((role) => role !== 'learner' && role !== 'employer'));
  const packIds = new Set(options.packs.map((pack) => pack.id));
  const packOfProgramme = new Map([
    ...(await c.programmes.find({}).toArray()).map((one) => [one._id, one.pack] as const),
    ...programmes.rows.map((row) => [row.value.programme_id, row.value.pack] as const),
  ]);
  problems.push(
    ...findDoubles(people, (row) => row.person_id),
    ...(await findShared(c, people)),
    ...findDoubles(programmes, (row) => row.programme_id),
    ...findDoubles(enrolments, (row) => row.enrolment_id),
    ...findDoubles(sessions, (row) => row.session_id),
    ...checkRefs(people, (row) => [
      ['deputy_id', row.deputy_id, new Set([...staff].filter((person) => person !== row.person_id))],
    ]),
    ...checkRefs(programmes, (row) => [
      ['pack', row.pack, packIds],
      ['manager_id', row.manager_id, having('apprenticeship-manager', 'adults-manager')],
      ['hosp_id', row.hosp_id, having('hosp')],
    ]),
    ...checkRefs(enrolments, (row) => [
      ['learner_id', row.learner_id, having('learner')],
      ['programme_id', row.programme_id, known.programmes],
      ['mentor_id', row.mentor_id, having('mentor')],
      ['coach_id', row.coach_id, having('tutor')],
      ['employer_id', row.employer_id, having('employer')],
    ]),
    ...checkRefs(sessions, (row) => {
      const types = new Set(
        options.packs
          .filter((pack) => pack.id === packOfProgramme.get(row.programme_id))
          .flatMap((pack) => pack.sessionTypes.map((type) => type.code)),
      );
      const tutors = row.tutor_ids.map(
        (tutor) => ['tutor_ids', tutor, having('tutor')] as [string, string, Set<string>],
      );
      const named = (row.learners ?? []).map(
        (learner) => ['learners', learner, learners] as [string, string, Set<string>],
      );
      const type: [string, string, Set<string>][] = types.size > 0 ? [['type', row.type, types]] : [];
      return [['programme_id', row.programme_id, known.programmes], ...type, ...tutors, ...named];
    }),
  );
  const write = problems.length === 0 && !options.dryRun;
  const enrolled = new Set<string>();
  const counts: ImportReport['counts'] =
    problems.length > 0
      ? {}
      : {
          people: await putAll(
            c.people as never,
            people.rows.map((row) => toPerson(row.value)),
            write,
            {
              managed: [
                'preferredName',
                'email',
                'mobile',
                'born',
                'contacts',
                ...ownFields(people, { deputy_id: 'deputyId' }),
              ],
              keep: ['entraId'],
            },
          ),
          programmes: await putAll(
            c.programmes as never,
            programmes.rows.map((row) => toProgramme(row.value)),
            write,
            {
              managed: [
                'managerId',
                'hospId',
                'channel',
                'centre',
                'division',
                'subcontractor',
                'blockRelease',
                'terms',
              ],
            },
          ),
          enrolments: await putAll(
            c.enrolments as never,
            enrolments.rows.map((row) => toEnrolment(row.value)),
            write,
            {
              managed: [
                'to',
                'mentorId',
                'coachId',
                'employerId',
                ...ownFields(enrolments, { breaks: 'breaks', first_of_two: 'firstOfTwo' }),
              ],
              onWritten: (one) => enrolled.add(one.programmeId),
            },
          ),
          sessions: await putSessions(
            c,
            sessions.rows.map((row) =>
              toSession(row.value, known.programmes.get(row.value.programme_id) ?? defaultZone, options.now),
            ),
            write,
            ['room', 'lesson', ...ownFields(sessions, { learners: 'learnerIds' })],
            options.now,
          ),
        };
  await refreshRegisters(c, [...enrolled], options.now);
  return { problems, counts };
}
