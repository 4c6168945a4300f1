import { type Day, sayDay, timeOf } from './calendar.ts';
import type { Next } from './due.ts';

/** A timetabled meeting. Its register opens at `startsAt`. */
export type Session = {
  _id: string;
  programmeId: string;
  /** Empty: everyone enrolled on the programme. */
  groups: string[];
  tutorIds: string[];
  title: string;
  /** A session type of the policy pack. */
  type: string;
  mode: 'face-to-face' | 'remote';
  room?: string;
  /** Green Labyrinth lessons 1 to 6. */
  lesson?: number;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  day: Day;
  cancelled?: { by: string; at: Date; why: string };
  next?: Next<'open'>;
};

/** Planned length in whole minutes. */
export function plannedMinutes(session: Pick<Session, 'startsAt' | 'endsAt'>): number {
  return Math.round((session.endsAt.getTime() - session.startsAt.getTime()) / 60_000);
}

/** "Monday 23 November, 09:00 to 12:00, Room 4, face to face". */
export function saySession(session: Session): string {
  const times = `${timeOf(session.startsAt, session.zone)} to ${timeOf(session.endsAt, session.zone)}`;
  const place = session.mode === 'remote' ? 'remote' : 'face to face';
  return [sayDay(session.day), times, session.room, place].filter(Boolean).join(', ');
}
