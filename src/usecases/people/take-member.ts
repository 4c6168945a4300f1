import { isRefusal } from '../../domain/failure.ts';
import type { Account } from '../core/delivery.ts';
import type { World } from '../core/ports.ts';
import { linkPerson } from './link-person.ts';

/**
 * A member of one of the college's Entra groups. Somebody whom the import has brought gets their account by the name they
 * sign in with, and an address where they had none; what the import says of them stays. Anybody else is kept for the
 * office's list: a group makes nobody a person here. True where they are known.
 */
export async function takeMember(
  world: World,
  entraId: string,
  account: Account,
  place: { tenantId: string; groupId: string; round: Date },
): Promise<boolean> {
  const { name, upn, mail } = account;
  const person = await linkPerson(world, { entraId, tenantId: place.tenantId }, async () => ({ ...account, entraId }));
  if (isRefusal(person)) {
    const member = { _id: entraId, name, ...(upn ? { upn } : {}), ...(mail ? { mail } : {}), round: place.round };
    await world.records.groups.put(member, place.groupId);
    return false;
  }
  // An address says who somebody is: one that is another's stays theirs.
  const isFree = mail !== undefined && (await world.records.people.byAddress(mail.toLowerCase())) === null;
  await world.records.people.fillIn(person._id, { ...(upn ? { upn } : {}), ...(isFree ? { email: mail } : {}) });
  await world.records.groups.forget([entraId]);
  // What waited for an account to show it to.
  await world.records.slots.revive({ person: person._id }, world.clock.now());
  return true;
}
