import { type Day, weekdayOf } from '../domain/calendar.ts';
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

const present: Past = { code: 'present', minutesLate: 0 };
const told: Past = { code: 'authorised', minutesLate: 0 };

/** What is worth looking at on the pages, above the line all of it, so that nobody but Ben is put to be decided. */
function trendOf(learner: string, collegeDaysAgo: number, weekday: number): Past | undefined {
  // Chloe, always there before, fell in the last two weeks; Kofi found his feet after the first three.
  if (learner === 'L-CHLOE') return [1, 2, 4, 7].includes(collegeDaysAgo) ? told : present;
  if (learner === 'L-KOFI') return collegeDaysAgo > 40 && collegeDaysAgo % 4 === 0 ? told : present;
  // Noah misses Mondays; Lena's bus is late.
  if (learner === 'L-NOAH') return weekday === 1 && collegeDaysAgo % 3 === 0 ? told : present;
  if (learner === 'L-LENA') return collegeDaysAgo % 3 === 0 ? { code: 'late', minutesLate: 10 } : present;
  return undefined;
}

/**
 * Ben stands just below 90% with two occurrences; Jamie missed the last two workshops; the others are mostly there.
 * College days ago, so that the term behind the demo is the same on each weekday.
 */
function pastMark(learner: string, collegeDaysAgo: number, weekday: number, dice: () => number): Past {
  const roll = dice();
  if (learner === 'L-BEN') {
    if (benAway.unauthorised.includes(collegeDaysAgo)) return { code: 'unauthorised', minutesLate: 0 };
    if (benAway.authorised.includes(collegeDaysAgo)) return told;
    return roll > 0.9 ? { code: 'late', minutesLate: 10 } : present;
  }
  if (learner === 'L-JAMIE' && collegeDaysAgo <= 2) return { code: 'unauthorised', minutesLate: 0 };
  const trend = trendOf(learner, collegeDaysAgo, weekday);
  if (trend) return trend;
  if (roll < 0.02) return told;
  return roll > 0.95 ? { code: 'late', minutesLate: 5 + Math.floor(dice() * 4) * 5 } : present;
}

/** Minutes from the start to the save: Sam is quick, Toni often late and sometimes a day. */
function saveDelay(tutor: string, collegeDaysAgo: number): number {
  if (tutor !== 'T-TONI') return collegeDaysAgo % 9 === 0 ? 44 : 12;
  return collegeDaysAgo % 7 === 0 ? 1_080 : collegeDaysAgo % 2 === 0 ? 38 : 14;
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
    const ago = days.indexOf(session.day) + 1;
    const byId = session.tutorIds[0] ?? '';
    const at = new Date(session.startsAt.getTime() + saveDelay(byId, ago) * 60_000);
    const weekday = weekdayOf(session.day);
    const mark = (learner: string): Mark => ({
      ...pastMark(learner, ago, weekday, dice),
      byId,
      at,
      how: 'chosen',
    });
    const rows = enrolments
      .filter((one) => one.programmeId === session.programmeId && isExpected(one, session))
      .map((one) => ({ enrolmentId: one._id, learnerId: one.learnerId, mark: mark(one.learnerId) }));
    const changes = rows.map((row) => ({ enrolmentId: row.enrolmentId, to: row.mark }));
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
