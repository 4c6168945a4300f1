import { z } from 'zod';
import { addDays, divisions, isDay } from '../../domain/calendar.ts';
import type { Span } from '../../domain/enrolment.ts';
import { roles } from '../../domain/person.ts';
import { readPhone } from '../../usecases/core/read-phone.ts';
import { isInstant, readDay, readTime } from './cells.ts';

/** An id as it is kept: what a system's own may hold beside letters and digits becomes a dash, `STU/0001` is STU-0001. */
export function plainId(text: string): string {
  return text.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^-+|-+$/g, '');
}
const id = z
  .string()
  .transform(plainId)
  .pipe(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, 'letters, digits, dot, dash and underscore, at most 60'));
/** Somebody by id, email address or name; who it is the whole college shows. */
const whom = z.string().min(1).max(120);
/** A day as spreadsheets and student record systems write it, kept as YYYY-MM-DD. */
const dayWith = (isGood: (day: string) => boolean, words: string, century?: '20') =>
  z.string().transform((text, ctx) => {
    const day = readDay(text, century);
    if (day !== undefined && isGood(day)) return day;
    ctx.addIssue({ code: 'custom', message: `${words}, not "${text}"` });
    return z.NEVER;
  });
const day = dayWith(
  (text) => text >= '2000' && text < '2100',
  'a day of this century, as YYYY-MM-DD or DD/MM/YYYY',
  '20',
);
/** A time of day as they write it, kept as HH:MM; one with its offset stays what it is. */
const time = z.string().transform((text, ctx) => {
  const read = isInstant(text) ? text : readTime(text);
  if (read !== undefined) return read;
  ctx.addIssue({ code: 'custom', message: `a time as HH:MM, not "${text}"` });
  return z.NEVER;
});
/** A code as we spell it: `Face to Face` is face-to-face. */
export const spellCode = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, '-');
/** One of some codes, however it is written. */
const code = <T extends string>(codes: readonly T[], words: string) =>
  z
    .string()
    .transform(spellCode)
    .pipe(z.enum(codes as readonly [T, ...T[]], words));
/** What stands in one cell with semicolons or bars between. */
const itemsOf = (text: string) =>
  text
    .split(/[;|]/)
    .map((one) => one.trim())
    .filter(Boolean);
const listOf = <T extends z.ZodType<string, string>>(item: T) => z.string().transform(itemsOf).pipe(z.array(item));
/** Ways in which files say yes and no. */
const yeses: Record<string, string> = { y: 'yes', true: 'yes', 1: 'yes', n: 'no', false: 'no', 0: 'no' };
const said = (text: string) => yeses[text.toLowerCase()] ?? text.toLowerCase();
const yesNo = z
  .string()
  .transform(said)
  .pipe(z.enum(['yes', 'no'], 'yes or no'));
/** What protects someone is taken away by the word none alone, never by an empty cell or a column left out. */
const yesNoNone = z
  .string()
  .transform(said)
  .pipe(z.enum(['yes', 'no', 'none'], 'yes, no or none'));
const orNone = (words: string) =>
  z.string().transform((text, ctx) => {
    const read = text.toLowerCase() === 'none' ? 'none' : readDay(text);
    if (read !== undefined) return read;
    ctx.addIssue({ code: 'custom', message: `${words}, not "${text}"` });
    return z.NEVER;
  });
const birth = orNone('a day as YYYY-MM-DD or DD/MM/YYYY, or none');
const leaving = orNone('the last day as YYYY-MM-DD or DD/MM/YYYY, or none');
const mobile = z.string().transform((text, ctx) => {
  const read = readPhone(text);
  if ('number' in read) return read.number;
  ctx.addIssue({ code: 'custom', message: `"${text}" ${read.why}` });
  return z.NEVER;
});
const address = /^[^\s@]{1,200}@[^\s@.]+(\.[^\s@.]+)+$/u;
const isPlain = (text: string) => [...text].every((letter) => letter < '\u007f');
/** Letters beyond ASCII are good in an address too. */
const email = z
  .string()
  .refine((text) => (isPlain(text) ? z.email().safeParse(text).success : address.test(text)), 'an email address');
/** That of a guest holds `#EXT#`. */
const upn = z.string().regex(address, 'a user principal name');
const roleList = z
  .string()
  .transform((text) => (text.toLowerCase() === 'none' ? '' : text.toLowerCase().replaceAll(' ', '-')))
  .pipe(listOf(z.enum(roles, `one of ${roles.join(', ')}; none for someone who has left`)));
/** A site by its code or name; which it is the whole college shows. */
const siteCode = z.string().max(60);
const siteCodes = listOf(siteCode);
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
  itemsOf(text).map((one) => {
    const [, from = '', to] = breakSpan.exec(one) ?? [];
    if (!isDay(from) || (to !== undefined && (!isDay(to) || to < from)))
      ctx.addIssue({ code: 'custom', message: `"${one}" is no break such as 2026-11-02/2026-11-30, or 2026-11-02/` });
    return { from, ...(to ? { to } : {}) };
  }),
);

/** Days on which a site is closed, single or from first to last: `2026-12-24;2026-12-28/2026-12-31`. */
const closures = z.string().transform((text, ctx): { from: string; to: string }[] =>
  itemsOf(text).map((one) => {
    const [from = '', to = from] = one.split('/').map((each) => readDay(each.trim(), '20') ?? '');
    if (!isDay(from) || !isDay(to) || to < from || to > addDays(from, longestClosure))
      ctx.addIssue({
        code: 'custom',
        message: `"${one}" is no day such as 2026-12-24, nor days such as 2026-12-28/2026-12-31`,
      });
    return { from, to };
  }),
);
/** A site that is closed for longer, in days, is a slip of the year. */
const longestClosure = 120;

