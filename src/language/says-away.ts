import type { ReadEvent } from './reading.ts';
import { tokensOf } from './words/tokens.ts';

const away =
  /\b(not|never)( \S+){0,3} (in|come|coming|make it|there|attend|attending)\b|\boff (sick|ill|today|tomorrow|college|school|work|this|next|all|on)\b|\b(absent|staying (at )?home|stay (at )?home|taking the day off)\b/;

/**
 * True where somebody is said outright to be away, whatever else is told: "not coming in, he hit me again"; by its words,
 * its day, its time or a plain reason. "Better off without me" and "nobody would miss me" are not.
 */
export function saysAway(event: ReadEvent): boolean {
  const isTimed = event.minutesLate ?? event.arriveAt ?? event.fromTime ?? event.toTime;
  if ((event.days.length > 0 && !event.isDayImplied) || isTimed !== undefined) return true;
  if (event.reason !== 'none' && event.reason !== 'other') return true;
  return away.test(
    tokensOf(event.text)
      .map((one) => one.word)
      .join(' '),
  );
}
