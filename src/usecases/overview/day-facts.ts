import { pickTold, sayTold } from '../../domain/absence-notice.ts';
import type { Day } from '../../domain/calendar.ts';
import { isStaff, type Person } from '../../domain/person.ts';
import { isAwaited, registerAsOf } from '../../domain/register.ts';
import type { Session } from '../../domain/session.ts';
import { markType, packOn } from '../../policy/pack-shelf.ts';
import { peopleFor } from '../core/acting-for.ts';
import { enrolmentsOfEmployer, enrolmentsOfStaff } from '../core/learners-of.ts';
import type { World } from '../core/ports.ts';
import { reachOf } from '../core/rights.ts';
import { holdOn } from '../core/silence.ts';
import { sessionsOf } from '../notices/touched-sessions.ts';
import { sayChoice } from '../registers/register-choices.ts';

/** How a learner stands in one session of a day, in words for whoever may ask. */
export type SessionFact = {
  session: Session;
  state: 'in' | 'late' | 'out' | 'other' | 'told' | 'unknown' | 'to-come' | 'cancelled';
  words: string;
};

/**
 * From when on somebody sees nothing new of a learner: outsiders, and the learner whose phone others may look at, while a
 * hold covers the learner (S11). What they see freezes rather than vanishes, so that nobody can tell from it.
 */
export async function frozenSince(world: World, viewer: Person, learnerId: string): Promise<Date | undefined> {
  return isStaff(viewer) ? undefined : (await holdOn(world, learnerId))?.since;
}

/**
 * The programmes of a learner somebody may see something of: an employer those they employ them for, staff those they
 * answer for or stand in for; the learner, the office and the Safeguarding Team all.
 */
export async function programmesSeen(world: World, viewer: Person, learnerId: string): Promise<string[]> {
  const isWhole = viewer._id === learnerId || reachOf(viewer, 'view-learner') === 'any';
  const found = isWhole
    ? await world.records.enrolments.ofLearner(learnerId)
    : await enrolmentsOfEmployer(world, viewer);
  if (!isWhole && isStaff(viewer))
    for (const colleague of await peopleFor(world, viewer)) found.push(...(await enrolmentsOfStaff(world, colleague)));
  return [...new Set(found.filter((one) => one.learnerId === learnerId).map((one) => one.programmeId))];
}

/** A learner's sessions of some days that follow one another, each with its mark, what we were told, or that nobody knows yet. */
export async function dayFacts(
  world: World,
  learner: Person,
  days: readonly Day[],
  viewer: Person,
): Promise<SessionFact[]> {
  const { records, clock } = world;
  const [first] = days.toSorted();
  if (!first) return [];
  const now = clock.now();
  const since = await frozenSince(world, viewer, learner._id);
  const seen = await programmesSeen(world, viewer, learner._id);
  const sessions = (await sessionsOf(world, learner._id, days)).filter((one) => seen.includes(one.programmeId));
  const registers = new Map(
    (await records.registers.byIds(sessions.map((one) => one._id))).map((one) => [one._id, one]),
  );
  const packIds = new Map((await records.enrolments.programmes()).map((one) => [one._id, one.pack]));
  const told = (await records.notices.ofLearner(learner._id, first)).filter(
    (one) => !since || one.byId === viewer._id || (one.confirmedAt ?? one.createdAt) <= since,
  );
  return sessions.map((session): SessionFact => {
    const stored = registers.get(session._id);
    const register = stored && since ? registerAsOf(stored, since) : stored;
    const packId = packIds.get(session.programmeId);
    const mark = register?.rows.find((row) => row.learnerId === learner._id)?.mark;
    const notice = pickTold(told, learner._id, session, () => ({ accepted: false }));
    if (session.cancelled) return { session, state: 'cancelled', words: 'Cancelled' };
    if (mark && packId && !(notice && isAwaited(mark, session.startsAt, now))) {
      const pack = packOn(world.packs, packId, session.day);
      const { counts } = markType(pack, mark.code);
      const state = counts === 'absent' ? 'out' : counts !== 'present' ? 'other' : mark.minutesLate > 0 ? 'late' : 'in';
      return { session, state, words: sayChoice(mark, pack) };
    }
    if (notice) return { session, state: 'told', words: sayTold(notice) };
    if (session.startsAt > now) return { session, state: 'to-come', words: 'To come' };
    return { session, state: 'unknown', words: 'Not known yet: its register is not saved' };
  });
}
