import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes } from '../../domain/calendar.ts';
import { isRefusal } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { readAnswer } from '../../language/read-answer.ts';
import type { World } from '../core/ports.ts';
import { confirmNotice, withdrawNotice } from './confirm-notice.ts';
import { sayWhat } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/** A bare yes or no is about a card no older than this. */
const freshMinutes = 1_440;

const askedAt = (one: AbsenceNotice) =>
  Math.max(...[one.createdAt, one.askedAt, one.remindedAt].map((at) => at?.getTime() ?? 0));

/** What became of one open card by a bare yes or no, in a sentence. */
async function answerOne(world: World, actor: Person, notice: AbsenceNotice, answer: 'yes' | 'no'): Promise<string> {
  const isAsked = notice.question === 'withdraw';
  const press = { noticeId: notice._id, pressId: `said|${answer}|${notice.version}` };
  const isBack = isAsked === (answer === 'yes');
  const done = await (isBack ? withdrawNotice : confirmNotice)(world, actor, press);
  const after = await world.records.notices.byId(notice._id);
  if (isRefusal(done) || !after) return 'That card is not there any more.';
  const what = sayWhat(notice);
  if (after.state === 'withdrawn') return after.replacedBy ? `We know this already: ${what}.` : `Taken back: ${what}.`;
  if (after.state === 'confirmed') return isAsked ? `It stays: ${what}.` : `Thank you. Confirmed: ${what}.`;
  await wantNotice(world, after, [actor._id]);
  return `Please answer on the card for that: ${what}.`;
}

/**
 * A bare “yes” or “no” presses the button of the sender's newest open card; cards of one message go together. Undefined
 * where it is no such answer, or no card is open.
 */
export async function answerCard(world: World, actor: Person, text: string): Promise<string | undefined> {
  const answer = readAnswer(text);
  if (!answer) return undefined;
  const open = await world.records.notices.openOf(actor._id, addMinutes(world.clock.now(), -freshMinutes));
  const newest = Math.max(...open.map(askedAt));
  const said: string[] = [];
  for (const notice of open.filter((one) => askedAt(one) === newest))
    said.push(await answerOne(world, actor, notice, answer));
  return said.length > 0 ? said.join(' ') : undefined;
}
