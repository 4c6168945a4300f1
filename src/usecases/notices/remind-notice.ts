import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { World } from '../core/ports.ts';
import { messageTo } from '../core/reach-person.ts';
import { nameOf } from '../core/whose.ts';
import { nextOf } from './draft-notice.ts';
import { sayWhat } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/** Who told it by text or mail is reminded where they wrote from: there may be no card that they see. */
async function remindByMessage(world: World, notice: AbsenceNotice): Promise<void> {
  const came = notice.messageId ? await world.records.incoming.byId(notice.messageId) : null;
  if (!came) return;
  const whose = notice.learnerId === notice.byId ? '' : `${await nameOf(world, notice.learnerId)}: `;
  const ask = notice.question ? 'Please answer what we asked, or call.' : 'Answer YES to tell the college, or NO.';
  const body = `Nobody has been told yet. ${whose}${sayWhat(notice)}. ${ask}`;
  const message = { about: notice._id, toId: notice.byId, subject: 'Your message to the college', body };
  const key = `remind-notice|${notice._id}|${notice.version}`;
  await world.records.outbox.put(
    [messageTo({ channel: came.kind, to: came.from }, { ...message, key })],
    world.clock.now(),
  );
}

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
    const isReminder = notice.next.step === 'remind';
    if (!isQuiet) await wantNotice(inside, after, isReminder ? [notice.byId] : []);
    if (!isQuiet && isReminder) await remindByMessage(inside, after);
  });
  world.wake();
}
