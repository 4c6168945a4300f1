import * as chrono from 'chrono-node/en';
import { addDays, type Day, daysBetween, isDay, weekdayOf } from '../domain/calendar.ts';

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthPattern = '(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*';
const dayPattern = dayNames.join('|');

const item = new RegExp(
  [
    `(?<slash>\\d{1,2}\\/\\d{1,2}(?:\\/\\d{2,4})?)`,
    `(?:(?<dmDay>${dayPattern}) )?(?:the )?(?<dm>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<dmMonth>${monthPattern})\\b(?: (?<dmYear>20\\d\\d))?`,
    `(?<mdMonth>${monthPattern}) (?<md>\\d{1,2})(?:st|nd|rd|th)?\\b`,
    `(?<nthDay>${dayPattern}) (?:the )?(?<dayNth>\\d{1,2})(?:st|nd|rd|th)?\\b(?![:\\d]| ?(?:am|pm|min))`,
    `\\bthe (?<nth>\\d{1,2})(?:st|nd|rd|th)\\b`,
    `(?<relative>(?:the )?day after tomorrow|tomorrow|today|tonight|yesterday|this (?:morning|afternoon|evening))`,
    `(?<week>this|next|last|all|rest of the|all of this|the whole) week\\b`,
    `(?:(?<which>this coming|this|next|last) )?(?<name>${dayPattern})\\b(?<weekAfter> week\\b)?`,
  ].join('|'),
  'g',
);

type Found = { day: Day; end?: Day; start: number; stop: number; isUnsure: boolean; words: string };

/** Days a message names, weekdays only. `isUnsure` asks the sender to say which day they mean. */
export type DaysRead = { days: Day[]; isImplied: boolean; isUnsure: boolean; isOpenEnded: boolean; isPast: boolean };

function makeDay(year: number, month: number, date: number): Day | undefined {
  const day = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  return isDay(day) ? day : undefined;
}

/** The year that puts day and month nearest ahead; up to 60 days back stays in the past. */
function nearest(today: Day, month: number, date: number): Day | undefined {
  const year = Number(today.slice(0, 4));
  const day = makeDay(year, month, date);
  return day && daysBetween(today, day) < -60 ? makeDay(year + 1, month, date) : day;
}

function nextNth(today: Day, nth: number, weekday?: number): Day | undefined {
  for (let ahead = 0; ahead < 62; ahead++) {
    const day = addDays(today, ahead);
    if (Number(day.slice(8)) === nth && (weekday === undefined || weekdayOf(day) === weekday)) return day;
  }
  return undefined;
}

function monthOf(word: string): number {
  return months.indexOf(word.slice(0, 3)) + 1;
}

function resolveNamedDay(groups: Record<string, string | undefined>, today: Day, isPast: boolean) {
  const weekday = dayNames.indexOf(groups.name ?? '');
  let ahead = (weekday - weekdayOf(today) + 7) % 7;
  if (groups.weekAfter) return { day: addDays(today, (ahead || 7) + 7), isUnsure: false };
  if (groups.which === 'last' || (isPast && !groups.which)) return { day: addDays(today, ahead - 7), isUnsure: false };
  if (groups.which === 'next') {
    const isStillThisWeek = ahead > 0 && weekday > weekdayOf(today);
    return { day: addDays(today, isStillThisWeek ? ahead + 7 : ahead || 7), isUnsure: true };
  }
  const isToday = ahead === 0;
  if (isToday && groups.which !== 'this') ahead = 7;
  return { day: addDays(today, ahead), isUnsure: isToday && groups.which !== 'this' };
}

function resolve(groups: Record<string, string | undefined>, today: Day, isPast: boolean) {
  const sure = (day: Day | undefined) => (day ? { day, isUnsure: false } : undefined);
  if (groups.slash) {
    const [date, month, year] = groups.slash.split('/').map(Number) as [number, number, number?];
    return sure(year ? makeDay(year < 100 ? 2000 + year : year, month, date) : nearest(today, month, date));
  }
  if (groups.dm && groups.dmMonth) {
    const month = monthOf(groups.dmMonth);
    const day = groups.dmYear
      ? makeDay(Number(groups.dmYear), month, Number(groups.dm))
      : nearest(today, month, Number(groups.dm));
    const isMismatch = day && groups.dmDay && dayNames[weekdayOf(day)] !== groups.dmDay;
    return day ? { day, isUnsure: Boolean(isMismatch) } : undefined;
  }
  if (groups.md && groups.mdMonth) return sure(nearest(today, monthOf(groups.mdMonth), Number(groups.md)));
  if (groups.dayNth) {
    const named = nextNth(today, Number(groups.dayNth), dayNames.indexOf(groups.nthDay ?? ''));
    const plain = nextNth(today, Number(groups.dayNth));
    const isMismatch = named === undefined || (plain !== named && plain !== undefined);
    return plain || named ? { day: (isMismatch ? plain : named) ?? plain!, isUnsure: isMismatch } : undefined;
  }
  if (groups.nth) return sure(nextNth(today, Number(groups.nth)));
  if (groups.relative) {
    const word = groups.relative.replace('the ', '');
    const ahead = word === 'tomorrow' ? 1 : word === 'day after tomorrow' ? 2 : word === 'yesterday' ? -1 : 0;
    return sure(addDays(today, ahead));
  }
  if (groups.week) {
    const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
    if (groups.week === 'next') return { day: addDays(monday, 7), end: addDays(monday, 11), isUnsure: false };
    if (groups.week === 'last') return { day: addDays(monday, -7), end: addDays(monday, -3), isUnsure: false };
    return { day: today, end: addDays(monday, 4), isUnsure: false };
  }
  return resolveNamedDay(groups, today, isPast);
}

