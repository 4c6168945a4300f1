import { GraphError } from '@microsoft/microsoft-graph-client';
import { addDays, type Day } from '../domain/calendar.ts';
import type { Calendar, CalendarAnswer, Invitation } from '../usecases/core/delivery.ts';
import { callOnce, clientOf, type GraphAccess, proveToken, waitOf } from './graph-access.ts';

const callMs = 8_000;
/** A card that offers times waits no longer for a calendar. */
const busyMs = 3_000;

type Answer = CalendarAnswer & { ok: false };
type ScheduleItem = { status: string; start: { dateTime: string }; end: { dateTime: string } };

/** Codes with which Exchange says that somebody has no mailbox it can reach. */
const noMailbox =
  /^(MailboxNotEnabledForRESTAPI|ErrorMailboxNotFound|MailboxNotSupportedForRESTAPI|ErrorNonExistentMailbox|Request_ResourceNotFound|ErrorInvalidUser|ResourceNotFound)$/;

/** 429 and what passes is tried again; what Exchange will never take, or has no right for, is not. */
function answerOf(error: unknown): Answer {
  if (!(error instanceof GraphError) || error.statusCode <= 0)
    return { ok: false, kind: 'later', code: error instanceof Error ? error.name : 'unknown' };
  const { statusCode: status, code: said } = error;
  const code = said || `http-${status}`;
  if (noMailbox.test(code)) return { ok: false, kind: 'no-mailbox', code };
  if (status === 404) return { ok: false, kind: 'gone', code };
  if (status === 429 || status === 408 || status >= 500) return { ok: false, kind: 'later', code, ...waitOf(error) };
  // A token that has run out is fetched anew.
  return { ok: false, kind: status === 401 ? 'later' : 'refused', code };
}

/** In UTC, without a zone's name: everybody's calendar shows it in their own. */
const utc = (at: Date) => ({ dateTime: at.toISOString().slice(0, 19), timeZone: 'UTC' });

/** Exchange's own name of the time in the UK. In UTC a whole day would begin an hour late in summer, and lie on two. */
const midnight = (day: Day) => ({ dateTime: `${day}T00:00:00`, timeZone: 'GMT Standard Time' });

/** Private: delegates see that somebody is busy, not with whom. Who has all day for something is free for others. */
function bodyOf({ title, startsAt, endsAt, place, guests, day }: Invitation) {
  const when = day
    ? { isAllDay: true, showAs: 'free', start: midnight(day), end: midnight(addDays(day, 1)) }
    : { start: utc(startsAt), end: utc(endsAt) };
  return {
    subject: title,
    ...when,
    location: { displayName: place ?? '' },
    sensitivity: 'private',
    attendees: guests.map(({ address, name }) => ({ type: 'required', emailAddress: { address, name } })),
  };
}

/**
 * Events in Exchange calendars by Graph (application permission `Calendars.ReadWrite`, best scoped in Exchange to a group
 * of staff). One attempt a call; retrying is the worker's business.
 */
export function createGraphCalendar(access: GraphAccess): Calendar {
  const client = clientOf(access);
  const of = (mailbox: string, path: string, ms = callMs) =>
    callOnce(client, `/users/${encodeURIComponent(mailbox)}${path}`, ms);
  const at = (eventId: string) => `/events/${encodeURIComponent(eventId)}`;
  const answered = async (call: Promise<{ id?: string } | undefined>, eventId = ''): Promise<CalendarAnswer> => {
    try {
      return { ok: true, eventId: (await call)?.id ?? eventId };
    } catch (error) {
      return answerOf(error);
    }
  };
  return {
    // `transactionId`: Exchange gives back the event it made for it before.
    create: (mailbox, event, key) => answered(of(mailbox, '/events').post({ ...bodyOf(event), transactionId: key })),
    change: (mailbox, eventId, event) => answered(of(mailbox, at(eventId)).patch(bodyOf(event)), eventId),
    // For the organiser deleting cancels: Exchange writes to those who were invited.
    remove: (mailbox, eventId) => answered(of(mailbox, at(eventId)).delete(), eventId),
    async busyAt(address, from, to) {
      try {
        const asked = { schedules: [address], startTime: utc(from), endTime: utc(to), availabilityViewInterval: 30 };
        const found = (await of(address, '/calendar/getSchedule', busyMs).post(asked)) as {
          value?: { scheduleItems?: ScheduleItem[] }[];
        };
        return (found.value?.[0]?.scheduleItems ?? [])
          .filter(({ status }) => status !== 'free' && status !== 'workingElsewhere')
          .map(({ start, end }) => ({
            startsAt: new Date(`${start.dateTime}Z`),
            endsAt: new Date(`${end.dateTime}Z`),
          }));
      } catch {
        return [];
      }
    },
    probe: () => proveToken(access.credential, callMs),
  };
}
