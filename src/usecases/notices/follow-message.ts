import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { saysNothingNew } from '../../domain/overlapping-notices.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';
import { sayWhat } from './say-notice.ts';
import { wantNotice } from './want-notice.ts';

/** A chat message as Teams names it, by conversation and id; `isEdit`: it was there before, and reads otherwise now. */
export type Message = { id: string; isEdit: boolean };

/** What stands of what someone's message was read as. */
export async function noticesOfMessage(world: World, actor: Person, messageId: string): Promise<AbsenceNotice[]> {
  const all = await world.records.notices.ofMessage(messageId);
  return all.filter((one) => one.byId === actor._id && one.state !== 'withdrawn');
}

/** True when a message read anew says of a learner exactly what it said before. */
export function isUnchanged(fresh: AbsenceNotice, before: AbsenceNotice): boolean {
  return saysNothingNew(fresh, before) && saysNothingNew(before, fresh) && fresh.question === before.question;
}

const words = {
  edited: { away: 'You changed your message, so this is put away', still: 'You changed your message' },
  deleted: { away: 'You deleted your message, so this is put away', still: 'You deleted your message' },
} as const;

/**
 * The message these notices were read from does not say it any more. What nobody has confirmed is put away; what counts
 * stays on the register until its sender takes it back, for which its card comes again. Returns what to answer.
 */
export async function dropMessage(
  world: World,
  notices: readonly AbsenceNotice[],
  how: keyof typeof words,
): Promise<string[]> {
  const said: string[] = [];
  for (const { _id } of notices)
    await world.together(async (inside) => {
      const { records } = inside;
      const notice = await records.notices.byId(_id);
      if (!notice || notice.state === 'withdrawn') return;
      if (notice.state === 'confirmed') return askBack(inside, notice);
      const { question: _, next: _n, ...rest } = notice;
      const version = notice.version + 1;
      const after: AbsenceNotice = { ...rest, state: 'withdrawn', withdrawnAt: world.clock.now(), version };
      if (!(await records.notices.replace(after, notice.version))) throw new Error('notice changed meanwhile');
      await wantNotice(inside, after);
    });
  for (const notice of notices)
    said.push(
      notice.state === 'draft'
        ? `${words[how].away}: ${sayWhat(notice)}.`
        : `${words[how].still}, but what it said still counts: ${sayWhat(notice)}. To take it back, press Take back on its card, or type: yes`,
    );
  world.wake();
  return said;
}
