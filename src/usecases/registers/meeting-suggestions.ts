import { timeOf } from '../../domain/calendar.ts';
import { type Attendee, isTeamsMeeting, matchAttendees, type Seen } from '../../domain/meeting-report.ts';
import type { Person } from '../../domain/person.ts';
import type { RegisterRow } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { markType } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import type { OpenedRegister } from './load-register.ts';

/** Teams writes its report when the last one has left, or some minutes later. */
const firstLookMinutes = 15;

/** True for a session of which Teams may have a report. */
export function isReported({ mode, joinUrl }: Pick<Session, 'mode' | 'joinUrl'>): boolean {
  return mode === 'remote' && isTeamsMeeting(joinUrl);
}

/** After a remote session its report is looked for, where that is switched on. */
export async function watchMeeting(world: World, session: Session): Promise<void> {
  if (!world.readsMeetings || !isReported(session)) return;
  await world.records.meetings.watch(session, new Date(session.endsAt.getTime() + firstLookMinutes * 60_000));
}

const addressesOf = ({ email, upn }: Person) => [email, upn].flatMap((one) => (one ? [one.toLowerCase()] : []));

/** Whom of a session's register the report means. */
export async function matchReport(world: World, session: Session, attendees: readonly Attendee[]) {
  const rows = (await world.records.registers.byId(session._id))?.rows ?? [];
  const people = await world.records.people.byIds([...rows.map((row) => row.learnerId), ...session.tutorIds]);
  const known = people.map((one) => ({ ...one, addresses: addressesOf(one) }));
  return matchAttendees(attendees, rows, known, session);
}

/**
 * Shows what a report says on the register's cards. A saved one that has something to ask comes to the bottom of its
 * tutor's chat; an open one shows it when it is next drawn.
 */
export async function showReport(
  world: World,
  { register, asks }: { register: OpenedRegister['register']; asks: boolean },
) {
  if (register.state !== 'saved') return;
  for (const { recipient, activityId } of await world.records.slots.about('register', register._id)) {
    if (!activityId) continue;
    const ask = asks && 'person' in recipient ? ('bottom' as const) : ('again' as const);
    const wish = { kind: 'register' as const, subjectId: register._id, recipient, revision: register.version, ask };
    await world.records.slots.want(wish, world.clock.now());
  }
}

/** "joined 09:04, 52 minutes" */
function saySeen({ joinedAt, minutes }: Seen, zone: string): string {
  const time = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return joinedAt ? `joined ${timeOf(joinedAt, zone)}, ${time}` : time;
}

/** What Teams says of one row: "Teams: joined 09:04, 52 minutes", "Teams: not seen"; undefined where there is no report. */
export function suggestionOf({ report, session }: OpenedRegister, { enrolmentId }: RegisterRow): string | undefined {
  if (!report?.readAt) return undefined;
  const seen = report.seen?.find((one) => one.enrolmentId === enrolmentId);
  return `Teams: ${seen ? saySeen(seen, session.zone) : 'not seen'}`;
}

const mostNames = 12;
const listed = (names: readonly string[]) =>
  [...names.slice(0, mostNames), ...(names.length > mostNames ? [`${names.length - mostNames} more`] : [])].join('; ');

/** Marks that do not agree with Teams' report, put to the tutor as a question each way; the marks stay what they are. */
export function questionsOfReport(opened: OpenedRegister, nameOf: (row: RegisterRow) => string): string[] {
  const { register, pack, report, session } = opened;
  if (!report?.readAt) return [];
  const [seen, unseen]: [string[], string[]] = [[], []];
  for (const row of register.rows) {
    const counts = row.mark && markType(pack, row.mark.code).counts;
    const was = report.seen?.find((one) => one.enrolmentId === row.enrolmentId);
    if (counts === 'absent' && was) seen.push(`${nameOf(row)} (${saySeen(was, session.zone)})`);
    if (counts === 'present' && !was) unseen.push(nameOf(row));
  }
  return [
    ...(seen.length > 0 ? [`Marked absent, but Teams saw them in the meeting: ${listed(seen)}. Is that right?`] : []),
    ...(unseen.length > 0
      ? [`Marked as there, but Teams did not see their account in the meeting: ${listed(unseen)}. Is that right?`]
      : []),
  ];
}

/** Who was in the meeting under a name that Teams cannot tie to anybody on the register; nobody is marked for it. */
export function othersOfReport({ report, session }: OpenedRegister): string[] {
  const others = (report?.others ?? []).map((one) => `${one.name} (${saySeen(one, session.zone)})`);
  if (others.length === 0) return [];
  return [
    `Also in the meeting, by an account that is nobody’s on this register: ${listed(others)}. Nobody is marked for it.`,
  ];
}
