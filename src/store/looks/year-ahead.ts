import type { Day } from '../../domain/calendar.ts';
import type { Task } from '../../domain/task.ts';
import type { Collections } from '../database.ts';

/** What the database holds of a college year that comes: it starts on a day, and what begins from `early` on is of it. */
export function yearAhead(c: Collections, start: Day, early: Day) {
  return {
    /** Learners without a place in it and without a last day. */
    async withoutPlace(): Promise<string[]> {
      const goesOn = { $or: [{ to: { $exists: false } }, { to: { $gte: start } }] };
      const placed = new Set(await c.enrolments.distinct('learnerId', goesOn));
      const theirs = { roles: 'learner' as const, left: { $exists: false } };
      const learners = await c.people.find(theirs, { projection: { _id: 1 } }).toArray();
      return learners.map((one) => one._id).filter((id) => !placed.has(id));
    },
    /** How many places begin in it, and how many from before have no end. */
    async places(): Promise<{ fresh: number; open: number }> {
      const fresh = await c.enrolments.countDocuments({ from: { $gte: early } });
      const open = await c.enrolments.countDocuments({ from: { $lt: early }, to: { $exists: false } });
      return { fresh, open };
    },
    sessions: () => c.sessions.countDocuments({ day: { $gte: start }, cancelled: { $exists: false } }),
    /** The turn into it, and what it has put to whom. */
    turns: (year: number): Promise<Task[]> => c.tasks.find({ kind: 'year-turn', 'data.year': year }).toArray(),
  };
}
export type YearAhead = ReturnType<typeof yearAhead>;
