import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { Day } from '../../domain/calendar.ts';
import { giveUp } from '../../domain/overlapping-notices.ts';
import type { World } from '../core/ports.ts';
import { putRight } from './put-right.ts';
import { wantNotice } from './want-notice.ts';

/**
 * Asks whether a notice is to be taken back, or these of its days alone: what stays is said with it. A card that nobody
 * has confirmed loses them at once; one that asks something else is put away, since nobody has been told and its question
 * once more would be no answer. Part of a transaction.
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
  const isAsking = notice.state === 'draft' && notice.question !== undefined && notice.question !== 'withdraw';
  const asked: AbsenceNotice = isAsking
    ? giveUp(notice, notice.days, at)
    : { ...rest, ...part, question: 'withdraw', askedAt: at, version: notice.version + 1 };
  if (!(await world.records.notices.replace(asked, notice.version))) throw new Error('notice changed meanwhile');
  await wantNotice(world, asked, [asked.byId]);
}
