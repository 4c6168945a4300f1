import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day, weekdayOf } from '../../../src/domain/calendar.ts';
import { readMessage } from '../../../src/language/read-message.ts';
import { learner, read } from './reading-tools.ts';

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]; // biome-ignore format: one line reads best
const nth = (date: number) => {
  const ending =
    date % 10 === 1 && date !== 11
      ? 'st'
      : date % 10 === 2 && date !== 12
        ? 'nd'
        : date % 10 === 3 && date !== 13
          ? 'rd'
          : 'th';
  return `${date}${ending}`;
};

/** The ways people write a date; each names it whole, with the year where it would be mistaken without. */
const forms: ((day: Day) => string)[] = [
  (day) => `${parts(day).date} ${parts(day).month} ${parts(day).year}`,
  (day) => `the ${nth(parts(day).date)} of ${parts(day).month} ${parts(day).year}`,
  (day) => `${parts(day).month} ${nth(parts(day).date)} ${parts(day).year}`,
  (day) => `${parts(day).date}/${parts(day).number}/${parts(day).year}`,
  (day) => `${parts(day).date}.${parts(day).number}.${String(parts(day).year).slice(2)}`,
  (day) => `${nth(parts(day).date)} ${parts(day).month.slice(0, 3).toLowerCase()} ${parts(day).year}`,
  (day) => `${dayNames[weekdayOf(day)]} ${nth(parts(day).date)} ${parts(day).month} ${parts(day).year}`,
  (day) => `${dayNames[weekdayOf(day)]?.toLowerCase()}, ${parts(day).date}/${parts(day).number}/${parts(day).year}`,
  (day) => day,
];
function parts(day: Day) {
  const [year = 0, number = 0, date = 0] = day.split('-').map(Number);
  return { year, number, date, month: monthNames[number - 1] ?? '' };
}

const sentences = [
  (when: string) => `not in on ${when}, dentist`,
  (when: string) => `off sick ${when}`,
  (when: string) => `I wont be in ${when} sorry`,
  (when: string) => `hi, cant make it ${when} because of a funeral. thanks`,
  (when: string) => `${when} im off, holiday`,
];
const start = fc.integer({ min: 0, max: 700 }).map((ahead) => addDays('2026-01-05', ahead));
const weekday = (day: Day) => ![0, 6].includes(weekdayOf(day));
const context = { ...learner, holidays: new Set<Day>() };

test('a date in any written form, up to a year ahead, reads back as itself', () => {
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 0, max: 365 }),
      fc.constantFrom(...forms),
      fc.constantFrom(...sentences),
      (today, ahead, write, say) => {
        const day = addDays(today, ahead);
        const [event] = readMessage(say(write(day)), { ...context, today }).events;
        expect(event?.days).toEqual(weekday(day) ? [day] : []);
        expect(event?.questions.includes('which-day')).toBe(!weekday(day));
      },
    ),
    { numRuns: 400 },
  );
});

test('a range in any written form is all its weekdays', () => {
  const joins = [
    (a: string, b: string) => `${a} to ${b}`,
    (a: string, b: string) => `from ${a} to ${b}`,
    (a: string, b: string) => `${a} - ${b}`,
    (a: string, b: string) => `between ${a} and ${b}`,
    (a: string, b: string) => `from ${a} until ${b} inclusive`,
  ];
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 0, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(...forms),
      fc.constantFrom(...joins),
      (today, ahead, length, write, join) => {
        const from = addDays(today, ahead);
        const days = Array.from({ length: length + 1 }, (_, i) => addDays(from, i));
        const [event] = readMessage(`off on holiday ${join(write(from), write(addDays(from, length)))}`, {
          ...context,
          today,
        }).events;
        expect(event?.days).toEqual(days.filter(weekday));
      },
    ),
    { numRuns: 300 },
  );
});

test('two days joined by "and" are two days, whatever lies between', () => {
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(...forms),
      (today, ahead, gap, write) => {
        const two = [addDays(today, ahead), addDays(today, ahead + gap)];
        const [event] = readMessage(`not in ${two.map(write).join(' and ')}`, { ...context, today }).events;
        expect(event?.days).toEqual(two.filter(weekday));
      },
    ),
    { numRuns: 200 },
  );
});

test('a weekday is the next one, and that of today is asked about', () => {
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 5 }), (today, wanted) => {
      const [event] = readMessage(`not in ${dayNames[wanted]}, dentist`, { ...context, today }).events;
      const ahead = (wanted - weekdayOf(today) + 7) % 7 || 7;
      expect(event?.days).toEqual([addDays(today, ahead)]);
      expect(event?.questions.includes('which-day')).toBe(ahead === 7);
    }),
  );
});

test('holidays are never days of an absence', () => {
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 20 }), (today, length) => {
      const days = Array.from({ length: length + 1 }, (_, i) => addDays(today, i));
      const holidays = new Set(days.filter((_, i) => i % 3 === 0));
      const last = addDays(today, length);
      const [event] = readMessage(`off from ${today} to ${last}`, { ...context, today, holidays }).events;
      expect(event?.days).toEqual(days.filter((day) => weekday(day) && !holidays.has(day)));
    }),
  );
});

test('any text at all is read without failing, and only into working days', () => {
  const words = fc.constantFrom(
    'not', 'in', 'off', 'monday', 'tues', 'next', 'week', 'the', '3rd', 'of', 'december', 'to', '-', 'and', ',', 'at', '2', '10.30', 'until', 'back', 'Jamie',
    'sick', '31/02', 'from', 'for', '3', 'days', 'last', 'half', 'quarter', 'past', '.', '?', 'tomorrow', "can't", 'lesson', 'between', 'a', 'on', '\n', 'will', 'both',
  ); // biome-ignore format: one line reads best
  const text = fc.oneof(
    fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
    fc.string({ maxLength: 200 }),
  );
  fc.assert(
    fc.property(text, (raw) => {
      for (const event of read(raw).events)
        for (const day of event.days) expect(weekday(day) && !learner.holidays.has(day)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
