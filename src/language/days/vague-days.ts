import { isWord as is, type Token } from '../words/tokens.ts';
import type { Rule } from './rule.ts';
import { type Feast, monthIn, weekdayIn } from './unit.ts';

const season = /^(christmas|xmas|easter|summer|autumn|spring|winter|term|ramadan)$/;
/** What follows a season that is not meant as a time: "the Christmas party". */
const seasonal = /^(do|party|shopping|play|concert|lunch|dinner|meal|job|jobs|market|fair|jumper)$/;

function feastIn(token: Token | undefined): Feast | undefined {
  if (is(token, 'christmas', 'xmas')) return 'christmas';
  return is(token, 'easter') ? 'easter' : undefined;
}

/** "Christmas Eve", "Boxing Day", "New Year's Day". */
export const feast: Rule = (tokens, at) => {
  const name = tokens[at]?.word;
  const isBetween = is(tokens[at - 1], 'between') && is(tokens[at + 1], 'and');
  if (isBetween && feastIn(tokens[at]) === 'christmas') return { value: { date: 27, month: 12 }, next: at + 1 };
  const first = is(tokens[at + 1], 'year', 'years') ? at + 2 : at + 1;
  const last = is(tokens[first], "'s") ? first + 1 : first;
  const isEve = is(tokens[last], 'eve');
  if (!isEve && !is(tokens[last], 'day')) return undefined;
  const value = (date: number, month: number) => ({ value: { date, month }, next: last + 1 });
  if (name === 'christmas' || name === 'xmas') return isEve ? value(24, 12) : value(25, 12);
  if (name === 'boxing' && !isEve) return value(26, 12);
  if (name === 'new' && first > at + 1) return isEve ? value(31, 12) : value(1, 1);
  return undefined;
};

/** "the last Friday of the month", "the first Monday in December". */
export const nthWeekday: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const isNth = is(tokens[start], 'last') || tokens[start]?.shape === 'ordinal';
  if (!isNth || weekdayIn(tokens[start + 1]) === undefined || !is(tokens[start + 2], 'of', 'in')) return undefined;
  const month = is(tokens[start + 3], 'the', 'this', 'next') ? start + 4 : start + 3;
  const isMonth = monthIn(tokens[month]) !== undefined || is(tokens[month], 'month', 'term', 'year');
  return isMonth ? { value: { isVague: true }, next: month + 1 } : undefined;
};

/** Spans that no list of days follows from: "first week of January", "half term", "end of the month", "next term". */
export const vague: Rule = (tokens, at) => {
  const [one, two, three] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  const read = (next: number) => ({ value: { isVague: true }, next });
  if (is(one, 'half') && is(two, 'term')) return read(at + 2);
  if (is(one, 'the') && is(two, 'holidays', 'hols') && is(tokens[at - 1], 'for', 'over', 'during')) return read(at + 2);
  const isNewYear = is(one, 'new') && is(two, 'year', 'years') && !is(three, 'eve', 'day', "'s");
  if (isNewYear) return { value: { isVague: true, lastIn: 'new-year' }, next: at + 2 };
  if (is(one, 'next', 'this', 'new') && is(two, 'month', 'term', 'year')) return read(at + 2);
  if (is(one, 'mid', 'early', 'late', 'all') && monthIn(two) !== undefined) return read(at + 2);
  // "the first week back", "the last two days of term", "these days"
  if (is(one, 'this', 'these') && is(two, 'days')) return read(at + 2);
  const counted = two?.number === undefined || two.shape === 'ordinal' ? at + 1 : at + 2;
  const isOneOf = is(one, 'last') || (one?.shape === 'ordinal' && (one.number ?? 9) < 5);
  if (
    isOneOf &&
    is(tokens[counted], 'week', 'weeks', 'day', 'days') &&
    is(tokens[counted + 1], 'of', 'back', 'after', 'in')
  )
    return read(counted + 2);
  const isSpan = is(
    one,
    'week',
    'weekend',
    'half',
    'part',
    'end',
    'start',
    'beginning',
    'middle',
    'rest',
    'all',
    'most',
  );
  if (!isSpan || !is(two, 'of', 'in')) return undefined;
  // "the rest of term" begins today; its end is asked.
  const isFromNow = is(one, 'rest');
  const named = is(three, 'the', 'next', 'this') ? at + 3 : at + 2;
  const isNamed = monthIn(tokens[named]) !== undefined || is(tokens[named], 'month', 'year', 'week');
  if (!isNamed && !season.test(tokens[named]?.word ?? '')) return undefined;
  if (isFromNow) return { value: { offset: 0 }, next: named + 1 };
  const month = monthIn(tokens[named]);
  if (!is(one, 'end') || month === undefined) return read(named + 1);
  return { value: { isVague: true, lastIn: month }, next: named + 1 };
};

const ofDays = /^(day|days|date|dates|night|evening|weekend|occasion|birthday)$/;
const gap = 3;

/** "on my usual day", "on the day of the test", "on bonfire night": a day is meant that no calendar has. */
export const ownDay: Rule = (tokens, at) => {
  if (!is(tokens[at - 1], 'on') || is(tokens[at], 'a', 'an', 'time')) return undefined;
  for (let to = at; to <= at + gap; to++) {
    const token = tokens[to];
    // "on call last night", "on nights for three days"
    if (token?.shape !== 'word' || is(token, 'last', 'all', 'for')) return undefined;
    if (to > at && ofDays.test(token.word)) return { value: { isVague: true }, next: to + 1 };
  }
  return undefined;
};

/** A month or season alone, where a word before it says that it is meant as a time: "in January", "over Christmas". */
export const monthOrSeason: Rule = (tokens, at) => {
  const [before, one, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!is(before, 'in', 'of', 'until', 'from', 'over', 'after', 'during', 'before', 'for', 'all', 'back'))
    return undefined;
  const isMonth = monthIn(one) !== undefined && (!is(one, 'may', 'march') || one?.isCapital);
  const isSeason = season.test(one?.word ?? '') && !seasonal.test(after?.word ?? '');
  if (!isMonth && !isSeason) return undefined;
  const lastIn = is(before, 'until') || (is(before, 'after') && is(tokens[at - 2], 'until')) ? feastIn(one) : undefined;
  return { value: { isVague: true, ...(lastIn ? { lastIn } : {}) }, next: at + 1 };
};
