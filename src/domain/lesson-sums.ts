import type { Day } from './calendar.ts';

/** How many marks, how many of them late, their planned minutes and those lost to lateness. */
export type MarkCounts = { count: number; late: number; plannedMinutes: number; lostMinutes: number };

/** Marks of one code together. */
export type CountedMarks = MarkCounts & { code: string; notTakingPart: boolean };

/** Adds counts to a sum, in place: a page adds up tens of thousands. */
export function addCounts(sum: MarkCounts, more: MarkCounts): void {
  sum.count += more.count;
  sum.late += more.late;
  sum.plannedMinutes += more.plannedMinutes;
  sum.lostMinutes += more.lostMinutes;
}

/** Lessons that are added up together: of the same tutors, type and groups on a programme, under one policy in one college year. */
export type LessonLine = {
  programmeId: string;
  packId: string;
  year: number;
  tutorIds: string[];
  type: string;
  groups: string[];
};

/** What the marks of one session add to its line: in the week of `monday`, at `slot` (weekday and local time, "2 09:00"). */
export type SessionSums = LessonLine & { monday: Day; slot: string; marks: CountedMarks[] };
