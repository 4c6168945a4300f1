import type { z } from 'zod';
import { type Day, dayOf, defaultZone } from '../../domain/calendar.ts';
import { chunksOf } from '../../domain/chunks.ts';
import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import type { Session, SessionChange } from '../../domain/session.ts';
import type { Site } from '../../domain/site.ts';
import type { PackShelf } from '../../policy/pack-shelf.ts';
import type { Collections } from '../../store/database.ts';
import type { EnrolmentRow, PersonRow, ProgrammeRow, SessionRow, SiteRow } from '../tables/college-rows.ts';
import type { Table, TableName } from '../tables/read-college.ts';
import {
  enrolmentFields,
  personFields,
  programmeFields,
  type StoredPerson,
  sessionFields,
  siteFields,
  toEnrolment,
  toPerson,
  toProgramme,
  toSession,
  toSite,
} from './college-docs.ts';
import type { Plan } from './plan.ts';
import { atOnce, type Planned, planRow, planTable, readStored, type Stored } from './plan-import.ts';
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
  for (const some of chunksOf(ids, atOnce))
    for await (const one of c.registers.find({ _id: { $in: some } }, { projection: { _id: 1 } })) opened.add(one._id);
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
  tables: readonly Table<z.output<typeof SessionRow>>[],
  programmes: ReadonlyMap<string, Programme>,
  { whoIs, typeOf, now }: { whoIs: WhoIs; typeOf: (type: string, pack: string | undefined) => string; now: Date },
): Promise<Planned<Session>[]> {
  const ids = tables.flatMap((table) => table.rows.map((row) => row.value.session_id));
  const isOpened = await openedOf(c, ids);
  const stored = await readStored(
    c.sessions as unknown as Stored<Session>,
    chunksOf(ids, atOnce).map((some) => ({ _id: { $in: some } })),
  );
  const toDoc = (row: z.output<typeof SessionRow>, old: Session | undefined): Session => {
    const programme = programmes.get(row.programme_id);
    const made = toSession(row, programme?.zone ?? defaultZone, now);
    const named = {
      ...made,
      type: typeOf(made.type, programme?.pack),
      tutorIds: made.tutorIds.map((one) => whoIs(one, ['tutor'])),
      ...(made.learnerIds ? { learnerIds: made.learnerIds.map((one) => whoIs(one, ['learner'])) } : {}),
    };
    const session = keepChanges(named, old);
    const isMoved = old?.startsAt.getTime() !== session.startsAt.getTime();
    const { next, ...still } = session;
    return isMoved && !isOpened.has(session._id) ? session : still;
  };
  const planned = tables.flatMap((table) => planTable(stored, table, sessionFields, (row) => row.session_id, toDoc));
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

/** Finds a site by what files call it, its code in any case or its name; a site nobody knows is left as it is written. */
function siteReader(sites: readonly Site[]): (text: string) => string {
  const known = new Map(
    sites.flatMap((one) => [one.name, one._id].map((each) => [each.toLowerCase(), one._id] as const)),
  );
  return (text) => known.get(text.toLowerCase()) ?? text;
}

/** What is stored and the files say nothing of. */
function restOf<T extends { _id: string }>(stored: ReadonlyMap<string, T>, planned: readonly Planned<T>[]): T[] {
  const ids = new Set(planned.map((one) => one.doc._id));
  return [...stored.values()].filter((one) => !ids.has(one._id));
}

/** The whole college as it would be once these tables were imported. Reads, and writes nothing. */
export async function planCollege(
  c: Collections,
  tables: readonly Table<unknown>[],
  { packs, now }: { packs: PackShelf; now: Date },
): Promise<Plan> {
  const today = dayOf(now);
  const of = <Row>(name: TableName) => tables.filter((one) => one.name === name) as Table<Row>[];
  const stored = {
    people: await readStored(c.people as unknown as Stored<StoredPerson>),
    programmes: await readStored(c.programmes as unknown as Stored<Programme>),
    enrolments: await readStored(c.enrolments as unknown as Stored<Enrolment>),
    sites: await readStored(c.sites as unknown as Stored<Site>),
  };
  const sites = of<z.output<typeof SiteRow>>('sites').flatMap((table) =>
    planTable(stored.sites, table, siteFields, (row) => row.site_id, toSite),
  );
  const otherSites = restOf(stored.sites, sites);
  const allSites = [...otherSites, ...sites.map((one) => one.doc)];
  const siteOf = siteReader(allSites);
  /** Where the college has no sites, what files say of them is left out. */
  const sited = <T extends { site?: string; sites?: string[] }>({ site, sites: several, ...doc }: T) => ({
    ...doc,
    ...(site && allSites.length > 0 ? { site: siteOf(site) } : {}),
    ...(several && allSites.length > 0 ? { sites: [...new Set(several.map(siteOf))] } : {}),
  });
  const people = of<z.output<typeof PersonRow>>('people').flatMap((table) =>
    planTable(
      stored.people,
      table,
      personFields,
      (row) => row.person_id,
      (row, old, has): StoredPerson => sited(toPerson(row, old, has, today)),
    ),
  );
  const others = restOf(stored.people, people);
  const everyone = [...others, ...people.map((one) => one.doc)];
  const whoIs = createWhoIs(everyone);
  const named = <T extends object, K extends keyof T>(doc: T, fields: Partial<Record<K, readonly string[]>>): T => {
    const found = { ...doc };
    for (const [field, roles] of Object.entries(fields) as [K, readonly string[]][])
      if (typeof doc[field] === 'string') found[field] = whoIs(doc[field] as string, roles) as T[K];
    return found;
  };
  const programmes = of<z.output<typeof ProgrammeRow>>('programmes').flatMap((table) =>
    planTable(
      stored.programmes,
      table,
      programmeFields,
      (row) => row.programme_id,
      (row, old, has) =>
        named(sited(toProgramme(row, old, has)) as Programme, {
          managerId: ['apprenticeship-manager', 'adults-manager'],
          hospId: ['hosp'],
        }),
    ),
  );
  const enrolments = of<z.output<typeof EnrolmentRow>>('enrolments').flatMap((table) =>
    planTable(
      stored.enrolments,
      table,
      enrolmentFields,
      (row) => row.enrolment_id,
      (row, old, has) =>
        named(toEnrolment(row, old, has), { mentorId: ['mentor'], coachId: ['tutor'], employerId: ['employer'] }),
    ),
  );
  const otherProgrammes = restOf(stored.programmes, programmes);
  const byId = new Map([...otherProgrammes, ...programmes.map((one) => one.doc)].map((one) => [one._id, one]));
  const lastDay = new Map(everyone.flatMap((one) => (one.left ? [[one._id, one.left] as const] : [])));
  const places = endPlaces(enrolments, restOf(stored.enrolments, enrolments), lastDay);
  const naming = { whoIs, typeOf: typeReader(packs), now };
  return {
    people,
    programmes,
    enrolments: places.enrolments,
    sessions: await planSessions(c, of('sessions'), byId, naming),
    sites,
    rest: { people: others, programmes: otherProgrammes, enrolments: places.rest, sites: otherSites },
  };
}
