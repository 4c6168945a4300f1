import type { Day } from '../../domain/calendar.ts';
import type { Cause } from '../../domain/cause.ts';
import type { ReviewTarget } from './review-target.ts';

/** A Conduct Review: what was agreed, who approved it, what came of it (G11). */
export type ConductReview = {
  packId: string;
  /** Why it is proposed. */
  causes: Cause[];
  targets: ReviewTarget[];
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
  /** Why it came back to its mentor. */
  declined?: Cause;
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
