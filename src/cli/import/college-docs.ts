import type { z } from 'zod';
import { addDays, addMinutes, type Day, dayOf, defaultZone, instantOf } from '../../domain/calendar.ts';
import type { Enrolment, Programme } from '../../domain/enrolment.ts';
import { type Contact, keyWorker, type Person, parentOrCarer, type Role } from '../../domain/person.ts';
import { prepareMinutes, type Session } from '../../domain/session.ts';
import type { Site } from '../../domain/site.ts';
import { isInstant } from '../tables/cells.ts';
import type { EnrolmentRow, PersonRow, ProgrammeRow, SessionRow, SiteRow } from '../tables/college-rows.ts';

/** True for a column the file has. What a file has no column for stays as it is stored. */
export type Has = (column: string) => boolean;

/** Which columns decide each optional field of a document: a file that has none of them leaves it alone. */
export type FieldColumns = Record<string, readonly string[]>;

export type StoredPerson = Person & { addresses: string[] };

const contactColumns = {
  parent: ['parent_name', 'parent_mobile', 'parent_email', 'parent_do_not_contact', 'parent_consent'],
  keyWorker: ['key_worker_name', 'key_worker_mobile', 'key_worker_email'],
} as const;

export const personFields: FieldColumns = {
  ref: ['ref'],
  preferredName: ['preferred_name'],
  email: ['email'],
  upn: ['upn'],
  addresses: ['email', 'upn'],
  guest: ['guest'],
  entraId: ['entra_id'],
  mobile: ['mobile'],
  born: ['born'],
  contacts: [...contactColumns.parent, ...contactColumns.keyWorker],
  deputyId: ['deputy_id'],
  left: ['left'],
  sites: ['site_id'],
};
export const programmeFields: FieldColumns = {
  zone: ['zone'],
  managerId: ['manager_id'],
  hospId: ['hosp_id'],
  channel: ['channel_id'],
  centre: ['centre'],
  site: ['site_id'],
  division: ['division'],
  subcontractor: ['subcontractor'],
  blockRelease: ['block_release'],
  terms: ['terms'],
};
export const siteFields: FieldColumns = {
  phone: ['phone'],
  contact: ['contact'],
  smsSender: ['sms_sender'],
  replyTo: ['reply_to'],
  division: ['division'],
  closed: ['closed'],
};
export const enrolmentFields: FieldColumns = {
  groups: ['group', 'from'],
  to: ['to'],
  mentorId: ['mentor_id'],
  coachId: ['coach_id'],
  employerId: ['employer_id'],
  firstOfTwo: ['first_of_two'],
  breaks: ['breaks'],
};
export const sessionFields: FieldColumns = {
  groups: ['groups'],
  room: ['room'],
  joinUrl: ['join_url'],
  lesson: ['lesson'],
  learnerIds: ['learners'],
};

/** What an explicit word says about a protection: an empty cell or no column says nothing, `none` takes it away. */
function kept<T>(cell: string | undefined, stored: T | undefined, read: (cell: string) => T | undefined) {
  if (cell === undefined) return stored;
  return cell === 'none' ? undefined : read(cell);
}

const parentName = 'Parent or carer';
const keyWorkerName = 'Key worker';

