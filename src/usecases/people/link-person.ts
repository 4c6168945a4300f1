import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Chat, Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { noteInReach } from './note-out-of-reach.ts';

/** What the Teams roster says about someone; asked for only when the Entra id is not known yet. */
export type RosterEntry = { entraId: string; addresses: string[] };

/**
 * Finds the person behind an Entra object id, linking them the first time by UPN or email from the Teams roster.
 * A stranger, or an address already tied to another Entra id, gets `not-known-here`.
 */
export async function linkPerson(
  world: World,
  entraId: string,
  lookUp: () => Promise<RosterEntry | null>,
): Promise<Outcome<Person>> {
  const known = await world.records.people.byEntraId(entraId);
  if (known) return known;
  const entry = await lookUp();
  if (!entry || entry.entraId !== entraId) return refuse('not-known-here');
  for (const address of entry.addresses) {
    const person = await world.records.people.byAddress(address.toLowerCase());
    const linked = person && (await world.records.people.link(person._id, entraId));
    if (linked) return linked;
  }
  return refuse('not-known-here');
}

/** Keeps where a person can be reached, and lives again what waited for them. True the first time, to greet once. */
export async function keepChat(world: World, person: Person, chat: Chat): Promise<boolean> {
  const { chat: before, unreachable } = person;
  const isSame = before?.conversationId === chat.conversationId && before.serviceUrl === chat.serviceUrl;
  if (isSame && !unreachable) {
    // A kill, or a card parked just now, may have left something waiting.
    if ((await world.records.slots.revive({ person: person._id }, world.clock.now())) > 0) world.wake();
    return false;
  }
  const isChanged = await world.records.people.setChat(person._id, chat);
  if (unreachable) await noteInReach(world, person);
  else await world.records.slots.revive({ person: person._id }, world.clock.now());
  world.wake();
  return isChanged && !before;
}
