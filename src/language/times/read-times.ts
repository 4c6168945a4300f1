import { countAt, type Read } from '../days/unit.ts';
import { isWord as is, type Token } from '../words/tokens.ts';
import { type Clock, clockAt } from './read-clock.ts';

/** A time in a message, or from one to another. `lead` is the word that says what is meant by it. */
export type TimeSpan = { from: Clock; to?: Clock; lead: Lead };
type Lead = 'at' | 'by' | 'for' | 'until' | 'from' | 'after' | 'before' | 'between' | 'since' | 'none';

const leads: Record<string, Lead> = {
  at: 'at', '@': 'at', by: 'by', for: 'for', until: 'until', from: 'from', after: 'after', before: 'before', between: 'between', than: 'after', since: 'since',
}; // biome-ignore format: one line reads best
const fillers = new Set([
  'about',
  'around',
  'like',
  'what',
  'roughly',
  'probably',
  'maybe',
  'say',
  'approx',
  'circa',
  'the',
  'gone',
  'just',
  'nearer',
  '~',
]);

function leadAt(tokens: readonly Token[], at: number): { lead: Lead; isLed: boolean } {
  let before = at - 1;
  let isAbout = false;
  for (; before >= 0 && at - before <= 3 && fillers.has(tokens[before]!.word); before--)
    isAbout ||= tokens[before]!.word !== 'the';
  const word = tokens[before]?.word ?? '';
  // "not in till after 11"
  if (is(tokens[before], 'after', 'before') && is(tokens[before - 1], 'until')) return { lead: 'until', isLed: true };
  // "won't stay past 3"
  const isPast =
    is(tokens[before], 'past', 'beyond') &&
    is(tokens[before - 1], 'stay', 'staying', 'stop', 'stopping', 'here', 'in', 'there');
  const lead = isPast ? 'after' : leads[word];
  if (lead) return { lead, isLed: true };
  return { lead: 'none', isLed: isAbout && !is(tokens[at - 1], 'like', 'the', 'just', 'say', 'what') };
}

/** "after lunch", "not until the afternoon": hours that are not on a clock. */
export function mealAt(tokens: readonly Token[], at: number): Read<TimeSpan> | undefined {
  const noon = is(tokens[at], 'the', 'this') ? at + 1 : at;
  if (is(tokens[noon], 'afternoon') && is(tokens[at - 1], 'until'))
    return { value: { from: { hour: 12, minute: 0, isPlain: false }, lead: 'until' }, next: noon + 1 };
  if (!is(tokens[at], 'lunch', 'lunchtime', 'dinner', 'dinnertime', 'break')) return undefined;
  if (is(tokens[at], 'break') && !is(tokens[at - 1], 'after', 'until')) return undefined;
  const { lead } = leadAt(tokens, at);
  const isEaten = lead === 'for' && is(tokens[at - 2], 'go', 'goes', 'going', 'went', 'out', 'meet', 'meeting');
  if (lead === 'none' || isEaten) return undefined;
  const hour = is(tokens[at], 'break') ? 11 : lead === 'after' || is(tokens[at - 1], 'after') ? 13 : 12;
  return { value: { from: { hour, minute: 0, isPlain: false }, lead }, next: at + 1 };
}

const match = [
  'won', 'win', 'lost', 'lose', 'drew', 'beat', 'beaten', 'battered', 'hammered', 'thrashed', 'smashed',
] as const; // biome-ignore format: one line reads best
/** "Lost 7-1", "beat them 9-12": how a match ended. */
const isScore = (tokens: readonly Token[], at: number) => is(tokens[at - 1], ...match) || is(tokens[at - 2], ...match);

