import { isRefusal } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import type { CardSender } from '../core/delivery.ts';
import type { World } from '../core/ports.ts';
import { linkPerson } from './link-person.ts';

/** True for somebody who comes as a guest of the tenant: the app is installed for its members only. */
export function isGuest({ guest, upn }: Pick<Person, 'guest' | 'upn'>): boolean {
  return guest === true || /#ext#/i.test(upn ?? '');
}

/**
 * The person with their account, where Graph can be asked for it by the name they sign in with and the rules of linking
 * allow it: someone who never opened the bot and is still here. Otherwise the person as they are; `not-now` where Graph does not answer.
 */
export async function findAccount(
  world: World,
  person: Person,
  sender: Pick<CardSender, 'account'>,
): Promise<Person | 'not-now'> {
  const name = person.upn ?? person.email;
  if (person.entraId || person.chat || !name || !sender.account) return person;
  if (person.erasing || person.roles.length === 0) return person;
  const account = await sender.account(name);
  if (account === undefined) return 'not-now';
  const linked = account && (await linkPerson(world, { entraId: account.entraId }, async () => account));
  return linked && !isRefusal(linked) && linked._id === person._id ? linked : person;
}
