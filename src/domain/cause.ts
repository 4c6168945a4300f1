import { sayOrdinal } from './ordinal.ts';
import { wholePercent } from './standing.ts';

/**
 * Why something is put to somebody about a learner: a code with its figures, and people by their ids. The sentence is made
 * when it is drawn. `said`: words as they are, a person's own or the policy's.
 */
export type Cause =
  | { code: 'below-line'; percent: number | null; line: number }
  | { code: 'occurrence'; nth: number; line: number }
  | { code: 'absence-run'; sessions: number; unauthorisedOnly?: boolean }
  | { code: 'falling-percent'; attended: number; of: number }
  | { code: 'was-below'; percent: number; of: number }
  | { code: 'lateness'; times: number; of: number }
  | { code: 'reported'; byId: string; words: string }
  | { code: 'passed-on'; byId: string; causes: Cause[] }
  | { code: 'not-improved'; percent: number; of: 'attended' | 'on-time'; causes: Cause[] }
  | { code: 'referred' }
  | { code: 'review-not-passed' }
  | { code: 'review-ended-early'; words: string }
  | { code: 'approved-too-late' }
  | { code: 'no-lessons-then' }
  | { code: 'said'; words: string };

/** "79% attended": how much of the sessions since then. */
export function saySince({ percent, of }: { percent: number; of: 'attended' | 'on-time' }): string {
  return `${wholePercent(percent)} ${of === 'attended' ? 'attended' : 'on time'}`;
}

/** One cause as a sentence. `name`: what the learner is called; `nameOf`: what anybody else is. */
export function sayCause(cause: Cause, name: string, nameOf: (id: string) => string): string {
  const all = (causes: readonly Cause[]) => causes.map((one) => sayCause(one, name, nameOf)).join(' ');
  switch (cause.code) {
    case 'below-line':
      return `${name} is at ${wholePercent(cause.percent ?? 0)}, below ${cause.line}%.`;
    case 'occurrence':
      return `${name} has a ${sayOrdinal(cause.nth)} unauthorised absence while below ${cause.line}%.`;
    case 'absence-run':
      return `${name} has missed ${cause.sessions} sessions running${cause.unauthorisedOnly ? ' without authorisation' : ''}.`;
    case 'falling-percent':
      return `${name} has attended ${cause.attended} of the last ${cause.of} sessions.`;
    case 'was-below':
      return `${name} had attended under ${cause.percent}% of the last ${cause.of} sessions.`;
    case 'lateness':
      return `${name} was late ${cause.times} times in the last ${cause.of} sessions attended.`;
    case 'reported':
      return `${nameOf(cause.byId)} reports: ${cause.words}`;
    case 'passed-on':
      return `${all(cause.causes)} ${nameOf(cause.byId)} passes it on.`;
    case 'not-improved':
      return `${all(cause.causes)} It was put to the tutor or coach; since then ${saySince(cause)}.`;
    case 'referred':
      return 'Referred for poor attendance.';
    case 'review-not-passed':
      return 'The Conduct Review was not passed.';
    case 'review-ended-early':
      return `The Conduct Review was ended early: ${cause.words}`;
    case 'approved-too-late':
      return 'it was not approved before its first day; please pick another Monday';
    case 'no-lessons-then':
      return 'there are no lessons in those weeks any more; please pick another Monday';
    case 'said':
      return cause.words;
  }
}

/** The people a cause names, beside its learner. */
export function namedIn(cause: Cause): string[] {
  return [...('byId' in cause ? [cause.byId] : []), ...('causes' in cause ? cause.causes.flatMap(namedIn) : [])];
}
