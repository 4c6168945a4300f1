import { isWord as is, type Token } from '../words/tokens.ts';
import type { Rule } from './rule.ts';
import { countAt, monthIn, partIn, type Read, type Unit, weekdayIn } from './unit.ts';

/** "today", "tomorrow", "the day after tomorrow", "this morning", "last night". */
export const relative: Rule = (tokens, at) => {
  if (is(tokens[at], 'that') && is(tokens[at + 1], 'day')) return { value: { side: 'same' }, next: at + 2 };
  const half = is(tokens[at], 'that') && !is(tokens[at + 1], 'night') ? partIn(tokens[at + 1], false) : undefined;
  if (half) return { value: { side: 'same', part: half }, next: at + 2 };
  if (is(tokens[at], 'then') && is(tokens[at - 1], 'until')) return { value: { side: 'same' }, next: at + 1 };
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

/** The month in which a weekday comes again: "every Friday in December", "Tuesdays for the rest of June". */
function monthAfter(tokens: readonly Token[], at: number): Read<Pick<Unit, 'month'>> | undefined {
  if (!is(tokens[at], 'in', 'of', 'for', 'during', 'thru', 'through', 'throughout', 'all')) return undefined;
  const start = is(tokens[at + 1], 'the') ? at + 2 : at + 1;
  const isRest = is(tokens[start], 'rest', 'remainder', 'whole', 'all', 'most') && is(tokens[start + 1], 'of');
  const name = isRest ? start + 2 : start;
  const month = monthIn(tokens[name]);
  return month === undefined ? undefined : { value: { month }, next: name + 1 };
}

/** "The next two Thursdays", "next 3 Fridays". */
const nextFew: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const count = is(tokens[start], 'next') ? countAt(tokens, start + 1) : undefined;
  const weekday = count && weekdayIn(tokens[count.next]);
  if (!count || weekday === undefined || count.value < 2 || !/days$/.test(tokens[count.next]!.word)) return undefined;
  return { value: { weekday, isRecurring: true, isWeekly: true, times: count.value }, next: count.next + 1 };
};

/** "Tuesday", "next Friday", "this coming Monday", "Tuesday week", "the Friday before", "every other Wednesday". */
export const namedDay: Rule = (tokens, at) => {
  const few = nextFew(tokens, at);
  if (few) return few;
  const isEvery = is(tokens[at], 'every', 'each', 'alternate', 'all');
  // "this Wednesday and the other Wednesday": the one after it.
  const other = is(tokens[at], 'the') && is(tokens[at + 1], 'other') ? at + 1 : at;
  const isOther = is(tokens[other], 'other') && is(tokens[at - 1], 'and', 'also', 'then');
  const otherDay = isOther ? weekdayIn(tokens[other + 1]) : undefined;
  if (otherDay !== undefined) return { value: { weekday: otherDay, which: 'following' }, next: other + 2 };
  const afterEvery = isEvery ? (is(tokens[at + 1], 'other', 'second') ? at + 2 : at + 1) : at;
  const start = is(tokens[afterEvery], 'the') ? afterEvery + 1 : afterEvery;
  const which = whichAt(tokens, start);
  const token = tokens[which.next];
  const weekday = weekdayIn(token);
  if (weekday === undefined || !token) return undefined;
  const next = which.next + 1;
  // "all Friday" is the whole of one.
  if (is(tokens[at], 'all') && !token.word.endsWith('days')) return undefined;
  // "thursdays tutorial" is Thursday's.
  const isOwner = is(
    tokens[next],
    'tutorial',
    'session',
    'lesson',
    'class',
    'workshop',
    'review',
    'lecture',
    'seminar',
    '1-2-1',
  );
  // "Thursday mornings in February"
  const eachPart = /s$/.test(tokens[next]?.word ?? '') ? partIn(tokens[next], true) : undefined;
  const inMonth = eachPart && monthAfter(tokens, next + 1);
  if (inMonth)
    return {
      value: { weekday, isRecurring: true, isWeekly: true, part: eachPart, ...inMonth.value },
      next: inMonth.next,
    };
  if (isEvery || (/days$/.test(token.word) && !isOwner)) {
    const isOther = afterEvery === at + 2 || is(tokens[at], 'alternate');
    const month = monthAfter(tokens, next);
    const value = {
      weekday,
      isRecurring: true,
      isWeekly: true,
      ...(isOther ? { isOther } : {}),
      ...month?.value,
    };
    return { value, next: month?.next ?? next };
  }
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

/** "Week on Tuesday", its article left out; "next week on Tuesday" and "every week on Tuesday" are none. */
const isBareWeek = (tokens: readonly Token[], at: number) =>
  is(tokens[at], 'week') &&
  is(tokens[at + 1], 'on', 'today', 'tomorrow') &&
  (at === 0 ||
    tokens[at - 1]!.shape === 'mark' ||
    /^(off|away|out|in|back|until|for|from|and|but|so|then|do|make|attend|miss|missing)$/.test(tokens[at - 1]!.word));

/** "a week on Tuesday", "a week today", "fortnight tomorrow", "3 weeks on Friday", "in 2 weeks", "in 3 days". */
export const counted: Rule = (tokens, at) => {
  const isIn = is(tokens[at], 'in');
  const count = is(tokens[isIn ? at + 1 : at], 'fortnight')
    ? { value: 2, next: isIn ? at + 1 : at }
    : isBareWeek(tokens, at)
      ? { value: 1, next: at }
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
export const weekend: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the', 'this', 'next', 'last', 'all', 'whole') ? at + 1 : at;
  const name = is(tokens[start], 'the') ? start + 1 : start;
  if (!is(tokens[name], 'weekend')) return undefined;
  const isGone = is(tokens[at], 'last', 'all', 'whole') || is(tokens[at - 1], 'over', 'since', 'at');
  return { value: { weekday: 6, which: isGone ? 'last' : is(tokens[at], 'next') ? 'next' : 'this' }, next: name + 1 };
};
