import type { Db } from 'mongodb';
import { addDays, type Day, dayOf } from '../../domain/calendar.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { Person } from '../../domain/person.ts';
import type { Session } from '../../domain/session.ts';
import type { Collections, Held } from '../database.ts';

/** The sessions of the next day that has any, at most so many days ahead, with what is due of each. */
export async function nextSessions(
  c: Collections,
  now: Date,
  daysAhead: number,
): Promise<{ day: Day; sessions: (Session & Held)[] } | undefined> {
  const today = dayOf(now);
  const held = { cancelled: { $exists: false } };
  const first = await c.sessions
    .find({ day: { $gt: today, $lte: addDays(today, daysAhead) }, ...held })
    .sort({ day: 1 })
    .limit(1)
    .next();
  return first ? { day: first.day, sessions: await c.sessions.find({ day: first.day, ...held }).toArray() } : undefined;
}

/** Whether the timetable has anything after now. */
export async function isAnythingAhead(c: Collections, now: Date): Promise<boolean> {
  return (await c.sessions.countDocuments({ startsAt: { $gt: now } }, { limit: 1 })) > 0;
}

/** The tutors of these sessions, and the enrolments of their programmes. */
export async function whoseSessions(
  c: Collections,
  sessions: readonly Session[],
): Promise<{ tutors: Person[]; enrolments: Enrolment[] }> {
  const tutorIds = [...new Set(sessions.flatMap((one) => one.tutorIds))];
  const programmeIds = [...new Set(sessions.map((one) => one.programmeId))];
  return {
    tutors: await c.people.find({ _id: { $in: tutorIds } }).toArray(),
    enrolments: await c.enrolments.find({ programmeId: { $in: programmeIds } }).toArray(),
  };
}

/** Everyone with a role. */
export const activePeople = (c: Collections): Promise<Person[]> =>
  c.people.find({ 'roles.0': { $exists: true } }).toArray();

/** What only the server knows, as far as this user may ask: how long a transaction lives, in seconds, and free disk, in bytes. */
export async function serverFacts(db: Db): Promise<{ transactionSeconds?: number; freeBytes?: number }> {
  const transactionSeconds = await db
    .admin()
    .command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 })
    .then((answer) => Number(answer.transactionLifetimeLimitSeconds))
    .catch(() => undefined);
  const { fsTotalSize, fsUsedSize } = await db.stats();
  const freeBytes = Number(fsTotalSize) - Number(fsUsedSize);
  return {
    ...(transactionSeconds === undefined ? {} : { transactionSeconds }),
    ...(Number.isFinite(freeBytes) && Number(fsTotalSize) > 0 ? { freeBytes } : {}),
  };
}
