import type { TimeOfDay } from '../../domain/calendar.ts';
import type { Clause, Item } from '../clauses.ts';
import type { Statement } from '../happenings.ts';
import { sayClock } from './read-clock.ts';
import type { TimeSpan } from './read-times.ts';

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

const there =
  /\b(in|there|here|back|with you|to you|arrive|arriving|arrives|door|make it|get in|join|joining|log on|logging on|start|starting|college|at it|finished|with ya|eta|going to be|will be)( (in|for|at|by|on|again|it|to|DAY|probably|hopefully|about|around|from|until|to|me|like|what|or|so|maybe|PART|say|after|the|roughly|just|straight|only))*$/;
const negated = /\b(not|no|never|unable|none|neither|nobody)\b/;

const swaps = /\b(can|could|shall) (we|i|you) (\S+ )?(make|move|do|swap|rearrange|reschedule|change|have)\b/;

/** What is said before an item in its clause. */
const before = (items: readonly Item[], at: number) =>
  items
    .slice(Math.max(0, at - 8), at)
    .map((item) => item.word)
    .join(' ');

const minutesOf = (time: TimeOfDay) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function addMinutes(time: TimeOfDay, minutes: number): TimeOfDay | undefined {
  const total = minutesOf(time) + minutes;
  return total < 24 * 60
    ? `${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}`
    : undefined;
}

/** What the clauses around a time say. */
type Around = { mayArrive: boolean; isLeaving: boolean };
type Use = 'aside' | 'usual' | 'window' | 'leave' | 'arrive' | 'from' | 'to' | 'at';

/** What a time is for, by its own lead, the words before it and the cues of its clause; the first that fits. */
function useOf(
  time: TimeSpan,
  text: string,
  { cues, isMain, clause }: Statement,
  { mayArrive, isLeaving }: Around,
): Use {
  const isNot = negated.test(text);
  const isAway = cues.has('away');
  // "half ten, not half nine"; "won't make it for 9".
  if (/\b(called|rang|rung|phoned|texted|messaged|emailed|reported)( in)?( sick)?( at)?$/.test(text)) return 'aside';
  if (/\bnot$/.test(text) || (isNot && /\bmake( it)?( for| by)?$/.test(text))) return 'usual';
  if (mayArrive && isBareTime(clause)) return isLeaving ? 'leave' : 'arrive';
  if (time.to) return (isMain || cues.has('weak')) && !cues.has('late') ? 'window' : 'at';
  // "only in until 11" goes then; "not in until 11" comes then.
  const isComing = isNot || isAway || cues.has('late') || (cues.has('weak') && !cues.has('told'));
  if (time.lead === 'until' && !isComing && !/\b(in|here|there)( only)? until( \S+)?$/.test(text)) return 'aside';
  if (time.lead === 'until') return !isNot && /\b(in|here|there)( only)? until( \S+)?$/.test(text) ? 'leave' : 'arrive';
  if (time.lead === 'before' && isNot) return 'arrive';
  if (cues.has('leave') && !cues.has('late') && !/\b(back|in|there)\b( \S+)?$/.test(text)) return 'leave';
  if (
    there.test(text) &&
    !isNot &&
    !/\bcheck in\b|\b(want|wants|wanted|need|needs) (me|him|her|us) in\b/.test(text) &&
    !/\b(appointment|lesson|session|class) (at|in)\b/.test(text)
  )
    return 'arrive';
  if (time.lead === 'by' && !isNot) return 'arrive';
  if (isAway && (time.lead === 'from' || time.lead === 'after')) return 'from';
  return isAway && time.lead === 'before' ? 'to' : 'at';
}

const filler =
  /^(TIME|hopefully|about|around|more|like|probably|maybe|or|so|but|be|nearer|at|for|by|now|then|roughly|say|think|i|and|latest|the|ish)$/;

/** A time and nothing else: "…, hopefully about 10". */
function isBareTime(clause: Clause): boolean {
  return clause.items.every((item) => filler.test(item.word));
}

