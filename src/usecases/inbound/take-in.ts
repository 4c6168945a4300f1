import { type Incoming, oneSpelling } from '../../domain/incoming.ts';
import type { TextIn } from '../core/delivery.ts';
import type { World } from '../core/ports.ts';
import { readPhone } from '../core/read-phone.ts';

/** No text is longer, and no mail is read further. */
const longest = { sms: 2_000, mail: 20_000 } as const;
/** What was under way for longer than this is read as of now. */
const mostLateMs = 7 * 24 * 3_600_000;

/** What a provider or mailbox hands over. */
type HandedOver = TextIn & Pick<Incoming, 'kind' | 'isAutomatic' | 'isUnproven' | 'hasFile'>;

/** A number as providers give it: some leave out the plus before the country. */
function numberOf(from: string): string {
  const written = /^[1-9]\d{9,14}$/.test(from.trim()) ? `+${from.trim()}` : from;
  const read = readPhone(written);
  return 'number' in read ? read.number : oneSpelling('sms', from) || from.trim();
}

/** Keeps a text or mail until it is heard; handed over again, it is the same one (G2). */
export async function takeIn(world: World, message: HandedOver): Promise<void> {
  const { id, kind, from, words, sentAt, optOut, isAutomatic, isUnproven, hasFile } = message;
  const now = world.clock.now();
  // The world's clock may be moved; how late a message is, is real time.
  const lateMs = sentAt ? Date.now() - sentAt.getTime() : 0;
  const late = lateMs > 0 && lateMs <= mostLateMs ? lateMs : 0;
  await world.records.incoming.take({
    _id: `${kind}|${id}`,
    kind,
    from: (kind === 'sms' ? numberOf(from) : oneSpelling('mail', from)).slice(0, 320),
    words: words.slice(0, longest[kind]),
    at: new Date(now.getTime() - late),
    createdAt: now,
    ...(optOut ? { optOut } : {}),
    ...(isAutomatic ? { isAutomatic } : {}),
    ...(isUnproven ? { isUnproven } : {}),
    ...(hasFile ? { hasFile } : {}),
    next: { step: 'hear', at: now },
  });
  world.wake();
}
