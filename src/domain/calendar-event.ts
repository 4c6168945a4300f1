import { addDays, type Day, instantOf } from './calendar.ts';
import type { Next } from './due.ts';

/** An agreed meeting as it is to stand in people's calendars, made anew from its task each time (S4, G17). */
export type Appointment = {
  /** In whose calendar it is made. */
  ownerId: string;
  guestIds: readonly string[];
  title: string;
  startsAt: Date;
  endsAt: Date;
  place?: string;
  /** All of this day, which keeps nobody from other meetings. */
  day?: Day;
};

/** What is to be done on a day, without an hour. */
export function allOf(day: Day, zone?: string): Required<Pick<Appointment, 'startsAt' | 'endsAt' | 'day'>> {
  return { startsAt: instantOf(day, '00:00', zone), endsAt: instantOf(addDays(day, 1), '00:00', zone), day };
}

/** What is known of a task's event in a calendar outside; its words are nowhere but in the task. `_id`: the task's. */
export type CalendarEvent = {
  _id: string;
  /** Rises with every step of the task; `shown` follows it once the calendar says the same. */
  wanted: number;
  shown: number;
  /** Where it stands, and a digest of what it says there. */
  made?: { mailbox: string; eventId: string; says: string };
  /** How many were made for this task: each has a name of its own, so that a repeated call makes no second one. */
  count?: number;
  /** Why it cannot stand there. */
  failed?: { at: Date; code: string };
  next?: Next<'show'>;
};
