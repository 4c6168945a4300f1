import { z } from 'zod';
import { holidaysFrom } from '../config/load-holidays.ts';
import { dayOf, daysBetween, timeOf } from '../domain/calendar.ts';
import type { Harm } from '../language/opinion.ts';
import { askedAtLeast, type ReadEvent, type Reading, type ReadingContext } from '../language/reading.ts';

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

const bankHolidays = holidaysFrom();

export function contextOf(message: Message): ReadingContext {
  const now = new Date(message.now);
  const sender = senders[message.sender_role as keyof typeof senders] ?? 'staff';
  return {
    today: dayOf(now, message.tz),
    now: timeOf(now, message.tz),
    sender,
    people: message.names.map((name) => ({ id: name, names: [name] })),
    holidays: bankHolidays(undefined),
  };
}

const intents = { 'mark-dispute': 'mark_dispute', 'off-topic': 'off_topic' } as const;
const whoTypes = { self: 'self', named: 'named', relation: 'relation', all: 'all_linked' } as const;

/** Reasons on both policies' lists (S2, G2): good by themselves when told in time. Leave and urgent work are for a person to look at unless agreed before. */
const listed = new Set(['medical_appointment', 'family_emergency', 'sickness', 'annual_leave', 'bereavement']);

/** Plainly trivial; no policy lists what is not good enough, so in the bot itself a person decides. */
const trivial =
  /\b(cba|can'?t be (bothered|arsed)|too (cold|tired|early|hungover)|overslept|slept (in|through)|woke up (too )?late|hung ?over|bing(ed|ing))\b/i;

function reasonableOf(event: ReadEvent, isInTime: boolean, harm: Harm): 'yes' | 'review' | 'unknown' | 'no' {
  if (harm !== 'none') return 'review';
  if (event.reason === 'none') return 'unknown';
  if (event.reason === 'other' && trivial.test(event.text)) return 'no';
  return isInTime && listed.has(event.reason) ? 'yes' : 'review';
}

/** A certificate is asked for when sickness spans more than seven calendar days (G3). */
function needsCertificate(event: ReadEvent): boolean {
  const [first, last] = [event.days[0], event.days.at(-1)];
  const isIllness = event.reason === 'sickness' || event.reason === 'medical_appointment';
  return isIllness && first !== undefined && last !== undefined && daysBetween(first, last) + 1 > 7;
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
  lessons: [] as (number | string)[],
  minutes_late: null as number | null,
  minutes_late_min: null as number | null,
  arrive_at: null as string | null,
  reason: null as string | null,
  reasonable: null as string | null,
  notified_in_time: null as boolean | null,
  evidence_required: null as string | null,
};

type ExpectedEvent = { kind: string } & typeof nothing;

function whoOf(event: ReadEvent) {
  return { type: whoTypes[event.who.type] as string, name: event.who.type === 'named' ? event.who.name : null };
}

function takenBack(event: ReadEvent, dates: string[]): ExpectedEvent {
  return { ...nothing, kind: 'retract', who: whoOf(event), dates, date_implied: event.isDayImplied };
}

function eventOf(event: ReadEvent, today: string, harm: Harm): ExpectedEvent {
  const isInTime = event.days.every((day) => day >= today);
  return {
    ...nothing,
    kind: event.kind,
    who: whoOf(event),
    dates: event.days,
    date_implied: event.isDayImplied,
    open_ended: event.questions.includes('until-when'),
    part: event.part ?? 'day',
    from_time: event.fromTime ?? null,
    to_time: event.toTime ?? null,
    at_time: event.atTime ?? null,
    lessons: event.subjects.length > 0 ? event.subjects : event.lessons,
    minutes_late: event.minutesLate ?? null,
    minutes_late_min: event.minutesLeast ?? null,
    arrive_at: event.arriveAt ?? null,
    reason: event.reason,
    reasonable: reasonableOf(event, isInTime, harm),
    notified_in_time: isInTime,
    evidence_required: needsCertificate(event) ? 'medical_certificate' : null,
  };
}

/** Names are found among a message's `names`; where it gives none, a name written plainly is not asked about. */
function questionsOf(event: ReadEvent, context: ReadingContext, harm: Harm): string[] {
  const isNamed = context.people.length === 0 && context.sender !== 'learner';
  const asked = harm === 'none' ? event.questions : askedAtLeast(event);
  return isNamed ? asked.filter((one) => one !== 'who') : asked;
}

/** A reading, and what was heard of harm, in the shape that labelled files and `understand` share. */
export function expectedOf(reading: Reading, harm: Harm, context: ReadingContext) {
  const isRetraction = reading.intent === 'retract';
  const events = reading.events.flatMap((event) => {
    if (isRetraction) return [takenBack(event, event.days)];
    const before = event.insteadOf.length > 0 ? [takenBack(event, event.insteadOf)] : [];
    return [...before, eventOf(event, context.today, harm)];
  });
  events.push(...(reading.takenBack ?? []).map((event) => takenBack(event, event.days)));
  return {
    intent: intents[reading.intent as keyof typeof intents] ?? reading.intent,
    events: events.length > 0 ? events : [{ ...nothing, kind: 'not_a_report' }],
    safeguarding: harm,
    hold_notifications: harm !== 'none',
    clarify: [...new Set(reading.events.flatMap((event) => questionsOf(event, context, harm)))],
  };
}
