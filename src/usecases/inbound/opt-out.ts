import { canBeAnswered, type Incoming } from '../../domain/incoming.ts';
import { optOutOf } from '../../language/talk/opt-out.ts';
import type { World } from '../core/ports.ts';
import type { WhosePlace } from '../core/whose-place.ts';
import { answerBack } from './answer-back.ts';

const said = {
  sms: {
    stop: 'You will get no more texts from us. START brings them back. You can still text us here, or call, to tell us of an absence.',
    start: 'You get our texts again. STOP ends them.',
  },
  mail: {
    stop: 'You will get no more emails from us about attendance. START brings them back.',
    start: 'You get our emails again. STOP ends them.',
  },
} as const;
const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';

/**
 * STOP and START (PECR): by our own hand where the provider does not do it, and kept with ours where it does. True where
 * the message was wholly that. A yes that lifts a stop at the provider's is heard as well.
 */
export async function optOut(world: World, message: Incoming, { contacts }: WhosePlace): Promise<boolean> {
  const { kind, from, words = '', optOut: byProvider } = message;
  // Mails to learners and employers are the college's own business; those to contacts say that STOP ends them.
  const isAsked = kind === 'sms' ? canBeAnswered(message) : contacts.length > 0 && !message.isUnproven;
  if (!isAsked) return false;
  const { outbox, incoming } = world.records;
  const now = world.clock.now();
  if (byProvider === 'lifts') {
    if (await outbox.hasStopped(from)) await outbox.noteStop(from, false, now);
    return false;
  }
  const wish = byProvider ?? optOutOf(kind === 'mail' ? firstLine(words) : words);
  if (!wish) return false;
  await outbox.noteStop(from, wish === 'stop', now);
  // A provider that does it says so itself.
  if (!byProvider) await answerBack(world, message, { key: wish, body: said[kind][wish], evenStopped: true });
  await incoming.note(message._id, { became: wish === 'stop' ? 'stopped' : 'started' }, { words: false });
  return true;
}
