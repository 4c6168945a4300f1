import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { type Day, dayOf, sayDays } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';

/** More learners than this are not looked through for a notice without a name. */
const mostLooked = 50;

/** How well a notice fits what was taken back: a day in common first, then that it counts already, then the newest. */
function fits(notice: AbsenceNotice, days: readonly Day[], today: Day): number {
  const isOfDay = notice.days.some((day) => days.includes(day));
  const isAhead = notice.days.some((day) => day >= today);
  return (isOfDay ? 8 : 0) + (notice.state === 'confirmed' ? 4 : 0) + (isAhead ? 2 : 0);
}

/**
 * Asks the sender whether to take back the notice that words like "ignore that about Zoe" mean: one of theirs about
 * that person and day, a confirmed one before a draft. Returns what to say where there is none.
 */
export async function askToWithdraw(
  world: World,
  learners: readonly Person[],
  byId: string,
  days: readonly Day[],
): Promise<string | undefined> {
  const today = dayOf(world.clock.now());
  const open: AbsenceNotice[] = [];
  for (const learner of learners.slice(0, mostLooked))
    open.push(
      ...(await world.records.notices.ofLearner(learner._id, today)).filter((one) => one.state !== 'withdrawn'),
    );
  const own = open.filter((one) => one.byId === byId && one.kind !== 'elsewhere');
  const ofDays = days.length > 0 ? own.filter((one) => one.days.some((day) => days.includes(day))) : own;
  const [best] = ofDays.toSorted(
    (a, b) => fits(b, days, today) - fits(a, days, today) || b.createdAt.getTime() - a.createdAt.getTime(),
  );
  if (!best && own.length > 0)
    return `I have nothing from you for ${sayDays(days)}. What you told me is for ${sayDays(own.at(-1)?.days ?? [])}.`;
  // Whether a learner told us something themself is not for an employer.
  if (!best && open.some((one) => one.learnerId === byId))
    return 'Somebody else told us that. They can take it back, or the college office can.';
  if (!best) return 'I have no absence written down that I could take back. If you will be away, tell me when.';
  await world.together(async (inside) => {
    const { records } = inside;
    const fresh = await records.notices.byId(best._id);
    if (fresh && fresh.state !== 'withdrawn') await askBack(inside, fresh);
  });
  return undefined;
}
