import { addDays, type Day, daysBetween } from '../../domain/calendar.ts';
import { eachDay, isBounded, type Span, type Weekly } from '../days/each-week.ts';
import type { Mention } from './resolve-mentions.ts';

/** What is said elsewhere in the message of how long or how often: days ("for five weeks": 35), or a count ("six sessions"). */
export type Lasting = { days?: number; times?: number };

/** Days that come again and again. `isOpen`: no end is said, and only the first is listed; `isUnsure`: which of two weeks is not known. */
export type Recurring = { spans: Span[]; isOpen: boolean; isUnsure: boolean };

/** A day or a few, not a stretch with an end of its own. */
const isStart = ({ spans: [first] }: Mention) => first !== undefined && daysBetween(first.from, first.to) <= 6;

/**
 * "Wednesdays and Fridays from 4 November until we break up on 18 December", "every other Thursday starting the 15th, four
 * in all", "every Monday for five weeks": what comes each week, put together with what the message says of its first and
 * last day. `said` are all its days, `used` those that tell of the absence. Undefined where nothing comes again and again,
 * or nothing says from when, until when or how often.
 */
export function recurring(
  used: readonly Mention[],
  said: readonly Mention[],
  lasting: Lasting,
  today: Day,
): Recurring | undefined {
  const own = used.find((one) => one.weekly !== undefined);
  if (!own?.weekly) return undefined;
  const others = said.filter((one) => one !== own && one.spans.length > 0);
  const isEdge = (one: Mention) => one.role === 'from' || one.role === 'since';
  // "Off tomorrow and every Friday in December", "Mondays in December and Tuesdays in January": said whole, as it stands.
  const isWhole = isBounded(own.weekly);
  if (isWhole && !others.some(isEdge)) return undefined;
  // "from 1 Feb to 29 March" is one stretch, "starting the 15th" a day, "from next week" a week.
  const stretch = others.find((one) => (one.role === 'on' || isEdge(one)) && !isStart(one));
  const first = stretch?.spans[0]?.from ?? others.find((one) => isEdge(one) && isStart(one))?.spans[0]?.from;
  const end = said.find((one) => one.role === 'until' || one.role === 'through' || one.role === 'back');
  const until = end && (end.spans.at(-1)?.to ?? end.lastDay);
  const last = stretch?.spans.at(-1)?.to ?? (end?.role === 'back' && until ? addDays(until, -1) : until);
  // What comes alone from tomorrow on ("the next six weeks") leaves today's own out.
  const start = first ?? (lasting.days || lasting.times || own.weekly.times ? addDays(today, 1) : today);
  const weekly: Weekly = {
    ...own.weekly,
    ...(last && !isWhole ? { last } : {}),
    ...(lasting.times && !last && !isWhole ? { times: lasting.times } : {}),
  };
  if (lasting.days && !weekly.last && !weekly.times) {
    const begun = eachDay({ ...weekly, times: 1 }, start)[0]?.from ?? start;
    weekly.last = addDays(begun, Math.max(7, lasting.days) - 1);
  }
  if (!isBounded(weekly)) {
    if (first === undefined || end) return undefined;
    return { spans: eachDay({ ...weekly, times: 1 }, start), isOpen: true, isUnsure: false };
  }
  const each = eachDay(weekly, start);
  if (each.length === 0) return undefined;
  // What is missed besides stays: "off today, and every Friday from the 4th until Christmas".
  const isBesides = (one: Mention) => one !== own && one !== stretch && one !== end && !isEdge(one) && !one.weekly;
  const spans = [...used.filter(isBesides).flatMap((one) => one.spans), ...each];
  return { spans, isOpen: false, isUnsure: weekly.everyWeeks === 2 && first === undefined };
}
