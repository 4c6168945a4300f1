import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen, shut } from '../support/listen.ts';

type User = { displayName: string; userPrincipalName: string; mail?: string };
type Change = { groupId: string; id: string; isGone: boolean; type: string };
type Fault = { status: number; code: string; retryAfter?: string };
type Answer = { status: number; body: object; headers?: Record<string, string> };

const refused = (status: number, code: string, headers = {}): Answer => ({
  status,
  body: { error: { code, message: code } },
  headers,
});

/**
 * Entra groups behind Graph on loopback: members by delta, page by page with a nextLink, then a deltaLink that goes on
 * from there; whoever left comes with @removed, and a link it has forgotten is 410.
 */
export class LoopbackGroups {
  readonly users = new Map<string, User>();
  readonly groups = new Set<string>();
  /** One after the other, instead of an answer. */
  readonly faults: Fault[] = [];
  readonly asked: string[] = [];
  pageSize = 2;
  url = '';
  readonly #changes: Change[] = [];
  #epoch = 1;
  #server!: Server;

  async start(): Promise<void> {
    this.#server = createServer((request, response) => this.#serve(request, response));
    this.url = `http://127.0.0.1:${await listen(this.#server)}/`;
  }

  async stop(): Promise<void> {
    await shut(this.#server);
  }

  join(groupId: string, id: string, type = '#microsoft.graph.user'): void {
    this.groups.add(groupId);
    this.#changes.push({ groupId, id, isGone: false, type });
  }

  leave(groupId: string, id: string): void {
    this.#changes.push({ groupId, id, isGone: true, type: '#microsoft.graph.user' });
  }

  /** Forgets how far anybody has read. */
  expire(): void {
    this.#epoch++;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.url);
    this.asked.push(url.pathname);
    const fault = this.faults.shift();
    const answer = fault
      ? refused(fault.status, fault.code, fault.retryAfter ? { 'retry-after': fault.retryAfter } : {})
      : this.#answer(url, request.headers.authorization);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  #answer(url: URL, authorization: string | undefined): Answer {
    if (authorization !== 'Bearer graph') return refused(401, 'InvalidAuthenticationToken');
    if (url.pathname === '/v1.0/groups/delta') return this.#delta(url);
    const [, what, id = ''] = /^\/v1\.0\/(users|groups)\/([^/]+)$/.exec(url.pathname) ?? [];
    const user = this.users.get(id);
    if (what === 'users' && user) return { status: 200, body: { id, ...user } };
    if (what === 'groups' && this.groups.has(id)) return { status: 200, body: { id } };
    return refused(404, 'Request_ResourceNotFound');
  }

  /** Of a first round who is in the groups now; afterwards what changed since. */
  #delta(url: URL): Answer {
    const token = url.searchParams.get('$deltatoken') ?? url.searchParams.get('$skiptoken');
    const asked = (url.searchParams.get('$filter') ?? '').match(/[0-9a-f-]{36}/g) ?? [];
    const [epoch, from, groups] = token ? token.split('|') : [String(this.#epoch), '0', asked.join(';')];
    if (epoch !== String(this.#epoch)) return refused(410, 'syncStateNotFound');
    const ours = (groups ?? '').split(';');
    const isLatest = (one: Change, i: number) =>
      !this.#changes.some((other, j) => j > i && other.id === one.id && other.groupId === one.groupId);
    const all = this.#changes
      .map((one, i) => ({ ...one, at: i + 1, isLatest: isLatest(one, i) }))
      .filter((one) => one.at > Number(from) && ours.includes(one.groupId) && one.isLatest)
      .filter((one) => token !== null || !one.isGone);
    const page = all.slice(0, this.pageSize);
    const value = [...Map.groupBy(page, (one) => one.groupId)].map(([id, members]) => ({
      id,
      'members@delta': members.map((one) => ({
        '@odata.type': one.type,
        id: one.id,
        ...(one.isGone ? { '@removed': { reason: 'deleted' } } : {}),
      })),
    }));
    const isMore = all.length > page.length;
    const state = [this.#epoch, page.at(-1)?.at ?? from, groups].join('|');
    const at = `${this.url}v1.0/groups/delta`;
    const link = isMore
      ? { '@odata.nextLink': `${at}?$skiptoken=${encodeURIComponent(state)}` }
      : {
          '@odata.deltaLink': `${at}?$deltatoken=${encodeURIComponent(isMore ? state : [this.#epoch, this.#changes.length, groups].join('|'))}`,
        };
    return { status: 200, body: { value, ...link } };
  }
}
