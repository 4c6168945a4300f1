import type { Token } from '../words/tokens.ts';

export type Part = 'am' | 'pm' | 'evening';

/** A time of the year that ends what goes on until then. */
export type Feast = 'christmas' | 'new-year' | 'easter';

/**
 * What one stretch of words says about a day, as far as it says it. Stretches side by side that do not speak of the
 * same thing are put together ("Wednesday" + "next week", "Friday" + "5/3/2027"); `resolve-unit` finds the day that
 * fits all of it.
 */
export type Unit = {
  /** Days from today: today 0, tomorrow 1. */
  offset?: number;
  /** 0 Sunday to 6 Saturday. */
  weekday?: number;
  which?: 'this' | 'next' | 'last' | 'following';
  /** Days later than what the rest says: "a week on Tuesday", "Tuesday week". */
  later?: number;
  date?: number;
  month?: number;
  /** "Of this month", "of next month": months from this one. */
  months?: 0 | 1;
  year?: number;
  /** "Thurs 3": the date, if it falls on that weekday. */
  maybeDate?: number;
  /** Weeks from this one; `rest` is what is left of it. */
  week?: number | 'rest';
  /** "the rest of the week": of the week spoken of, which need not be this one. */
  isRest?: boolean;
  /** "All week": of the week spoken of. */
  isAll?: boolean;
  /** "The first two days of next week": 2; "the last three days of this week": -3. */
  few?: number;
  /** "week commencing 7th": the working week from that day. */
  isWeekFrom?: boolean;
  part?: Part;
  /** "mornings": of each of the days it is said with. */
  isEachPart?: boolean;
  /** "the Friday before", "the day after", "that day": counted from the day said last. */
  side?: 'before' | 'after' | 'same';
  /** It speaks of a day or days, but of which cannot be known: "first week of January", "half term". */
  isVague?: boolean;
  /** Of a vague stretch, what it ends with: "the end of May", "Christmas". */
  lastIn?: number | Feast;
  /** Again and again: no list of days, unless it is said from when, until when or how often (`isWeekly`). */
  isRecurring?: boolean;
  /** Each week: "every Friday", "Fridays". With a month, a last day or a length, it is a list of days. */
  isWeekly?: boolean;
  /** "Every other Wednesday", "alternate Fridays": each second week. */
  isOther?: boolean;
  /** "The next two Thursdays": so many of them. */
  times?: number;
};

/** One day, or the days from one to another. */
export type Piece = { from: Unit; to?: Unit };

/** A weekday and no more: "Tuesday", not "Tuesday morning" or "next Tuesday". */
export const isBareWeekday = (unit: Unit): boolean => unit.weekday !== undefined && Object.keys(unit).length === 1;

/** A unit and the token after it. */
export type Read<T> = { value: T; next: number };

const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const monthNames = [
  'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
]; // biome-ignore format: one line reads best
const shortMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The weekday a word names, also in the plural or with an s ("tuesdays"). */
export function weekdayIn(token: Token | undefined): number | undefined {
  if (token?.shape !== 'word') return undefined;
  const at = dayNames.indexOf(token.word.endsWith('days') ? token.word.slice(0, -1) : token.word);
  return at < 0 ? undefined : at;
}

/** The month a word names, 1 to 12. "may" and "march" are months only beside a number, which the caller sees to. */
export function monthIn(token: Token | undefined): number | undefined {
  if (token?.shape !== 'word') return undefined;
  const long = monthNames.indexOf(token.word);
  const at = long >= 0 ? long : shortMonths.indexOf(token.word);
  return at < 0 ? undefined : at + 1;
}

const parts: Record<string, Part> = {
  morning: 'am', mornings: 'am', am: 'am', afternoon: 'pm', afternoons: 'pm', pm: 'pm', evening: 'evening', evenings: 'evening', eve: 'evening', night: 'evening',
}; // biome-ignore format: one line reads best

/** A part of the day at a token. "am" is one only after a day, because of "i am"; the caller says so. */
export function partIn(token: Token | undefined, isAfterDay: boolean): Part | undefined {
  if (token?.shape !== 'word' || (token.word === 'am' && !isAfterDay)) return undefined;
  return parts[token.word];
}

/** A count at a token: "3", "three", "a", "twenty five". */
export function countAt(tokens: readonly Token[], at: number): Read<number> | undefined {
  const token = tokens[at];
  if (!token || token.shape === 'ordinal') return undefined;
  if (token.word === 'a' || token.word === 'an') return { value: 1, next: at + 1 };
  if (token.number === undefined) return undefined;
  const ones = tokens[at + 1];
  const isTens = token.shape === 'word' && token.number >= 20 && token.number % 10 === 0;
  if (isTens && ones?.shape === 'word' && ones.number !== undefined && ones.number < 10)
    return { value: token.number + ones.number, next: at + 2 };
  return { value: token.number, next: at + 1 };
}
