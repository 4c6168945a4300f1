import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { type Day, sayDay } from '../../domain/calendar.ts';
import { giveUp } from '../../domain/overlapping-notices.ts';
import type { World } from '../core/ports.ts';
import { putRight } from './put-right.ts';
import { sayWhat } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/**
 * Asks whether a notice is to be taken back, or these of its days alone: what stays is said with it. A card that nobody
 * has confirmed loses them at once, and with no day left it is put away: nobody has been told, so there is nothing to
 * ask, and what was meant otherwise is told again in a sentence. Part of a transaction.
 */
export async function askBack(
  world: World,
  notice: AbsenceNotice,
  { days = notice.days, at = world.clock.now() }: { days?: readonly Day[]; at?: Date } = {},
): Promise<void> {
  const back = notice.days.filter((day) => days.includes(day));
  const isPart = back.length > 0 && back.length < notice.days.length;
  if (isPart && notice.state === 'draft') return putRight(world, notice, giveUp(notice, back, at), at);
  const { backDays: _, ...rest } = notice;
  const part = isPart ? { backDays: back } : {};
  const asked: AbsenceNotice =
    notice.state === 'draft'
      ? giveUp(notice, notice.days, at)
      : { ...rest, ...part, question: 'withdraw', askedAt: at, version: notice.version + 1 };
  if (!(await world.records.notices.replace(asked, notice.version))) throw new Error('notice changed meanwhile');
  await wantNotice(world, asked, [asked.byId]);
}

/**
 * Somebody is there on a day of which they had told otherwise: that day is taken back, or asked about, and no other; what
 * became of it, in words. `isPart`: only in the morning or the afternoon: an open card then stays as it is, since
 * the other half may be missed all the same.
 */
export async function askBackDay(
  world: World,
  told: readonly AbsenceNotice[],
  day: Day,
  isPart = false,
): Promise<string> {
  const said: string[] = [];
  for (const { _id } of told) said.push(await world.together((inside) => askBackOne(inside, _id, day, isPart)));
  return said.join(' ').trim();
}

async function askBackOne(world: World, id: string, day: Day, isPart: boolean): Promise<string> {
  const before = await world.records.notices.byId(id);
  if (!before || before.state === 'withdrawn') return '';
  // Who comes for a part of it may be away for the rest.
  if (before.state === 'draft' && isPart) {
    await wantNotice(world, before, [before.byId]);
    return `You had told me: ${sayWhat(before)}. If you miss only part of the day, press Change on its card.`;
  }
  await askBack(world, before, { days: [day] });
  if (before.state === 'confirmed')
    return `You had told me: ${sayWhat(before)}. Its card is below, to take back ${sayDay(day)}.`;
  const after = await world.records.notices.byId(id);
  return after?.state === 'draft'
    ? `Taken back: ${sayDay(day)}. The rest is on its card below, and nobody has been told yet.`
    : `Taken back: ${sayWhat(before)}. Nobody was told.`;
}

/** What is said first to somebody who will be there after all: nothing is good about it after a death. */
export const thanksFor = (told: readonly AbsenceNotice[]): string =>
  told.some((one) => one.feeling === 'grief' || one.reason === 'bereavement') ? 'Thank you for telling me.' : 'Good.';
