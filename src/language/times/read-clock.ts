import type { TimeOfDay } from '../../domain/calendar.ts';
import { countAt, type Read } from '../days/unit.ts';
import { isCounted } from '../days/written-dates.ts';
import { isWord as is, type Token } from '../words/tokens.ts';

/** A time of day as said. `isPlain`: a number alone, a time only where the words before it say so ("at 2"). */
export type Clock = { hour?: number; minute: number; isPlain: boolean };

/** "2" is 14:00, "9" is 09:00: hours before 7 without am or pm are in the afternoon. */
function inDay(hour: number, minute: number, half: 'am' | 'pm' | undefined): Omit<Clock, 'isPlain'> | undefined {
  if (hour > 23 || minute > 59) return undefined;
  if (half === 'pm' && hour < 12) return { hour: hour + 12, minute };
  if (half === 'am') return { hour: hour === 12 ? 0 : hour, minute };
  return { hour: hour > 0 && hour < 7 ? hour + 12 : hour, minute };
}

function halfAt(tokens: readonly Token[], at: number): Read<'am' | 'pm' | undefined> {
  const word = tokens[at]?.word;
  if (word === 'am' || word === 'pm') return { value: word, next: at + 1 };
  if ((word === 'a' || word === 'p') && is(tokens[at + 1], '.') && is(tokens[at + 2], 'm'))
    return { value: word === 'a' ? 'am' : 'pm', next: at + 3 };
  return { value: undefined, next: at };
}

function hourAt(tokens: readonly Token[], at: number): number | undefined {
  const token = tokens[at];
  const isHour = token?.number !== undefined && token.shape !== 'ordinal' && token.number >= 1 && token.number <= 12;
  return isHour && !is(tokens[at + 1], 'minutes', 'hours', 'days', 'weeks', 'day', 'term') ? token.number : undefined;
}

/** "half ten", "quarter past 9", "twenty past 9", "ten to", "quarter to". */
function spoken(tokens: readonly Token[], at: number): Read<Clock> | undefined {
  if (is(tokens[at], 'half')) {
    const start = is(tokens[at + 1], 'past') ? at + 2 : at + 1;
    const hour = hourAt(tokens, start);
    if (hour === undefined && start > at + 1) return { value: { minute: 30, isPlain: false }, next: start };
    const half = halfAt(tokens, start + 1);
    const time = hour === undefined ? undefined : inDay(hour, 30, half.value);
    return time && { value: { ...time, isPlain: false }, next: half.next };
  }
  const isA = is(tokens[at], 'a') && is(tokens[at + 1], 'quarter');
  const count = is(tokens[isA ? at + 1 : at], 'quarter')
    ? { value: 15, next: isA ? at + 2 : at + 1 }
    : countAt(tokens, at);
  if (!count || count.value > 29 || is(tokens[at], 'a', 'an')) return undefined;
  const turn = is(tokens[count.next], 'minutes') ? count.next + 1 : count.next;
  const isPast = is(tokens[turn], 'past');
  if (!isPast && !is(tokens[turn], 'to')) return undefined;
  const hour = hourAt(tokens, turn + 1);
  if (hour === undefined) {
    // "quarter to" alone: the hour is that of another time in the message.
    const isRound = is(tokens[at], 'quarter') || count.value % 5 === 0;
    const next = tokens[turn + 1];
    const isEnd = next === undefined || next.shape === 'mark' || is(next, 'and', 'so');
    return isRound && isEnd && count.value >= 5
      ? { value: { minute: isPast ? count.value : 60 - count.value, isPlain: false }, next: turn + 1 }
      : undefined;
  }
  if (!isPast && count.value % 5 !== 0) return undefined;
  const half = halfAt(tokens, turn + 2);
  const time = inDay(isPast ? hour : hour - 1 || 12, isPast ? count.value : 60 - count.value, half.value);
  return time && { value: { ...time, isPlain: false }, next: half.next };
}

function ishAt(tokens: readonly Token[], at: number): number {
  const start = is(tokens[at], '-') ? at + 1 : at;
  return is(tokens[start], 'ish', "o'clock", 'oclock', 'clock', 'sharp') ? start + 1 : at;
}

/** The time of day at a token, if there is one. */
export function clockAt(tokens: readonly Token[], at: number): Read<Clock> | undefined {
  const token = tokens[at];
  if (!token) return undefined;
  if (token.shape === 'clock') {
    const [hour = 0, minute = 0] = token.word.split(/[:.]/).map(Number);
    const half = halfAt(tokens, ishAt(tokens, at + 1));
    // "06:40" is written as on a 24 hour clock.
    const isWhole = token.word.startsWith('0');
    const time = is(tokens[at - 1], '£') ? undefined : inDay(hour, minute, half.value ?? (isWhole ? 'am' : undefined));
    return time && { value: { ...time, isPlain: false }, next: half.next };
  }
  if (is(token, 'midday', 'noon')) return { value: { hour: 12, minute: 0, isPlain: false }, next: at + 1 };
  // "from 10 to 12" is two times, "at ten to 12" one.
  const isWindow =
    token.shape === 'number' && !is(tokens[at - 1], 'at', 'by', 'until', 'about', 'around', 'for', 'there', 'past');
  const words = isWindow && !is(tokens[at + 1], 'past', 'minutes') ? undefined : spoken(tokens, at);
  if (words) return { ...words, next: ishAt(tokens, words.next) };
  if (token.number === undefined || token.shape === 'ordinal') return undefined;
  if (/^[012]\d[0-5]\d$/.test(token.raw)) {
    const hour = Math.floor(token.number / 100);
    const time = inDay(hour, token.number % 100, hour < 12 ? 'am' : undefined);
    return time && { value: { ...time, isPlain: !token.raw.startsWith('0') }, next: ishAt(tokens, at + 1) };
  }
  const ish = ishAt(tokens, at + 1);
  const half = halfAt(tokens, ish);
  const isSaid = half.value !== undefined || ish > at + 1;
  if (isCounted(tokens, at) && !isSaid) return undefined;
  // Nobody means six in the evening by a bare 18.
  const isHour = token.number > 0 && (token.number <= 12 || is(tokens[at - 1], 'until', 'by', 'from', 'before'));
  const time = isHour ? inDay(token.number, 0, half.value) : undefined;
  return time && { value: { ...time, isPlain: !isSaid }, next: half.next };
}

/** "HH:MM" of a time; where no hour was said ("quarter to"), the one nearest to a time said before. */
export function sayClock(clock: Clock, near?: TimeOfDay): TimeOfDay | undefined {
  const say = (hour: number) => `${String(hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}`;
  if (clock.hour !== undefined) return say(clock.hour);
  if (near === undefined) return undefined;
  const at = Number(near.slice(0, 2)) * 60 + Number(near.slice(3));
  const away = (hour: number) => Math.abs(hour * 60 + clock.minute - at);
  const hours = [-1, 0, 1].map((step) => Number(near.slice(0, 2)) + step).filter((hour) => hour >= 0 && hour < 24);
  return say(hours.toSorted((a, b) => away(a) - away(b) || (clock.minute > 30 ? a - b : b - a))[0] ?? 0);
}
