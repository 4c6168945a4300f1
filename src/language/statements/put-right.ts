import type { Cue } from './cues.ts';
import { type Statement, saidAs } from './statement.ts';
import { isDenied } from './told-anew.ts';

/** Away on its days. */
const asAway = (one: Statement): Statement => ({
  ...one,
  cues: new Set<Cue>([...one.cues, 'away']),
  days: one.days.map((day) => (day.role === 'free' ? { ...day, role: 'on' } : day)),
  isMain: true,
});

const leftOut =
  /^(and |but |though |although |whereas )?NAME( and NAME)* (will|can|is|are|does|do) not( (be|now|though|sadly|unfortunately))*$/;

const soIs =
  /^(and |but |though |although |whereas )?NAME( and NAME)* (will|is|are)( (be|now|though|sadly|unfortunately))*$/;

/**
 * "Chloe will be in tomorrow, Dan won't", "Josh won't be off tomorrow, Zoe will": what was said of the one is the other way
 * round with the other, on the same days.
 */
function withLeftOut(statements: Statement[]): void {
  statements.forEach((one, i) => {
    const before = statements[i - 1];
    if (!before?.cues.has('in') || before.isMain || before.clause.isQuestion) return;
    if (!(isDenied(before) ? soIs : leftOut).test(one.clause.text)) return;
    const days = before.days.map((day) => ({ ...day, role: 'on' as const }));
    const cue = isDenied(before) && /\blate\b/.test(before.clause.text) ? 'late' : 'away';
    statements[i] = { ...one, cues: new Set<Cue>([...one.cues, cue]), days, isMain: true };
  });
}

/** "I said Friday but it's Thursday my appointment", in two clauses. */
const saidBefore =
  /^((hi|hello|sorry|so|no|oops|hey) )*(i|we|he|she|NAME) (said|put|wrote|typed|texted|told (you|u))( .*)? DAY$/;
const itIsOther =
  /^((but|and|when|though|although|actually) )*(its|it is|that is|i meant|i mean|it should be|it was meant to be|it will be)( (really|actually|on|for|now))* DAY\b/;

/** A day that was told before gives way to the one in the next clause. */
function withSaidBefore(statements: Statement[]): void {
  statements.forEach((one, i) => {
    const next = statements[i + 1];
    const [told, right] = [one.days[0], next?.days[0]];
    if (!told || !right || one.days.length > 1 || next!.days.length > 1 || saidAs(told) === saidAs(right)) return;
    if (!saidBefore.test(one.clause.text) || !itIsOther.test(next!.clause.text)) return;
    if (one.cues.has('in') && !one.isMain) return;
    statements[i] = { ...one, cues: new Set<Cue>(), days: [{ ...told, role: 'wrong' }], isMain: false };
    right.role = 'on';
  });
}

const movedOn =
  /\b(moved|changed|put back|pushed back|brought forward|rescheduled|rearranged|rebooked|switched|swapped|postponed)( \S+){0,2} (to|until|for|from)( the)? DAY$/;
const soIn =
  /^(so|and) (i |he |she |NAME )?(will be|am|is|can be|can come|are|be)( \S+)? (in|there|at college|here|with you)(( on| for)? DAY)?$/;

/** "My appointment has been moved to Thursday so I'll be in tomorrow": away then, and not tomorrow as it was told. */
function withMovedOn(statements: Statement[]): void {
  statements.forEach((one, i) => {
    const next = statements[i + 1];
    if (!one.cues.has('weak') || !movedOn.test(one.clause.text) || !next || !soIn.test(next.clause.text)) return;
    const [free] = next.days;
    if (free?.role === 'free') free.role = 'wrong';
    else if (!free) statements[i] = asAway(one);
  });
}

const otherDay = /^((but|and|so|actually|its|it is|i|he|she|we|NAME|will|be|am|is|off|for|on) )*DAY( (instead|now))*$/;

/** "I won't be off tomorrow": then they are in; "I won't be off Thursday, it's Friday" is told anew. */
function withDenied(statements: Statement[]): void {
  statements.forEach((one, i) => {
    if (!isDenied(one)) return;
    const next = statements[i + 1];
    const isAnew = next !== undefined && one.days.length > 0 && otherDay.test(next.clause.text);
    const role = isAnew ? ('wrong' as const) : ('free' as const);
    const days = one.days.map((day) => (day.role === 'on' ? { ...day, role } : day));
    statements[i] = { ...one, cues: new Set<Cue>(isAnew ? [] : ['in']), days, isMain: false };
    if (isAnew) statements[i + 1] = asAway(next);
  });
}

/** What one clause says is put right by the next: another day, the contrary, or the contrary of somebody else. */
export function putRight(statements: Statement[]): void {
  withDenied(statements);
  withLeftOut(statements);
  withSaidBefore(statements);
  withMovedOn(statements);
}
