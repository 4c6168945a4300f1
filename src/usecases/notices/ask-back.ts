import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { World } from '../core/ports.ts';
import { wantNotice } from './want-notice.ts';

/** Asks whether a notice is to be taken back; one that asks something else comes again with its question. Part of a transaction. */
export async function askBack(world: World, notice: AbsenceNotice): Promise<void> {
  if (notice.state === 'draft' && notice.question) return wantNotice(world, notice, [notice.byId]);
  const version = notice.version + 1;
  const asked: AbsenceNotice = { ...notice, question: 'withdraw', askedAt: world.clock.now(), version };
  if (!(await world.records.notices.replace(asked, notice.version))) throw new Error('notice changed meanwhile');
  await wantNotice(world, asked, [asked.byId]);
}
