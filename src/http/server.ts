import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import restify from 'restify';
import { isSameSecret } from '../usecases/core/same-secret.ts';
import { createMarksRoute, type MarksOptions } from './marks-route.ts';
import { createGreetingRoute, createReceiptRoute, type Receipts } from './receipt-route.ts';
import { createPageRoute, type LinkRoom, mostFormBytes, type PageAnswer, sendPage } from './serve-pages.ts';
import { isUpload } from './uploads.ts';

type HttpAnswer = { status: number; body?: unknown };
type HttpOptions = {
  host: string;
  port: number;
  receive(body: unknown, authHeader: string): Promise<HttpAnswer>;
  /** Which release answers; /readyz says it. */
  release: string;
  /** What is not ready, in words; empty when all is. */
  notReady(): Promise<string[]>;
  /** True once a later release works on the database: this one would misread it, and answers nobody any more. */
  isOvertaken(): boolean;
  metrics(): Promise<{ contentType: string; text: string }>;
  /** Key for /metrics; without one it answers only who asks directly on this machine. */
  metricsKey?: string;
  /** The pages behind signed links; without them there is no /l/. */
  links?: LinkRoom;
  /** Pictures of the charts on cards; without them there is no /chart/. */
  charts?: (request: restify.Request, response: restify.Response) => Promise<void>;
  /** The pages of the personal tab; without them there is no /p/. */
  tab?: { answer(request: restify.Request, response: restify.Response): Promise<void> };
  /** What providers hand over to `/receipts/<path>` about messages they took, and to `/texts/<path>` of texts people send. */
  doors?: Record<'receipts' | 'texts', Receipts>;
  /** The demo's own pages by the first part of their address, asked for what follows it; for who asks directly on this machine. */
  demo?: Record<string, (path: string, query: URLSearchParams) => Promise<PageAnswer>>;
  /** Pages anybody may read, by their address. */
  open?: Record<string, () => PageAnswer>;
  /** Consumers who read what the MIS is told; without them there is no /api/marks. */
  marks?: MarksOptions;
  log: { warn(data: object, message: string): void };
};

const mostBytes = 256 * 1024;
/** More turns than this at once are turned away with 503, so that those inside stay fast. Bodies on their way do not count. */
const mostInflight = 400;
/** A request has this long to arrive whole, headers and body; then it is cut off with 408. */
const arriveMs = 10_000;
/** A photo from a telephone may take longer. */
const uploadMs = 90_000;
/** A connection without a request is kept so long: longer than a proxy before it keeps one, which else meets a reset. */
const idleMs = 75_000;
/** Uploads being read at once: each may be 10 MB. */
const mostUploads = 20;
/** At stopping, requests under way have this long. */
const finishMs = 1_200;

/** Paths by which a process is looked after. */
const looks = new Set(['/healthz', '/readyz', '/metrics']);

/** What providers hand over: JSON, also as CloudEvents, one by one or several together. */
const jsons = ['application/json', 'application/cloudevents+json', 'application/cloudevents-batch+json'];

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const forwarding = /^(forwarded|via|x-forwarded-.*|x-original-.*|x-real-ip|x-client-ip|x-arr-.*|x-azure-.*|cf-.*)$/;

/** True for a request made on this machine and not passed on by a proxy that runs here too. */
function isDirect(address: string | undefined, headers: IncomingHttpHeaders): boolean {
  const isHere = loopback.has(address ?? '') && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(headers.host ?? '');
  return isHere && !Object.keys(headers).some((name) => forwarding.test(name));
}

/** Nothing here speaks another protocol. Unanswered, the connection would stay open for ever. */
function refuseUpgrade(_request: unknown, socket: Socket): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 426 Upgrade Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy());
}

/** Cuts a request off whose body does not arrive whole in its time. */
function cutOffLate(request: restify.Request): void {
  if (request.method === 'GET') return;
  const late = setTimeout(() => {
    request.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    request.socket.destroySoon();
  }, arriveMs);
  for (const event of ['end', 'close']) request.once(event, () => clearTimeout(late));
}

type Handler = (request: restify.Request, response: restify.Response) => Promise<void>;

/** Lets at most so many requests be worked on at once, over all handlers it is given. */
function atMost(most: number): (handler: Handler) => Handler {
  let inflight = 0;
  return (handler) => async (request, response) => {
    if (inflight >= most) return void response.send(503, { error: 'too much at once, try again' });
    inflight++;
    await handler(request, response).finally(() => inflight--);
  };
}

