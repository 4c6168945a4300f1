import { setTimeout as sleep } from 'node:timers/promises';
import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { RosterEntry } from '../usecases/people/link-person.ts';
import { readSendFailure } from './send-failure.ts';

/** Waits before Teams is asked again for somebody's roster entry: a person waits in front of their screen meanwhile. */
const rosterWaitsMs = [200, 1_000];
const passingKinds = ['passing', 'ambiguous', 'throttled'];

/** Asks Teams for a member of a chat, again where it did not answer, or asked for a moment. Fails as the last try did. */
async function askRoster(context: TurnContext, memberId: string) {
  for (let tries = 0; ; tries++) {
    try {
      return await TeamsInfo.getMember(context, memberId);
    } catch (error) {
      const wait = rosterWaitsMs[tries];
      const { kind, retryAfterMs = 0 } = readSendFailure(error);
      if (wait === undefined || !passingKinds.includes(kind) || retryAfterMs > 1_000) throw error;
      await sleep(Math.max(wait, retryAfterMs));
    }
  }
}

/** Who somebody in a chat is, by Teams' roster; null for an entry without an account. Fails where Teams does not answer. */
export async function lookUpMember(context: TurnContext, memberId: string): Promise<RosterEntry | null> {
  const member = await askRoster(context, memberId);
  const entraId = member.aadObjectId ?? (member as { objectId?: string }).objectId;
  const { userPrincipalName, email, userRole, tenantId } = member;
  return entraId
    ? {
        entraId: entraId.toLowerCase(),
        ...(userPrincipalName ? { upn: userPrincipalName } : {}),
        ...(email ? { mail: email } : {}),
        ...(userRole ? { role: userRole } : {}),
        ...(tenantId ? { tenantId } : {}),
      }
    : null;
}
