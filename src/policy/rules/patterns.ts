import type { Tally } from '../../domain/standing.ts';

/** How many of how many sessions were missed. */
export type Missed = { missed: number; of: number };

export const noneMissed: Missed = { missed: 0, of: 0 };

export function missedOf({ sessions, attended }: Pick<Tally, 'sessions' | 'attended'>): Missed {
  return { missed: sessions - attended, of: sessions };
}

export function addMissed(a: Missed, b: Missed): Missed {
  return { missed: a.missed + b.missed, of: a.of + b.of };
}

/** What is left of some when others among them are taken away. */
export function withoutMissed(a: Missed, b: Missed): Missed {
  return { missed: a.missed - b.missed, of: a.of - b.of };
}

/** Added up by weekday, 0 Sunday to 6 Saturday. */
export function byWeekday(all: Iterable<readonly [weekday: number, one: Missed]>): Map<number, Missed> {
  const found = new Map<number, Missed>();
  for (const [weekday, one] of all) found.set(weekday, addMissed(found.get(weekday) ?? noneMissed, one));
  return found;
}

const rate = ({ missed, of }: Missed) => (of === 0 ? 0 : missed / of);
/** Fewer than these are no pattern; and one is only what is missed at least twice as often as anything it is compared with. */
const least = 3;
const timesAsOften = 2;

/** The weekday (0 Sunday) a learner misses far more often than their other days and than their group misses it; with the figures. */
export function weekdayPattern(
  own: ReadonlyMap<number, Missed>,
  group: ReadonlyMap<number, Missed>,
): { weekday: number; on: Missed; else: Missed; group: Missed } | undefined {
  for (const [weekday, on] of [...own].sort(([, a], [, b]) => b.missed - a.missed)) {
    const rest = [...own].filter(([day]) => day !== weekday).map(([, one]) => one);
    const other = rest.reduce(addMissed, noneMissed);
    const others = group.get(weekday) ?? noneMissed;
    const isMore = (than: Missed) => rate(on) >= timesAsOften * rate(than);
    // Who comes on one day only has no day to compare it with.
    if (on.missed >= least && other.of > 0 && others.of > 0 && isMore(other) && isMore(others))
      return { weekday, on, else: other, group: others };
  }
  return undefined;
}

/** How many weeks a fall may be old to be still a sudden one, and how many of good attendance it needs before. */
const recent = [2, 3, 4];
const weeksBefore = 2;
const usual = 90;
const fallsBy = 30;

/** True where a percent fell at once so far that it may be health or family. */
export function isSteep(before: number, now: number): boolean {
  return before - now >= fallsBy;
}

/** Weeks of good attendance, then suddenly far less: percent a week, oldest first. It may be health or family, so ask first. */
export function suddenFall(weeks: readonly number[]): { before: number; now: number; weeks: number } | undefined {
  const mean = (all: readonly number[]) => Math.floor(all.reduce((sum, one) => sum + one, 0) / all.length);
  for (const count of recent) {
    if (weeks.length < count + weeksBefore) return undefined;
    const [before, now] = [mean(weeks.slice(0, -count)), mean(weeks.slice(-count))];
    if (before >= usual && isSteep(before, now)) return { before, now, weeks: count };
  }
  return undefined;
}
