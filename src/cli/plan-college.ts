import type { z } from 'zod';
import { type Day, dayOf, defaultZone } from '../domain/calendar.ts';
import type { Enrolment, Programme } from '../domain/enrolment.ts';
import type { Session, SessionChange } from '../domain/session.ts';
import type { PackShelf } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';
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
import type { EnrolmentRow, PersonRow, ProgrammeRow, SessionRow } from './college-rows.ts';
import type { Plan } from './plan.ts';
import { type Planned, planRow, planTable, type Stored } from './plan-import.ts';
import type { Table, TableName } from './tables/read-college.ts';
import { createWhoIs, type WhoIs } from './who-is.ts';

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

/** Those of these sessions whose register is opened. */
async function openedOf(c: Collections, ids: readonly string[]): Promise<Set<string>> {
  const opened = new Set<string>();
  for (let i = 0; i < ids.length; i += 5_000) {
    const some = { _id: { $in: ids.slice(i, i + 5_000) } };
    for await (const one of c.registers.find(some, { projection: { _id: 1 } })) opened.add(one._id);
  }
  return opened;
}

/** Finds a pack's code for a type of session that a file writes with capitals, blanks, or as the pack labels it. */
function typeReader(packs: PackShelf) {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const codes = new Map(
    packs.flatMap((pack) =>
      pack.sessionTypes.flatMap(({ code, label }) =>
        [label, code].map((one) => [`${pack.id} ${plain(one)}`, code] as const),
      ),
    ),
  );
  return (type: string, pack: string | undefined) => codes.get(`${pack} ${plain(type)}`) ?? type;
}

/** A timetable moved in time moves its opening too, unless its register was opened already. */
async function planSessions(
  c: Collections,
  table: Table<z.output<typeof SessionRow>>,
  programmes: ReadonlyMap<string, Programme>,
  { whoIs, typeOf, now }: { whoIs: WhoIs; typeOf: (type: string, pack: string | undefined) => string; now: Date },
): Promise<Planned<Session>[]> {
  const isOpened = await openedOf(
    c,
    table.rows.map((row) => row.value.session_id),
  );
  const planned = await planTable<z.output<typeof SessionRow>, Session>(
    c.sessions as unknown as Stored<Session>,
    table,
    sessionFields,
    (row) => row.session_id,
    (row, old) => {
      const zone = programmes.get(row.programme_id)?.zone ?? defaultZone;
      const made = toSession(row, zone, now);
      const named = {
        ...made,
        type: typeOf(made.type, programmes.get(row.programme_id)?.pack),
        tutorIds: made.tutorIds.map((one) => whoIs(one, ['tutor'])),
        ...(made.learnerIds ? { learnerIds: made.learnerIds.map((one) => whoIs(one, ['learner'])) } : {}),
      };
      const session = keepChanges(named, old);
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

/** A place of a learner who leaves ends with their last day, whatever else the files say of it. */
function endPlaces(
  planned: readonly Planned<Enrolment>[],
  rest: readonly Enrolment[],
  lastDay: ReadonlyMap<string, Day>,
): { enrolments: Planned<Enrolment>[]; rest: Enrolment[] } {
  const endOf = (one: Enrolment) => {
    const left = lastDay.get(one.learnerId);
    return left !== undefined && one.from <= left && (one.to === undefined || one.to > left) ? left : undefined;
  };
  const enrolments = planned.map((row) => {
    const to = endOf(row.doc);
    return to === undefined
      ? row
      : planRow({ ...row, unset: row.unset.filter((one) => one !== 'to'), doc: { ...row.doc, to } });
  });
  const ended = rest.filter((one) => endOf(one) !== undefined);
  const more = ended.map((old) =>
    planRow({ file: '', line: 0, has: () => false, old, doc: { ...old, to: endOf(old) ?? '' }, unset: [] }),
  );
  return { enrolments: [...enrolments, ...more], rest: rest.filter((one) => !ended.includes(one)) };
}

async function missingFrom<T extends { _id: string }>(stored: Stored<T>, planned: readonly Planned<T>[]): Promise<T[]> {
  const ids = new Set(planned.map((one) => one.doc._id));
  const rest: T[] = [];
  for await (const one of stored.find({})) if (!ids.has(one._id)) rest.push(one);
  return rest;
}

/** The whole college as it would be once these tables were imported. Reads, and writes nothing. */
export async function planCollege(
  c: Collections,
  tables: readonly Table<unknown>[],
  { packs, now }: { packs: PackShelf; now: Date },
): Promise<Plan> {
  const today = dayOf(now);
  const typeOf = typeReader(packs);
  const of = <Row>(name: TableName) => tables.filter((one) => one.name === name) as Table<Row>[];
  const stored = {
    people: c.people as unknown as Stored<StoredPerson>,
    programmes: c.programmes as unknown as Stored<Programme>,
    enrolments: c.enrolments as unknown as Stored<Enrolment>,
  };
  const people: Planned<StoredPerson>[] = [];
  for (const table of of<z.output<typeof PersonRow>>('people'))
    people.push(
      ...(await planTable(
        stored.people,
        table,
        personFields,
        (row) => row.person_id,
        (row, old: StoredPerson | undefined, has) => toPerson(row, old, has, today),
      )),
    );
  const others = await missingFrom(stored.people, people);
  const everyone = [...others, ...people.map((one) => one.doc)];
  const whoIs = createWhoIs(everyone);
  const named = <T extends object, K extends keyof T>(doc: T, fields: Partial<Record<K, readonly string[]>>): T => {
    const found = { ...doc };
    for (const [field, roles] of Object.entries(fields) as [K, readonly string[]][])
      if (typeof doc[field] === 'string') found[field] = whoIs(doc[field] as string, roles) as T[K];
    return found;
  };
  const programmes: Planned<Programme>[] = [];
  for (const table of of<z.output<typeof ProgrammeRow>>('programmes'))
    programmes.push(
      ...(await planTable(
        stored.programmes,
        table,
        programmeFields,
        (row) => row.programme_id,
        (row, old: Programme | undefined, has) =>
          named(toProgramme(row, old, has), {
            managerId: ['apprenticeship-manager', 'adults-manager'],
            hospId: ['hosp'],
          }),
      )),
    );
  const enrolments: Planned<Enrolment>[] = [];
  for (const table of of<z.output<typeof EnrolmentRow>>('enrolments'))
    enrolments.push(
      ...(await planTable(
        stored.enrolments,
        table,
        enrolmentFields,
        (row) => row.enrolment_id,
        (row, old: Enrolment | undefined, has) =>
          named(toEnrolment(row, old, has), { mentorId: ['mentor'], coachId: ['tutor'], employerId: ['employer'] }),
      )),
    );
  const otherProgrammes = await missingFrom(stored.programmes, programmes);
  const byId = new Map([...otherProgrammes, ...programmes.map((one) => one.doc)].map((one) => [one._id, one]));
  const lastDay = new Map(everyone.flatMap((one) => (one.left ? [[one._id, one.left] as const] : [])));
  const places = endPlaces(enrolments, await missingFrom(stored.enrolments, enrolments), lastDay);
  const sessions: Planned<Session>[] = [];
  for (const table of of<z.output<typeof SessionRow>>('sessions'))
    for (const row of await planSessions(c, table, byId, { whoIs, typeOf, now })) sessions.push(row);
  return {
    people,
    programmes,
    enrolments: places.enrolments,
    sessions,
    rest: { people: others, programmes: otherProgrammes, enrolments: places.rest },
  };
}
