import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addDays, addMinutes, dayOf } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';

const latelyMinutes = 14 * 1_440;
const mostListed = 12;

/** What someone told us and can still do something about: `open` waits for their answer, `told` counts and is not over. */
export async function toldLately(
  world: World,
  actor: Person,
): Promise<{ open: AbsenceNotice[]; told: AbsenceNotice[] }> {
  const now = world.clock.now();
  const yesterday = addDays(dayOf(now), -1);
  const all = (await world.records.notices.toldBy(actor._id, addMinutes(now, -latelyMinutes))).filter(
    (one) => one.state !== 'withdrawn' && !one.replacedBy && (one.days.at(-1) ?? yesterday) >= yesterday,
  );
  const isOpen = (one: AbsenceNotice) => one.state === 'draft' || one.question !== undefined;
  return {
    open: all.filter(isOpen).slice(0, mostListed),
    told: all.filter((one) => !isOpen(one)).slice(0, mostListed),
  };
}
