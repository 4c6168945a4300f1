import type { Token } from '../words/tokens.ts';
import { countAt, monthIn, partIn, type Read, type Unit, weekdayIn } from './unit.ts';

type Rule = (tokens: readonly Token[], at: number) => Read<Unit> | undefined;

const is = (token: Token | undefined, ...words: string[]) => token !== undefined && words.includes(token.word);

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
  /^(lessons?|periods?|years?|time|birthday|floor|thing|things|one|ones|place|person|half|session|class|hour|team|aid|group|exam|review|attempt|day|week|of|choice|job|shift|appointment|bus|train|on|round|part|opinion|session|warning|mock|year's)$/;

/** "the 8th", "on 30th": an ordinal alone is a day of the month unless it counts something ("2nd lesson"). */
const ordinalAlone: Rule = (tokens, at) => {
  // "my 21st" is a birthday.
  if (is(tokens[at - 1], 'my', 'his', 'her', 'their', 'our', "'s")) return undefined;
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const date = tokens[start];
  const spoken = tens[date?.word ?? ''] === undefined ? undefined : dateNumberAt(tokens, start);
  if (spoken && spoken.next > start + 1) return { value: { date: spoken.value }, next: spoken.next };
  const isWord = date !== undefined && !/^\d/.test(date.raw);
  if (date?.shape !== 'ordinal' || date.number === undefined || date.number > 31) return undefined;
  const after = tokens[start + 1]?.word ?? '';
  if (notDates.test(after) || (isWord && start === at)) return undefined;
  if (isWord && tokens[start + 1]?.shape === 'word' && !is(tokens[start + 1], 'and', 'to', 'or', 'until'))
    return undefined;
  return { value: { date: date.number }, next: start + 1 };
};

/** "today", "tomorrow", "the day after tomorrow", "this morning", "last night". */
const relative: Rule = (tokens, at) => {
  if (is(tokens[at], 'that') && is(tokens[at + 1], 'day')) return { value: { side: 'same' }, next: at + 2 };
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const [one, two, three] = [tokens[start], tokens[start + 1], tokens[start + 2]];
  if (is(one, 'day') && is(two, 'after', 'before') && is(three, 'tomorrow', 'yesterday')) {
    const offset = is(three, 'tomorrow') ? (is(two, 'after') ? 2 : 0) : is(two, 'after') ? 0 : -2;
    return { value: { offset }, next: start + 3 };
  }
  if (is(one, 'day') && is(two, 'after', 'before') && start > at)
    return { value: { side: is(two, 'after') ? 'after' : 'before' }, next: start + 2 };
  // "off that day and likely the next"
  const isNext = is(one, 'next') && (is(two, 'day') || two === undefined || two.shape === 'mark');
  if (start > at && isNext) return { value: { side: 'after' }, next: is(two, 'day') ? start + 2 : start + 1 };
  if (start > at) return undefined;
  if (is(one, 'today', 'todays')) return { value: { offset: 0 }, next: at + 1 };
  if (is(one, 'tomorrow', 'tomorrows')) return { value: { offset: 1 }, next: at + 1 };
  if (is(one, 'yesterday', 'yesterdays')) return { value: { offset: -1 }, next: at + 1 };
  if (is(one, 'tonight', 'tonights')) return { value: { offset: 0, part: 'evening' }, next: at + 1 };
  if (is(one, 'this')) {
    const part = partIn(two, false);
    return part && { value: { offset: 0, part }, next: at + 2 };
  }
  if (is(one, 'last') && is(two, 'night')) return { value: { offset: -1, part: 'evening' }, next: at + 2 };
  return undefined;
};

function whichAt(tokens: readonly Token[], at: number): Read<Pick<Unit, 'which'>> {
  let next = at;
  let which: Unit['which'];
  for (; next < at + 3 && is(tokens[next], 'this', 'next', 'last', 'coming', 'following'); next++) {
    const word = tokens[next]?.word;
    if (word === 'next') which = 'next';
    else if (word === 'following') which = 'following';
    else if (word === 'last') which = 'last';
    else if (which === undefined) which = 'this';
  }
  return { value: which ? { which } : {}, next };
}

/** "Tuesday", "next Friday", "this coming Monday", "Tuesday week", "the Friday before", "every other Wednesday". */
const namedDay: Rule = (tokens, at) => {
  const isEvery = is(tokens[at], 'every', 'each', 'alternate');
  const afterEvery = isEvery ? (is(tokens[at + 1], 'other', 'second') ? at + 2 : at + 1) : at;
  const start = is(tokens[afterEvery], 'the') ? afterEvery + 1 : afterEvery;
  const which = whichAt(tokens, start);
  const token = tokens[which.next];
  const weekday = weekdayIn(token);
  if (weekday === undefined || !token) return undefined;
  const next = which.next + 1;
  if (isEvery || /days$/.test(token.word)) return { value: { weekday, isRecurring: true }, next };
  if (is(tokens[next], 'week') && !is(tokens[next + 1], 'commencing'))
    return { value: { weekday, later: 7, ...which.value }, next: next + 1 };
  if (is(tokens[next], 'fortnight')) return { value: { weekday, later: 14 }, next: next + 1 };
  if (is(tokens[next], 'after') && is(tokens[next + 1], 'next')) return { value: { weekday, week: 2 }, next: next + 2 };
  const isSided =
    start > afterEvery &&
    is(tokens[next], 'before', 'after') &&
    !/^(my|the|that|tomorrow)$/.test(tokens[next + 1]?.word ?? '');
  if (isSided) return { value: { weekday, side: is(tokens[next], 'after') ? 'after' : 'before' }, next: next + 1 };
  return { value: { weekday, ...which.value }, next };
};

/** "a week on Tuesday", "a week today", "fortnight tomorrow", "3 weeks on Friday", "in 2 weeks", "in 3 days". */
const counted: Rule = (tokens, at) => {
  const isIn = is(tokens[at], 'in');
  const count = is(tokens[isIn ? at + 1 : at], 'fortnight')
    ? { value: 2, next: isIn ? at + 1 : at }
    : countAt(tokens, isIn ? at + 1 : at);
  if (!count) return undefined;
  const unit = tokens[count.next];
  const days = is(unit, 'week', 'weeks') ? 7 : is(unit, 'day', 'days') ? 1 : is(unit, 'fortnight') ? 14 : 0;
  if (days === 0) return undefined;
  const later = count.value * days * (is(unit, 'fortnight') && count.value === 2 ? 0.5 : 1);
  const next = count.next + 1;
  if (isIn && !is(tokens[at - 1], 'not') && !is(tokens[next], 'on', 'today', 'and'))
    return later <= 366 ? { value: { offset: later }, next } : undefined;
  if (isIn) return undefined;
  if (days === 1 || is(tokens[at - 1], 'for', 'signed')) return undefined;
  const isJoined = is(tokens[next], 'on', 'from');
  const day = relative(tokens, isJoined ? next + 1 : next) ?? namedDay(tokens, isJoined ? next + 1 : next);
  if (!day || day.value.later !== undefined || (isJoined && is(tokens[next], 'from') && count.value > 1))
    return undefined;
  return { value: { ...day.value, later }, next: day.next };
};

/** A weekend: no college then, but it must not be taken for no day at all. "All weekend" is the one gone by. */
const weekend: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the', 'this', 'next', 'last', 'all', 'whole') ? at + 1 : at;
  const name = is(tokens[start], 'the') ? start + 1 : start;
  if (!is(tokens[name], 'weekend')) return undefined;
  const isGone = is(tokens[at], 'last', 'all', 'whole') || is(tokens[at - 1], 'over', 'since', 'at');
  return { value: { weekday: 6, which: isGone ? 'last' : is(tokens[at], 'next') ? 'next' : 'this' }, next: name + 1 };
};

