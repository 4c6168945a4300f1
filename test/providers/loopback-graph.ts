import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { GraphAccess } from '../../src/graph/graph-access.ts';
import { listen, shut } from '../support/listen.ts';

export type Answer = { status: number; body: object; headers?: Record<string, string> };
/** Instead of an answer; `lost`: the connection breaks, `broken`: a body of another shape. */
type Fault = { status: number; code: string; retryAfter?: string } | 'lost' | 'broken';

const token = 'graph';

/** How a server on loopback is reached as Graph: the client sends tokens of its own to https only. */
export const accessTo = (url: string): GraphAccess => ({
  credential: { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) },
  elsewhere: { baseUrl: url, headers: { authorization: `Bearer ${token}` } },
});

/** What Graph answers when it refuses. */
export const refused = (status: number, code: string, message = code, headers = {}): Answer => ({
  status,
  body: { error: { code, message } },
  headers,
});

/** What is read from Graph, on loopback: a token first, JSON or the bytes of a file, faults one after the other. */
export abstract class LoopbackGraph {
  readonly faults: Fault[] = [];
  /** Requests so far, as their path. */
  readonly asked: string[] = [];
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

  get access(): GraphAccess {
    return accessTo(this.url);
  }

  protected abstract answer(url: URL, headers: IncomingMessage['headers']): Answer;

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.url);
    this.asked.push(`${url.pathname}${url.search}`);
    const fault = this.faults.shift();
    if (fault === 'lost') return void request.socket.destroy();
    const { status, body, headers } = this.#answer(fault, url, request.headers);
    const isFile = body instanceof Uint8Array;
    const type = isFile ? 'application/octet-stream' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(isFile ? body : JSON.stringify(body));
  }

  #answer(fault: Exclude<Fault, 'lost'> | undefined, url: URL, headers: IncomingMessage['headers']): Answer {
    if (fault === 'broken') return { status: 200, body: { value: [{ odd: true }] } };
    const wait = fault?.retryAfter ? { 'retry-after': fault.retryAfter } : {};
    if (fault) return refused(fault.status, fault.code, fault.code, wait);
    if (headers.authorization !== `Bearer ${token}`) return refused(401, 'InvalidAuthenticationToken');
    return this.answer(url, headers);
  }
}