/** A parent or carer, and a key worker. A key worker is recorded to be told, whatever the learner's age (G6). */
function contactsOf(row: z.output<typeof PersonRow>, stored: readonly Contact[], has: Has): Contact[] {
  const take = (column: keyof typeof row & string, before: string | undefined) =>
    has(column) ? (row[column] as string | undefined) : before;
  const old = {
    parent: stored.find((one) => one.relation === parentOrCarer),
    keyWorker: stored.find((one) => one.relation === keyWorker),
  };
  const reach = (prefix: 'parent' | 'key_worker', before: Contact | undefined) => {
    const name = take(`${prefix}_name`, before?.name);
    const mobile = take(`${prefix}_mobile`, before?.mobile);
    const email = take(`${prefix}_email`, before?.email);
    return { ...(name ? { name } : {}), ...(mobile ? { mobile } : {}), ...(email ? { email } : {}) };
  };
  const doNotContact = kept(row.parent_do_not_contact, old.parent?.doNotContact, (cell) => cell === 'yes' || undefined);
  const consent = kept(row.parent_consent, old.parent?.consent, (cell) => cell === 'yes');
  const parent = {
    ...reach('parent', old.parent),
    ...(doNotContact ? { doNotContact } : {}),
    ...(consent === undefined ? {} : { consent }),
  };
  const worker = reach('key_worker', old.keyWorker);
  const isSomeone = (contact: object, name: string) =>
    Object.entries(contact).some(([key, value]) => key !== 'name' || value !== name);
  return [
    ...(isSomeone(parent, parentName) ? [{ name: parentName, relation: parentOrCarer, ...parent }] : []),
    ...(isSomeone(worker, keyWorkerName)
      ? [{ name: keyWorkerName, relation: keyWorker, ...worker, consent: true }]
      : []),
    ...stored.filter((one) => one !== old.parent && one !== old.keyWorker),
  ];
}

/** True once someone's last day is over. */
function isOver(left: Day | undefined, today: Day): boolean {
  return left !== undefined && left < today;
}

/**
 * A person with the addresses they are linked by. An `entra_id` left empty never undoes a link; who has left has no
 * roles, whatever the file still says of them.
 */
export function toPerson(
  row: z.output<typeof PersonRow>,
  old: StoredPerson | undefined,
  has: Has,
  today: Day,
): StoredPerson {
  const contacts = contactsOf(row, old?.contacts ?? [], has);
  const email = has('email') ? row.email : old?.email;
  const upn = has('upn') ? row.upn : (old?.upn ?? old?.addresses.find((one) => one !== old.email?.toLowerCase()));
  const entraId = row.entra_id?.toLowerCase() ?? old?.entraId;
  const born = kept(row.born, old?.born, (cell) => cell);
  const deputyId = kept(row.deputy_id, old?.deputyId, (cell) => cell);
  const left = kept(row.left, old?.left, (cell) => cell);
  const sites = row.site_id ? row.site_id.filter((one) => one.toLowerCase() !== 'none') : (old?.sites ?? []);
  const roles = (row.roles ?? old?.roles ?? []) as Role[];
  return {
    _id: row.person_id,
    ref: row.ref ?? row.person_id,
    name: row.name,
    roles: isOver(left, today) ? [] : roles,
    addresses: [...new Set([email, upn].filter((one) => one !== undefined).map((one) => one.toLowerCase()))],
    ...(row.preferred_name ? { preferredName: row.preferred_name } : {}),
    ...(email ? { email } : {}),
    ...(upn ? { upn } : {}),
    ...(row.guest === 'yes' ? { guest: true } : {}),
    ...(entraId ? { entraId } : {}),
    ...(row.mobile ? { mobile: row.mobile } : {}),
    ...(born ? { born } : {}),
    ...(contacts.length > 0 ? { contacts } : {}),
    ...(deputyId ? { deputyId } : {}),
    ...(left ? { left } : {}),
    ...(sites.length > 0 ? { sites } : {}),
  };
}

/** Where Teams takes what is sent to channels, unless the file says otherwise. */
const publicService = 'https://smba.trafficmanager.net/teams/';

/** A programme. */
export function toProgramme(row: z.output<typeof ProgrammeRow>, old: Programme | undefined, has: Has): Programme {
  const stored = has('channel_service_url') ? undefined : old?.channel?.serviceUrl;
  return {
    _id: row.programme_id,
    name: row.name,
    kind: row.kind,
    pack: row.pack,
    zone: row.zone ?? defaultZone,
    ...(row.manager_id ? { managerId: row.manager_id } : {}),
    ...(row.hosp_id ? { hospId: row.hosp_id } : {}),
    ...(row.channel_id
      ? { channel: { id: row.channel_id, serviceUrl: row.channel_service_url ?? stored ?? publicService } }
      : {}),
    ...(row.centre ? { centre: row.centre } : {}),
    ...(row.site_id ? { site: row.site_id } : {}),
    ...(row.division ? { division: row.division } : {}),
    ...(row.subcontractor ? { subcontractor: row.subcontractor } : {}),
    ...(row.block_release === 'yes' ? { blockRelease: true } : {}),
    ...(row.terms?.length ? { terms: row.terms } : {}),
  };
}

