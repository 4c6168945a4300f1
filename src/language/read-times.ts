import type { TimeOfDay } from '../domain/calendar.ts';

const clock = '(\\d{1,2}(?::\\d\\d)?(?:\\s*[ap]m)?)(?![\\d/]|st|nd|rd|th| ?min| ?weeks?| ?days?)';

/** "2" is 14:00, "9" is 09:00: hours before 7 without am are in the afternoon. */
export function readClock(text: string | undefined): TimeOfDay | undefined {
  const match = /^(\d{1,2})(?::(\d\d))?\s*(am|pm)?$/.exec(text?.trim() ?? '');
  if (!match) return undefined;
  let hour = Number(match[1]);
  if (match[3] === 'pm' && hour < 12) hour += 12;
  if (!match[3] && hour < 7) hour += 12;
  return hour < 24 ? `${String(hour).padStart(2, '0')}:${match[2] ?? '00'}` : undefined;
}

/** Times in a normalised message. `arriveAt` is when the person will be there; `leaveAt` when they go. */
export type TimesRead = {
  minutesLate?: number;
  arriveAt?: TimeOfDay;
  leaveAt?: TimeOfDay;
  part?: 'morning' | 'afternoon' | 'evening';
  lateWords: boolean;
};

function isNegated(text: string, index: number): boolean {
  return /\bnot\b[^,.]*$/.test(text.slice(Math.max(0, index - 14), index));
}

/** Reads lateness, arrival, leaving and the part of the day. Of a range of minutes the upper end counts. */
export function readTimes(text: string): TimesRead {
  const read: TimesRead = {
    lateWords:
      /\b(late|lateness|delayed|stuck|running behind|held up|overran|overslept|missed (my|the) (bus|train))\b/.test(
        text,
      ) && !/\b(lately|later on)\b/.test(text),
  };
  const minutes = /(?:(\d{1,3})\s*(?:-|to|or)\s*)?(\d{1,3})\s*(?:m|mins?|minutes|minuets|minits)\b/.exec(text);
  if (minutes) read.minutesLate = Number(minutes[2]);
  const soon = /\b(?:there|in|here) in (\d{1,2})\b/.exec(text);
  if (!minutes && soon) read.minutesLate = Number(soon[1]);
  const justLate = /\b(\d{1,2}) late\b/.exec(text);
  if (!minutes && justLate) read.minutesLate = Number(justLate[1]);
  const hours = /\b(\d)\s*(?:hours?|hrs?)\b(?! (?:away|drive))/.exec(text);
  if (!minutes && hours && read.lateWords) read.minutesLate = Number(hours[1]) * 60;
  const arrive = new RegExp(
    `\\b(?:be there|be in|get there|get in|there|arriv\\w*|in|here|back)\\b[^0-9.]{0,16}?(?:by|at|for|about|around)(?: about| around)?\\s*${clock}`,
    'g',
  );
  for (const match of text.matchAll(arrive))
    if (!isNegated(text, match.index)) read.arriveAt = readClock(match[1]) ?? read.arriveAt;
  if (!read.arriveAt && read.lateWords) {
    const until = new RegExp(`\\b(?:until|till?|not before)\\s*${clock}`).exec(text);
    if (until) read.arriveAt = readClock(until[1]);
  }
  const leave = new RegExp(
    `\\b(?:leav\\w*|go(?:ing)?|finish\\w*|off)\\b(?: early)?(?: today| tomorrow)?[^0-9.]{0,12}?(?:at|by|from|around|about)\\s*${clock}`,
  ).exec(text);
  if (leave && !read.lateWords) read.leaveAt = readClock(leave[1]);
  const part =
    /\b(?:this|in the|tomorrow|today|on \w+|monday|tuesday|wednesday|thursday|friday) (morning|afternoon|evening)\b|(?<!\bi )\b(am|pm)\b(?<!\d ?[ap]m)/.exec(
      text,
    );
  if (part) read.part = part[1] ? (part[1] as 'morning') : part[2] === 'am' ? 'morning' : 'afternoon';
  return read;
}
