import type { Cue } from './cues.ts';
import { type DayItem, type Statement, saidAs } from './statement.ts';
import { isDenied } from './told-anew.ts';

/** Away on its days. */
const asAway = (one: Statement): Statement => ({
  ...one,
  cues: new Set<Cue>([...one.cues, 'away']),
  days: one.days.map((day) => (day.role === 'free' ? { ...day, role: 'on' } : day)),
  isMain: true,
});

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
  /^(so|and) (i |he |she |NAME )?(will be|am|is|can be|can come|are|be)( (?!not |never )\S+)? (in|there|(at|in|to) college|here|with you)(( on| for)? DAY)?$/;

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

const notHalf = /^(but |and |just )?not( be)?( in)?( for| in)? the (morning|afternoon)$/;

/** "I'm in for the morning but not the afternoon": the other half of the same day is missed. */
function withOtherHalf(statements: Statement[]): void {
  statements.forEach((one, i) => {
    const before = statements[i - 1];
    const half = notHalf.exec(one.clause.text)?.at(-1);
    if (!half || !before?.cues.has('in') || before.isMain) return;
    const part = half === 'morning' ? ('am' as const) : ('pm' as const);
    const days = before.days.map(({ item }): DayItem => {
      const pieces = item.day!.pieces.map(({ from, to }) => ({ from: { ...from, part }, ...(to ? { to } : {}) }));
      return { role: 'on', item: { ...item, day: { ...item.day!, pieces } } };
    });
    for (const day of before.days) day.role = 'beside';
    statements[i] = asAway({ ...one, days });
  });
}

/** Where somebody stays, which is no absence. */
const staysWith =
  /\b(at|with|round) (his|her|my|their) (dad|mum|mam|nan|gran|grandma|grandparents|father|mother|aunt|auntie|uncle|sister|brother)s?( '?s)?( house)? DAY$/;
const offWork = /\b(off work|(work|shift) (is |'s )?off)\b/;
const isWeek = ({ item }: DayItem) => item.day!.pieces.every(({ from }) => from.weekday === undefined);

/**
 * "No work on Thursday so I'll be in college", "at his dad's this week so he'll be in on Wednesday": why somebody is in
 * keeps nobody away.
 */
function withSoIn(statements: Statement[]): void {
  statements.forEach((one, i) => {
    const next = statements[i + 1];
    if (
      !next ||
      (one.isMain && !offWork.test(one.clause.text)) ||
      movedOn.test(one.clause.text) ||
      !/^so\b/.test(next.clause.text)
    )
      return;
    if (!soIn.test(next.clause.text) || one.cues.has('in')) return;
    const isStay = next.days.length > 0 && staysWith.test(one.clause.text) && one.days.every(isWeek);
    if (next.days.length > 0 && !isStay) return;
    const role = isStay ? ('beside' as const) : ('free' as const);
    statements[i] = { ...one, cues: new Set<Cue>(), days: one.days.map((day) => ({ ...day, role })), isMain: false };
  });
}

/** What one clause says is put right by the next: another day, or the contrary. */
export function putRight(statements: Statement[]): void {
  withDenied(statements);
  withSaidBefore(statements);
  withMovedOn(statements);
  withOtherHalf(statements);
  withSoIn(statements);
}
