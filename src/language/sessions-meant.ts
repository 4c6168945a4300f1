import { type Day, dayOf, timeOf } from '../domain/calendar.ts';
import type { Session } from '../domain/session.ts';
import type { ReadEvent } from './reading.ts';
import { fold } from './words/fold.ts';

const online =
  /\b(wi-?fi|internet|broadband|router|laptop|log(ging)? (on|in)|log in|dial(ling)? in|teams|zoom|online|join(ing)? the (call|meeting))\b/;
const onTheWay =
  /\b(bus|train|traffic|car|tram|tube|lift|taxi|bike|parking|motorway|van|tyre|puncture|stuck on|missed the)\b/;
const kinds = ['workshop', 'tutorial', 'seminar', 'lecture', 'webinar', '1-2-1', 'one to one', 'review', 'enrichment'];
/** Gone for a while and back: the rest of the half day is not missed. */
const prayer = /\b(mosque|jumm?u?'?ah|prayers?|pray|church|chapel|temple|gurdwara|synagogue|mass)\b/;
/** What is missed, come late to or not joined; a title's word in a reason ("business trip") names no session. */
const missing = "miss|missing|make|attend|join|skip|late for|late to|can not do|cant do|can't do";
const before = "(?: (?:the|my|our|this|his|her|todays?|tomorrows?|afternoons?|mornings?|it|to|for|'s))*";

/** `fits` where any session does, else all: what a message says of sessions must not leave it about none. */
function narrowed(sessions: readonly Session[], fits: (session: Session) => boolean): readonly Session[] {
  const found = sessions.filter(fits);
  return found.length > 0 ? found : sessions;
}

const literally = (word: string) => word.replace(/[^\p{L}\p{N}-]/gu, '');

/**
 * The sessions a message names by kind ("join the tutorial") or by a word of their title ("miss maths"). What only puts
 * right a message before ("I meant Wednesday's tutorial") says nothing else: any such word in it names them.
 */
function named(sessions: readonly Session[], text: string, isBare: boolean): readonly Session[] {
  const says = (word: string, lead: string) =>
    new RegExp(`${isBare ? '(?<!\\bnot (?:the |my )?)\\b' : `\\b${lead}${before} `}${word}`).test(text);
  const saysKind = (kind: string) => says(kind, `(?:${missing}|for|at|to|in|from|the)`);
  const saysTitle = (word: string) => says(`${literally(word)}\\b`, `(?:${missing})`);
  const isKind = (session: Session) =>
    kinds.some((kind) => fold(`${session.title} ${session.type}`).includes(kind) && saysKind(kind));
  const isTitle = (session: Session) => {
    const words = fold(session.title).split(/[^\p{L}\p{N}]+/u);
    return words.some((word) => word.length > 3 && !kinds.includes(word) && saysTitle(word));
  };
  return narrowed(sessions, (session) => isKind(session) || isTitle(session));
}

/** "Psych" is Psychology, "hair theory" Hairdressing Theory: each word begins one of the title. */
function isOfSubject(session: Session, subject: string): boolean {
  const titles = fold(session.title).split(/[^\p{L}\p{N}]+/u);
  const words = fold(subject).split(' ');
  return words.every((word) => titles.some((title) => title.startsWith(word === 'maths' ? 'math' : word)));
}

const startOf = (session: Session) => timeOf(session.startsAt, session.zone);
const endOf = (session: Session) => timeOf(session.endsAt, session.zone);

/** "10 late" is late for the session running or the next one, not for each of the day. */
function firstOfDay(sessions: readonly Session[], event: ReadEvent): readonly Session[] {
  const inPart = narrowed(sessions, (one) => (event.part === 'pm' ? endOf(one) > '12:00' : true));
  const firsts = new Map<Day, Session>();
  for (const one of inPart) {
    const known = firsts.get(one.day);
    if (!known || one.startsAt < known.startsAt) firsts.set(one.day, one);
  }
  return [...firsts.values()];
}

/** Leaving at two ends the session running then; later ones in the building go too, one from home need not. */
function fromLeaving(sessions: readonly Session[], event: ReadEvent): readonly Session[] {
  const at = event.fromTime;
  if (!at) return firstOfDay(sessions, event);
  const running = sessions.filter((one) => startOf(one) < at && at < endOf(one));
  const later = sessions.filter((one) => startOf(one) >= at && one.mode === 'face-to-face');
  return running.length + later.length > 0 ? [...running, ...later] : sessions;
}

/**
 * Which of a learner's sessions on the days of an event it can be about: none that is over, unless it speaks of the
 * past; the one it names; the remote one when the Wi-Fi is down, not that for a late bus; for a lateness the one running
 * or next.
 */
export function sessionsMeant(event: ReadEvent, sessions: readonly Session[], now: Date): readonly Session[] {
  const text = fold(event.text);
  const today = dayOf(now);
  const ahead = event.isPast ? sessions : narrowed(sessions, (one) => one.day > today || one.endsAt > now);
  const lessons = event.lessons.length > 0 ? narrowed(ahead, (one) => event.lessons.includes(one.lesson ?? -1)) : ahead;
  const bySubject = narrowed(lessons, (one) => event.subjects.some((subject) => isOfSubject(one, subject)));
  const byName = event.subjects.length > 0 ? bySubject : named(lessons, text, event.isBare);
  const isOnline = online.test(text) && !onTheWay.test(text);
  const isOnTheWay = event.reason === 'transport' || onTheWay.test(text);
  const byMode = isOnline
    ? narrowed(byName, (one) => one.mode === 'remote')
    : isOnTheWay && event.kind === 'lateness'
      ? narrowed(byName, (one) => one.mode === 'face-to-face')
      : byName;
  const { atTime } = event;
  if (event.kind === 'absence' && atTime && prayer.test(text))
    return narrowed(byMode, (one) => startOf(one) <= atTime && atTime < endOf(one));
  if (event.kind === 'lateness' && event.lessons.length === 0)
    return event.arriveAt ? byMode : firstOfDay(byMode, event);
  return event.kind === 'early_leave' ? fromLeaving(byMode, event) : byMode;
}
