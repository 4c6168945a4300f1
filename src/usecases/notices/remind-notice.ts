import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { World } from '../core/ports.ts';
import { nextOf } from './draft-notice.ts';
import { wantNotice } from './want-notice.ts';

/**
 * Looks at a notice that nobody has confirmed: once before its session the card comes back and says that nobody has been
 * told yet; when its sessions are over it says what still can be done. Nothing about a learner under a hold comes to
 * anyone else (S11).
 */
export async function remindNotice(world: World, noticeId: string): Promise<void> {
  await world.together(async (inside) => {
    const { records } = inside;
    const now = world.clock.now();
    const notice = await records.notices.byId(noticeId);
    if (!notice?.next || notice.next.at > now) return;
    if (notice.state !== 'draft') return records.notices.clearNext(noticeId, notice.version);
    const isQuiet = notice.byId !== notice.learnerId && (await records.concerns.isHeld(notice.learnerId));
    const { next: _, ...rest } = notice;
    const seen: AbsenceNotice = { ...rest, remindedAt: now, version: notice.version + 1 };
    const next = await nextOf(inside, seen);
    const after = { ...seen, ...(next ? { next } : {}) };
    if (!(await records.notices.replace(after, notice.version))) throw new Error('notice changed meanwhile');
    if (!isQuiet) await wantNotice(inside, after, notice.next.step === 'remind' ? [notice.byId] : []);
  });
  world.wake();
}
