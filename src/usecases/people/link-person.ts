import { type Outcome, refuse } from '../../domain/failure.ts';
import type { Chat, Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { noteInReach } from './note-out-of-reach.ts';

/** What the Teams roster says about someone; asked for only when the Entra id is not known yet. */
export type RosterEntry = {
  entraId: string;
  /** The name they sign in with: that of a guest holds `#EXT#`. */
  upn?: string;
  mail?: string;
  /** As Teams calls it: `user`, `guest`, `anonymous`. */
  role?: string;
  tenantId?: string;
};

/**
 * The addresses by which someone may be found. A member of the tenant is found by the name they sign in with, which only
 * the tenant can give; the mail of an account is whatever was written there, and finds nobody. A guest is found by it
 * too, since the invitation went there.
 */
function addressesOf({ upn, mail, role }: RosterEntry): { isGuest: boolean; addresses: string[] } {
  if (role === 'anonymous') return { isGuest: true, addresses: [] };
  const isGuest = role === 'guest' || /#ext#/i.test(upn ?? '');
  const names = isGuest ? [upn, mail] : [upn];
  return { isGuest, addresses: names.filter((one) => one !== undefined).map((one) => one.toLowerCase()) };
}

/**
 * Finds the person behind an Entra object id, linking them the first time by what the Teams roster says. A guest is
 * linked only to someone of whom the office said that they come as one. A stranger, someone of another tenant, or an
 * address already tied to another Entra id gets `not-known-here`. `tenantId` is ours, where the roster may hold others'; our
 * own directory holds none.
 */
export async function linkPerson(
  world: World,
  account: { entraId: string; tenantId?: string },
  lookUp: () => Promise<RosterEntry | null>,
): Promise<Outcome<Person>> {
  const { entraId, tenantId } = account;
  const known = await world.records.people.byEntraId(entraId);
  if (known) return known;
  const entry = await lookUp();
  if (!entry || entry.entraId !== entraId) return refuse('not-known-here');
  const { isGuest, addresses } = addressesOf(entry);
  // A guest's account lies in our tenant, whatever the roster says of their own.
  if (!isGuest && entry.tenantId !== undefined && entry.tenantId !== tenantId) return refuse('not-known-here');
  for (const address of addresses) {
    const person = await world.records.people.byAddress(address);
    if (!person || (isGuest && !person.guest)) continue;
    const linked = await world.records.people.link(person._id, entraId);
    if (linked) return linked;
  }
  return refuse('not-known-here');
}

/** True where this chat is the one in which the person is reached already. */
export function isInChat({ chat: before, unreachable }: Person, chat: Chat): boolean {
  const isSame = before?.conversationId === chat.conversationId && before.serviceUrl === chat.serviceUrl;
  return isSame && !unreachable;
}

/** Keeps where a person can be reached, and lives again what waited for them. True the first time, to greet once. */
export async function keepChat(world: World, person: Person, chat: Chat): Promise<boolean> {
  const { chat: before, unreachable } = person;
  if (isInChat(person, chat)) {
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
