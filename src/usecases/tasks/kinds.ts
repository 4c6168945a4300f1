import type { TaskKind } from '../../domain/task.ts';
import type { TaskKindOf } from '../task-kind.ts';
import { absenceMessage } from './absence.ts';
import { alternativeSession, offerAgain } from './alternative-session.ts';
import { checkIn } from './check-in.ts';
import { decideNotice, decideNotices } from './decide-notices.ts';
import { endOfDayList } from './end-of-day.ts';
import { evidenceKind } from './evidence.ts';
import { logActivity } from './log-activity.ts';
import { longAbsence } from './long-absence.ts';
import { missingList } from './missing.ts';
import { registerDue } from './register-due.ts';
import { releaseKind } from './release.ts';
import { rollCheck } from './roll-check.ts';
import { sessionChange } from './session-change.ts';
import { missedWork, setWork } from './set-work.ts';

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
};
