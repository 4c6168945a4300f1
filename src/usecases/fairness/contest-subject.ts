import type { Day } from '../../domain/calendar.ts';

/** What is contested: a mark, a risk flag, a decision on a case or a task, or a notice that was not accepted. */
export type ContestSubject =
  | { kind: 'mark'; sessionId: string; enrolmentId: string }
  | { kind: 'flag'; packId: string }
  | { kind: 'case' | 'task' | 'notice'; id: string };

/** The subject as one text, alike for the same thing; nothing is ever read back from it. */
export function subjectKey(subject: ContestSubject): string {
  if (subject.kind === 'mark') return `mark|${subject.sessionId}|${subject.enrolmentId}`;
  return `${subject.kind}|${subject.kind === 'flag' ? subject.packId : subject.id}`;
}

/** What a contest holds. */
export type ContestData = {
  packId: string;
  subject: ContestSubject;
  /** What it is, in the words of whoever contests. */
  label: string;
  /** Of a flag: the days of the occurrences that made it when it was contested. */
  occurredOn?: Day[];
  words: string;
  /** What the learner said of the same thing while it was being looked at. */
  more?: string[];
  /** Who marked or decided: they cannot answer, nor can whoever stands in for someone else in their stead. */
  notId?: string;
  answer?: string;
};
