import type { Day } from '../../../domain/calendar.ts';
import type { CountedMarks, LessonLine, MarkCounts, SessionSums } from '../../../domain/lesson-sums.ts';
import type { Standing, Tally } from '../../../domain/standing.ts';
import type { YearFold } from '../../../policy/rules/fold-year.ts';

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

/** Marks of one code of a programme together, by day or enrolment (`key`). */
export type MarkSum = CountedMarks & { programmeId: string; packId: string; key: string };

/** Marks of one code of an enrolment together in one week, and the days on which there was one. */
export type WeekSum = CountedMarks & { enrolmentId: string; packId: string; monday: Day; on: Day[] };

/**
 * The same out of its enrolment's document, which is kept by difference, so that no view adds up a million marks. `days`:
 * how many fell on each day of the week, Monday being 0.
 */
export type StoredWeek = Omit<WeekSum, 'on'> & {
  _id: string;
  learnerId: string;
  programmeId: string;
  /** The college year: the week of 1 August has marks of two. */
  year: number;
  days: Record<string, number>;
};
/** What one mark adds to its week. */
export type WeekDifference = MarkCounts & Pick<StoredWeek, 'days'>;

/** Marks of one code of an enrolment, or of lessons, together in one week. */
export type WeekSumOf<Of> = { of: Of; monday: Day; marks: CountedMarks };
/** How many marks of one code lessons have at one weekday and time of one week. */
export type LessonSlotSum = { of: LessonLine; slot: string } & Pick<CountedMarks, 'code' | 'notTakingPart' | 'count'>;

/** Sums by code; of those who did not take part apart. */
type ByCode<Sum> = Record<string, Sum>;
/** The weeks of one enrolment in one college year under one policy. */
export type StoredWeeks = Pick<StoredWeek, '_id' | 'enrolmentId' | 'learnerId' | 'programmeId' | 'packId' | 'year'> & {
  weeks: Record<Day, ByCode<MarkCounts>>;
  /** Apart, since only views of single learners ask for them. */
  days: Record<Day, ByCode<WeekDifference['days']>>;
};
/**
 * The weeks of lessons of one line, by difference, and how many marks were at each weekday and time: few documents, that a
 * view of a whole college can read.
 */
export type StoredLessons = LessonLine & {
  _id: string;
  weeks: Record<Day, ByCode<MarkCounts>>;
  slots: Record<Day, Record<string, ByCode<number>>>;
};

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

/** The id of what is kept of an enrolment in a college year under a policy: its totals, its weeks. */
export function enrolmentYearId({
  enrolmentId,
  packId,
  year,
}: Pick<StoredTotals, 'enrolmentId' | 'packId' | 'year'>): string {
  return `${enrolmentId}|${packId}|${year}`;
}

/** Weeks of a college year, by the days their first and last begin on. */
export type WeekSpan = { year: number; from: Day; to: Day };

export type Marks = {
  /** The marks of a session, of everyone or of one learner. */
  ofSession(sessionId: string, learnerId?: string): Promise<StoredMark[]>;
  ofLearner(learnerId: string, packId: string, year: number): Promise<StoredMark[]>;
  /** Marks of these learners on days of a span, ends included, in the order of their sessions. */
  ofLearners(learnerIds: readonly string[], span: { from: Day; to: Day }): Promise<StoredMark[]>;
  /** An enrolment's marks, the newest first, at most this many. */
  latestOf(enrolmentId: string, most: number): Promise<StoredMark[]>;
  /** Marks of these programmes on days of a span, ends included, added up by the database. */
  sums(programmeIds: readonly string[], span: { from: Day; to: Day }, by: 'day' | 'enrolment'): Promise<MarkSum[]>;
  /** Marks of these sessions, added up by enrolment (`key`). */
  sumsOfSessions(sessionIds: readonly string[]): Promise<MarkSum[]>;
  /** What is kept of enrolments by week of a college year, from the one that begins on this Monday. */
  weekSums(enrolmentIds: readonly string[], year: number, from: Day): Promise<WeekSum[]>;
  /** The same of all enrolments on programmes, in the weeks of a span. */
  enrolmentWeekSums(
    programmeIds: readonly string[],
    span: WeekSpan,
  ): Promise<WeekSumOf<Pick<StoredWeek, 'enrolmentId' | 'programmeId' | 'packId'>>[]>;
  /** The lessons of programmes by week. */
  lessonWeekSums(programmeIds: readonly string[], span: WeekSpan): Promise<WeekSumOf<LessonLine>[]>;
  /** The lessons of programmes by weekday and time. */
  lessonSlotSums(programmeIds: readonly string[], span: WeekSpan): Promise<LessonSlotSum[]>;
  /** Moves the sums of lessons from what the marks of a session have added to what they add now. */
  moveLessons(before: SessionSums | undefined, after: SessionSums | undefined): Promise<void>;
  /** All sums of lessons; only for a recount. */
  lessons(): AsyncIterable<StoredLessons>;
  /** Replaces a programme's; only for a recount. */
  putLessons(programmeId: string, lessons: readonly StoredLessons[]): Promise<void>;
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
