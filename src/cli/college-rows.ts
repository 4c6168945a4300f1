import { z } from 'zod';
import { addDays, addMinutes, dayOf, defaultZone, divisions, instantOf, isDay } from '../domain/calendar.ts';
import type { Enrolment, Programme, Span } from '../domain/enrolment.ts';
import { type Contact, type Person, type Role, roles } from '../domain/person.ts';
import { prepareMinutes, type Session } from '../domain/session.ts';

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
const yesNo = z.enum(['yes', 'no'], 'yes or no');
const mobile = z.string().regex(/^\+?[0-9 ]{7,20}$/, 'a phone number');
const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'a time zone such as Europe/London');

const breakSpan = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})?$/;
/** Breaks in learning, first and last day; without a last day one is open: `2026-11-02/2026-11-30;2027-01-05/`. */
const spans = z.string().transform((text, ctx): Span[] =>
  text
    .split(/[;|]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [, from = '', to] = breakSpan.exec(one) ?? [];
      if (!isDay(from) || (to !== undefined && (!isDay(to) || to < from)))
        ctx.addIssue({ code: 'custom', message: `"${one}" is no break such as 2026-11-02/2026-11-30, or 2026-11-02/` });
      return { from, ...(to ? { to } : {}) };
    }),
);

const groupSpan = /^(.{1,60}?)(?: (\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})?)?$/;
/** Groups, each for all of the enrolment or for days of its own: `A`, or `A 2026-09-01/2026-11-30;B 2026-12-01/`. */
const groups = z.string().transform((text, ctx): ({ name: string } & Partial<Span>)[] =>
  text
    .split(/[;|]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [, name = '', from, to] = groupSpan.exec(one) ?? [];
      const isReal =
        name !== '' && [from, to].every((each) => each === undefined || isDay(each)) && !(from && to && to < from);
      if (!isReal)
        ctx.addIssue({ code: 'custom', message: `"${one}" is no group such as A, or A 2026-09-01/2026-11-30` });
      return { name, ...(from ? { from } : {}), ...(to ? { to } : {}) };
    }),
);

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
  parent_do_not_contact: yesNo.optional(),
  parent_consent: yesNo.optional(),
  key_worker_name: z.string().max(120).optional(),
  key_worker_mobile: mobile.optional(),
  key_worker_email: z.email('an email address').optional(),
  deputy_id: id.optional(),
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
  centre: z.string().max(60).optional(),
  division: z.enum(divisions, divisions.join(', ')).optional(),
  subcontractor: z.string().max(120).optional(),
  block_release: yesNo.optional(),
  terms: spans.optional(),
});
export const EnrolmentRow = z.object({
  enrolment_id: id,
  learner_id: id,
  programme_id: id,
  group: groups.optional(),
  from: day,
  to: day.optional(),
  mentor_id: id.optional(),
  coach_id: id.optional(),
  employer_id: id.optional(),
  first_of_two: yesNo.optional(),
  breaks: spans.optional(),
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
  learners: listOf(id).optional(),
  day,
  starts: time,
  ends: time,
});

/** A parent or carer, and a key worker. A key worker is recorded to be told, whatever the learner's age (G6). */
function contactsOf(row: z.output<typeof PersonRow>): Contact[] {
  const parent: Contact = {
    name: row.parent_name ?? 'Parent or carer',
    relation: 'parent or carer',
    ...(row.parent_mobile ? { mobile: row.parent_mobile } : {}),
    ...(row.parent_email ? { email: row.parent_email } : {}),
    ...(row.parent_do_not_contact === 'yes' ? { doNotContact: true } : {}),
    ...(row.parent_consent ? { consent: row.parent_consent === 'yes' } : {}),
  };
  const keyWorker: Contact = {
    name: row.key_worker_name ?? 'Key worker',
    relation: 'key worker',
    ...(row.key_worker_mobile ? { mobile: row.key_worker_mobile } : {}),
    ...(row.key_worker_email ? { email: row.key_worker_email } : {}),
    consent: true,
  };
  const hasParent = row.parent_name || row.parent_mobile || row.parent_email;
  const hasKeyWorker = row.key_worker_name || row.key_worker_mobile || row.key_worker_email;
  return [...(hasParent ? [parent] : []), ...(hasKeyWorker ? [keyWorker] : [])];
}

/** A person with the addresses they are linked by. */
export function toPerson(row: z.output<typeof PersonRow>): Person & { addresses: string[] } {
  const contacts = contactsOf(row);
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
    ...(contacts.length > 0 ? { contacts } : {}),
    ...(row.deputy_id ? { deputyId: row.deputy_id } : {}),
  };
}

/** A programme. */
export function toProgramme(row: z.output<typeof ProgrammeRow>): Programme {
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
    ...(row.centre ? { centre: row.centre } : {}),
    ...(row.division ? { division: row.division } : {}),
    ...(row.subcontractor ? { subcontractor: row.subcontractor } : {}),
    ...(row.block_release === 'yes' ? { blockRelease: true } : {}),
    ...(row.terms?.length ? { terms: row.terms } : {}),
  };
}

/** An enrolment; groups without days of their own hold for all of it. */
export function toEnrolment(row: z.output<typeof EnrolmentRow>): Enrolment {
  const span = { from: row.from, ...(row.to ? { to: row.to } : {}) };
  return {
    _id: row.enrolment_id,
    learnerId: row.learner_id,
    programmeId: row.programme_id,
    groups: (row.group ?? []).map((group) => ({ ...span, ...group })),
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

/** A session; past midnight when it ends before it starts. Only one still to start gets a register card. */
export function toSession(row: z.output<typeof SessionRow>, sessionZone: string, now: Date): Session {
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
    ...(row.learners?.length ? { learnerIds: row.learners } : {}),
    ...nextOf(startsAt, now),
  };
}
