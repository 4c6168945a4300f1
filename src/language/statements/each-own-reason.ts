import type { Reason } from '../../domain/absence-notice.ts';
import { reasonOf, type ToldReason } from '../read-reason.ts';
import type { Happening } from './happenings.ts';
import { type Statement, saidAs } from './statement.ts';

/** A happening with why, as its own words say. */
export type Told = Happening & { why: ToldReason };

/**
 * What known words say of the other happenings of a message, which is theirs alone. It is for this one as well where it is
 * of the same people ("both annual leave"), or was said before and this one has no verb of its own ("Shannon is on leave
 * this week, Owen the week after"); "Josh is off Tuesday and Zoe is on holiday all week" are two reasons.
 */
export function reasonsElsewhere({ why, people, statements }: Told, others: readonly Told[]): Reason[] {
  const said = others.filter((one) => one.why.isSign);
  if (why.reason !== 'none') return said.map((one) => one.why.reason);
  const keys = new Set(people.map((who) => JSON.stringify(who)));
  const at = statements[0]?.clause.items[0]?.start ?? 0;
  const isBare = !statements.some((one) => one.isMain);
  const isShared = (one: Told) =>
    one.people.some((who) => keys.has(JSON.stringify(who))) ||
    (isBare && (one.statements[0]?.clause.items[0]?.start ?? 0) < at);
  const shared = new Set(said.filter(isShared).map((one) => one.why.reason));
  return said.map((one) => one.why.reason).filter((reason) => !shared.has(reason));
}

/** "Today is the doctor", "Friday is court": what a day is for, with nothing else said of it. */
const isFor = ({ clause, days, isMain }: Statement) =>
  !isMain &&
  days.length === 1 &&
  days[0]!.role === 'on' &&
  /^(and |but |then )?DAY (is|its|is for|for|was) (?!not\b)/.test(clause.text);

/**
 * "Not in Thursday and Friday. Thursday is the doctor, Friday is court": each day is a happening of its own where it has a
 * reason of its own, and none is left without.
 */
export function byOwnReason(happenings: readonly Happening[]): Happening[] {
  return happenings.flatMap((one) => {
    const own = one.statements.filter(isFor);
    const reasons = new Set(own.map(({ clause }) => reasonOf([clause]).reason));
    const known = new Set(own.flatMap(({ days }) => days.map(saidAs)));
    const others = one.statements.filter((statement) => !own.includes(statement));
    const isTold = others.every(({ days }) =>
      days.every((day) => day.role === 'free' || day.role === 'beside' || known.has(saidAs(day))),
    );
    if (own.length < 2 || known.size < own.length || reasons.size < own.length || reasons.has('none') || !isTold)
      return [one];
    return own.map((statement) => ({ people: one.people, statements: [{ ...statement, cues: away, isMain: true }] }));
  });
}

const away = new Set(['away', 'weak'] as const);
