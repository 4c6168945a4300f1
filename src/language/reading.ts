import type { Day, Holidays, TimeOfDay } from '../domain/calendar.ts';
import type { Opinion } from './opinion.ts';
import type { Known } from './people/name-words.ts';

/**
 * Who a message is about. `named`: as written, and whom it fits among those the sender may report for: several mean
 * that the sender is asked; none that it is nobody of theirs, with names near to what was written. `all`: each of the
 * sender's learners, or as many as were counted ("both"), or all but these ("everyone except Nathan").
 */
export type Who =
  | { type: 'self' }
  | { type: 'named'; name: string; ids: readonly string[]; near: readonly string[] }
  | { type: 'relation' }
  | { type: 'all'; count?: number; except?: readonly { name: string; ids: readonly string[] }[] };

/** What must be asked before acting, in the order in which it is asked. */
export type Question = 'who' | 'which-day' | 'which-half' | 'how-late' | 'until-when' | 'why';

/** Words of the message and what was made of them, for showing why. */
export type Clue = { words: string; means: string };

/** One person and one happening. */
export type ReadEvent = {
  kind: 'absence' | 'lateness' | 'early_leave';
  who: Who;
  /** Monday to Friday without bank holidays; empty when they cannot be known. */
  days: Day[];
  /** No day in the text: today is assumed, or what the timetable makes of it, and shown back. */
  isDayImplied: boolean;
  /** Absence: from when and until when on each day. Early leave: `fromTime` is when they go. */
  fromTime?: TimeOfDay;
  toTime?: TimeOfDay;
  /** An appointment's or a session's time that was mentioned. */
  atTime?: TimeOfDay;
  /** Lateness: minutes (of a range the upper end), or when they will be there. */
  minutesLate?: number;
  minutesLeast?: number;
  arriveAt?: TimeOfDay;
  /** The part of the day that is missed; `session`: the one that was named, without a time of day. */
  part?: 'am' | 'pm' | 'evening' | 'session' | 'lessons';
  lessons: number[];
  /** Lessons that are missed by the name of their subject, as typed: "Maths", "hair theory". */
  subjects: string[];
  /** A correction of days alone: what and why are as before. */
  isBare: boolean;
  /** Taken back from these days on: "back Friday after all". */
  isOnwards?: true;
  /** Taken back is what was told last, whatever day is named beside: "scrap that, I'm in all week". */
  isLast?: true;
  /** It speaks of what has been. */
  isPast: boolean;
  /** Days it takes back for others: "not Friday, Thursday". */
  insteadOf: Day[];
  /** One of `reasons`; filled from what was told before it may be a college's own. */
  reason: string;
  /** The words this event was read from, as typed. */
  text: string;
  questions: Question[];
  because: Clue[];
};

/**
 * Beside a cry for help, and in grief, nobody is asked what can wait (S11): how late, until when, why. What is left is
 * without which no notice can be made: whom it is about, and the day where none could be read.
 */
export function askedAtLeast({ questions, days }: Pick<ReadEvent, 'questions' | 'days'>): Question[] {
  return questions.filter((one) => one === 'who' || (one === 'which-day' && days.length === 0));
}

/** What a chat message says. */
export type Reading = {
  intent: 'report' | 'retract' | 'query' | 'mark-dispute' | 'off-topic';
  /** It puts right a message before it: "Max is off Thursday, not Wednesday". */
  isCorrection: boolean;
  events: ReadEvent[];
  /** Of a report: what it takes back of people of whom it tells nothing else. */
  takenBack?: ReadEvent[];
};

export type ReadingContext = {
  today: Day;
  /** Local time at which it was written: "there in 5" counts from it. */
  now: TimeOfDay;
  sender: 'learner' | 'employer' | 'staff';
  /** The people the sender may report for. */
  people: readonly Known[];
  holidays: Holidays;
  /** What the learned reader thinks of the whole message or of one of its `spansOf`, as written; undefined where it was not asked. */
  opinionOf?(span: string): Opinion | undefined;
};