/** Takes one time down for what it is for. Of two arrivals the later said counts. */
function place(read: HoursRead, time: TimeSpan, text: string, statement: Statement, around: Around): void {
  const at = sayClock(time.from, read.atTime ?? read.arriveAt ?? read.usualAt);
  if (at === undefined) return;
  const use = useOf(time, text, statement, around);
  if (use === 'usual') read.usualAt = at;
  if (use === 'window') Object.assign(read, { fromTime: at, toTime: time.to ? sayClock(time.to) : undefined });
  if (use === 'leave') read.leaveAt ??= at;
  if (use === 'arrive') read.arriveAt = at;
  if (use === 'from') read.fromTime = at;
  if (use === 'to') read.toTime = at;
  if (use === 'at') read.atTime ??= at;
}

/** The last lesson of a day that has them. */
const lastLesson = 6;

function lessonsFrom(first: number): number[] {
  return Array.from({ length: Math.max(0, lastLesson + 1 - first) }, (_, i) => first + i);
}

/** Reads the hours of a happening. `now` is the local time of writing: "there in 5" counts from it. */
export function readHours(statements: readonly Statement[], now: TimeOfDay): HoursRead {
  const read: HoursRead = { lessons: [], from: [] };
  const note = (item: Item) => read.from.push({ start: item.start, stop: item.stop });
  for (const statement of statements) {
    const { items, text, isQuestion } = statement.clause;
    // "can we make it tomorrow at 10?" is about another session.
    if (isQuestion && swaps.test(text)) continue;
    const isLeaving =
      statements.some((one) => one.cues.has('leave')) && !statements.some((one) => one.cues.has('late'));
    // After "dentist tomorrow" a time alone is the dentist's.
    const mayArrive = !statements.slice(0, statements.indexOf(statement)).some((one) => one.cues.has('weak'));
    items.forEach((item, i) => {
      const said = before(items, i);
      if (item.time) {
        place(read, item.time, said, statement, { mayArrive, isLeaving });
        note(item);
      }
      if (item.minutes) {
        const { most, least, isFromNow } = item.minutes;
        // "slept 3 hours" is no lateness.
        if (most >= 120 && !statement.cues.has('late')) return;
        const isOwn = items[i + 1]?.word !== 'late' && !/\b(bus|train|starts|lesson)\b/.test(said);
        const arrives = isFromNow && isOwn ? addMinutes(now, most) : undefined;
        if (arrives) read.arriveAt ??= arrives;
        else if (read.minutesLate === undefined || statement.cues.has('late')) {
          if (read.minutesLate !== undefined && most > read.minutesLate) read.minutesLeast = read.minutesLate;
          read.minutesLate = Math.max(most, read.minutesLate ?? 0);
          if (least !== undefined) read.minutesLeast = least;
        } else if (most > read.minutesLate) Object.assign(read, { minutesLeast: read.minutesLate, minutesLate: most });
        note(item);
      }
      const bare = items.length === 1 && /^\d+$/.test(item.word) ? Number(item.word) : 0;
      if (bare >= 5 && bare <= 90) read.bareNumber = bare;
      if (item.lessons) {
        const isThere =
          /\b(in|there|here|back)( \S+)?$/.test(said) && !negated.test(text) && !statement.cues.has('late');
        const isAfter = /\bafter$/.test(said);
        if (isThere) read.arriveLesson = item.lessons[0]!;
        else if (isAfter) read.lessons = lessonsFrom((item.lessons.at(-1) ?? 0) + 1);
        else read.lessons = [...new Set([...read.lessons, ...item.lessons])];
        note(item);
      }
    });
  }
  // "taxi at 1.30 so leaving then"
  const plain = statements.map((one) => one.clause.plain).join(' ');
  if (!read.leaveAt && read.atTime && /\bleaving then\b/.test(plain)) read.leaveAt = read.atTime;
  // "be in once the bus comes. prob 9.40"
  const has = (cue: 'in' | 'away' | 'weak' | 'leave') => statements.some((one) => one.cues.has(cue));
  if (has('in') && !has('away') && !has('weak') && !has('leave') && read.atTime && !read.arriveAt)
    read.arriveAt = read.atTime;
  if (read.usualAt && read.arriveAt && read.arriveAt > read.usualAt)
    read.minutesLate = minutesOf(read.arriveAt) - minutesOf(read.usualAt);
  if (read.arriveLesson && read.lessons.length === 0)
    read.lessons = Array.from({ length: read.arriveLesson - 1 }, (_, i) => i + 1);
  return read;
}
