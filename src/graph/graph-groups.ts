import { z } from 'zod';
import type { GroupReader } from '../usecases/core/delivery.ts';
import { callOnce, clientOf, deltaFailure, type GraphAccess, pathOf, readAccount } from './graph-access.ts';

const callMs = 10_000;

const Group = z.looseObject({
  id: z.string().min(1),
  'members@delta': z
    .array(
      z.looseObject({
        '@odata.type': z.string().optional(),
        id: z.guid(),
        '@removed': z.looseObject({ reason: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});
const Page = z.looseObject({
  value: z.array(Group),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

/** A nested group, a device or a contact is nobody who signs in to Teams. */
const isUser = ({ '@odata.type': type }: { '@odata.type'?: string | undefined }) =>
  type === undefined || type === '#microsoft.graph.user';

/**
 * Reads who is in Entra groups, by delta (Graph `GroupMember.Read.All`), and what somebody signs in with
 * (`User.Read.All`). One attempt a call.
 */
export function createGraphGroups({ groupIds, ...access }: GraphAccess & { groupIds: readonly string[] }): GroupReader {
  const client = clientOf(access);
  const get = (path: string): Promise<unknown> => callOnce(client, path, callMs).get();
  const filter = encodeURIComponent(groupIds.map((id) => `id eq '${id}'`).join(' or '));

  return {
    groupIds,
    async read(link) {
      try {
        const first = `/groups/delta?$select=id,members&$filter=${filter}`;
        const page = Page.parse(await get(link ? pathOf(link) : first));
        const next = page['@odata.nextLink'] ?? page['@odata.deltaLink'];
        if (!next) return { ok: false, kind: 'passing', code: 'no-link' };
        const changes = page.value.flatMap((group) =>
          (group['members@delta'] ?? []).filter(isUser).map((member) => ({
            groupId: group.id.toLowerCase(),
            entraId: member.id.toLowerCase(),
            isGone: member['@removed'] !== undefined,
          })),
        );
        return { ok: true, changes, link: next, isLast: page['@odata.nextLink'] === undefined };
      } catch (error) {
        return deltaFailure(error);
      }
    },
    async account(entraId) {
      try {
        const account = await readAccount(client, entraId, callMs);
        // None: deleted since the group was read.
        return { ok: true, ...(account ? { account } : {}) };
      } catch (error) {
        return deltaFailure(error);
      }
    },
    async probe() {
      for (const id of groupIds)
        await get(`/groups/${encodeURIComponent(id)}?$select=id`).catch((error: unknown) => {
          throw new Error(`Graph answers ${deltaFailure(error).code} for the group ${id} of GRAPH_GROUPS`);
        });
    },
  };
}
