import { type Day, dayOf, sayDay, timeOf } from './calendar.ts';
import type { Next } from './due.ts';

/** What staff changed about a session in the day; the timetable's next import leaves it so. */
export type SessionChange = {
  byId: string;
  at: Date;
} /** `from`: who was to teach by the timetable then; `to`: who did after the change. */ & (
  | { code: 'handed-over'; toId: string; from?: string[]; to?: string[] }
  | { code: 'room'; to: string }
  | { code: 'cancelled'; why: string }
);

/** A timetabled meeting. Its register opens at `startsAt`. */
export type Session = {
  _id: string;
  programmeId: string;
  /** Empty: everyone enrolled on the programme. */
  groups: string[];
  /** Only these learners of the groups; everyone of them when absent. A 1-2-1 names one. */
  learnerIds?: string[];
  tutorIds: string[];
  title: string;
  /** A session type of the policy pack. */
  type: string;
  mode: 'face-to-face' | 'remote';
  room?: string;
  /** Where a remote session is held: a link to the meeting. */
  joinUrl?: string;
  /** Green Labyrinth lessons 1 to 6. */
  lesson?: number;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  day: Day;
  /** The task it was agreed in, for an alternative to a missed 1-2-1 (S4). */
  agreedIn?: string;
  cancelled?: { by: string; at: Date; why: string };
  /** Cover, hand-over and room changes, oldest first. */
  changes?: SessionChange[];
  next?: Next<'prepare' | 'open'>;
};

/** Planned length in whole minutes. */
export function plannedMinutes(session: Pick<Session, 'startsAt' | 'endsAt'>): number {
  return Math.round((session.endsAt.getTime() - session.startsAt.getTime()) / 60_000);
}

/** Staff are asked to check in this long before a session, where the pack wants it (S9). */
export const prepareMinutes = 15;

/** "Monday 23 November, 09:00 to 12:00, Lesson 2, Room 4, face to face". */
export function saySession(session: Session): string {
  const times = `${timeOf(session.startsAt, session.zone)} to ${timeOf(session.endsAt, session.zone)}`;
  const place = session.mode === 'remote' ? 'remote' : 'face to face';
  const lesson = session.lesson ? `Lesson ${session.lesson}` : undefined;
  return [sayDay(session.day), times, lesson, session.room, place].filter(Boolean).join(', ');
}

/** True on a session's day, and past midnight while it is not long over. */
export function isCurrent(session: Pick<Session, 'startsAt' | 'endsAt' | 'zone' | 'day'>, now: Date): boolean {
  const hoursAfter = 6;
  return session.endsAt.getTime() + hoursAfter * 3_600_000 > now.getTime() || session.day >= dayOf(now, session.zone);
}

/** "09:00 Workshop". */
export function sayStart({ startsAt, zone, title }: Pick<Session, 'title' | 'startsAt' | 'zone'>): string {
  return `${timeOf(startsAt, zone)} ${title}`;
}

/** "09:00 Workshop, Monday 23 November". */
export function nameSession(session: Pick<Session, 'title' | 'startsAt' | 'zone' | 'day'>): string {
  return `${sayStart(session)}, ${sayDay(session.day)}`;
}

/** "Room 4", "remote"; empty where no room is named. */
export function sayRoom({ mode, room }: Pick<Session, 'mode' | 'room'>): string {
  return mode === 'remote' ? 'remote' : (room ?? '');
}
