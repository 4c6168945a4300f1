import { type Answer, LoopbackGraph, refused } from './loopback-graph.ts';

type Span = { from: string; to: string };
export type Joined = { id?: string; mail?: string; name: string | null; spans: Span[]; seconds?: number };
type Meeting = {
  id: string;
  organiser: string;
  joinUrl: string;
  reports: { id: string; span: Span; joined: Joined[] }[];
};

const secondsOf = ({ from, to }: Span) => (Date.parse(to) - Date.parse(from)) / 1_000;

/** The link that Teams makes of a meeting: who organised it stands in it. */
function joinUrlOf(thread: string, organiser: string): string {
  const context = JSON.stringify({ Tid: '11111111-1111-4111-8111-111111111111', Oid: organiser });
  return `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${thread}%40thread.v2/0?context=${encodeURIComponent(context)}`;
}

/**
 * Online meetings behind Graph on loopback: found by their link under their organiser alone, 403 where no application
 * access policy covers that organiser, the newest 50 reports of a meeting, records page by page.
 */
export class LoopbackMeetings extends LoopbackGraph {
  readonly meetings: Meeting[] = [];
  /** Organisers whom no policy covers. */
  readonly withoutPolicy = new Set<string>();

  /** A meeting that somebody has made; its reports come when it has been held. */
  make(thread: string, organiser: string): Meeting {
    const meeting = { id: `MSp${thread}`, organiser, joinUrl: joinUrlOf(thread, organiser), reports: [] };
    this.meetings.push(meeting);
    return meeting;
  }

  /** It is over: Teams writes its report. */
  end(meeting: Meeting, span: Span, joined: Joined[]): void {
    meeting.reports.push({ id: `r${meeting.reports.length + 1}`, span, joined });
  }

  protected override answer(url: URL): Answer {
    const path = decodeURIComponent(url.pathname);
    const [, user = '', id, rest = ''] = /^\/v1\.0\/users\/([^/]+)\/onlineMeetings(?:\/([^/]+)(.*))?$/.exec(path) ?? [];
    if (user === '') return refused(404, 'ResourceNotFound');
    if (this.withoutPolicy.has(user))
      return refused(403, 'Forbidden', `No application access policy found for this app: bot on the user: ${user}.`);
    if (id === undefined) {
      const [, joinUrl = ''] = /^JoinWebUrl eq '(.*)'$/.exec(url.searchParams.get('$filter') ?? '') ?? [];
      const found = this.meetings.find(
        (one) => one.joinUrl === joinUrl.replaceAll("''", "'") && one.organiser === user,
      );
      return found
        ? { status: 200, body: { value: [{ id: found.id, joinWebUrl: found.joinUrl }] } }
        : refused(404, 'NotFound', '3004: Meeting not found');
    }
    const meeting = this.meetings.find((one) => one.id === id && one.organiser === user);
    if (!meeting) return refused(404, 'NotFound');
    if (rest === '/attendanceReports') {
      const newest = meeting.reports.toReversed().slice(0, 50);
      const value = newest.map((one) => ({
        id: one.id,
        totalParticipantCount: one.joined.length,
        meetingStartDateTime: one.span.from,
        meetingEndDateTime: one.span.to,
      }));
      return { status: 200, body: { value } };
    }
    const [, reportId] = /^\/attendanceReports\/([^/]+)\/attendanceRecords$/.exec(rest) ?? [];
    const report = meeting.reports.find((one) => one.id === reportId);
    return report ? this.#records(url, report.joined) : refused(404, 'NotFound');
  }

  #records(url: URL, joined: readonly Joined[]): Answer {
    const skip = Number(url.searchParams.get('$skiptoken') ?? 0);
    const value = joined.slice(skip, skip + this.pageSize).map(({ id, mail, name, spans, seconds }) => ({
      emailAddress: mail ?? null,
      totalAttendanceInSeconds: seconds ?? spans.reduce((sum, one) => sum + secondsOf(one), 0),
      role: 'Attendee',
      identity: { id: id ?? null, displayName: name, tenantId: null },
      attendanceIntervals: spans.map((one) => ({
        joinDateTime: one.from,
        leaveDateTime: one.to,
        durationInSeconds: secondsOf(one),
      })),
    }));
    const next = skip + this.pageSize;
    const more =
      next < joined.length ? { '@odata.nextLink': `${this.url}${url.pathname.slice(1)}?$skiptoken=${next}` } : {};
    return { status: 200, body: { value, ...more } };
  }
}