/** A site. */
export function toSite(row: z.output<typeof SiteRow>): Site {
  return {
    _id: row.site_id,
    name: row.name,
    ...(row.phone ? { phone: row.phone } : {}),
    ...(row.contact ? { contact: row.contact } : {}),
    ...(row.sms_sender ? { smsSender: row.sms_sender } : {}),
    ...(row.reply_to ? { replyTo: row.reply_to } : {}),
    ...(row.division ? { division: row.division } : {}),
    ...(row.closed?.length ? { closed: row.closed } : {}),
  };
}

/** An enrolment; groups without days of their own hold for all of it, also when it comes to begin or end on another day. */
export function toEnrolment(row: z.output<typeof EnrolmentRow>, old: Enrolment | undefined, has: Has): Enrolment {
  const to = has('to') ? row.to : old?.to;
  const span = { from: row.from, ...(to ? { to } : {}) };
  const isWhole = (group: Enrolment['groups'][number]) => group.from === old?.from && group.to === old?.to;
  const stored = (old?.groups ?? []).map((group) => (isWhole(group) ? { name: group.name, ...span } : group));
  return {
    _id: row.enrolment_id,
    learnerId: row.learner_id,
    programmeId: row.programme_id,
    groups: has('group') ? (row.group ?? []).map((group) => ({ ...span, ...group })) : stored,
    ...span,
    ...(row.mentor_id ? { mentorId: row.mentor_id } : {}),
    ...(row.coach_id ? { coachId: row.coach_id } : {}),
    ...(row.employer_id ? { employerId: row.employer_id } : {}),
    ...(row.first_of_two === 'yes' ? { firstOfTwo: true } : {}),
    ...(row.breaks?.length ? { breaks: row.breaks } : {}),
  };
}

/** What comes next for a session still to start: preparing it (S9), or at short notice opening its register (S7). */
function nextOf(startsAt: Date, now: Date): Pick<Session, 'next'> {
  const prepareAt = addMinutes(startsAt, -prepareMinutes);
  if (startsAt <= now) return {};
  return { next: prepareAt >= now ? { step: 'prepare', at: prepareAt } : { step: 'open', at: startsAt } };
}

/** Instants by day, time and zone: a timetable asks for a few thousand of them sixty thousand times. */
const instants = new Map<string, Date>();
function instantIn(day: Day, time: string, zone: string): Date {
  const key = `${day} ${time} ${zone}`;
  const known = instants.get(key) ?? instantOf(day, time, zone);
  instants.set(key, known);
  return known;
}

/** A session; past midnight when it ends before it starts. Only one still to start gets a register card. */
export function toSession(row: z.output<typeof SessionRow>, sessionZone: string, now: Date): Session {
  const endDay = row.ends <= row.starts ? addDays(row.day, 1) : row.day;
  const isExact = isInstant(row.starts);
  const startsAt = isExact ? new Date(row.starts) : instantIn(row.day, row.starts, sessionZone);
  const endsAt = isExact ? new Date(row.ends) : instantIn(endDay, row.ends, sessionZone);
  return {
    _id: row.session_id,
    programmeId: row.programme_id,
    groups: row.groups ?? [],
    tutorIds: row.tutor_ids,
    title: row.title,
    type: row.type,
    mode: row.mode,
    ...(row.room ? { room: row.room } : {}),
    ...(row.join_url ? { joinUrl: row.join_url } : {}),
    ...(row.lesson ? { lesson: row.lesson } : {}),
    startsAt,
    endsAt,
    zone: sessionZone,
    day: isExact ? dayOf(startsAt, sessionZone) : row.day,
    ...(row.learners?.length ? { learnerIds: row.learners } : {}),
    ...nextOf(startsAt, now),
  };
}
