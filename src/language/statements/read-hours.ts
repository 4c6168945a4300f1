import type { TimeOfDay } from '../../domain/calendar.ts';
import type { Item } from '../clauses.ts';
import { sayClock } from '../times/read-clock.ts';
import type { Minutes, TimeSpan } from '../times/read-times.ts';
import { hasThing } from './cues.ts';
import type { Statement } from './statement.ts';
import { type Around, negated, useOfTime } from './use-of-time.ts';

/** The times of one happening, by what they are for. */
export type HoursRead = {
  arriveAt?: TimeOfDay;
  leaveAt?: TimeOfDay;
  /** A window away. */
  fromTime?: TimeOfDay;
  toTime?: TimeOfDay;
  /** The time of an appointment or a session. */
  atTime?: TimeOfDay;
  minutesLate?: number;
  minutesLeast?: number;
  lessons: number[];
  /** When it usually begins ("half ten, not half nine"). */
  usualAt?: TimeOfDay;
  /** A number and nothing else ("slept in, 15"): minutes, if it is a lateness. */
  bareNumber?: number;
  /** The lesson they will be there for; those before it are missed. */
  arriveLesson?: number;
  from: { start: number; stop: number }[];
};

const ofEvening =
  /\b(evening|night) (class|course|session|group|lesson|school)\b|\b(instead of|rather than|not) (half |quarter past )?(five|six|seven|[567])\b/;
const swaps = /\b(can|could|shall) (we|i|you) (\S+ )?(make|move|do|swap|rearrange|reschedule|change|have)\b/;
/** The last lesson of a day that has them. */
const lastLesson = 6;

/** Nobody comes to college before it. */
const earliest = '05:00';

/** What is said before an item in its clause. */
const before = (items: readonly Item[], at: number) =>
  items
    .slice(Math.max(0, at - 12), at)
    .map((item) => item.word)
    .join(' ');

const minutesOf = (time: TimeOfDay) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function addMinutes(time: TimeOfDay, minutes: number): TimeOfDay | undefined {
  const total = minutesOf(time) + minutes;
  return total < 24 * 60
    ? `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`
    : undefined;
}

const lessonsFrom = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last + 1 - first) }, (_, i) => first + i);

/** Takes one time down for what it is for. Of two arrivals the later said counts. */
function place(read: HoursRead, time: TimeSpan, text: string, statement: Statement, around: Around): void {
  const near = read.atTime ?? read.arriveAt ?? read.usualAt;
  const said = sayClock(time.from, near);
  if (said === undefined) return;
  const use = useOfTime(time, text, statement, around);
  // "next bus is 9.05 so in for 25 to": nobody is in before it goes.
  const isBefore = use === 'arrive' && time.from.hour === undefined && near !== undefined && said < near;
  const at = isBefore ? (addMinutes(said, 60) ?? said) : said;
  if (use === 'usual') read.usualAt = at;
  if (use === 'window') Object.assign(read, { fromTime: at, toTime: time.to ? sayClock(time.to) : undefined });
  if (use === 'leave') read.leaveAt ??= at;
  if (use === 'arrive' && at >= earliest) read.arriveAt = at;
  if (use === 'from') read.fromTime = at;
  if (use === 'to') read.toTime = at;
  if (use === 'at') read.atTime ??= at;
}

/** Minutes late, the most that was said; "there in 5" is a time of arrival, counted from `now`. */
function placeMinutes(
  read: HoursRead,
  { most, least, isFromNow }: Minutes,
  isLate: boolean,
  isOwn: boolean,
  now: TimeOfDay,
): void {
  const arrives = isFromNow && isOwn ? addMinutes(now, most) : undefined;
  if (arrives) {
    read.arriveAt ??= arrives;
    return;
  }
  const said = read.minutesLate;
  if (said !== undefined && most > said) read.minutesLeast = said;
  if (said === undefined || isLate || most > said) read.minutesLate = Math.max(most, said ?? 0);
  if (least !== undefined && (said === undefined || isLate)) read.minutesLeast = least;
}

/** Lessons missed; "there for lesson 2" misses those before it, "leaving after lesson 3" those after it. */
function placeLessons(read: HoursRead, lessons: readonly number[], text: string, isNot: boolean): void {
  const isThere = /\b(in|there|here|back|on time|made it)( \S+)?$/.test(text) && !isNot;
  if (isThere) read.arriveLesson = lessons[0]!;
  else if (/\b(after|end of)$/.test(text)) read.lessons = lessonsFrom((lessons.at(-1) ?? 0) + 1, lastLesson);
  else read.lessons = [...new Set([...read.lessons, ...lessons])];
}

