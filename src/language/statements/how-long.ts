import { addDays, addWorkingDays, type Day, type Holidays, isWorkingDay } from '../../domain/calendar.ts';
import type { Span } from '../days/each-week.ts';
import type { Duration } from '../days/read-duration.ts';
import { workingDaysOf } from '../days/resolve-phrase.ts';
import type { Lasting } from './recurring.ts';
import { been } from './resolve-mentions.ts';
import type { Statement } from './statement.ts';

/** The days of one happening as far as they are put together. */
export type Draft = { spans: Span[]; isUnsure: boolean; isOpen: boolean };
type Length = Duration & { start: number; stop: number; isAfter: boolean };

const wasDone =
  /\b(shot|hit|spent|worked|walked|drove|driven|played|travelled|partied|rained|danced|slept|thrown|could not)\b/;

/** How long it goes on, where it is said. */
export function lengthOf(statements: readonly Statement[]): Length | undefined {
  for (const { clause, cues, isMain } of statements) {
    const item = clause.items.find((one) => one.duration);
    // "shot at with paintballs for two days" tells of what was.
    if (!isMain && !cues.has('weak') && wasDone.test(clause.plain)) continue;
    // "been ill for 3 days" is behind, "off for 3 days" ahead.
    if (!item?.duration || (been.test(clause.plain) && !isMain) || /^(and |but )?if\b/.test(clause.plain)) continue;
    const { start, stop, duration } = item;
    return { ...duration, start, stop, isAfter: /LENGTH (off )?after\b/.test(clause.text) };
  }
  return undefined;
}

/**
 * "for 3 days" begins on the day that was named, else today; "ten days off after" on the day after it. A few days over a
 * weekend are most likely college days: counted so, and asked.
 */
export function withLength(draft: Draft, length: Length, start: Day, holidays: Holidays): Draft {
  // "for 2 days next week": which of them is open.
  const isPartOf = !length.isAfter && length.days < workingDaysOf(draft.spans, holidays).length;
  if (draft.spans.some((one) => one.from !== one.to)) return { ...draft, isUnsure: draft.isUnsure || isPartOf };
  let to = addDays(start, length.days - (length.isAfter ? 0 : 1));
  const isShort =
    length.days <= 5 && !length.isAfter && workingDaysOf([{ from: start, to }], holidays).length < length.days;
  if (isShort) {
    const isFirst = isWorkingDay(start, holidays);
    to = addWorkingDays(start, length.days - (isFirst ? 1 : 0), holidays);
  }
  const isOpen = draft.isOpen || length.isVague || length.isAfter || isShort;
  return { ...draft, spans: [...draft.spans, { from: start, to }], isOpen };
}

const counts = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const times = new RegExp(
  `\\b(${counts.join('|')}|\\d{1,2}) (of them|sessions|appointments|times|visits|goes|lessons of it)\\b`,
);

/** "Physio every Friday, six of them", "four goes in total". */
function timesOf(statements: readonly Statement[]): number | undefined {
  // "I've missed two sessions" counts what has been.
  const ahead = statements.filter(
    (one) => !one.cues.has('past') && !/\b(had|missed|done|already)\b/.test(one.clause.plain),
  );
  const [, count] = times.exec(ahead.map((one) => one.clause.plain).join(' , ')) ?? [];
  if (count === undefined) return undefined;
  const known = counts.indexOf(count);
  return known < 0 ? Math.min(Number(count), 20) : known + 2;
}

/** What else says how long something that comes again goes on. */
export function lastingOf(length: Length | undefined, statements: readonly Statement[]): Lasting {
  const count = timesOf(statements);
  return { ...(length ? { days: length.days } : {}), ...(count ? { times: count } : {}) };
}