/** "next week", "the rest of the week", "all week", "week commencing 7th December". */
const week: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the', 'all', 'whole') ? at + 1 : at;
  const from = is(tokens[start], 'of', 'whole') ? start + 1 : start;
  const [one, two, three, four] = [tokens[from], tokens[from + 1], tokens[from + 2], tokens[from + 3]];
  if (is(one, 'week') && is(two, 'commencing', 'of')) {
    const day = unitAt(tokens, from + 2);
    return day && day.value.week === undefined
      ? { value: { ...day.value, isWeekFrom: true }, next: day.next }
      : { value: { isVague: true }, next: from + 2 };
  }
  if (is(one, 'week') && is(two, 'after') && is(three, 'next')) return { value: { week: 2 }, next: from + 3 };
  if (is(one, 'rest', 'remainder') && is(two, 'of') && is(three, 'the', 'this') && is(four, 'week'))
    return { value: { week: 'rest', isRest: true }, next: from + 4 };
  if (is(one, 'rest') && is(two, 'of') && is(three, 'week'))
    return { value: { week: 'rest', isRest: true }, next: from + 3 };
  if (is(one, 'this', 'next', 'last', 'following') && is(two, 'week')) {
    const value = is(one, 'this') ? ('rest' as const) : is(one, 'last') ? -1 : 1;
    return { value: { week: value }, next: from + 2 };
  }
  if (is(one, 'next') && is(two, 'next') && is(three, 'week')) return { value: { week: 2 }, next: from + 3 };
  if (is(one, 'week') && is(tokens[from - 1], 'all', 'whole')) return { value: { week: 'rest' }, next: from + 1 };
  return undefined;
};

