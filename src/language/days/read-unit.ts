import { isWord as is, type Token } from '../words/tokens.ts';
import type { Rule } from './rule.ts';
import { counted, namedDay, relative, weekend } from './said-days.ts';
import { countAt, type Read, type Unit } from './unit.ts';
import { feast, monthOrSeason, nthWeekday, ownDay, vague } from './vague-days.ts';
import { fullDates, ordinalAlone } from './written-dates.ts';

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
  // "Off for the week"
  const isForIt = start > at && is(tokens[at - 1], 'for') && is(one, 'week');
  if (
    isForIt &&
    is(tokens[at - 2], 'off', 'away', 'out', 'in', 'here', 'absent', 'holiday', 'leave') &&
    !is(two, 'after', 'before')
  )
    return { value: { week: 'rest' }, next: from + 1 };
  if (is(one, 'week') && is(two, 'after') && is(three, 'next')) return { value: { week: 2 }, next: from + 3 };
  // "next week or the week after"
  if (is(one, 'week') && is(two, 'after') && is(tokens[at - 2], 'week') && is(tokens[at - 3], 'this', 'next'))
    return { value: { week: is(tokens[at - 3], 'next') ? 2 : 1 }, next: from + 2 };
  // "this week or next"
  const isNextAlone =
    is(one, 'next') &&
    (two === undefined ||
      two.shape === 'mark' ||
      is(two, 'as', 'sorry', 'because', 'so', 'due', 'for', 'with', 'but', 'then', 'please', 'off'));
  if (isNextAlone && is(tokens[at - 1], 'or', 'and', 'nor') && is(tokens[at - 2], 'week') && is(tokens[at - 3], 'this'))
    return { value: { week: 1 }, next: from + 1 };
  // "back next week but out for the rest of this one"
  const isThisOne = is(three, 'this') && is(four, 'one') && tokens.slice(0, at).some((token) => is(token, 'week'));
  if (is(one, 'rest', 'remainder') && is(two, 'of') && is(three, 'the', 'this') && (is(four, 'week') || isThisOne))
    return { value: { week: 'rest', ...(isThisOne ? {} : { isRest: true }) }, next: from + 4 };
  if (is(one, 'rest') && is(two, 'of') && is(three, 'week'))
    return { value: { week: 'rest', isRest: true }, next: from + 3 };
  if (is(one, 'this', 'next', 'last', 'following') && is(two, 'week') && !(is(one, 'last') && is(three, 'of'))) {
    const value = is(one, 'this') ? ('rest' as const) : is(one, 'last') ? -1 : 1;
    return { value: { week: value }, next: from + 2 };
  }
  if (is(one, 'next') && is(two, 'next') && is(three, 'week')) return { value: { week: 2 }, next: from + 3 };
  // "All week, w/c 14 June"
  if (!(is(one, 'week') && is(tokens[from - 1], 'all', 'whole'))) return undefined;
  const then = is(two, ',', '-', '(') ? from + 2 : from + 1;
  const own = is(tokens[then + 1], 'commencing') ? week(tokens, then) : undefined;
  return own?.value.isWeekFrom ? own : { value: { week: 'rest', isAll: true }, next: from + 1 };
};

/** "The first two days of next week", "last day of this week". */
const fewOfWeek: Rule = (tokens, at) => {
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const isFirst = is(tokens[start], 'first') || tokens[start]?.word === '1st';
  if (!isFirst && !is(tokens[start], 'last')) return undefined;
  const count = is(tokens[start + 1], 'day') ? { value: 1, next: start + 1 } : countAt(tokens, start + 1);
  if (!count || count.value < 1 || count.value > 4 || !is(tokens[count.next], 'day', 'days')) return undefined;
  if (!is(tokens[count.next + 1], 'of')) return undefined;
  const read = week(tokens, count.next + 2);
  if (!read || read.value.week === undefined || read.value.isRest) return undefined;
  return { value: { week: read.value.week, few: isFirst ? count.value : -count.value }, next: read.next };
};

const rules: readonly Rule[] = [
  nthWeekday,
  fewOfWeek,
  ...fullDates,
  counted,
  weekend,
  week,
  namedDay,
  relative,
  feast,
  vague,
  monthOrSeason,
  ordinalAlone,
  ownDay,
];

/** What the words at a token say about a day, by the first rule that fits. */
export function unitAt(tokens: readonly Token[], at: number): Read<Unit> | undefined {
  for (const rule of rules) {
    const read = rule(tokens, at);
    if (read) return read;
  }
  return undefined;
}
