import type { TimeOfDay } from '../domain/calendar.ts';
import { type Clause, clauseOf, type Item } from './clauses.ts';
import type { Token } from './words/tokens.ts';

/** From now on "in the morning" is tomorrow's. */
const eveningBegins: TimeOfDay = '17:00';
/** From now on whoever says no day means the next one: no class is left. */
export const nightBegins: TimeOfDay = '21:00';

/** What was, or comes again: no morning that lies ahead. */
const notAhead =
  /\b(was|were|been|had|woke|went|came|felt|took|did|missed|overslept|arrived|left|forgot|got (there|here|in|home|up)|until|since|every|usually|always|most|early hours)\b(?! going to)/;
const inTheMorning = ['in', 'the', 'morning'];

/** Days of which a morning may be one; tonight has none. */
const isAhead = ({ day }: Item) =>
  day?.pieces.some(({ from }) => (from.offset ?? 1) >= 0 && !(from.offset === 0 && from.part === 'evening')) ?? false;

/**
 * "Not going to make it in the morning", written in the evening: tomorrow's, unless another day is spoken of. By day it is
 * said of a day that is told elsewhere, or of none.
 */
export function withMorningAhead(clauses: readonly Clause[], tokens: readonly Token[], now: TimeOfDay): Clause[] {
  if (now < eveningBegins || clauses.some(({ items }) => items.some(isAhead))) return [...clauses];
  return clauses.map((clause) => {
    const { items, text, isQuestion, sentence } = clause;
    const at = items.findIndex((_, i) => inTheMorning.every((word, j) => items[i + j]?.word === word));
    const hour = items[at - 1]?.time?.from.hour ?? 12;
    if (at < 0 || hour < 6 || notAhead.test(text)) return clause;
    const start = items[at]!.start;
    const stop = items[at + 2]!.stop;
    const pieces = [{ from: { offset: 1, part: 'am' as const } }];
    const morning: Item = { word: 'DAY', start, stop, day: { start, stop, pieces } };
    return clauseOf([...items.slice(0, at), morning, ...items.slice(at + 3)], tokens, isQuestion, sentence);
  });
}
