import type { TaskKind } from '../../domain/task.ts';
import { refoldLearner } from '../fold-learner.ts';
import type { TaskKindOf } from '../task-kind.ts';
import { absenceMessage } from './absence.ts';
import { actionPlan } from './action-plan.ts';
import { alternativeSession, offerAgain } from './alternative-session.ts';
import { checkIn } from './check-in.ts';
import { conductLesson } from './conduct-lesson.ts';
import { conductReview } from './conduct-review.ts';
import { contestKind } from './contest.ts';
import { decideNotice, decideNotices } from './decide-notices.ts';
import { endOfDayList } from './end-of-day.ts';
import { evidenceKind } from './evidence.ts';
import { fitnessToStudy } from './fitness-to-study.ts';
import { fundingClock } from './funding-clock.ts';
import { improvementWatch } from './improvement-watch.ts';
import { logActivity } from './log-activity.ts';
import { longAbsence } from './long-absence.ts';
import { meeting } from './meeting.ts';
import { mentorReport } from './mentor-report.ts';
import { missedWork } from './missed-work.ts';
import { missingList } from './missing.ts';
import { occurrenceSteps } from './occurrence-steps.ts';
import { placeDecision } from './place-decision.ts';
import { planAction } from './plan-action.ts';
import { policyRead } from './policy-read.ts';
import { policyReview } from './policy-review.ts';
import { referral } from './referral.ts';
import { registerDue } from './register-due.ts';
import { releaseKind } from './release.ts';
import { removal } from './removal.ts';
import { rollCheck } from './roll-check.ts';
import { seriousReview } from './serious-review.ts';
import { sessionChange } from './session-change.ts';
import { setWork } from './set-work.ts';
import { standIn } from './stand-in.ts';
import { step } from './step.ts';

/** Every kind of task there is. */
export const taskKindsOf: Record<TaskKind, TaskKindOf<Record<string, unknown>>> = {
  'register-due': registerDue,
  'end-of-day': endOfDayList,
  'check-in': checkIn,
  'roll-check': rollCheck,
  absence: absenceMessage,
  missing: missingList,
  'alternative-session': alternativeSession,
  release: releaseKind(offerAgain),
  'set-work': setWork,
  'missed-work': missedWork,
  'log-activity': logActivity,
  'decide-notices': decideNotices,
  evidence: evidenceKind(decideNotice),
  'long-absence': longAbsence,
  'session-change': sessionChange,
  'stand-in': standIn,
  'mentor-report': mentorReport,
  'occurrence-steps': occurrenceSteps,
  step,
  meeting,
  'conduct-review': conductReview,
  'conduct-lesson': conductLesson,
  'serious-review': seriousReview,
  'fitness-to-study': fitnessToStudy,
  'place-decision': placeDecision,
  referral,
  'improvement-watch': improvementWatch,
  'action-plan': actionPlan,
  'plan-action': planAction,
  removal,
  contest: contestKind(refoldLearner),
  'funding-clock': fundingClock,
  'policy-review': policyReview,
  'policy-read': policyRead,
};
