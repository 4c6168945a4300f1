import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, shut } from './listen.ts';

type MisCall = { id: string; body: string; headers: Record<string, string>; event: Record<string, unknown> };
/** What the MIS does with a call: `hang` never answers; `half` answers half and breaks off; `lost` keeps it and breaks off. */
type MisDoes = { status: number; headers?: Record<string, string>; says?: string } | 'hang' | 'half' | 'lost';

/** An MIS as it is documented to behave: it proves the signature, keeps each id once, and does what it is told to do. */
export class LoopbackMis {
  readonly key = { id: '2026b', secret: 'a-secret-of-the-loopback-mis-of-32-signs' };
  /** Every call, in the order in which they came, and what it kept: one a key. */
  readonly calls: MisCall[] = [];
  readonly kept = new Map<string, MisCall>();
  readonly broken: string[] = [];
  does: (call: MisCall) => MisDoes = () => ({ status: 202 });
  readonly #server = createServer((request, response) => void this.#take(request, response));
  url = '';

  static async open(): Promise<LoopbackMis> {
    const mis = new LoopbackMis();
    mis.url = `http://127.0.0.1:${await listen(mis.#server)}/events`;
    return mis;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // restify changes writeHead for the whole process: it gives nothing back.
    const answer = (status: number, headers: Record<string, string> = {}): ServerResponse => {
      response.writeHead(status, headers);
      return response;
    };
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const headers = request.headers as Record<string, string>;
    const { 'x-attendance-timestamp': at = '' } = headers;
    const own = `sha256=${createHmac('sha256', this.key.secret).update(`${at}.${body}`).digest('hex')}`;
    // While a key is changed there are two signatures; the MIS knows one of the keys.
    const isProven = ['', '-2'].some(
      (end) => headers[`x-attendance-key-id${end}`] === this.key.id && headers[`x-attendance-signature${end}`] === own,
    );
    if (!isProven || Math.abs(Date.now() / 1_000 - Number(at)) > 300) return void answer(401).end();
    const call = { id: headers['idempotency-key'] ?? '', body, headers, event: JSON.parse(body) };
    const before = this.calls.find((one) => one.id === call.id);
    if (before && before.body !== body) this.broken.push(`${call.id} differs from what it was`);
    this.calls.push(call);
    const does = this.does(call);
    if (does === 'hang') return;
    const isTaken = does === 'lost' || (does !== 'half' && does.status < 300);
    if (isTaken && !this.kept.has(call.id)) this.kept.set(call.id, call);
    if (does === 'lost') return void request.socket.destroy();
    if (does === 'half') {
      answer(503, { 'content-length': '1000' }).write('away for a mo');
      return void setImmediate(() => request.socket.destroy());
    }
    answer(does.status, does.headers).end(does.says ?? '');
  }

  /** What was kept of one learner, in the order in which it came. */
  keptOf(learnerId: string): Record<string, unknown>[] {
    return [...this.kept.values()].map((call) => call.event).filter((event) => event.learner_id === learnerId);
  }

  async close(): Promise<void> {
    await shut(this.#server);
  }
}
