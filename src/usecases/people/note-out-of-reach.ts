import { addMinutes } from '../../domain/calendar.ts';
import type { Chat, Person } from '../../domain/person.ts';
import type { Linked, Slot } from '../../domain/slot.ts';
import type { CardModel } from '../core/card-model.ts';
import { loadSession } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { messageTo, reachByMailFirst, takesLinks } from '../core/reach-person.ts';
import { mailRegisterLinks } from '../registers/mail-register-link.ts';
import { listOutOfReach, shortenOutOfReach } from './out-of-reach.task.ts';
import { askPolicies } from './policy-read.task.ts';
import { placeFor, sendLink } from './send-link.ts';

/** What Teams refuses may be allowed again without a word to the bot, so the next card after this tries once more. */
const tryAgainMinutes = 1_440;
/** What Graph did not say, it may say soon. */
const askGraphAgainMinutes = 15;
/** The policy comes this long after the first contact, so that what it was about is read first. */
const askAfterMinutes = 10;

/** True when a card may go to Teams: nothing is known against it, or it was long enough ago. */
export function isWorthATry(person: Person, now: Date): boolean {
  const { unreachable, entraId } = person;
  if (!unreachable) return true;
  const { code, since, tried } = unreachable;
  // Their account has become known since.
  if (code === 'never-seen' && entraId !== undefined) return true;
  return addMinutes(tried ?? since, code === 'graph-silent' ? askGraphAgainMinutes : tryAgainMinutes) <= now;
}

/** Teams does not reach someone: from now on other channels are used, and the office sees it on its list. */
export async function noteOutOfReach(
  world: World,
  person: Person,
  code: string,
  tried: Chat | undefined,
): Promise<void> {
  await world.records.people.setUnreachable(person._id, { code, since: world.clock.now() }, tried);
  if (person.unreachable) return;
  await listOutOfReach(world, !placeFor(world, person));
  // Their first contact is the link that goes out now; the policy follows it as it follows a first message (S6).
  if (world.link && takesLinks(person) && placeFor(world, person))
    await world.together((inside) => askPolicies(inside, person, addMinutes(inside.clock.now(), askAfterMinutes)));
}

/**
 * Someone with no account, name to sign in with, mobile or email is on the office's list at once, not only when something
 * is meant for them (P). True for them.
 */
export async function listIfLost(world: World, person: Person): Promise<boolean> {
  if (person.chat || person.entraId || person.upn || placeFor(world, person) || person.roles.length === 0) return false;
  if (!person.unreachable) await noteOutOfReach(world, person, 'never-seen', undefined);
  return true;
}

/** Teams reaches someone again: what waited for them comes, and they leave the office's list. */
export async function noteInReach(world: World, person: Person): Promise<void> {
  await world.records.people.clearUnreachable(person._id);
  await world.records.slots.revive({ person: person._id }, world.clock.now());
  await shortenOutOfReach(world);
  world.wake();
}

/** Why somebody is not reached who may never have seen the app. */
const neverHadIt = new Set([
  'never-seen',
  'graph-silent',
  'guest',
  'may-not-install',
  'no-such-account',
  'not-in-catalogue',
]);
const isNewToIt = ({ unreachable }: Person) => neverHadIt.has(unreachable?.code ?? '');

/** Those who have Teams and are not reached there are told what to do about it, once a time out of reach; of a concern each time (S11). */
async function tellHowTo(world: World, person: Person, slot: Slot): Promise<void> {
  if (!person.unreachable) return;
  const { since } = person.unreachable;
  const reach = reachByMailFirst(person);
  if (reach.channel === 'none') return;
  const howTo = isNewToIt(person)
    ? 'Your college uses an attendance bot in Microsoft Teams, and something waits for you there. Please open Teams, find the attendance app and write: help. If you do not use Teams, please call the college office.'
    : 'Something waits for you in Microsoft Teams, but the attendance bot cannot reach you there. Please open Teams, find the attendance app, unblock it or add it again, and write: help. If you cannot, please call the college office.';
  // A concern is told of each time, and not behind other messages (S11).
  const isConcern = slot.kind === 'concern';
  const message = {
    key: `unreachable|${person._id}|${since.toISOString()}${isConcern ? `|${slot._id}` : ''}`,
    ...(isConcern ? { lane: 'safeguarding' as const } : {}),
    about: person._id,
    subject: 'Something waits for you in Teams',
    body: howTo,
  };
  await world.records.outbox.put([messageTo(reach, message)], world.clock.now());
}

/**
 * A card waits for someone whom Teams does not reach: a learner, employer or tutor gets it as a link, a register too
 * (S17), others hear how Teams reaches them again. Returns what was sent of the card as a link.
 */
export async function tellWaiting(
  world: World,
  person: Person,
  slot: Slot,
  card: CardModel | undefined,
): Promise<Linked | undefined> {
  if (!person.unreachable) return undefined;
  const linked = await sendLink(world, person, slot, card);
  const isRegisterLink = slot.kind === 'register' && world.link !== undefined && takesLinks(person);
  // Who never had the app knows nothing of it, and needs no more than the link.
  if (!(linked || isRegisterLink) || !isNewToIt(person)) await tellHowTo(world, person, slot);
  if (slot.kind !== 'register') return linked;
  const context = await loadSession(world, slot.subjectId);
  const register = await world.records.registers.byId(slot.subjectId);
  if (context && register?.state === 'open') await mailRegisterLinks(world, context.session, context.programme);
  return linked;
}
