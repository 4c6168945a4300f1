import type { Day } from './calendar.ts';

/** Whole counts and minutes; sums of what single marks add, so they can be kept by difference. */
export type Tally = {
  sessions: number;
  attended: number;
  late: number;
  plannedMinutes: number;
  attendedMinutes: number;
  lostToLateness: number;
  lostToAbsence: number;
};

export const emptyTally: Tally = {
  sessions: 0,
  attended: 0,
  late: 0,
  plannedMinutes: 0,
  attendedMinutes: 0,
  lostToLateness: 0,
  lostToAbsence: 0,
};

export const tallyKeys = Object.keys(emptyTally) as (keyof Tally)[];

/** Adds two tallies; `sign` -1 takes the second away. */
export function addTally(a: Tally, b: Tally, sign: 1 | -1 = 1): Tally {
  const sum = { ...a };
  for (const key of tallyKeys) sum[key] += sign * b[key];
  return sum;
}

/** One unauthorised absence that counts towards the risk flag (G9). `percent` is the one right after its mark. */
export type Occurrence = { day: Day; percent: number; sessionId: string };

/** A fall of attendance below the pack's line (G8). */
export type Fall = { day: Day; percent: number; sessionId: string };

/** Something the pack's rules noticed (S13). */
export type Noticed = { day: Day; rule: string; sessionId: string };

export type Flag = 'none' | 'amber' | 'red';
/** How high a flag is. */
export const flagOrder: Record<Flag, number> = { none: 0, amber: 1, red: 2 };

/** Where a learner stands this college year under one policy. Rank and flag are two things; both are kept (G7, G9). */
export type Standing = {
  tally: Tally;
  /** Two decimals, cut, never rounded up over a line; null before the first mark that counts. */
  percent: number | null;
  punctualityPercent: number | null;
  rank: string | null;
  occurrences: Occurrence[];
  falls: Fall[];
  noticed: Noticed[];
  flag: Flag;
  flaggedOn: Day | null;
};

/** "84%": as people say it, cut, never rounded up over a line (G7). */
export function wholePercent(percent: number): string {
  return `${Math.floor(percent)}%`;
}

/** "4.2%": of what is mostly small, such as time lost; cut too. Of two decimals, whose products with ten are not exact. */
export function tenthPercent(percent: number): string {
  return `${(Math.floor(Math.round(percent * 100) / 10) / 10).toFixed(1)}%`;
}

/** A learner's year under one policy as views show it; `percent` of a month is a whole number. */
export type Figures = Pick<Standing, 'percent' | 'punctualityPercent' | 'rank'> & {
  /** As it was when a hold began; kept with it. */
  flag?: Flag;
  packId: string;
  year: number;
  attended: number;
  sessions: number;
  lastMissed?: Day;
  /** The same for each programme they are on under this policy. */
  programmes?: { programmeId: string; percent: number | null; attended: number; sessions: number }[];
  months: { month: string; percent: number }[];
};
