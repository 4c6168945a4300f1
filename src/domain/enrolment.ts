import type { Day } from './calendar.ts';

export type ProgrammeKind = 'apprenticeship' | 'adult' | 'study-programme';

export type Programme = {
  _id: string;
  name: string;
  kind: ProgrammeKind;
  /** The policy pack its sessions fall under. */
  pack: string;
  zone: string;
  /** Apprenticeship or Adults Manager, by kind (S12). */
  managerId?: string;
  /** Head of Study Programme. */
  hospId?: string;
  /** A team channel that gets the registers instead of the tutor's chat, as long as it has staff alone. */
  channel?: { id: string; serviceUrl: string };
};

/** A stretch of days; `to` is the last day, open when absent. */
export type Span = { from: Day; to?: Day };

/** One learner on one programme. Membership is dated: only sessions inside it count. */
export type Enrolment = {
  _id: string;
  learnerId: string;
  programmeId: string;
  groups: ({ name: string } & Span)[];
  mentorId?: string;
  coachId?: string;
  /** The employer contact who may report for this learner. */
  employerId?: string;
  breaks?: Span[];
} & Span;

/** True when the day lies in the span, ends included. */
export function covers(span: Span, day: Day): boolean {
  return span.from <= day && (span.to === undefined || day <= span.to);
}

/** True when the enrolment counts for a session of these groups on this day: enrolled, in a group, not in a break. */
export function isExpected(enrolment: Enrolment, groups: readonly string[], day: Day): boolean {
  return (
    covers(enrolment, day) &&
    !(enrolment.breaks ?? []).some((span) => covers(span, day)) &&
    (groups.length === 0 || enrolment.groups.some((group) => groups.includes(group.name) && covers(group, day)))
  );
}
