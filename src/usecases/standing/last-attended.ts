import type { LoadedPack } from '../../policy/pack-shelf.ts';
import { tallyOf } from '../../policy/rules/tally.ts';
import type { StoredMark } from '../core/records/standing.ts';

/** A lesson that somebody came to: when it began, and how many minutes after it they came. */
export type Attended = { at: Date; minutesLate: number; sessionId: string };

/** The last of these lessons that was attended, in part or whole. */
export function lastAttended(marks: readonly StoredMark[], pack: LoadedPack): Attended | undefined {
  const [last] = marks
    .filter((mark) => tallyOf(mark, pack).attended > 0)
    .toSorted((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
  return last && { at: last.startsAt, minutesLate: last.minutesLate, sessionId: last.sessionId };
}
