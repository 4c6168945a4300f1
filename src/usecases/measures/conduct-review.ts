import type { Day } from '../../domain/calendar.ts';

/** A Conduct Review: what was agreed, who approved it, what came of it (G11). */
export type ConductReview = {
  packId: string;
  why: string;
  targets: string[];
  /** A Monday; the review ends on the Friday of its last week. */
  from?: Day;
  to?: Day;
  proposedBy?: string;
  approvedBy?: string;
  /** One a week. */
  comments: string[];
  wins?: string;
  patterns?: string;
  passed?: boolean;
  nextSteps?: string;
  declined?: string;
  /** The case whose decision asked for it. */
  caseId?: string;
  standingId?: string;
  n?: number;
};

declare module '../../domain/task.ts' {
  interface TaskDataOf {
    'conduct-review': ConductReview;
  }
}

/** The targets a review begins with; of the first two the register knows whether they were met. */
export const usualTargets = {
  there: 'Be in every lesson',
  onTime: 'Arrive on time',
  takesPart: 'Take part in the lesson',
} as const;
