import { isWord as is, type Token } from '../words/tokens.ts';
import { countAt, type Read, weekdayIn } from './unit.ts';

/** A length of time away: "for 3 days", "2 weeks off". `isVague`: "a few days". */
export type Duration = { days: number; isVague: boolean };

function lengthAt(tokens: readonly Token[], at: number): Read<Duration> | undefined {
  const start = is(tokens[at], 'about', 'around', 'another', 'like', 'roughly', 'maybe', 'probably') ? at + 1 : at;
  const few = is(tokens[start], 'a', 'the', 'next') && is(tokens[start + 1], 'few', 'while', 'bit') ? start + 1 : start;
  if (is(tokens[few], 'few', 'several')) {
    const isDays = is(tokens[few + 1], 'days', 'day', 'weeks');
    return isDays ? { value: { days: 1, isVague: true }, next: few + 2 } : undefined;
  }
  if (is(tokens[few], 'while', 'bit') && few > start && is(tokens[at - 1], 'for'))
    return { value: { days: 1, isVague: true }, next: few + 1 };
  if (is(tokens[start], 'fortnight')) return { value: { days: 14, isVague: false }, next: start + 1 };
  const count = countAt(tokens, start);
  if (!count) return undefined;
  const isSpread = is(tokens[count.next], '-', 'to', 'or');
  const upper = isSpread ? countAt(tokens, count.next + 1) : undefined;
  const { value } = upper ?? count;
  let { next } = upper ?? count;
  // "ten working days" have weekends between them.
  const isWorking = is(tokens[next], 'working', 'college', 'school') && is(tokens[next + 1], 'day', 'days');
  if (isWorking) next++;
  const unit = tokens[next];
  const size = is(unit, 'day', 'days')
    ? 1
    : is(unit, 'week', 'weeks')
      ? 7
      : is(unit, 'fortnight')
        ? 14
        : is(unit, 'month', 'months')
          ? 30
          : 0;
  if (size === 0) return undefined;
  // "a week, maybe two"
  const mark = is(tokens[next + 1], ',') ? next + 2 : next + 1;
  const more = is(tokens[mark], 'maybe', 'possibly', 'or')
    ? countAt(tokens, is(tokens[mark + 1], 'maybe') ? mark + 2 : mark + 1)
    : undefined;
  return {
    value: {
      days: isWorking ? value + 2 * Math.floor((value - 1) / 5) : value * size,
      isVague: upper !== undefined || more !== undefined || size === 30,
    },
    next: more?.next ?? next + 1,
  };
}

const places = ['school', 'college', 'class', 'classes', 'lessons', 'lesson', 'course'] as const;
const per = ['a', 'per', 'each', 'every', 'in'] as const;

/** "2 week no school", "not come college 3 days": college is what is missed; "3 days a week" is no length. */
function isMissed(tokens: readonly Token[], at: number, next: number): boolean {
  if (is(tokens[next], ...per)) return false;
  const isAhead = is(tokens[next], 'no', 'not') && [1, 2, 3].some((step) => is(tokens[next + step], ...places));
  const isNot = [2, 3, 4, 5].some((step) => is(tokens[at - step], 'no', 'not', 'never'));
  return isAhead || (is(tokens[at - 1], ...places) && isNot);
}

/**
 * A length of absence at a token. A count of days alone is none: it needs "for", "next", "off" or the like beside it,
 * and must not be long ago.
 */
export function durationAt(tokens: readonly Token[], at: number): Read<Duration> | undefined {
  const isLed = is(tokens[at], 'for');
  const afterThe = is(tokens[at + 1], 'the') ? at + 2 : at + 1;
  const from = isLed
    ? is(tokens[afterThe], 'next', 'whole', 'last')
      ? afterThe + 1
      : is(tokens[at + 1], 'at') && is(tokens[at + 2], 'least')
        ? at + 3
        : at + 1
    : at;
  const isNext = is(tokens[at], 'next') && tokens[at + 1]?.number !== undefined;
  const read = lengthAt(tokens, isNext ? at + 1 : from);
  if (!read || is(tokens[from - 1], 'last')) return undefined;
  // "a week's holiday"
  const isOwner =
    is(tokens[read.next], "'s") &&
    is(tokens[read.next + 1], 'holiday', 'leave', 'annual', 'off', 'hols', 'break', 'work', 'placement', 'training');
  const next = isOwner ? read.next + 1 : read.next;
  if (is(tokens[next], 'ago', 'now', 'late', 'early', "'s", 'of', 'running', 'before', 'after')) return undefined;
  if (is(tokens[next], 'on') || is(tokens[next], 'today', 'tomorrow')) return undefined;
  const isOff = isOwner || is(tokens[next], 'off', 'leave', 'holiday');
  const isAfterOff = is(
    tokens[at - 1],
    'off',
    'away',
    'out',
    'leave',
    'holiday',
    'signed',
    'take',
    'taking',
    'need',
    'another',
    'isolate',
    'isolating',
    'quarantine',
    'allow',
    'lasts',
    'lasting',
    'until',
    'least',
    'home',
    'house',
    'rest',
    'resting',
    'reckon',
    'reckons',
    'says',
  );
  // "isolating 5 days from yesterday"
  const day = tokens[next + 1];
  const isFromDay =
    is(tokens[next], 'from') && (is(day, 'today', 'tomorrow', 'yesterday') || weekdayIn(day) !== undefined);
  // "allow up to three weeks"
  const isUpTo = is(tokens[at - 2], 'up') && is(tokens[at - 1], 'to');
  if (isUpTo) return { value: { ...read.value, isVague: true }, next };
  // "two weeks they say"
  const isSaid =
    is(tokens[next], 'apparently') ||
    (is(tokens[next], 'they') && is(tokens[next + 1], 'say', 'said', 'reckon', 'think'));
  if (isSaid) return { value: read.value, next };
  if (!isLed && !isNext && !isOff && !isAfterOff && !isFromDay && !isMissed(tokens, at, next)) return undefined;
  return { value: read.value, next };
}
