import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, shut } from '../support/listen.ts';

type Span = { from: string; to: string };
export type Joined = { id?: string; mail?: string; name: string | null; spans: Span[]; seconds?: number };
type Meeting = {
  id: string;
  organiser: string;
  joinUrl: string;
  reports: { id: string; span: Span; joined: Joined[] }[];
};
type Fault = { status: number; code: string; retryAfter?: string } | 'lost' | 'broken';
type Answer = { status: number; body: object; headers?: Record<string, string> };

const refused = (status: number, code: string, message = code, headers = {}): Answer => ({
  status,
  body: { error: { code, message } },
  headers,
});
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
export class LoopbackMeetings {
  readonly meetings: Meeting[] = [];
  /** One after the other, instead of an answer. */
  readonly faults: Fault[] = [];
  readonly asked: string[] = [];
  /** Organisers whom no policy covers. */
  readonly withoutPolicy = new Set<string>();
  pageSize = 2;
  url = '';
  #server!: Server;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.url = `http://127.0.0.1:${await listen(this.#server)}/`;
  }

  async stop(): Promise<void> {
    await shut(this.#server);
  }

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

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.url);
    this.asked.push(decodeURIComponent(url.pathname));
    const fault = this.faults.shift();
    if (fault === 'lost') return void request.socket.destroy();
    const answer =
      fault === 'broken'
        ? { status: 200, body: { value: [{ odd: true }] } }
        : fault
          ? refused(fault.status, fault.code, fault.code, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {})
          : this.#answer(url, request.headers.authorization);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  #answer(url: URL, authorization: string | undefined): Answer {
    if (authorization !== 'Bearer graph') return refused(401, 'InvalidAuthenticationToken');
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
