import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'restify';
import { type MisEventType, misEventTypes, misSchemaVersion } from '../domain/mis-event.ts';
import { createPace } from '../usecases/core/pace.ts';
import type { MisPage } from '../usecases/mis/read-events.ts';

/** Who may read, by the SHA-256 of their key in hex. A consumer may stand there twice, while a key is changed. */
export type MarksReader = { name: string; hash: string; withNames: boolean };
type ReadMarks = (ask: {
  since: number;
  limit: number;
  types: readonly MisEventType[];
  withNames: boolean;
}) => Promise<MisPage | { is: keyof typeof noPlace }>;
export type MarksOptions = { readers: readonly MarksReader[]; read: ReadMarks };

const noPlace = {
  unknown: 'since: there is no such place; the database may be an older one. Read again from the last one known, or 0',
  gone: 'since: what came after it is not kept any more. Read again from 0, which is the first that is',
} as const;
const usualLimit = 200;
const mostLimit = 1_000;
/** A consumer's requests: some at once, then so many a second. Wrong keys together have fewer. */
const paces = { reader: { burst: 20, perSecond: 5 }, stranger: { burst: 20, perSecond: 0.5 } };

/** Looks at every key there is, so that the time tells nothing of which one came near. */
function readerOf(header: string, readers: readonly MarksReader[]): MarksReader | undefined {
  const key = /^Bearer (\S{16,200})$/.exec(header)?.[1] ?? '';
  const given = createHash('sha256').update(key).digest();
  return readers.filter(({ hash }) => timingSafeEqual(Buffer.from(hash, 'hex'), given))[0];
}

type Ask = { since: number; limit: number; types: MisEventType[] };

/** What is asked for, or what is wrong with it in words. */
function readAsk(query: URLSearchParams): Ask | { why: string } {
  const known = ['since', 'limit', 'types'];
  const unknown = [...query.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) return { why: `"${unknown.slice(0, 40)}" is not known: since, limit and types are` };
  const since = query.get('since') ?? '0';
  if (!/^\d{1,15}$/.test(since)) return { why: 'since: the number that the answer before gave as next, or 0' };
  const limit = query.get('limit') ?? String(usualLimit);
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > mostLimit)
    return { why: `limit: a whole number from 1 to ${mostLimit}` };
  const types = (query.get('types') ?? 'mark').split(',');
  const isType = (type: string): type is MisEventType => (misEventTypes as readonly string[]).includes(type);
  if (!types.every(isType)) return { why: `types: ${misEventTypes.join(', ')}, with commas between` };
  return { since: Number(since), limit: Number(limit), types: types.filter(isType) };
}

/** `GET /api/marks?since=&limit=&types=`: what the MIS is told, in order, for consumers with a key (S8). */
export function createMarksRoute({ readers, read }: MarksOptions) {
  const ofReader = createPace(paces.reader);
  const ofStrangers = createPace(paces.stranger);

  function send(response: Response, status: number, body: object, headers: Record<string, string> = {}): void {
    response.send(status, body, { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', ...headers });
  }

  return async (request: Request, response: Response): Promise<void> => {
    const reader = readerOf(request.headers.authorization ?? '', readers);
    const { isInPace, waitMs } = reader ? ofReader(reader.name) : ofStrangers('all');
    if (!isInPace)
      return send(response, 429, { error: 'too many requests' }, { 'Retry-After': String(Math.ceil(waitMs / 1_000)) });
    if (!reader)
      return send(
        response,
        401,
        { error: 'a key is needed: Authorization: Bearer <key>' },
        { 'WWW-Authenticate': 'Bearer' },
      );
    const ask = readAsk(new URL(request.url ?? '/', 'http://here').searchParams);
    if ('why' in ask) return send(response, 400, { error: ask.why });
    const page = await read({ ...ask, withNames: reader.withNames });
    if (page.is !== 'page') return send(response, page.is === 'gone' ? 410 : 400, { error: noPlace[page.is] });
    send(response, 200, { schema_version: misSchemaVersion, events: page.events, next: page.next, more: page.isMore });
  };
}
