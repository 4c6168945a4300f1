import type { MessageKind } from '../../domain/incoming.ts';
import { type Contact, nameAndRef, type Person } from '../../domain/person.ts';
import type { World } from './ports.ts';
import { isAt } from './reach-person.ts';

/** Who is on record at a number or address: people of the college, and contacts of learners, who have no account. */
export type WhosePlace = { people: Person[]; contacts: { learner: Person; contact: Contact }[] };

/** Who is on record there. Who has left is not. */
export async function whosePlace(world: World, kind: MessageKind, from: string): Promise<WhosePlace> {
  const all = (await world.records.people.atPlace(kind, from)).filter((one) => one.roles.length > 0);
  const place = { kind, to: from };
  const isTheirs = (one: Person) => isAt(one, place) || (kind === 'mail' && one.upn?.toLowerCase() === from);
  return {
    people: all.filter(isTheirs),
    contacts: all.flatMap((learner) => {
      const contact = learner.contacts?.find((one) => isAt(one, place));
      return contact ? [{ learner, contact }] : [];
    }),
  };
}

/** "Parent (parent or carer) of Ben Carter (BV-L2)"; empty where nobody is on record. */
export function sayWhosePlace({ people, contacts }: WhosePlace): string {
  return [
    ...people.map(nameAndRef),
    ...contacts.map(({ contact, learner }) => `${contact.name} (${contact.relation}) of ${nameAndRef(learner)}`),
  ].join(' or ');
}