/** The time or window that begins at a token. A number alone counts only after a word such as "at". */
export function timeAt(tokens: readonly Token[], at: number): Read<TimeSpan> | undefined {
  const meal = mealAt(tokens, at);
  if (meal) return meal;
  const from = clockAt(tokens, at);
  if (!from) return undefined;
  const { lead, isLed } = leadAt(tokens, at);
  const joint = tokens[from.next];
  const isJoint = is(joint, '-', 'to', 'until') || (lead === 'between' && is(joint, 'and'));
  const end = is(tokens[from.next + 1], 'about', 'around', 'like', 'roughly') ? from.next + 2 : from.next + 1;
  const to = isJoint ? clockAt(tokens, end) : undefined;
  const isWindow =
    to !== undefined && (to.value.hour ?? 0) * 60 + to.value.minute > (from.value.hour ?? 24) * 60 + from.value.minute;
  const isWorkday = (from.value.hour ?? 0) >= 7 && !is(tokens[at - 1], 'lesson', 'lessons', 'level', 'room', '-', '£');
  if (to && from.value.isPlain && to.value.isPlain && isScore(tokens, at)) return undefined;
  if (to && isWindow && (isLed || !from.value.isPlain || !to.value.isPlain || isWorkday))
    return { value: { from: from.value, to: to.value, lead: lead === 'none' ? 'between' : lead }, next: to.next };
  // "On earlies 6 till 2": a shift, which begins in the morning.
  const [first, last] = [tokens[at]!.number ?? 0, tokens[end]?.number ?? 0];
  const isEarly = to && from.value.isPlain && to.value.isPlain && first >= 5 && first <= 7 && last >= 1 && last < first;
  if (isEarly && !isLed && !is(tokens[at - 1], 'lesson', 'lessons', 'level', 'room', '-', '£'))
    return { value: { from: { hour: first, minute: 0, isPlain: true }, to: to.value, lead: 'between' }, next: to.next };
  // "back 1100"
  const isWhole = tokens[at]?.raw.length === 4 && is(tokens[at - 1], 'back', 'eta', 'leaving', 'arriving', 'in');
  // "leaving 2 on Wednesday"
  const isLeaving =
    is(tokens[at - 1], 'leaving') &&
    (tokens[from.next] === undefined || is(tokens[from.next], 'on', 'today', 'tomorrow', '.', ','));
  // "at 5 a side"
  const dash = is(tokens[from.next], '-') ? 1 : 0;
  const isTeam = is(tokens[from.next + dash], 'a') && is(tokens[from.next + 2 * dash + 1], 'side');
  if (from.value.isPlain && (isTeam || is(tokens[from.next], 'aside'))) return undefined;
  // "I come 12"
  const isComing =
    is(tokens[at - 1], 'come', 'coming') &&
    is(tokens[at - 2], 'i', 'he', 'she', 'will', 'we') &&
    (tokens[at]!.number ?? 0) >= 8 &&
    (tokens[from.next] === undefined ||
      is(tokens[from.next], '.', ',', '!', 'today', 'tomorrow', 'sorry', 'ok', 'please'));
  // "one mask between four"
  if (from.value.isPlain && lead === 'between') return undefined;
  if (from.value.isPlain && !isLed && !isWhole && !isLeaving && !isComing) return undefined;
  if (from.value.isPlain && is(tokens[from.next], 'of', 'people', 'other', 'more', 'pounds', 'quid', '%', '/'))
    return undefined;
  return { value: { from: from.value, lead }, next: from.next };
}

/** A length of time in minutes; the upper end counts ("10-15 mins"). `isFromNow`: "there in 5". */
export type Minutes = { most: number; least?: number; isFromNow: boolean };

function unitAt(tokens: readonly Token[], at: number): number | undefined {
  if (is(tokens[at], 'minutes')) return 1;
  return is(tokens[at], 'hours') ? 60 : undefined;
}

function isSoon(tokens: readonly Token[], at: number, next: number): boolean {
  if (is(tokens[next], 'away')) return true;
  if (!is(tokens[at - 1], 'in') && !is(tokens[at - 2], 'in')) return false;
  const before = tokens[is(tokens[at - 1], 'in') ? at - 2 : at - 3];
  return !is(before, 'not', 'starts', 'start', 'lesson');
}

/** Minutes or hours at a token: "10-15 minutes", "an hour", "20 late", "there in 5". */
export function minutesAt(tokens: readonly Token[], at: number): Read<Minutes> | undefined {
  if (is(tokens[at], 'few') && is(tokens[at + 1], 'minutes'))
    return { value: { most: 5, isFromNow: isSoon(tokens, at, at + 2) }, next: at + 2 };
  const one = countAt(tokens, at);
  if (!one) return undefined;
  const isSpread = is(tokens[one.next], '-', 'to', 'or', '/');
  const two = isSpread ? countAt(tokens, one.next + 1) : undefined;
  const last = two && two.value > one.value ? two : one;
  const unit = unitAt(tokens, last.next);
  const isThereIn =
    tokens[at]?.shape === 'number' &&
    is(tokens[at - 1], 'in') &&
    is(tokens[at - 2], 'there', 'here', 'in', 'back', 'you', 'be');
  // "Doing a late" is a shift.
  const isLate = (is(tokens[last.next], 'late', 'behind') && !is(tokens[at], 'a', 'an')) || followsLate(tokens, at);
  const next = unit ? last.next + 1 : last.next;
  if (unit === undefined && !isLate && !(isThereIn && tokens[last.next]?.shape !== 'ordinal' && last.value <= 60))
    return undefined;
  if (
    is(tokens[next], 'ago', 'drive', 'walk', 'shift', 'wait', 'early', 'before', 'past', 'to') ||
    is(tokens[at - 1], 'every', 'takes')
  )
    return undefined;
  const size = unit ?? 1;
  const more =
    size === 60 && is(tokens[next], 'and') ? minutesAfterHours(tokens, next + 1) : minutesAfterHours(tokens, next);
  const most = last.value * size + (size === 60 ? (more?.value ?? 0) : 0);
  if (most > 600 || most < 1) return undefined;
  const stop = size === 60 && more ? more.next : next;
  return {
    value: { most, ...(last === two ? { least: one.value * size } : {}), isFromNow: isSoon(tokens, at, stop) },
    next: stop,
  };
}

