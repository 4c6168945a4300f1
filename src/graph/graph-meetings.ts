import { GraphError } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { instantIn } from '../domain/calendar.ts';
import type { Attendee } from '../domain/meeting-report.ts';
import type { MeetingAsked, MeetingRead, MeetingReader } from '../usecases/core/delivery.ts';
import { callOnce, clientOf, type GraphAccess, pathOf, proveToken, waitOf } from './graph-access.ts';

const callMs = 10_000;
/** Records come in pages; a meeting of more people is no lesson. */
const mostPages = 20;

const Found = z.looseObject({ value: z.array(z.looseObject({ id: z.string().min(1) })) });
const Reports = z.looseObject({
  value: z.array(
    z.looseObject({
      id: z.string().min(1),
      meetingStartDateTime: z.string().nullish(),
      meetingEndDateTime: z.string().nullish(),
    }),
  ),
});
const Entry = z.looseObject({
  emailAddress: z.string().max(320).nullish(),
  totalAttendanceInSeconds: z.number().nullish(),
  identity: z.looseObject({ id: z.string().nullish(), displayName: z.string().nullish() }).nullish(),
  attendanceIntervals: z
    .array(z.looseObject({ joinDateTime: z.string().nullish(), leaveDateTime: z.string().nullish() }))
    .nullish(),
});
const Entries = z.looseObject({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

type Failed = MeetingRead & { ok: false };

/** 403 says in words alone whether the organiser is missing from the policy, or the app lacks its permission. */
function failureOf(error: unknown): Failed {
  if (!(error instanceof GraphError) || error.statusCode <= 0)
    return { ok: false, kind: 'later', code: ((error as Error | undefined)?.name ?? 'unknown').slice(0, 40) };
  const { statusCode: status, code: said, message } = error;
  if (status === 403) {
    const isPolicy = /application access policy/i.test(message);
    return { ok: false, kind: isPolicy ? 'no-policy' : 'no-right', code: isPolicy ? 'no-policy' : '403' };
  }
  if (status === 404 || status === 400) return { ok: false, kind: 'no-meeting', code: 'no-meeting' };
  return { ok: false, kind: 'later', code: `${status} ${said ?? ''}`.trim(), ...waitOf(error) };
}

/** The organiser stands in the link that Teams makes, `context={"Tid":…,"Oid":…}`; in the short ones nobody does. */
function organiserIn(joinUrl: string): string[] {
  const context = new URL(joinUrl).searchParams.get('context') ?? '';
  const [, id] = /"Oid"\s*:\s*"([0-9a-f-]{36})"/i.exec(context) ?? [];
  return id ? [id.toLowerCase()] : [];
}

function attendeeOf(given: unknown): Attendee[] {
  const read = Entry.safeParse(given);
  if (!read.success) return [];
  const { emailAddress, identity, totalAttendanceInSeconds: seconds, attendanceIntervals } = read.data;
  const spans = (attendanceIntervals ?? []).flatMap(({ joinDateTime, leaveDateTime }) => {
    const [from, to] = [instantIn(joinDateTime), instantIn(leaveDateTime)];
    return from && to ? [{ from, to }] : [];
  });
  return [
    {
      ...(identity?.id ? { entraId: identity.id.toLowerCase() } : {}),
      ...(emailAddress ? { email: emailAddress.toLowerCase() } : {}),
      name: (identity?.displayName?.trim() || 'Somebody without a name').slice(0, 80),
      spans,
      minutes: Math.round((seconds ?? 0) / 60),
    },
  ];
}

/**
 * Reads the attendance reports that Teams keeps of a meeting (Graph `OnlineMeetingArtifact.Read.All`, and to find it by
 * its link `OnlineMeetings.Read.All`; both reach only organisers with the application access policy). Teams gives the
 * newest 50 of a meeting, for a year. One attempt a call.
 */
export function createGraphMeetings(access: GraphAccess): MeetingReader {
  const client = clientOf(access);
  const get = (path: string): Promise<unknown> => callOnce(client, path, callMs).get();

  /** The meeting's address under whoever organised it; the failure that says most where nobody did. */
  async function find({ joinUrl, tutors }: MeetingAsked): Promise<{ at: string; by: string } | Failed> {
    const filter = encodeURIComponent(`JoinWebUrl eq '${joinUrl.replaceAll("'", "''")}'`);
    let failed: Failed = { ok: false, kind: 'no-meeting', code: 'no-meeting' };
    for (const by of new Set([...organiserIn(joinUrl), ...tutors])) {
      const meetings = `/users/${encodeURIComponent(by)}/onlineMeetings`;
      try {
        const [found] = Found.parse(await get(`${meetings}?$filter=${filter}`)).value;
        if (found) return { at: `${meetings}/${encodeURIComponent(found.id)}`, by };
      } catch (error) {
        const why = { ...failureOf(error), organiser: by };
        if (why.kind === 'later') return why;
        if (failed.kind === 'no-meeting' && why.kind !== 'no-meeting') failed = why;
      }
    }
    return failed;
  }

  async function entriesOf(report: string): Promise<Attendee[]> {
    const found: Attendee[] = [];
    let path: string | undefined = `${report}/attendanceRecords`;
    for (let page = 0; path && page < mostPages; page++) {
      const read: z.infer<typeof Entries> = Entries.parse(await get(path));
      found.push(...read.value.flatMap(attendeeOf));
      path = read['@odata.nextLink'] && pathOf(read['@odata.nextLink']);
    }
    return found;
  }

  return {
    async read(asked) {
      const meeting = await find(asked);
      if ('ok' in meeting) return meeting;
      try {
        const { value } = Reports.parse(await get(`${meeting.at}/attendanceReports`));
        const ofSession = value.flatMap(({ id, meetingStartDateTime, meetingEndDateTime }) => {
          const [from, to] = [instantIn(meetingStartDateTime), instantIn(meetingEndDateTime)];
          return from && to && from < asked.endsAt && to > asked.startsAt ? [{ id, to }] : [];
        });
        if (ofSession.length === 0) return { ok: false, kind: 'not-yet', code: 'not-yet', organiser: meeting.by };
        const attendees: Attendee[] = [];
        for (const { id } of ofSession)
          attendees.push(...(await entriesOf(`${meeting.at}/attendanceReports/${encodeURIComponent(id)}`)));
        const until = new Date(Math.max(...ofSession.map(({ to }) => to.getTime())));
        return { ok: true, attendees, until };
      } catch (error) {
        const failed = { ...failureOf(error), organiser: meeting.by };
        return failed.kind === 'no-meeting' ? { ...failed, kind: 'not-yet', code: 'not-yet' } : failed;
      }
    },
    probe: () => proveToken(access.credential, callMs),
  };
}
