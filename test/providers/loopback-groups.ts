import { type Answer, LoopbackGraph, refused } from './loopback-graph.ts';

type User = { displayName: string; userPrincipalName: string; mail?: string; userType?: string };
type Change = { groupId: string; id: string; isGone: boolean; type: string };

/**
 * Entra groups behind Graph on loopback: members by delta, page by page with a nextLink, then a deltaLink that goes on
 * from there; whoever left comes with @removed, and a link it has forgotten is 410.
 */
export class LoopbackGroups extends LoopbackGraph {
  readonly users = new Map<string, User>();
  readonly groups = new Set<string>();
  readonly #changes: Change[] = [];
  #epoch = 1;

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

  protected override answer(url: URL): Answer {
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
    const state = [this.#epoch, isMore ? page.at(-1)?.at : this.#changes.length, groups].join('|');
    const at = `${this.url}v1.0/groups/delta`;
    const link = isMore
      ? { '@odata.nextLink': `${at}?$skiptoken=${encodeURIComponent(state)}` }
      : { '@odata.deltaLink': `${at}?$deltatoken=${encodeURIComponent(state)}` };
    return { status: 200, body: { value, ...link } };
  }
}
