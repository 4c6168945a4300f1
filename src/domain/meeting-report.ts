import type { Next } from './due.ts';
import type { RegisterRow } from './register.ts';

/** One person in Teams' own report of a meeting; one who joined as a guest or by telephone has a name alone. */
export type Attendee = {
  entraId?: string;
  email?: string;
  name: string;
  /** When they were there. Some reports say only how long. */
  spans: readonly { from: Date; to: Date }[];
  /** As Teams adds it up. */
  minutes: number;
};

/** When somebody came, where the report says it, and how long they were there during the session. */
export type Seen = { joinedAt?: Date; minutes: number };

/**
 * What Teams' report says of a remote session: suggestions beside the tutor's marks, never marks themselves. `_id`: the
 * session's.
 */
export type MeetingReport = {
  _id: string;
  /** Of the session. */
  endsAt: Date;
  looks: number;
  /** When a report was read; until then nothing is known, and nothing is said. */
  readAt?: Date;
  seen?: ({ enrolmentId: string; learnerId: string } & Seen)[];
  /** Who was there and is nobody on the register, by the name in the report. */
  others?: ({ name: string } & Seen)[];
  /** Why there is none, or no whole one. */
  lastCode?: string;
  next?: Next<'look'>;
};

/** Whom addresses and accounts belong to. */
type Known = { _id: string; entraId?: string; addresses: readonly string[] };

/** Time in the session, so that two sessions held in one meeting are told apart; nothing for who was not there. */
function seenIn({ spans, minutes }: Attendee, startsAt: Date, endsAt: Date): Seen | undefined {
  if (spans.length === 0) return minutes > 0 ? { minutes } : undefined;
  const within = spans
    .filter(({ from, to }) => from < endsAt && to > startsAt)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
  const [first] = within;
  if (!first) return undefined;
  let [until, ms] = [startsAt.getTime(), 0];
  // Of two devices at once the time counts once.
  for (const { from, to } of within) {
    const [begin, end] = [Math.max(from.getTime(), until), Math.min(to.getTime(), endsAt.getTime())];
    if (end > begin) ms += end - begin;
    until = Math.max(until, end);
  }
  return { joinedAt: first.from, minutes: Math.max(1, Math.round(ms / 60_000)) };
}

/** One attendee for each person, however often and with how many devices they joined. */
function joined(attendees: readonly Attendee[]): Attendee[] {
  const key = ({ entraId, email, name }: Attendee) => entraId ?? email ?? `name ${name.toLowerCase()}`;
  return [...Map.groupBy(attendees, key).values()].map((same) => ({
    ...(same[0] as Attendee),
    spans: same.flatMap((one) => one.spans),
    minutes: same.reduce((sum, one) => sum + one.minutes, 0),
  }));
}

/**
 * Whom a report means, by Entra id, then by mail; never by a name, which anyone can type. Tutors of the session are
 * left out; who is not on the register stands under the name in the report.
 */
export function matchAttendees(
  attendees: readonly Attendee[],
  rows: readonly Pick<RegisterRow, 'enrolmentId' | 'learnerId'>[],
  people: readonly Known[],
  { startsAt, endsAt, tutorIds }: { startsAt: Date; endsAt: Date; tutorIds: readonly string[] },
): Required<Pick<MeetingReport, 'seen' | 'others'>> {
  const whose = ({ entraId, email }: Attendee) =>
    people.find((one) => entraId !== undefined && one.entraId === entraId) ??
    people.find((one) => email !== undefined && one.addresses.includes(email));
  const seen: Required<MeetingReport>['seen'] = [];
  const others: Required<MeetingReport>['others'] = [];
  for (const attendee of joined(attendees)) {
    const was = seenIn(attendee, startsAt, endsAt);
    const person = whose(attendee);
    if (!was || (person && tutorIds.includes(person._id))) continue;
    const row = rows.find((one) => one.learnerId === person?._id);
    const before = row && seen.find((one) => one.enrolmentId === row.enrolmentId);
    if (!row) others.push({ name: attendee.name, ...was });
    else if (!before) seen.push({ enrolmentId: row.enrolmentId, learnerId: row.learnerId, ...was });
    else before.minutes = Math.max(before.minutes, was.minutes);
  }
  return { seen, others };
}

const teamsHosts =
  /^(teams\.microsoft\.com|teams\.cloud\.microsoft|gov\.teams\.microsoft\.us|dod\.teams\.microsoft\.us)$/;

/** True for the link of a meeting in Teams: of others there is no report to read. */
export function isTeamsMeeting(joinUrl: string | undefined): boolean {
  return joinUrl !== undefined && URL.canParse(joinUrl) && teamsHosts.test(new URL(joinUrl).host);
}
