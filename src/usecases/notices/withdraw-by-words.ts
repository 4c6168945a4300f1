import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { type Day, dayOf, sayDays } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { World } from '../core/ports.ts';
import { askBack } from './ask-back.ts';

/** Of whom and what somebody takes back: `learners` are those named (`isNamed`: each of them), else one of them; `isOnwards`: these days and all after them. */
type TakenBack = {
  learners: readonly Person[];
  isNamed: boolean;
  days: readonly Day[];
  isOnwards: boolean;
  /** What they told last is meant, where they told nothing of these days. */
  isLast: boolean;
};

/** How well a notice fits where no day was named: that it counts already, then that it is still ahead. */
function fits(notice: AbsenceNotice, today: Day): number {
  return (notice.state === 'confirmed' ? 4 : 0) + (notice.days.some((day) => day >= today) ? 2 : 0);
}

type Meant = { noticeId: string; days: Day[] };

/**
 * Each of the notices that speak of the days named, with these days; else the whole of what was told last, where that is
 * meant, or of what fits best. Of each learner named, else of one.
 */
function meantOf(own: readonly AbsenceNotice[], said: TakenBack, today: Day): Meant[] {
  const first = said.days.toSorted()[0] ?? '';
  const named = (day: Day) => said.days.includes(day) || (said.isOnwards && day >= first);
  const ofDays = own.filter((one) => one.days.some(named));
  const isOfDays = ofDays.length > 0 && said.days.length > 0;
  const isWhole = said.days.length === 0 || said.isLast;
  const best = (isOfDays ? ofDays : isWhole ? own : []).toSorted(
    (a, b) => (said.isLast ? 0 : fits(b, today) - fits(a, today)) || b.createdAt.getTime() - a.createdAt.getTime(),
  );
  const ids = [...new Set(best.map((one) => one.learnerId))];
  return ids.slice(0, said.isNamed ? ids.length : 1).flatMap((id) => {
    const theirs = best.filter((one) => one.learnerId === id);
    return (isOfDays ? theirs : theirs.slice(0, 1)).map(({ _id, days }) => ({
      noticeId: _id,
      days: isOfDays ? days.filter(named) : days,
    }));
  });
}

/**
 * Asks the sender whether to take back what words like "ignore that about Zoe" or "I can come Thursday after all" mean: of
 * their notices those about that person and those days, and no other days of them. Returns what to say where there is none.
 */
export async function askToWithdraw(world: World, byId: string, said: TakenBack): Promise<string | undefined> {
  const at = world.clock.now();
  const today = dayOf(at);
  const ids = new Set(said.learners.map((one) => one._id));
  const { notices } = world.records;
  const own = (await notices.standingBy(byId, today)).filter((one) => ids.has(one.learnerId));
  const meant = meantOf(own, said, today);
  if (meant.length === 0 && own.length > 0)
    return `I have nothing from you for ${sayDays([...said.days])}. What you told me is for ${sayDays(own.at(-1)?.days ?? [])}.`;
  // Whether a learner told us something themself is not for an employer.
  const ofThem = ids.has(byId) ? await notices.ofLearner(byId, today) : [];
  if (meant.length === 0 && ofThem.some((one) => one.state !== 'withdrawn'))
    return 'Somebody else told us that. They can take it back, or the college office can.';
  if (meant.length === 0)
    return 'I have no absence written down that I could take back. If you will be away, tell me when.';
  await world.together(async (inside) => {
    for (const { noticeId, days } of meant) {
      const fresh = await inside.records.notices.byId(noticeId);
      if (fresh && fresh.state !== 'withdrawn') await askBack(inside, fresh, { days, at });
    }
  });
  return undefined;
}
