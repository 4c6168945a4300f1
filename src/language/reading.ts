import type { NoticeKind, Reason } from '../domain/absence-notice.ts';
import type { Day, TimeOfDay } from '../domain/calendar.ts';
import type { Harm, Opinion } from './opinion.ts';

/** Who a message is about, as written; the use case finds the person among those the sender may report for. */
export type Who = { type: 'self' } | { type: 'named'; name: string } | { type: 'relation' } | { type: 'all' };

/** One person and one happening. */
export type ReadEvent = {
  kind: NoticeKind;
  who: Who;
  /** Monday to Friday days; empty when they cannot be known. */
  days: Day[];
  /** No day in the text: today is assumed and shown back. */
  isDayImplied: boolean;
  isOpenEnded: boolean;
  fromTime?: TimeOfDay;
  toTime?: TimeOfDay;
  minutesLate?: number;
  arriveAt?: TimeOfDay;
  reason: Reason;
};

/** What must be asked before acting; one question is put at a time. */
export type Question = 'which-day' | 'who' | 'how-late' | 'until-when';

/** What a chat message says. */
export type Reading = {
  intent: 'report' | 'retract' | 'query' | 'mark-dispute' | 'off-topic';
  events: ReadEvent[];
  /** A hint at harm (S11). Errs towards `possible`: a person looks at it. */
  safeguarding: Harm;
  questions: Question[];
};

export type ReadingContext = {
  today: Day;
  now: TimeOfDay;
  sender: 'learner' | 'employer' | 'staff';
  /** Names of the people the sender may report for, as they are known here. */
  names: readonly string[];
  /** What the learned reader thinks of the whole message or of one of its `spansOf`, as written; undefined where it was not asked. */
  opinionOf?(span: string): Opinion | undefined;
};
