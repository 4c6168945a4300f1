import { readSettings } from '../../config/settings.ts';
import { groupsOf } from '../../senders.ts';
import type { GroupReader } from '../../usecases/core/delivery.ts';
import { type Finding, fine, wrong } from './finding.ts';

/** Whether the college's Entra groups may be read; nothing where none are set. */
export async function checkGroups(env: NodeJS.ProcessEnv, reader?: GroupReader): Promise<Finding[]> {
  if (!env.GRAPH_GROUPS) return [];
  try {
    await (reader ?? groupsOf(readSettings(env)))?.probe();
    return [fine('the Entra groups can be read')];
  } catch (error) {
    const todo = 'GRAPH_GROUPS takes object ids of groups, and needs Graph GroupMember.Read.All and User.Read.All';
    return [wrong((error as Error).message, todo)];
  }
}