const season = /^(christmas|xmas|easter|summer|autumn|spring|winter|term|ramadan)$/;
/** What follows a season that is not meant as a time: "the Christmas party". */
const seasonal = /^(do|party|shopping|play|concert|lunch|dinner|meal|job|jobs|market|fair|jumper)$/;

/** "Christmas Eve", "Boxing Day", "New Year's Day". */
const feast: Rule = (tokens, at) => {
  const name = tokens[at]?.word;
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

/** Spans that no list of days follows from: "first week of January", "half term", "end of the month", "next term". */
const vague: Rule = (tokens, at) => {
  const [one, two, three] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  const read = (next: number) => ({ value: { isVague: true }, next });
  if (is(one, 'half') && is(two, 'term')) return read(at + 2);
  if (is(one, 'next', 'this', 'new') && is(two, 'month', 'term', 'year')) return read(at + 2);
  if (is(one, 'mid', 'early', 'late', 'all') && monthIn(two) !== undefined) return read(at + 2);
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
  return isFromNow ? { value: { offset: 0 }, next: named + 1 } : read(named + 1);
};

/** A month or season alone, where a word before it says that it is meant as a time: "in January", "over Christmas". */
const monthOrSeason: Rule = (tokens, at) => {
  const [before, one, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!is(before, 'in', 'of', 'until', 'from', 'over', 'after', 'during', 'before', 'for', 'all', 'back'))
    return undefined;
  const isMonth = monthIn(one) !== undefined && (!is(one, 'may', 'march') || one?.isCapital);
  const isSeason = season.test(one?.word ?? '') && !seasonal.test(after?.word ?? '');
  return isMonth || isSeason ? { value: { isVague: true }, next: at + 1 } : undefined;
};

const rules: readonly Rule[] = [
  written,
  dateOfMonth,
  monthThenDate,
  counted,
  weekend,
  week,
  namedDay,
  relative,
  feast,
  vague,
  monthOrSeason,
  ordinalAlone,
];

/** What the words at a token say about a day, by the first rule that fits. */
export function unitAt(tokens: readonly Token[], at: number): Read<Unit> | undefined {
  for (const rule of rules) {
    const read = rule(tokens, at);
    if (read) return read;
  }
  return undefined;
}
