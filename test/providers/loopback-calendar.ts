import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, shut } from '../support/listen.ts';

type OutlookEvent = {
  id: string;
  mailbox: string;
  subject: string;
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  location: { displayName: string };
  sensitivity: string;
  isAllDay?: boolean;
  showAs?: string;
  attendees: { emailAddress: { address: string; name: string } }[];
  transactionId?: string;
};
type Fault = { status: number; code: string; retryAfter?: string } | 'lost' | 'hang';

/**
 * Exchange calendars behind Graph on loopback: events of mailboxes, one for one transactionId however often it is asked
 * for, 404 for an event that is gone, 404 MailboxNotEnabledForRESTAPI for who has no mailbox, free and busy times.
 */
export class LoopbackCalendar {
  readonly events = new Map<string, OutlookEvent>();
  readonly calls: string[] = [];
  /** One after the other, instead of an answer; `lost`: it is done, and the answer does not arrive. */
  readonly faults: Fault[] = [];
  readonly withoutMailbox = new Set<string>();
  readonly busy = new Map<string, { from: string; to: string; status: string }[]>();
  url = '';
  #server!: Server;

  async start(): Promise<this> {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.url = `http://127.0.0.1:${await listen(this.#server)}/`;
    return this;
  }

  async stop(): Promise<void> {
    await shut(this.#server);
  }

  of(mailbox: string): OutlookEvent[] {
    return [...this.events.values()].filter((one) => one.mailbox === mailbox);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {};
    const [, mailbox = '', rest = ''] = /\/users\/([^/]+)\/(.+)$/.exec(decodeURIComponent(request.url ?? '')) ?? [];
    const isCalendar = rest === 'calendar/getSchedule';
    this.calls.push(`${request.method} ${isCalendar ? 'busy' : 'event'}`);
    const say = (status: number, value?: unknown, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const refuse = (status: number, code: string, headers = {}) =>
      say(status, { error: { code, message: code } }, headers);
    const fault = this.faults.shift();
    if (fault === 'hang') return;
    if (fault && fault !== 'lost')
      return refuse(fault.status, fault.code, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {});
    if (this.withoutMailbox.has(mailbox)) return refuse(404, 'MailboxNotEnabledForRESTAPI');
    if (isCalendar) {
      const items = (this.busy.get(mailbox) ?? []).map(({ from, to, status }) => ({
        status,
        start: { dateTime: `${from}.0000000`, timeZone: 'UTC' },
        end: { dateTime: `${to}.0000000`, timeZone: 'UTC' },
      }));
      return say(200, { value: [{ scheduleId: body.schedules[0], scheduleItems: items }] });
    }
    const done = this.#event(request.method ?? '', mailbox, rest, body);
    if (fault === 'lost') return void request.socket.destroy();
    if (done === undefined) return refuse(404, 'ErrorItemNotFound');
    return done === null ? say(204) : say(request.method === 'POST' ? 201 : 200, done);
  }

  /** Carries out one call on an event; null: taken out, undefined: there is none. */
  #event(method: string, mailbox: string, rest: string, body: Partial<OutlookEvent>): OutlookEvent | null | undefined {
    const id = rest.replace(/^events\/?/, '');
    if (method === 'POST') {
      const same = body.transactionId && this.of(mailbox).find((one) => one.transactionId === body.transactionId);
      if (same) return same;
      const made = { ...body, id: randomUUID(), mailbox } as OutlookEvent;
      this.events.set(made.id, made);
      return made;
    }
    const event = this.events.get(id);
    if (event?.mailbox !== mailbox) return undefined;
    if (method === 'DELETE') {
      this.events.delete(id);
      return null;
    }
    Object.assign(event, body);
    return event;
  }
}
