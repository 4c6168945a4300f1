import { canBeAnswered, type Incoming } from '../../domain/incoming.ts';
import type { Person } from '../../domain/person.ts';
import { type College, partsOf, smsText } from '../../domain/sms-text.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { messageTo } from '../core/reach-person.ts';
import { collegeOf } from '../core/site-of.ts';
import { withoutCard } from '../safeguarding/words-to-writer.ts';

const subject = 'Your message to the college';
/** An answer by text takes no more parts than this. */
const mostParts = 2;

/** The fullest of these that a short text of this college's, or site's, holds; the last where none does. */
export function fitting(college: College = { name: '' }, variants: readonly string[]): string {
  return variants.find((one) => partsOf(smsText(one, college)) <= mostParts) ?? variants.at(-1) ?? '';
}

type Answer = { key: string; body: string; about?: string; toId?: string | undefined; evenStopped?: boolean };

/**
 * Answers whoever wrote, at the very number or address they wrote from, and nowhere else. It goes at once, at night too.
 * Once for each message and key.
 */
export async function answerBack(
  world: World,
  { _id, kind, from }: Pick<Incoming, '_id' | 'kind' | 'from'>,
  { key, body, about = _id, toId, evenStopped }: Answer,
  lane: 'answer' | 'safeguarding' = 'answer',
): Promise<void> {
  if (body === '' || !canBeAnswered({ kind, from })) return;
  const message = {
    key: `${key}|${_id}`,
    about,
    subject,
    body,
    lane,
    ...(toId ? { toId } : {}),
    ...(evenStopped ? { evenStopped } : {}),
  };
  await world.records.outbox.put([messageTo({ channel: kind, to: from }, message)], world.clock.now());
  world.wake();
}

/**
 * Kind words after a cry for help, with the numbers to call (S11): also to who said STOP, past a hold, and on nobody's
 * list but the Safeguarding Team's own card. `card`: what the chat would say.
 */
export async function answerKindly(world: World, message: Incoming, from: Person, card: CardModel): Promise<void> {
  if (card.card !== 'note-plain') return;
  const byText = [false, true].map((isShort) => withoutCard(card.data, 'number', isShort));
  const college = await collegeOf(world, from);
  const body = message.kind === 'sms' ? fitting(college, byText) : withoutCard(card.data, 'mailbox');
  const [concern] = await world.records.concerns.writtenBy(from._id);
  const about = concern ? { about: concern._id } : {};
  // Whom nobody knows has no roles.
  const toId = from.roles.length > 0 ? from._id : undefined;
  await answerBack(world, message, { key: 'kind', body, ...about, toId, evenStopped: true }, 'safeguarding');
}
