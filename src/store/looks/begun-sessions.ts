import { addDays, type Day } from '../../domain/calendar.ts';
import type { Collections } from '../database.ts';

/** Sessions that have begun by now, of these days: how many, and one after the other in order of their start. */
export function begunSessions(c: Collections, now: Date, range: { from?: Day; to?: Day }) {
  const begun = { startsAt: { $lte: now }, ...daysIn(range) };
  return {
    count: () => c.sessions.countDocuments(begun),
    inOrder: () => c.sessions.find(begun).sort({ startsAt: 1, _id: 1 }),
  };
}

/** Days of sessions as instants a day wider than they may be, so that the index of starts bounds the search. */
function daysIn({ from, to }: { from?: Day; to?: Day }): object {
  const startsAt = {
    ...(from ? { $gte: new Date(`${addDays(from, -1)}T00:00:00Z`) } : {}),
    ...(to ? { $lt: new Date(`${addDays(to, 2)}T00:00:00Z`) } : {}),
  };
  const day = { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) };
  return from || to ? { day, $and: [{ startsAt }] } : {};
}
