import { addDays, type Day } from '../../../src/domain/calendar.ts';
import { type WordTag, wordTags } from '../../../src/language/opinion.ts';
import { readMessage } from '../../../src/language/read-message.ts';
import type { ReadEvent, Reading, ReadingContext } from '../../../src/language/reading.ts';

/** Bank holidays of England and Wales around the tests' term. */
const holidays: ReadonlySet<Day> = new Set(['2026-12-25', '2026-12-28', '2027-01-01', '2027-03-26', '2027-03-29']);

/** Monday 23 November 2026, a quarter past eight; whoever writes is a learner. */
export const learner: ReadingContext = { today: '2026-11-23', now: '08:15', sender: 'learner', people: [], holidays };

const known = (name: string) => ({ id: name, names: name.split('/') });

/** An employer with these apprentices; a preferred name follows after a slash. */
export function employerOf(...names: string[]): ReadingContext {
  return { ...learner, sender: 'employer', people: names.map(known) };
}

/** "11-24", "11-30..12-04" and lists of them as working days of the college year 2026. */
export function daysOf(short: string): Day[] {
  const whole = (day: string) => `${day < '08' ? 2027 : 2026}-${day}`;
  return short
    .split(' ')
    .filter(Boolean)
    .flatMap((one) => {
      const [from = '', to = from] = one.split('..').map(whole);
      const days: Day[] = [];
      for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
      return days;
    })
    .filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.has(day));
}

export function read(text: string, context: ReadingContext = learner): Reading {
  return readMessage(text, context);
}

/** The only event of a message. */
export function only(text: string, context: ReadingContext = learner): ReadEvent {
  const { events, intent } = readMessage(text, context);
  const [event] = events;
  if (events.length !== 1 || !event) throw new Error(`"${text}" is read as ${intent} with ${events.length} events`);
  return event;
}

/** As if the learned reader had no opinion but what it takes some words for; all others for nothing. */
export function tagged(tags: Record<string, WordTag>, context: ReadingContext = learner): ReadingContext {
  const piecesOf = (text: string) =>
    [...text.matchAll(/\p{L}+|\d+/gu)].map(({ 0: word, index }) => ({
      start: index,
      stop: index + word.length,
      scores: wordTags.map((tag) => (tag === (tags[word] ?? 'none') ? 10 : 0)),
    }));
  return {
    ...context,
    opinionOf: (text) => ({
      kind: 'off_topic',
      kindSureness: 0,
      reason: 'none',
      reasonSureness: 0,
      harm: 'none',
      pieces: piecesOf(text),
    }),
  };
}
