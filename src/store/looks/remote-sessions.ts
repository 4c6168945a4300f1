import type { Session } from '../../domain/session.ts';
import type { Collections } from '../database.ts';

/** Sessions that were held in a meeting, the newest first, each with its tutors' Entra ids. */
export async function remoteSessions(
  c: Pick<Collections, 'sessions' | 'people'>,
  now: Date,
  most: number,
): Promise<{ session: Session; tutors: string[] }[]> {
  const sessions = await c.sessions
    .find({ joinUrl: { $exists: true }, startsAt: { $lt: now }, cancelled: { $exists: false } })
    .sort({ startsAt: -1 })
    .limit(most)
    .toArray();
  const ids = [...new Set(sessions.flatMap((one) => one.tutorIds))];
  const people = await c.people.find({ _id: { $in: ids } }).toArray();
  const entraIds = new Map(people.map((one) => [one._id, one.entraId]));
  return sessions.map((session) => ({ session, tutors: session.tutorIds.flatMap((id) => entraIds.get(id) ?? []) }));
}
