import { addMinutes } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardSender } from '../core/delivery.ts';
import type { World } from '../core/ports.ts';
import { linkPerson } from './link-person.ts';

/** Who has no account is not asked for again before this. */
const askAgainMinutes = 1_440;

/** True for somebody who comes as a guest of the tenant: Graph installs the app for its members only. */
export function isGuest({ guest, upn }: Pick<Person, 'guest' | 'upn'>): boolean {
  return guest === true || /#ext#/i.test(upn ?? '');
}

/**
 * The person with their account, where Graph can be asked for it by the name they sign in with and the rules of linking
 * allow it: someone who never opened the bot. Otherwise the person as they are.
 */
export async function findAccount(world: World, person: Person, sender: Pick<CardSender, 'account'>): Promise<Person> {
  const name = person.upn ?? person.email;
  if (person.entraId || person.chat || !name || !sender.account) return person;
  const now = world.clock.now();
  const { unreachable } = person;
  if (unreachable && addMinutes(unreachable.tried ?? unreachable.since, askAgainMinutes) > now) return person;
  const account = await sender.account(name);
  const linked = account && (await linkPerson(world, { entraId: account.entraId, tenantId: '' }, async () => account));
  if (linked && !isRefusal(linked) && linked._id === person._id) return linked;
  if (unreachable)
    await world.records.people.setUnreachable(person._id, { code: unreachable.code, since: now }, undefined);
  return person;
}
