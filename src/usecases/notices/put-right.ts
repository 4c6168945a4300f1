import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import type { World } from '../core/ports.ts';
import { nextOf } from './draft-notice.ts';
import { replaceDrafts } from './one-notice.ts';
import { wantNotice } from './want-notice.ts';

/** An open card is put right in place, says what it said before, and comes down to the bottom of the chat. Part of a transaction. */
export async function putRight(world: World, before: AbsenceNotice, put: AbsenceNotice, now: Date): Promise<void> {
  const { kind, days, fromTime, toTime, minutesLate, arriveAt } = before;
  const hours = { ...(fromTime ? { fromTime } : {}), ...(toTime ? { toTime } : {}) };
  const late = { ...(minutesLate ? { minutesLate } : {}), ...(arriveAt ? { arriveAt } : {}) };
  const isShown = before.question !== 'which-day' && days.length > 0;
  const shown = isShown ? { correctedFrom: { kind, days, ...hours, ...late } } : {};
  const changed: AbsenceNotice = { ...put, ...shown, correctedAt: now, version: before.version + 1 };
  // While it is asked whom it is about, it takes nobody's place.
  const { next: _, ...standing } = changed.candidates ? changed : await replaceDrafts(world, changed);
  const next = await nextOf(world, standing);
  const after = { ...standing, ...(next ? { next } : {}) };
  if (!(await world.records.notices.replace(after, before.version))) throw new Error('notice changed meanwhile');
  await wantNotice(world, after, [after.byId]);
}