/** "late, about 20": a plain number after "late". */
function followsLate(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.shape !== 'number' || is(tokens[at + 1], 'am', 'pm', 'ish', "o'clock", ':')) return false;
  let before = at - 1;
  while (before > at - 5 && is(tokens[before], 'by', 'about', 'around', 'like', 'maybe', 'probably', ',', 'today'))
    before--;
  // "can come in late, about 11" is an hour.
  const isHour =
    tokens[at]!.number! >= 8 &&
    tokens[at]!.number! <= 12 &&
    is(tokens[before - 2], 'come', 'coming') &&
    before < at - 1;
  return is(tokens[before], 'late') && !isHour;
}

/** "1 hour 20 minutes", "1 hour 15 late". */
function minutesAfterHours(tokens: readonly Token[], at: number): Read<number> | undefined {
  const count = countAt(tokens, at);
  if (!count || is(tokens[at], 'a', 'an')) return undefined;
  if (is(tokens[count.next], 'minutes')) return { value: count.value, next: count.next + 1 };
  return is(tokens[count.next], 'late') ? { value: count.value, next: count.next } : undefined;
}

function lessonNumberAt(tokens: readonly Token[], at: number): Read<number> | undefined {
  const start = is(tokens[at], 'the') ? at + 1 : at;
  const end = is(tokens[start], 'end') && is(tokens[start + 1], 'of') ? start + 2 : start;
  const token = tokens[end];
  const isOne =
    token?.number !== undefined &&
    token.number >= 1 &&
    token.number <= 8 &&
    !is(tokens[end + 1], 'minutes', 'am', 'pm', 'hours');
  return isOne ? { value: token.number!, next: end + 1 } : undefined;
}

const isLessonWord = (token: Token | undefined) => is(token, 'lesson', 'lessons', 'period', 'periods');

/** "The first two lessons". */
function firstLessonsAt(tokens: readonly Token[], at: number): Read<number[]> | undefined {
  if (tokens[at]?.word !== 'first' && tokens[at]?.word !== '1st') return undefined;
  const count = countAt(tokens, at + 1);
  if (!count || count.value < 2 || count.value > 4 || !isLessonWord(tokens[count.next])) return undefined;
  return { value: Array.from({ length: count.value }, (_, i) => i + 1), next: count.next + 1 };
}

/** Lessons by number: "lesson 1", "lessons 3 to 5", "the first two lessons", "second period til end of third". */
export function lessonsAt(tokens: readonly Token[], at: number): Read<number[]> | undefined {
  const few = firstLessonsAt(tokens, at);
  if (few) return few;
  const isAhead = isLessonWord(tokens[at]);
  const first = isAhead
    ? lessonNumberAt(tokens, at + 1)
    : tokens[at]?.shape === 'ordinal'
      ? lessonNumberAt(tokens, at)
      : undefined;
  if (!first || (!isAhead && !isLessonWord(tokens[first.next]))) return undefined;
  let next = isAhead ? first.next : first.next + 1;
  const found = [first.value];
  for (;;) {
    const isRange = is(tokens[next], 'to', '-', 'until');
    if (!isRange && !is(tokens[next], 'and', ',', 'or')) break;
    const start = isLessonWord(tokens[next + 1]) ? next + 2 : next + 1;
    const more = lessonNumberAt(tokens, start);
    const isOne = more && (isAhead || tokens[more.next - 1]?.shape === 'ordinal');
    if (!more || !isOne || more.value <= found.at(-1)!) break;
    if (isRange) for (let lesson = found.at(-1)! + 1; lesson < more.value; lesson++) found.push(lesson);
    found.push(more.value);
    next = isLessonWord(tokens[more.next]) ? more.next + 1 : more.next;
  }
  return { value: found, next };
}
