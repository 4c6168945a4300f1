import type { Reason } from '../../domain/absence-notice.ts';
import { reasonOf, type ToldReason } from '../read-reason.ts';
import type { Happening } from './happenings.ts';
import { type Statement, saidAs } from './statement.ts';

/** A happening with why, as its own words say. */
export type Told = Happening & { why: ToldReason };

/**
 * What known words say of the other happenings of a message. Of one person what is said of one of them holds for the
 * next that has no reason; of another person it does not: "Josh is off Tuesday and Zoe is on holiday all week".
 */
export const reasonsElsewhere = ({ why, people }: Told, others: readonly Told[]): Reason[] =>
  others.flatMap((one) => {
    const isSame = JSON.stringify(one.people) === JSON.stringify(people);
    return one.why.isSign && !(why.reason === 'none' && isSame) ? [one.why.reason] : [];
  });

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
