import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { addDays, dayOf, defaultZone, instantOf, isDay } from '../domain/calendar.ts';
import type { Enrolment, Programme } from '../domain/enrolment.ts';
import { type Contact, type Person, type Role, roles } from '../domain/person.ts';
import type { Session } from '../domain/session.ts';
import type { PackShelf } from '../policy/policy-pack.ts';
import type { Collections } from '../store/database.ts';
import { type CsvRow, type RowProblem, readCsv } from './read-csv.ts';

const id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, 'letters, digits, dot, dash and underscore, at most 60');
const day = z.string().refine(isDay, 'a day as YYYY-MM-DD');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');
const listOf = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .string()
    .transform((text) =>
      text
        .split(/[;|]/)
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item));
const mobile = z.string().regex(/^\+?[0-9 ]{7,20}$/, 'a phone number');
const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'a time zone such as Europe/London');

/** Where Teams takes what is sent to channels, unless the file says otherwise. */
const publicService = 'https://smba.trafficmanager.net/teams/';

export const PersonRow = z.object({
  person_id: id,
  ref: z.string().max(30).optional(),
  name: z.string().min(1).max(120),
  preferred_name: z.string().max(120).optional(),
  roles: listOf(z.enum(roles, `one of ${roles.join(', ')}`)),
  email: z.email('an email address').optional(),
  upn: z.email('a user principal name').optional(),
  entra_id: z.guid('a GUID').optional(),
  mobile: mobile.optional(),
  born: day.optional(),
  parent_name: z.string().max(120).optional(),
  parent_mobile: mobile.optional(),
  parent_email: z.email('an email address').optional(),
  parent_do_not_contact: z.enum(['yes', 'no'], 'yes or no').optional(),
});
export const ProgrammeRow = z.object({
  programme_id: id,
  name: z.string().min(1).max(120),
  kind: z.enum(['apprenticeship', 'adult', 'study-programme'], 'apprenticeship, adult or study-programme'),
  pack: z.string(),
  zone: zone.optional(),
  manager_id: id.optional(),
  hosp_id: id.optional(),
  channel_id: z.string().max(200).optional(),
  channel_service_url: z.url('an address').optional(),
});
export const EnrolmentRow = z.object({
  enrolment_id: id,
  learner_id: id,
  programme_id: id,
  group: z.string().max(60).optional(),
  from: day,
  to: day.optional(),
  mentor_id: id.optional(),
  coach_id: id.optional(),
  employer_id: id.optional(),
});
export const SessionRow = z.object({
  session_id: id,
  programme_id: id,
  groups: listOf(z.string()).optional(),
  tutor_ids: listOf(id),
  title: z.string().min(1).max(120),
  type: z.string(),
  mode: z.enum(['face-to-face', 'remote'], 'face-to-face or remote'),
  room: z.string().max(60).optional(),
  lesson: z.coerce.number().int().min(1).max(6).optional(),
  day,
  starts: time,
  ends: time,
});

export type ImportCount = { added: number; changed: number; same: number };
export type ImportReport = { problems: RowProblem[]; counts: Record<string, ImportCount> };

type Known = { people: Map<string, readonly Role[]>; programmes: Map<string, string>; packs: PackShelf };

function toPerson(row: z.output<typeof PersonRow>): Person & { addresses: string[] } {
  const hasParent = row.parent_name || row.parent_mobile || row.parent_email;
  const contact: Contact = {
    name: row.parent_name ?? 'Parent or carer',
    relation: 'parent or carer',
    ...(row.parent_mobile ? { mobile: row.parent_mobile } : {}),
    ...(row.parent_email ? { email: row.parent_email } : {}),
    ...(row.parent_do_not_contact === 'yes' ? { doNotContact: true } : {}),
  };
  return {
    _id: row.person_id,
    ref: row.ref ?? row.person_id,
    name: row.name,
    roles: row.roles as Role[],
    addresses: [...new Set([row.email, row.upn].filter((one) => one !== undefined).map((one) => one.toLowerCase()))],
    ...(row.preferred_name ? { preferredName: row.preferred_name } : {}),
    ...(row.email ? { email: row.email } : {}),
    ...(row.entra_id ? { entraId: row.entra_id.toLowerCase() } : {}),
    ...(row.mobile ? { mobile: row.mobile } : {}),
    ...(row.born ? { born: row.born } : {}),
    ...(hasParent ? { contacts: [contact] } : {}),
  };
}

