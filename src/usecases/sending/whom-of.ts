import type { OutboxRow } from '../../domain/outbox-row.ts';
import { type Contact, callName, nameAndRef, type Person } from '../../domain/person.ts';
import { isLandline } from '../../domain/phone.ts';
import type { World } from '../core/ports.ts';
import { isAt } from '../core/reach-person.ts';

/** Whose place a message goes to: a person's own, or a contact's of a learner. */
type Whom = { person: Person; contact?: Contact };

/** Whom a message is for; undefined where nobody recorded is at its place any more. */
export async function whomOf(world: World, row: OutboxRow): Promise<Whom | undefined> {
  const person = await world.records.people.byId(row.toId ?? row.about);
  if (!person) return undefined;
  const contact = row.isContact ? person.contacts?.find((one) => isAt(one, row)) : undefined;
  if (contact) return { person, contact };
  // Their place may have been mended since.
  const only = row.isContact && person.contacts?.length === 1 ? person.contacts[0] : undefined;
  return only ? { person, contact: only } : { person };
}

/** "Ben Carter (BV-L2)", "Parent (parent or carer) of Ben Carter (BV-L2)". */
export function sayWhom({ person, contact }: Whom): string {
  return contact ? `${contact.name} (${contact.relation}) of ${nameAndRef(person)}` : nameAndRef(person);
}

/** Their place of a kind now, where one is recorded. */
export function placeOf({ person, contact }: Whom, kind: OutboxRow['kind']): string | undefined {
  const { mobile, email } = contact ?? person;
  return kind === 'mail' ? email : mobile;
}

/** The other way to the same person, where there is no sender for the first. */
export async function otherWay(world: World, row: OutboxRow, kind: 'sms' | 'mail'): Promise<string | undefined> {
  const whom = await whomOf(world, row);
  const place = whom && placeOf(whom, kind);
  return place && (kind === 'mail' || !isLandline(place)) ? place : undefined;
}

/** How a person or contact goes by, for a list. */
export function callWhom({ person, contact }: Whom): string {
  return contact ? `${contact.name}, for ${callName(person)}` : callName(person);
}