function findDays(text: string, today: Day, isPast: boolean): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(item)) {
    const resolved = resolve(match.groups ?? {}, today, isPast);
    const start = match.index;
    if (resolved) found.push({ ...resolved, start, stop: start + match[0].length, words: match[0] });
  }
  // "Friday is fine", "can do Thursday instead" name a day the person is free, not away.
  return found.filter(
    (one) =>
      !/^\s*(is |would be )?(ok|okay|fine|instead|works)\b/.test(text.slice(one.stop)) &&
      !/\b(can do|could do|come in on|make it up on|free on)\s*$/.test(text.slice(0, one.start)),
  );
}

/** "3rd and 4th of december", "21-23 dec": a bare number before a full date borrows its month. */
function borrowMonths(text: string, found: Found[]): Found[] {
  const [first] = found;
  if (!first || !/[a-z]{3}/.test(first.words)) return found;
  const before = /\b(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|to|until|till|and|&)\s*(?:the )?$/.exec(
    text.slice(0, first.start),
  );
  const day = before && first.day.slice(0, 8) + String(before[1]).padStart(2, '0');
  if (!before || !day || !isDay(day) || !/\d/.test(first.words)) return found;
  return [{ day, isUnsure: false, start: before.index, stop: first.start - 1, words: before[0] }, ...found];
}

function weekdaysBetween(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to && days.length < 130; day = addDays(day, 1))
    if (weekdayOf(day) !== 0 && weekdayOf(day) !== 6) days.push(day);
  return days;
}

/** What chrono makes of it, only as a second opinion where our own rules found no day. Its times are not used. */
function chronoDay(text: string, today: Day): Day | undefined {
  const [result] = chrono.GB.parse(text, new Date(`${today}T12:00:00Z`), { forwardDate: true });
  if (!result || !(result.start.isCertain('day') || result.start.isCertain('weekday'))) return undefined;
  const day = makeDay(result.start.get('year') ?? 0, result.start.get('month') ?? 0, result.start.get('day') ?? 0);
  return day && Math.abs(daysBetween(today, day)) < 200 ? day : undefined;
}

/** Reads the days a normalised message is about. No day at all means today, said so. */
export function readDays(text: string, today: Day): DaysRead {
  const isPast = /\b(was|were|missed|last|did not)\b/.test(text) && !/\b(will|tomorrow|next|today)\b/.test(text);
  const found = borrowMonths(text, findDays(text, today, isPast));
  const isOpenEnded =
    /\b(not sure (when|how long)|until further notice|for now|rest of term|do not know (when|how long)|for a while|foreseeable|at least)\b/.test(
      text,
    );
  const duration = /\bfor (?:about |at least |the next |another )?(\d{1,2}) (day|week)s?\b/.exec(text);
  const guess = found.length === 0 ? chronoDay(text, today) : undefined;
  if (found.length === 0 && guess === undefined && !duration) {
    const isWeekend = weekdayOf(today) === 0 || weekdayOf(today) === 6;
    return { days: isWeekend ? [] : [today], isImplied: true, isUnsure: isWeekend, isOpenEnded, isPast: false };
  }
  const { from, to, isUnsure, list } = decideSpan(text, found, guess ?? today, today);
  const end = duration ? addDays(from, Number(duration[1]) * (duration[2] === 'week' ? 7 : 1) - 1) : to;
  const days = list && !duration ? list : weekdaysBetween(from, end);
  const areWeekend = days.length === 0;
  return {
    days,
    isImplied: false,
    isUnsure: isUnsure || areWeekend,
    isOpenEnded,
    isPast: days.length > 0 && days.at(-1)! < today,
  };
}

function decideSpan(
  text: string,
  found: Found[],
  fallback: Day,
  today: Day,
): { from: Day; to: Day; isUnsure: boolean; list?: Day[] } {
  const [first, second] = found;
  if (!first) return { from: fallback, to: fallback, isUnsure: false };
  let isUnsure = found.some((one) => one.isUnsure);
  const before = (one: Found) => text.slice(0, one.start);
  const back = found.find((one) => /\bback( in)?( on)?( the)?\s*$/.test(before(one)));
  if (back) return { from: found.find((one) => one !== back)?.day ?? today, to: addDays(back.day, -1), isUnsure: true };
  const until = found.findIndex((one) => /\b(till?|until|thru|through)( at least)?( the)?\s*$/.test(before(one)));
  const end = found[until];
  if (end) return { from: until > 0 ? (found[until - 1]?.day ?? today) : today, to: end.day, isUnsure: true };
  const between = second ? text.slice(first.stop, second.start) : '';
  // "mon-weds" said on a Monday starts today.
  if (
    second &&
    first.day > second.day &&
    daysBetween(today, first.day) === 7 &&
    /^\s*(-|to|and|&|,)\s*$/.test(between)
  ) {
    first.day = today;
    isUnsure = false;
  }
  if (/week commencing/.test(text)) return { from: first.day, to: addDays(first.day, 4), isUnsure };
  if (second && /^\s*(-|to|thru|through)\s*$/.test(between)) return { from: first.day, to: second.day, isUnsure };
  const list = found.flatMap((one) => weekdaysBetween(one.day, one.end ?? one.day));
  const unique = [...new Set(list)].sort();
  return { from: unique[0] ?? first.day, to: unique.at(-1) ?? first.day, isUnsure, list: unique };
}
