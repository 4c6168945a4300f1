import { z } from 'zod';
import { dayOf, daysBetween, timeOf } from '../domain/calendar.ts';
import type { ReadEvent, Reading, ReadingContext } from '../language/reading.ts';

const senders = { learner: 'learner', employer: 'employer' } as const;

/** One line of a file of messages: who writes what, and when. `names` are those the sender may report for. */
export const Message = z.object({
  id: z.string(),
  now: z.iso.datetime({ offset: true }),
  tz: z.string().default('Europe/London'),
  sender_role: z.string().default('learner'),
  programme: z.string().optional(),
  text: z.string(),
  names: z.array(z.string()).default([]),
});
export type Message = z.infer<typeof Message>;

/** What a reading looks like in the labelled shape; times are local, days ISO. */
export type Expected = ReturnType<typeof expectedOf>;

export function contextOf(message: Message): ReadingContext {
  const now = new Date(message.now);
  const sender = senders[message.sender_role as keyof typeof senders] ?? 'staff';
  return { today: dayOf(now, message.tz), now: timeOf(now, message.tz), sender, names: message.names };
}

const intents = { 'mark-dispute': 'mark_dispute', 'off-topic': 'off_topic' } as const;
const whoTypes = { self: 'self', named: 'named', relation: 'relation', all: 'all_linked' } as const;

/** Reasons on both policies' lists (S2, G2): good by themselves when told in time. Leave and urgent work are for a person to look at unless agreed before. */
const listed = new Set(['medical_appointment', 'family_emergency', 'sickness', 'annual_leave', 'bereavement']);

function reasonableOf(event: ReadEvent, isInTime: boolean): 'yes' | 'review' | 'unknown' {
  if (event.reason === 'none') return 'unknown';
  return isInTime && listed.has(event.reason) ? 'yes' : 'review';
}

/** A certificate is asked for when sickness spans more than seven calendar days (G3). */
function needsCertificate(event: ReadEvent): boolean {
  const [first, last] = [event.days[0], event.days.at(-1)];
  const isIllness = event.reason === 'sickness' || event.reason === 'medical_appointment';
  return isIllness && first !== undefined && last !== undefined && daysBetween(first, last) + 1 > 7;
}

function partOf(event: ReadEvent): 'am' | 'pm' | 'evening' | 'day' {
  if (event.kind !== 'absence') return 'day';
  if (event.toTime === '12:00') return 'am';
  if (event.fromTime === '12:00') return 'pm';
  return event.fromTime === '17:00' ? 'evening' : 'day';
}

const nothing = {
  who: { type: 'none', name: null as string | null },
  dates: [] as string[],
  date_implied: false,
  open_ended: false,
  part: null as string | null,
  from_time: null as string | null,
  to_time: null as string | null,
  at_time: null as string | null,
  lessons: [] as string[],
  minutes_late: null as number | null,
  arrive_at: null as string | null,
  reason: null as string | null,
  reasonable: null as string | null,
  notified_in_time: null as boolean | null,
  evidence_required: null as string | null,
};

function eventOf(event: ReadEvent, isRetraction: boolean, today: string): { kind: string } & typeof nothing {
  const isInTime = event.days.every((day) => day >= today);
  const base = {
    ...nothing,
    who: { type: whoTypes[event.who.type] as string, name: event.who.type === 'named' ? event.who.name : null },
    dates: event.days,
    date_implied: event.isDayImplied,
  };
  if (isRetraction) return { ...base, kind: 'retract' };
  return {
    ...base,
    kind: event.kind,
    open_ended: event.isOpenEnded,
    part: partOf(event),
    from_time: event.fromTime ?? null,
    to_time: event.toTime ?? null,
    minutes_late: event.minutesLate ?? null,
    arrive_at: event.arriveAt ?? null,
    reason: event.reason,
    reasonable: reasonableOf(event, isInTime),
    notified_in_time: isInTime,
    evidence_required: needsCertificate(event) ? 'medical_certificate' : null,
  };
}

/** A reading in the shape that labelled files and `understand` share. */
export function expectedOf(reading: Reading, context: ReadingContext) {
  const isRetraction = reading.intent === 'retract';
  const events = reading.events.map((event) => eventOf(event, isRetraction, context.today));
  return {
    intent: intents[reading.intent as keyof typeof intents] ?? reading.intent,
    events: events.length > 0 ? events : [{ ...nothing, kind: 'not_a_report' }],
    safeguarding: reading.safeguarding,
    hold_notifications: reading.safeguarding !== 'none',
    clarify: reading.questions as string[],
  };
}
