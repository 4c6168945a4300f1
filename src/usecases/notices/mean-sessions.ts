import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, dayOf } from '../../domain/calendar.ts';
import type { ReadEvent } from '../../language/reading.ts';
import { sessionsMeant } from '../../language/sessions-meant.ts';
import type { World } from '../core/ports.ts';
import { sessionsOf, touchedSessions } from './touched-sessions.ts';

/** After the last session of today, "not in" is looked for in as many days ahead. */
const daysAhead = 7;

/**
 * Leaves out of a draft the sessions of its days that the message cannot mean. Where no day was said and today's are
 * over, it is most likely about the next day with any, and the sender is asked.
 */
export async function meanSessions(world: World, event: ReadEvent, draft: AbsenceNotice): Promise<AbsenceNotice> {
  const now = world.clock.now();
  const touched = await touchedSessions(world, draft);
  const isOver = touched.length > 0 && touched.every((one) => one.endsAt <= now);
  if (event.isDayImplied && isOver && !event.isPast) {
    const today = dayOf(now);
    const days = Array.from({ length: daysAhead }, (_, i) => addDays(today, i + 1));
    const next = (await sessionsOf(world, draft.learnerId, days)).find((one) => !one.cancelled);
    if (next) return { ...draft, days: [next.day], question: draft.question ?? 'which-day' };
  }
  const meant = sessionsMeant(event, touched, now);
  const notMeant = touched.filter((one) => !meant.includes(one)).map((one) => one._id);
  return notMeant.length > 0 ? { ...draft, notMeant } : draft;
}
