import type { TaskKind } from '../../domain/task.ts';
import { missingList } from '../absence/missing-list.task.ts';
import { absenceMessage } from '../absence/tell-absence.task.ts';
import { alternativeSession } from '../catch-up/alternative-session.task.ts';
import { missedWork } from '../catch-up/missed-work.task.ts';
import { release } from '../catch-up/release.task.ts';
import { setWork } from '../catch-up/set-work.task.ts';
import { chase } from '../core/chase.task.ts';
import { heldPress } from '../core/held-press.task.ts';
import type { TaskKindOf } from '../core/task-kind.ts';
import { sessionChange } from '../core/tell-people.task.ts';
import { contest } from '../fairness/contest.task.ts';
import { actionPlan } from '../measures/action-plan.task.ts';
import { conductLesson } from '../measures/conduct-lesson.task.ts';
import { conductReview } from '../measures/conduct-review.task.ts';
import { fitnessToStudy } from '../measures/fitness-to-study.task.ts';
import { fundingClock } from '../measures/funding-clock.task.ts';
import { meeting } from '../measures/meeting.task.ts';
import { placeDecision } from '../measures/place-decision.task.ts';
import { planAction } from '../measures/plan-action.task.ts';
import { praise } from '../measures/praise.task.ts';
import { referral } from '../measures/referral.task.ts';
import { removal } from '../measures/removal.task.ts';
import { seriousReview } from '../measures/serious-review.task.ts';
import { step } from '../measures/step.task.ts';
import { misRefused } from '../mis/mis-refused.task.ts';
import { decideNotices } from '../notices/decide-notices.task.ts';
import { evidence } from '../notices/evidence.task.ts';
import { longAbsence } from '../notices/long-absence.task.ts';
import { noticeWords } from '../notices/notice-words.task.ts';
import { offeredFile } from '../notices/offered-file.task.ts';
import { weekDigest } from '../overview/week-digest.task.ts';
import { changeOfPeople } from '../people/change-of-people.task.ts';
import { noOwner } from '../people/no-owner.task.ts';
import { outOfReach } from '../people/out-of-reach.task.ts';
import { policyRead } from '../people/policy-read.task.ts';
import { policyReview } from '../people/policy-review.task.ts';
import { policyUnread } from '../people/policy-unread.task.ts';
import { standIn } from '../people/stand-in.task.ts';
import { unknownMembers } from '../people/unknown-members.task.ts';
import { checkIn } from '../registers/check-in.task.ts';
import { endOfDayList } from '../registers/end-of-day.task.ts';
import { logActivity } from '../registers/log-activity.task.ts';
import { registerDue } from '../registers/register-due.task.ts';
import { rollCheck } from '../registers/roll-check.task.ts';
import { improvementWatch } from '../risk/improvement-watch.task.ts';
import { lateMarks } from '../risk/late-marks.task.ts';
import { mentorReport } from '../risk/mentor-report.task.ts';
import { occurrenceSteps } from '../risk/occurrence-steps.task.ts';
import { yearTurn } from '../risk/year-turn.task.ts';
import { outsideMessage } from '../safeguarding/outside-message.task.ts';
import { messagesIn } from '../sending/messages-in.task.ts';
import { retention } from '../sending/retention.task.ts';
import { undelivered } from '../sending/undelivered.task.ts';

/** Every kind of task there is. */
export const taskKindsOf: Record<TaskKind, TaskKindOf<Record<string, unknown>>> = {
  'register-due': registerDue,
  'end-of-day': endOfDayList,
  'check-in': checkIn,
  'roll-check': rollCheck,
  absence: absenceMessage,
  missing: missingList,
  'alternative-session': alternativeSession,
  release,
  'set-work': setWork,
  'missed-work': missedWork,
  'log-activity': logActivity,
  'decide-notices': decideNotices,
  'notice-words': noticeWords,
  evidence,
  'offered-file': offeredFile,
  'long-absence': longAbsence,
  'session-change': sessionChange,
  'stand-in': standIn,
  'change-of-people': changeOfPeople,
  'no-owner': noOwner,
  'year-turn': yearTurn,
  'mentor-report': mentorReport,
  'late-marks': lateMarks,
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
  contest,
  'funding-clock': fundingClock,
  praise,
  'week-digest': weekDigest,
  'policy-review': policyReview,
  'policy-read': policyRead,
  'policy-unread': policyUnread,
  'out-of-reach': outOfReach,
  'unknown-members': unknownMembers,
  undelivered,
  'messages-in': messagesIn,
  retention,
  'mis-refused': misRefused,
  'outside-message': outsideMessage,
  chase,
  'held-press': heldPress,
};