/** The HTTP server: messages, health, metrics, linked pages. JSON only (forms on pages), at most 256 KB, never compressed. */
export async function startHttp(options: HttpOptions) {
  const server = restify.createServer({ name: 'attendance' });
  const raw = server.server as unknown as Server & { connectionsCheckingInterval: number };
  raw.headersTimeout = arriveMs;
  raw.requestTimeout = uploadMs;
  raw.keepAliveTimeout = idleMs;
  raw.connectionsCheckingInterval = 1_000;
  raw.on('upgrade', refuseUpgrade);
  let isStopping = false;
  const doors = Object.entries(options.doors ?? {});
  const isDoor = ({ url = '' }: { url?: string | undefined }) => doors.some(([name]) => url.startsWith(`/${name}/`));
  const isPage = ({ url }: { url?: string | undefined }) => options.links !== undefined && /^\/l\//.test(url ?? '');
  const isPageUpload = (request: restify.Request) =>
    request.method === 'POST' && isPage(request) && isUpload(request.headers['content-type']);
  server.pre((request, response, next) => {
    if (!options.isOvertaken() || looks.has(request.path())) return next();
    response.send(503, { error: 'a later release is at work' });
    return next(false);
  });
  server.pre((request, response, next) => {
    const encoding = request.headers['content-encoding'];
    if (encoding && encoding !== 'identity') {
      response.send(415, { error: 'content-encoding is not taken' });
      return next(false);
    }
    const isForm =
      isPage(request) ||
      doors.some(([name, { forms }]) => forms.some((path) => (request.url ?? '').startsWith(`/${name}/${path}`)));
    const taken = isForm ? ['application/x-www-form-urlencoded'] : isDoor(request) ? jsons : ['application/json'];
    if (isPageUpload(request)) return next();
    cutOffLate(request);
    const [given = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
    if (request.method === 'POST' && !taken.includes(given.trim())) {
      response.send(415, { error: `${taken.join(', ')} only` });
      return next(false);
    }
    if (isPage(request) && Number(request.headers['content-length'] ?? 0) > mostFormBytes) {
      response.send(413, { error: 'too much for a form' });
      return next(false);
    }
    return next();
  });
  // An upload is read by its page, once the link is proven; nothing of it is written to a disk.
  for (const parse of [restify.plugins.bodyParser({ maxBodySize: mostBytes, mapParams: false })].flat())
    server.use((request, response, next) => (isPageUpload(request) ? next() : parse(request, response, next)));
  server.on('restifyError', (_request, _response, _error, done) => done());
  server.on('uncaughtException', (_request, response, error: Error) => {
    options.log.warn({ err: error.name }, 'request failed');
    if (!response.headersSent) response.send(400, { error: 'request not understood' });
  });

  /** Whatever a handler throws is answered with 503 and fixed words: nothing of the fault gets out. */
  const safely = (handler: Handler) => async (request: restify.Request, response: restify.Response) => {
    try {
      await handler(request, response);
    } catch (error) {
      options.log.warn({ err: error instanceof Error ? error.name : 'unknown' }, 'request failed');
      if (!response.headersSent) response.send(503, { error: 'not available just now' });
    }
  };

  // The requests worked on at once are counted together, whatever they are for; they are whole by now.
  const limited = atMost(mostInflight);
  const limitedUploads = atMost(mostUploads);

  server.post(
    '/api/messages',
    safely(
      limited(async (request, response) => {
        const answer = await options.receive(request.body, request.headers.authorization ?? '');
        if (answer.body === undefined) response.send(answer.status);
        else response.send(answer.status, answer.body);
      }),
    ),
  );
  server.get(
    '/healthz',
    safely(async (_request, response) => {
      response.send(200, { status: 'alive' });
    }),
  );
  server.get(
    '/readyz',
    safely(async (_request, response) => {
      const why = isStopping ? ['stopping'] : await options.notReady();
      const { release } = options;
      response.send(
        why.length === 0 ? 200 : 503,
        why.length === 0 ? { status: 'ready', release } : { status: 'not ready', release, why },
      );
    }),
  );
  server.get(
    '/metrics',
    safely(async (request, response) => {
      const isAllowed = options.metricsKey
        ? isSameSecret(request.headers.authorization ?? '', `Bearer ${options.metricsKey}`)
        : isDirect(request.socket.remoteAddress, request.headers);
      if (!isAllowed) {
        response.send(401, { error: 'not allowed' });
        return;
      }
      const { contentType, text } = await options.metrics();
      response.sendRaw(200, text, { 'Content-Type': contentType });
    }),
  );
  for (const [name, answer] of Object.entries(options.demo ?? {})) {
    const page = safely(async (request, response) => {
      const path = String((request.params as Record<string, unknown>)['*'] ?? '');
      if (isDirect(request.socket.remoteAddress, request.headers))
        sendPage(response, await answer(path, new URLSearchParams(request.getQuery())));
      else response.send(404, { error: 'not found' });
    });
    server.get(`/${name}`, page);
    server.get(`/${name}/*`, page);
  }
  for (const [path, page] of Object.entries(options.open ?? {}))
    server.get(
      path,
      safely(async (_request, response) => sendPage(response, page(), options.links?.college)),
    );
  for (const [name, door] of doors) {
    server.post(`/${name}/:path`, safely(limited(createReceiptRoute(door))));
    server.opts(`/${name}/:path`, safely(limited(createGreetingRoute(door))));
  }
  if (options.marks) server.get('/api/marks', safely(limited(createMarksRoute(options.marks))));
  if (options.links) {
    const answer = createPageRoute(options.links, options.log);
    const [ofForms, ofUploads] = [limited(answer), limitedUploads(answer)];
    const page = safely((request, response) => (isPageUpload(request) ? ofUploads : ofForms)(request, response));
    server.get('/l/*', page);
    server.post('/l/*', page);
  }
  if (options.charts) server.get('/chart/*', safely(limited(options.charts)));
  const { tab } = options;
  if (tab) {
    const page = safely(limited((request, response) => tab.answer(request, response)));
    server.get('/p/*', page);
    server.post('/p/*', page);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as unknown as AddressInfo;
  return {
    port,
    /** From now on /readyz says no, so that a load balancer sends nothing new. */
    drain() {
      isStopping = true;
    },
    /** Finishes requests under way and closes; idle keep-alive connections are closed at once. */
    async stop(): Promise<void> {
      isStopping = true;
      const idle = setInterval(() => raw.closeIdleConnections(), 50);
      const hard = setTimeout(() => raw.closeAllConnections(), finishMs);
      await new Promise<void>((resolve) => server.close(() => resolve()));
      clearInterval(idle);
      clearTimeout(hard);
    },
  };
}
