import { collegeYearOf, type Day } from './calendar.ts';

/** Whole college years for which the evidence of attendance is kept, after the one it is of (SPEC: Data protection). */
export const evidenceYears = 6;

/** The last day on which what was recorded on a day is kept as evidence. */
export function evidenceUntil(day: Day, years: number = evidenceYears): Day {
  return `${collegeYearOf(day) + 1 + years}-07-31`;
}
