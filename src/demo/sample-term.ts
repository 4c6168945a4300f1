import type { Day } from '../domain/calendar.ts';
import { isExpected } from '../domain/enrolment.ts';
import type { Mark, Register } from '../domain/register.ts';
import { type PackShelf, packOn } from '../policy/pack-shelf.ts';
import type { Collections } from '../store/database.ts';

/** A small repeatable generator, so that every demo has the same term behind it. */
function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

type Past = { code: string; minutesLate: number };

/** College days ago on which Ben was away: told us, and did not. */
const benAway = { authorised: [15, 20, 26, 31, 37], unauthorised: [3, 8] };

/**
 * Ben stands just below 90% with two occurrences; Jamie missed the last two workshops; the others are mostly there.
 * College days ago, so that the term behind the demo is the same on each weekday.
 */
function pastMark(learner: string, collegeDaysAgo: number, dice: () => number): Past {
  const roll = dice();
  if (learner === 'L-BEN') {
    if (benAway.unauthorised.includes(collegeDaysAgo)) return { code: 'unauthorised', minutesLate: 0 };
    if (benAway.authorised.includes(collegeDaysAgo)) return { code: 'authorised', minutesLate: 0 };
    return roll > 0.9 ? { code: 'late', minutesLate: 10 } : { code: 'present', minutesLate: 0 };
  }
  if (learner === 'L-JAMIE' && collegeDaysAgo <= 2) return { code: 'unauthorised', minutesLate: 0 };
  if (roll < 0.02) return { code: 'authorised', minutesLate: 0 };
  return roll > 0.95
    ? { code: 'late', minutesLate: 5 + Math.floor(dice() * 4) * 5 }
    : { code: 'present', minutesLate: 0 };
}

/** Saved registers for every session before today: the term behind the demo. */
export async function writeTerm(c: Collections, packs: PackShelf, today: Day): Promise<void> {
  const dice = createDice(20_261_123);
  const sessions = await c.sessions
    .find({ day: { $lt: today } })
    .sort({ startsAt: 1 })
    .toArray();
  const programmes = new Map((await c.programmes.find({}).toArray()).map((one) => [one._id, one]));
  const enrolments = await c.enrolments.find({}).sort({ _id: 1 }).toArray();
  const days = [...new Set(sessions.map((one) => one.day))].reverse();
  const registers = sessions.map((session): Register => {
    const pack = packOn(packs, programmes.get(session.programmeId)?.pack ?? '', session.day);
    const at = new Date(session.startsAt.getTime() + 12 * 60_000);
    const ago = days.indexOf(session.day) + 1;
    const mark = (learner: string): Mark => ({
      ...pastMark(learner, ago, dice),
      byId: session.tutorIds[0] ?? '',
      at,
      how: 'chosen',
    });
    const rows = enrolments
      .filter((one) => one.programmeId === session.programmeId && isExpected(one, session))
      .map((one) => ({ enrolmentId: one._id, learnerId: one.learnerId, mark: mark(one.learnerId) }));
    const changes = rows.map((row) => ({ enrolmentId: row.enrolmentId, to: row.mark }));
    const byId = session.tutorIds[0] ?? '';
    return {
      _id: session._id,
      programmeId: session.programmeId,
      pack: pack.ref,
      version: 2,
      touched: 0,
      state: 'saved',
      rows,
      history: [{ version: 2, byId, at, changes }],
      presses: [],
      openedAt: session.startsAt,
      savedAt: at,
      savedById: byId,
      projected: 2,
    };
  });
  if (registers.length > 0) await c.registers.insertMany(registers);
}
