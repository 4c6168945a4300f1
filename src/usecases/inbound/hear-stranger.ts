import { addMinutes } from '../../domain/calendar.ts';
import { type Incoming, threadId, type WhyOffice } from '../../domain/incoming.ts';
import type { Person } from '../../domain/person.ts';
import { hearWords } from '../core/hear-words.ts';
import type { World } from '../core/ports.ts';
import { sayWhosePlace, type WhosePlace } from '../core/whose-place.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { raiseConcern } from '../safeguarding/raise-concern.ts';
import { giveToOfficeOf, siteOfPlace } from '../sending/messages-in.task.ts';
import { answerBack, answerKindly } from './answer-back.ts';

/** That the office reads it is said at one place no oftener. */
const tellAgainMinutes = 1_440;
/** More people than this at one number are no choice any more: then nobody is held until the team says. */
const mostHeld = 3;
const mostSuggested = 5;

const told: Record<WhyOffice, string> = {
  unknown:
    'We do not know this number or address, so the college office will read your message. If it is urgent, please call.',
  contact: 'Thank you. The college office will read your message. If it is urgent, please call.',
  several: 'Thank you. The college office will read your message. If it is urgent, please call.',
  unsaid: '',
  staff: 'Thank you. The college office will read your message. What you do yourself, please do in Teams.',
  unproven: 'We cannot be sure who sent this, so the college office will read it. If it is urgent, please call.',
  late: 'Your message came very late, so the college office will read it. If it is urgent, please call.',
  file: '',
};

/** Who wrote, as the Safeguarding Team reads it where nobody knows. */
function sayWriter({ kind, from }: Incoming, whose: WhosePlace): string {
  const from_ = kind === 'sms' ? `A text from ${from}` : `An email from ${from}`;
  const known = sayWhosePlace(whose);
  return `(${from_}, ${known ? `which may be ${known}` : 'which is nobody’s on record'}.)`;
}

/**
 * Words from a number or address that may be anybody's are listened to for harm all the same, and go to the Safeguarding
 * Team alone (S11). Those who are on record there are held until the team has said. True where they were passed on.
 */
export async function passOnStrangers(world: World, message: Incoming, whose: WhosePlace): Promise<boolean> {
  const { words = '', from } = message;
  const { harm } = await hearWords(world, words);
  if (harm === 'none') return false;
  const writer: Person = { _id: `place|${threadId(message)}`, ref: '', name: from, roles: [] };
  const learners = [
    ...whose.people.filter((one) => one.roles.includes('learner')),
    ...whose.contacts.map((one) => one.learner),
  ];
  const ids = [...new Set(learners.map((one) => one._id))];
  const named = await aboutWhom(world, writer, words);
  const heldIds = ids.length <= mostHeld ? ids : [];
  const suggestedIds = [...ids, ...named.suggestedIds].filter((id) => !heldIds.includes(id)).slice(0, mostSuggested);
  const about = { heldIds, asks: true, suggestedIds };
  const card = await raiseConcern(world, writer, about, `${sayWriter(message, whose)}\n${words}`, harm);
  await answerKindly(world, message, writer, card);
  await world.records.incoming.note(message._id, { became: 'passed-on' }, { words: false });
  return true;
}

/** True where somebody who must not be contacted has this place: not even a name is said there. */
export const isShut = ({ contacts }: WhosePlace) => contacts.some(({ contact }) => contact.doNotContact);

/**
 * What nobody can be heard by is for the office to read, and says so once a day; nothing about anybody is told there,
 * not even who is known.
 */
export async function giveToOffice(world: World, message: Incoming, whose: WhosePlace, why: WhyOffice): Promise<void> {
  const now = world.clock.now();
  const thread = threadId(message);
  const { toldAt } = (await world.records.incoming.thread(thread)) ?? {};
  const isToldLately = toldAt !== undefined && addMinutes(toldAt, tellAgainMinutes) > now;
  if (!isToldLately && !isShut(whose)) {
    await answerBack(world, message, { key: 'office', body: told[why] });
    await world.records.incoming.setThread(thread, { toldAt: now });
  }
  // Last of all, so that what breaks off is done again.
  const site = await siteOfPlace(world, whose);
  await world.together((inside) =>
    giveToOfficeOf(inside, site, message._id, { became: 'to-office', why }, { words: true }),
  );
}