function toProgramme(row: z.output<typeof ProgrammeRow>): Programme {
  return {
    _id: row.programme_id,
    name: row.name,
    kind: row.kind,
    pack: row.pack,
    zone: row.zone ?? defaultZone,
    ...(row.manager_id ? { managerId: row.manager_id } : {}),
    ...(row.hosp_id ? { hospId: row.hosp_id } : {}),
    ...(row.channel_id
      ? { channel: { id: row.channel_id, serviceUrl: row.channel_service_url ?? publicService } }
      : {}),
  };
}

function toEnrolment(row: z.output<typeof EnrolmentRow>): Enrolment {
  const span = { from: row.from, ...(row.to ? { to: row.to } : {}) };
  return {
    _id: row.enrolment_id,
    learnerId: row.learner_id,
    programmeId: row.programme_id,
    groups: row.group ? [{ name: row.group, ...span }] : [],
    ...span,
    ...(row.mentor_id ? { mentorId: row.mentor_id } : {}),
    ...(row.coach_id ? { coachId: row.coach_id } : {}),
    ...(row.employer_id ? { employerId: row.employer_id } : {}),
  };
}

/** A session; past midnight when it ends before it starts. Only one still to start gets a register card. */
function toSession(row: z.output<typeof SessionRow>, sessionZone: string, now: Date): Session {
  const startsAt = instantOf(row.day, row.starts, sessionZone);
  const endsAt = instantOf(row.ends <= row.starts ? addDays(row.day, 1) : row.day, row.ends, sessionZone);
  return {
    _id: row.session_id,
    programmeId: row.programme_id,
    groups: row.groups ?? [],
    tutorIds: row.tutor_ids,
    title: row.title,
    type: row.type,
    mode: row.mode,
    ...(row.room ? { room: row.room } : {}),
    ...(row.lesson ? { lesson: row.lesson } : {}),
    startsAt,
    endsAt,
    zone: sessionZone,
    day: dayOf(startsAt, sessionZone),
    ...(startsAt > now ? { next: { step: 'open' as const, at: startsAt } } : {}),
  };
}

type Table<T> = { name: string; rows: CsvRow<T>[] };

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
 */
async function putAll<T extends Doc>(
  into: Written<T>,
  docs: readonly T[],
  write: boolean,
  fields: { managed?: readonly string[]; keep?: readonly string[] } = {},
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
  }
  return count;
}

/** A timetable moved in time moves its opening too, unless its register was opened already. */
async function putSessions(c: Collections, sessions: readonly Session[], write: boolean): Promise<ImportCount> {
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
  const optional = ['room', 'lesson'];
  const isMoved = (one: Session) => before.get(one._id)?.startsAt.getTime() !== one.startsAt.getTime();
  const [moved, rest] = [
    sessions.filter((one) => isMoved(one) && !opened.has(one._id)),
    sessions.filter((one) => !isMoved(one) || opened.has(one._id)),
  ];
  const still = rest.map(({ next: _, ...session }): Session => session);
  const a = await putAll(c.sessions as never, moved, write, { managed: [...optional, 'next', 'lease'] });
  const b = await putAll(c.sessions as never, still, write, { managed: optional });
  return { added: a.added + b.added, changed: a.changed + b.changed, same: a.same + b.same };
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
    if (!existsSync(path)) return { name, rows: [] };
    const result = readCsv(path, name, Row);
    problems.push(...result.problems);
    return { name, rows: result.rows };
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
      const type: [string, string, Set<string>][] = types.size > 0 ? [['type', row.type, types]] : [];
      return [['programme_id', row.programme_id, known.programmes], ...type, ...tutors];
    }),
  );
  const write = problems.length === 0 && !options.dryRun;
  const counts: ImportReport['counts'] =
    problems.length > 0
      ? {}
      : {
          people: await putAll(
            c.people as never,
            people.rows.map((row) => toPerson(row.value)),
            write,
            { managed: ['preferredName', 'email', 'mobile', 'born', 'contacts'], keep: ['entraId'] },
          ),
          programmes: await putAll(
            c.programmes as never,
            programmes.rows.map((row) => toProgramme(row.value)),
            write,
            { managed: ['managerId', 'hospId', 'channel'] },
          ),
          enrolments: await putAll(
            c.enrolments as never,
            enrolments.rows.map((row) => toEnrolment(row.value)),
            write,
            { managed: ['to', 'mentorId', 'coachId', 'employerId'] },
          ),
          sessions: await putSessions(
            c,
            sessions.rows.map((row) =>
              toSession(row.value, known.programmes.get(row.value.programme_id) ?? defaultZone, options.now),
            ),
            write,
          ),
        };
  return { problems, counts };
}