function readStatement(read: HoursRead, statement: Statement, around: Around, now: TimeOfDay): void {
  const { clause, cues } = statement;
  const { items } = clause;
  const isLate = cues.has('late');
  items.forEach((item, i) => {
    const said = before(items, i);
    // "slept 3 hours" is no lateness.
    const minutes = item.minutes && (item.minutes.most < 120 || isLate) ? item.minutes : undefined;
    const isOwn = items[i + 1]?.word !== 'late' && !/\b(bus|train|starts|lesson)\b/.test(said);
    if (item.time) place(read, item.time, said, statement, around);
    if (minutes) placeMinutes(read, minutes, isLate, isOwn, now);
    if (item.lessons) placeLessons(read, item.lessons, said, negated.test(clause.text) || isLate);
    if (item.time || minutes || item.lessons) read.from.push({ start: item.start, stop: item.stop });
  });
  if (isLate && /\bmiss(ing)? (the )?first hours\b/.test(clause.plain)) read.minutesLate ??= 60;
  const bare = items.length === 1 && /^\d+$/.test(items[0]!.word) ? Number(items[0]!.word) : 0;
  if (bare >= 5 && bare <= 90) read.bareNumber = bare;
}

/** Reads the hours of a happening. `now` is the local time of writing: "there in 5" counts from it. */
export function readHours(statements: readonly Statement[], now: TimeOfDay): HoursRead {
  const read: HoursRead = { lessons: [], from: [] };
  const has = (cue: 'in' | 'away' | 'weak' | 'leave' | 'late') => statements.some((one) => one.cues.has(cue));
  const isLeaving = has('leave') && !has('late');
  let mayArrive = true;
  for (const statement of statements) {
    const { text, isQuestion } = statement.clause;
    // "can we make it tomorrow at 10?" is about another session.
    if (!isQuestion || !swaps.test(text)) readStatement(read, statement, { mayArrive, isLeaving }, now);
    // After "dentist tomorrow" a time alone is the dentist's; where that has its own and they come, it is when they do.
    if (statement.cues.has('weak')) mayArrive = read.atTime !== undefined && (has('late') || has('in')) && !has('away');
  }
  // "taxi at 1.30 so leaving then"
  const plain = statements.map((one) => one.clause.plain).join(' ');
  if (!read.leaveAt && read.atTime && /\bleaving then\b/.test(plain)) read.leaveAt = read.atTime;
  // "leave at 12.30 for an appointment, back by 2", "in for the first bit, then gone, back by 1"
  const isOff = statements.some(({ cues }) => cues.has('away') && !cues.has('leave'));
  const isGone = read.leaveAt !== undefined || (has('leave') && !isOff && read.fromTime === undefined);
  if (
    isGone &&
    read.arriveAt &&
    read.arriveAt > (read.leaveAt ?? '') &&
    /\bback( in| at college| with (you|us))?( (by|for|at|around|about)\b| (?=\d))/.test(plain)
  ) {
    Object.assign(read, { fromTime: read.leaveAt, toTime: read.arriveAt });
    read.leaveAt = undefined;
    read.arriveAt = undefined;
  }
  // "be in once the bus comes. prob 9.40"
  const isOnlyIn =
    !statements.some((one) => hasThing.test(one.clause.text)) &&
    has('in') &&
    !has('away') &&
    !has('weak') &&
    !has('leave');
  if (isOnlyIn && read.minutesLate === undefined && read.atTime && !read.arriveAt && !read.arriveLesson)
    read.arriveAt = read.atTime;
  // "come in at half seven instead of six": a class of the evening.
  if (read.arriveAt && read.arriveAt < '08:00' && ofEvening.test(plain))
    read.arriveAt = addMinutes(read.arriveAt, 12 * 60);
  if (read.usualAt && read.arriveAt && read.arriveAt > read.usualAt)
    read.minutesLate = minutesOf(read.arriveAt) - minutesOf(read.usualAt);
  if (read.arriveLesson && read.lessons.length === 0) read.lessons = lessonsFrom(1, read.arriveLesson - 1);
  return read;
}
