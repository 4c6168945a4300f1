import { addDays, type Day, type Division, dayOf } from './calendar.ts';

type ProgrammeKind = 'apprenticeship' | 'adult' | 'study-programme';

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
  /** Where it is taught; a whole centre can be closed for a day. */
  centre?: string;
  /** The code of the site it is taught at; none: the whole college's. */
  site?: string;
  /** Whose bank holidays hold there; England and Wales unless said. */
  division?: Division;
  /** Days on which its site is closed besides: read with it, never stored with it. */
  closed?: readonly Day[];
  /** Term dates: outside them nobody is reminded. None: all the year. */
  terms?: Span[];
  /** An apprenticeship taught in blocks: its funding clock is another. */
  blockRelease?: boolean;
  /** The subcontractor who teaches it (S17). */
  subcontractor?: string;
};

/** What decides which days are off where something is taught. */
export type HolidaysOf = Pick<Programme, 'division' | 'closed'>;

/** A stretch of days; `to` is the last day, open when absent. */
export type Span = { from: Day; to?: Day };
/** A span and who set it; from a file, nobody. */
export type Break = Span & { byId?: string; at?: Date };

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
  /** First of two years: progress to the second may be decided (G10). */
  firstOfTwo?: boolean;
  /** Risk status as it was recorded, oldest first (S12, G9); each entry goes to the MIS. */
  statuses?: { status: string; byId: string; at: Date }[];
  /** Breaks in learning: nothing counts, nobody is told, until the day after `to`. */
  breaks?: Break[];
} & Span;

/** True when the day lies in the span, ends included. */
export function covers(span: Span, day: Day): boolean {
  return span.from <= day && (span.to === undefined || day <= span.to);
}

/** The spans after whatever ran on a day ended the day before; those past and those planned stay as they are. */
export function endOn<S extends Span>(spans: readonly S[], day: Day): S[] {
  return spans.flatMap((span) => {
    if (!covers(span, day)) return [span];
    return span.from < day ? [{ ...span, to: addDays(day, -1) }] : [];
  });
}

/** True when a day lies in a programme's term, or the programme names none. */
export function isInTerm(programme: Pick<Programme, 'terms'>, day: Day): boolean {
  return !programme.terms?.length || programme.terms.some((span) => covers(span, day));
}

/** True when the learner is on a break in learning that day. */
export function isOnBreak(enrolment: Enrolment, day: Day): boolean {
  return (enrolment.breaks ?? []).some((span) => covers(span, day));
}

/** Statuses that end a place on a programme. */
const leavingStatuses: readonly string[] = ['removed', 'exit'];

/** True once the last status recorded by a day says that the learner has left the programme (S14, G13). */
export function hasLeft({ statuses }: Pick<Enrolment, 'statuses'>, day: Day): boolean {
  const last = statuses?.at(-1);
  return last !== undefined && leavingStatuses.includes(last.status) && dayOf(last.at) <= day;
}

/** True when the enrolment counts on a day: enrolled and not left, in one of the groups (any, when none is named), not in a break. */
export function isExpected(
  enrolment: Enrolment,
  { groups, day, learnerIds }: { groups: readonly string[]; day: Day; learnerIds?: readonly string[] },
): boolean {
  return (
    (learnerIds?.includes(enrolment.learnerId) ?? true) &&
    covers(enrolment, day) &&
    !isOnBreak(enrolment, day) &&
    !hasLeft(enrolment, day) &&
    (groups.length === 0 || enrolment.groups.some((group) => groups.includes(group.name) && covers(group, day)))
  );
}
