import { isWord as is, type Token } from '../words/tokens.ts';
import type { Rule } from './rule.ts';
import { monthIn, type Read } from './unit.ts';

/** "5/3", "5/3/2027", "2027-03-05": day before month, as in the UK. */
const written: Rule = (tokens, at) => {
  const token = tokens[at];
  if (token?.shape !== 'date') return undefined;
  const numbers = token.word.split(/[^\d]/).map(Number);
  const [first = 0, second = 0, third] = numbers;
  if (first > 31) return { value: { year: first, month: second, date: third ?? 0 }, next: at + 1 };
  const year = third === undefined ? {} : { year: third < 100 ? 2000 + third : third };
  return { value: { date: first, month: second, ...year }, next: at + 1 };
};

function yearAt(tokens: readonly Token[], at: number): Read<{ year?: number }> {
  const token = tokens[at];
  const isYear = token?.shape === 'number' && token.number !== undefined && token.number >= 2020 && token.number < 2100;
  return isYear && token.number !== undefined
    ? { value: { year: token.number }, next: at + 1 }
    : { value: {}, next: at };
}

const tens: Record<string, number> = { twenty: 20, thirty: 30 };

/** The number of a day in its month: "3rd", "3", "third", "twenty fifth". */
function dateNumberAt(tokens: readonly Token[], at: number): Read<number> | undefined {
  const token = tokens[at];
  const ones = tokens[at + 1];
  const ten = token?.shape === 'word' ? tens[token.word] : undefined;
  if (ten !== undefined && ones?.shape === 'ordinal' && ones.number !== undefined && ones.number < 10)
    return { value: ten + ones.number, next: at + 2 };
  return token?.number === undefined || token.number > 99 ? undefined : { value: token.number, next: at + 1 };
}

/** "3rd December", "the 3rd of Dec 2026", "3 december". */
const dateOfMonth: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const date = dateNumberAt(tokens, start);
  if (!date) return undefined;
  const next = is(tokens[date.next], 'of') ? date.next + 1 : date.next;
  const month = monthIn(tokens[next]);
  if (month === undefined) return undefined;
  const year = yearAt(tokens, next + 1);
  return { value: { date: date.value, month, ...year.value }, next: year.next };
};

/** "The 19th of this month", "the 3rd of next month". */
const dateOfThisMonth: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const date = dateNumberAt(tokens, start);
  if (!date || date.value > 31 || !is(tokens[date.next], 'of') || !is(tokens[date.next + 2], 'month')) return undefined;
  const which = tokens[date.next + 1];
  if (!is(which, 'this', 'next')) return undefined;
  return { value: { date: date.value, months: is(which, 'next') ? 1 : 0 }, next: date.next + 3 };
};

/** "December 3rd", "dec the 3rd", "jan 4". */
const monthThenDate: Rule = (tokens, at) => {
  const month = monthIn(tokens[at]);
  const start = is(tokens[at + 1], 'the') ? at + 2 : at + 1;
  const date = tokens[start];
  const isDate = date?.shape === 'ordinal' || (date?.shape === 'number' && !isCounted(tokens, start));
  if (month === undefined || !isDate || date?.number === undefined || date.number > 31) return undefined;
  const year = yearAt(tokens, start + 1);
  return { value: { date: date.number, month, ...year.value }, next: year.next };
};

/** True when a number counts or times something instead of naming a day: "10 mins", "2 pm", "1:30". */
export function isCounted(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return is(
    next,
    'minutes',
    'hours',
    'days',
    'day',
    'weeks',
    'week',
    'months',
    'am',
    'pm',
    'ish',
    'late',
    "o'clock",
    ':',
    '%',
    'or',
  );
}

const notDates =
  /^(lessons?|periods?|years?|time|night|birthday|floor|thing|things|one|ones|place|person|half|session|class|hour|team|aid|group|exam|review|attempt|day|week|of|choice|job|shift|appointment|bus|train|on|round|part|opinion|session|warning|mock|payday|year's)$/;

/** Somebody's, with the apostrophe left out. */
const someones =
  /^(brother|sister|mum|mam|mom|mother|dad|father|nan|nana|gran|grandma|grandad|cousin|mate|friend|girlfriend|boyfriend|wife|husband|partner|son|daughter|uncle|aunt|auntie|nephew|niece)s$/;

/** "It's my brothers 21st"; "at my dads 27th", "my nans 14th to 16th" are days at theirs. */
function isBirthday(tokens: readonly Token[], at: number): boolean {
  const isRound = [16, 18, 21, 30].includes(tokens[at]?.number ?? 0);
  const start = is(tokens[at - 2], 'my', 'his', 'her', 'our', 'their') ? at - 3 : at - 2;
  const isPlace = is(tokens[start], 'at', 'to', 'with', 'round', 'in', 'from');
  const goesOn = is(tokens[at + 1], '-', 'to', 'until', 'and', ',', '/', 'of');
  return isRound && someones.test(tokens[at - 1]?.plain ?? '') && !isPlace && !goesOn;
}

/** "the 8th", "on 30th": an ordinal alone is a day of the month unless it counts something ("2nd lesson"). */
export const ordinalAlone: Rule = (tokens, at) => {
  // "my 21st" is a birthday.
  if (is(tokens[at - 1], 'my', 'his', 'her', 'their', 'our', "'s") || isBirthday(tokens, at)) return undefined;
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const date = tokens[start];
  // "dentist 2nd lesson, back for 3rd"
  const isLesson = is(tokens[at - 1], 'for') && tokens.slice(0, at).some((one) => is(one, 'lesson', 'period'));
  if (isLesson && (date?.number ?? 9) < 9) return undefined;
  const spoken = tens[date?.word ?? ''] === undefined ? undefined : dateNumberAt(tokens, start);
  if (spoken && spoken.next > start + 1) return { value: { date: spoken.value }, next: spoken.next };
  const isWord = date !== undefined && !/^\d/.test(date.raw);
  if (date?.shape !== 'ordinal' || date.number === undefined) return undefined;
  // "on the 32nd"
  if (date.number > 31)
    return start > at && is(tokens[at - 1], 'on') ? { value: { isVague: true }, next: start + 1 } : undefined;
  const after = tokens[start + 1]?.word ?? '';
  if (notDates.test(after) || (isWord && start === at)) return undefined;
  if (isWord && tokens[start + 1]?.shape === 'word' && !is(tokens[start + 1], 'and', 'to', 'or', 'until'))
    return undefined;
  return { value: { date: date.number }, next: start + 1 };
};

/** Dates by number, the fuller before the barer. */
export const fullDates: readonly Rule[] = [written, dateOfMonth, dateOfThisMonth, monthThenDate];