const groupSpan = /^(.{1,60}?)(?: (\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})?)?$/;
/** Groups, each for all of the enrolment or for days of its own: `A`, or `A 2026-09-01/2026-11-30;B 2026-12-01/`. */
const groups = z.string().transform((text, ctx): ({ name: string } & Partial<Span>)[] =>
  itemsOf(text).map((one) => {
    const [, name = '', from, to] = groupSpan.exec(one) ?? [];
    const isReal =
      name !== '' && [from, to].every((each) => each === undefined || isDay(each)) && !(from && to && to < from);
    if (!isReal)
      ctx.addIssue({ code: 'custom', message: `"${one}" is no group such as A, or A 2026-09-01/2026-11-30` });
    return { name, ...(from ? { from } : {}), ...(to ? { to } : {}) };
  }),
);

export const PersonRow = z
  .object({
    person_id: id,
    ref: z.string().max(30).optional(),
    name: z.string().min(1).max(120),
    preferred_name: z.string().max(120).optional(),
    roles: roleList.optional(),
    left: leaving.optional(),
    email: email.optional(),
    upn: upn.optional(),
    entra_id: z.guid('a GUID').optional(),
    guest: yesNo.optional(),
    mobile: mobile.optional(),
    born: birth.optional(),
    parent_name: z.string().max(120).optional(),
    parent_mobile: mobile.optional(),
    parent_email: email.optional(),
    parent_do_not_contact: yesNoNone.optional(),
    parent_consent: yesNoNone.optional(),
    key_worker_name: z.string().max(120).optional(),
    key_worker_mobile: mobile.optional(),
    key_worker_email: email.optional(),
    deputy_id: id.optional(),
    site_id: siteCodes.optional(),
  })
  .superRefine(({ roles: theirs, left }, ctx) => {
    // Some systems blank the role of whoever leaves; without the day it could as well be a slip.
    if (theirs === undefined && (left === undefined || left === 'none'))
      ctx.addIssue({ code: 'custom', path: ['roles'], message: 'missing' });
  });
export const SiteRow = z.object({
  site_id: id,
  name: z.string().min(1).max(60),
  phone: z
    .string()
    .regex(/^[\d +()-]{5,20}$/, 'a phone number, such as 01632 960123')
    .optional(),
  contact: z.string().min(2).max(40, 'at most 40 characters').optional(),
  sms_sender: z.string().min(3, 'a number, a sender name or its id').max(60).optional(),
  reply_to: email.optional(),
  division: code(divisions, divisions.join(', ')).optional(),
  closed: closures.optional(),
});
export const ProgrammeRow = z.object({
  programme_id: id,
  name: z.string().min(1).max(120),
  kind: code(['apprenticeship', 'adult', 'study-programme'], 'apprenticeship, adult or study-programme'),
  pack: z.string().transform(spellCode),
  zone: zone.optional(),
  manager_id: whom.optional(),
  hosp_id: whom.optional(),
  channel_id: z.string().max(200).optional(),
  channel_service_url: z.url('an address').optional(),
  centre: z.string().max(60).optional(),
  division: code(divisions, divisions.join(', ')).optional(),
  subcontractor: z.string().max(120).optional(),
  site_id: siteCode.optional(),
  block_release: yesNo.optional(),
  terms: spans.optional(),
});
export const EnrolmentRow = z
  .object({
    enrolment_id: id,
    learner_id: id,
    programme_id: id,
    group: groups.optional(),
    from: day,
    to: day.optional(),
    mentor_id: whom.optional(),
    coach_id: whom.optional(),
    employer_id: whom.optional(),
    first_of_two: yesNo.optional(),
    breaks: spans.optional(),
  })
  .superRefine(({ from, to }, ctx) => {
    if (to !== undefined && to < from)
      ctx.addIssue({ code: 'custom', path: ['to'], message: `"${to}" is before it begins (${from})` });
  });

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const minutesBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Longer than this no session lasts; what seems to has its times changed about. */
const longestHours = 12;
export const SessionRow = z
  .object({
    session_id: id,
    programme_id: id,
    groups: listOf(z.string()).optional(),
    tutor_ids: listOf(whom),
    title: z.string().min(1).max(120),
    type: z.string(),
    mode: code(['face-to-face', 'remote'], 'face-to-face or remote'),
    room: z.string().max(60).optional(),
    join_url: z
      .string()
      .max(2_000)
      .regex(/^https:\/\/\S+$/, 'the link of a meeting, https://…')
      .optional(),
    lesson: z.coerce.number().int().min(1).max(6).optional(),
    learners: listOf(whom).optional(),
    day,
    starts: time,
    ends: time,
  })
  .superRefine(({ starts, ends }, ctx) => {
    if (isInstant(starts) !== isInstant(ends)) {
      ctx.addIssue({ code: 'custom', path: ['ends'], message: `"${ends}" and "${starts}" are not written alike` });
      return;
    }
    const length = isInstant(starts)
      ? minutesBetween(starts, ends)
      : (minutesOf(ends) - minutesOf(starts) + 1_440) % 1_440;
    const tell = (message: string) => ctx.addIssue({ code: 'custom', path: ['ends'], message });
    if (length === 0) tell(`"${ends}" is when it starts, too`);
    else if (length < 0) tell(`"${ends}" is before it starts (${starts})`);
    else if (length > longestHours * 60)
      tell(
        `"${ends}" after a start at ${starts} is ${Math.round(length / 6) / 10} hours; at most ${longestHours}. Are they changed about?`,
      );
  });
