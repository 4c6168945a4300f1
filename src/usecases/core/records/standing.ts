import type { Day } from '../../../domain/calendar.ts';
import type { Standing, Tally } from '../../../domain/standing.ts';
import type { YearFold } from '../../../policy/rules/fold-year.ts';
import type { CountedMarks } from '../../../policy/rules/tally.ts';

/** A mark as projected from its register: one per session and enrolment. `version` is the register's. */
export type StoredMark = {
  _id: string;
  sessionId: string;
  enrolmentId: string;
  learnerId: string;
  programmeId: string;
  packId: string;
  year: number;
  code: string;
  minutesLate: number;
  minutesEarly?: number;
  notTakingPart?: boolean;
  /** Of a visit or review: whether the employer took part (S1). */
  employerThere?: boolean;
  plannedMinutes: number;
  startsAt: Date;
  day: Day;
  version: number;
  /** Brought in from a file on a later day: it counts, and nothing else follows from it. */
  history?: boolean;
};

/** Marks of one code of a programme together, by day, enrolment or session (`key`). */
export type MarkSum = CountedMarks & { programmeId: string; packId: string; key: string };

/** Marks of one code of an enrolment together in one week, and the last day on which there was one. */
export type WeekSum = CountedMarks & { enrolmentId: string; packId: string; monday: Day; lastDay: Day };

/**
 * The same as it is stored, kept by difference, so that no view adds up a million marks. `days`: how many fell on each
 * day of the week, Monday being 0.
 */
export type StoredWeek = Omit<WeekSum, 'lastDay'> & {
  _id: string;
  learnerId: string;
  programmeId: string;
  /** The college year: the week of 1 August has marks of two. */
  year: number;
  days: Record<string, number>;
};
/** What one mark adds to its week. */
export type WeekDifference = Pick<StoredWeek, 'count' | 'late' | 'plannedMinutes' | 'lostMinutes' | 'days'>;

/** Marks of one code of a programme, or of one enrolment on it, together in one week. */
export type ProgrammeWeekSum = Omit<WeekSum, 'enrolmentId' | 'lastDay'> & { programmeId: string; enrolmentId?: string };

/** Totals of one enrolment in one college year, kept by difference. */
export type StoredTotals = Tally & {
  _id: string;
  enrolmentId: string;
  learnerId: string;
  packId: string;
  year: number;
};

/** How far a year is folded: with the standing, all that a later mark needs. `by` names what judged it. */
type FoldPoint = Pick<YearFold, 'wasBelow' | 'notices'> & { upTo: Date; by: string };

/** Where a learner stands, over all enrolments under one pack in one college year (G1). */
export type StoredStanding = Standing & {
  _id: string;
  learnerId: string;
  packId: string;
  year: number;
  fold?: FoldPoint;
};

/** The key of a learner's standing. */
export function standingId(learnerId: string, packId: string, year: number): string {
  return `${learnerId}|${packId}|${year}`;
}

export type Marks = {
  /** The marks of a session, of everyone or of one learner. */
  ofSession(sessionId: string, learnerId?: string): Promise<StoredMark[]>;
  ofLearner(learnerId: string, packId: string, year: number): Promise<StoredMark[]>;
  /** Marks of these learners on days of a span, ends included, in the order of their sessions. */
  ofLearners(learnerIds: readonly string[], span: { from: Day; to: Day }): Promise<StoredMark[]>;
  /** An enrolment's marks, the newest first, at most this many. */
  latestOf(enrolmentId: string, most: number): Promise<StoredMark[]>;
  /** Marks of these programmes on days of a span, ends included, added up by the database. */
  sums(
    programmeIds: readonly string[],
    span: { from: Day; to: Day },
    by: 'day' | 'enrolment' | 'session',
  ): Promise<MarkSum[]>;
  /** Marks of these sessions, added up by enrolment (`key`). */
  sumsOfSessions(sessionIds: readonly string[]): Promise<MarkSum[]>;
  /** What is kept of enrolments by week of a college year, from the one that begins on this Monday. */
  weekSums(enrolmentIds: readonly string[], year: number, from: Day): Promise<WeekSum[]>;
  /** The same of programmes: of each as a whole, or apart for each enrolment. */
  programmeWeekSums(
    programmeIds: readonly string[],
    span: { year: number; from: Day },
    by: 'programme' | 'enrolment',
  ): Promise<ProgrammeWeekSum[]>;
  addWeek(id: Omit<StoredWeek, keyof WeekDifference>, by: WeekDifference): Promise<void>;
  weeksOf(learnerId: string): Promise<StoredWeek[]>;
  put(mark: StoredMark): Promise<void>;
  addTotals(id: Pick<StoredTotals, '_id' | 'enrolmentId' | 'learnerId' | 'packId' | 'year'>, by: Tally): Promise<void>;
  totalsOf(learnerId: string): Promise<StoredTotals[]>;
  standing(id: string): Promise<StoredStanding | null>;
  standingsOf(learnerIds: readonly string[]): Promise<StoredStanding[]>;
  /** Standings of a college year with a risk flag. */
  flagged(year: number): Promise<StoredStanding[]>;
  putStanding(standing: StoredStanding): Promise<void>;
  /** Removes a learner's projections; only for a recount. */
  clear(learnerId: string): Promise<void>;
};
