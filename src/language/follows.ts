import type { Statement } from './happenings.ts';
import type { Follows } from './reading.ts';

const correction =
  /^(no |sorry |oops |ah |oh |i )*(i )?(meant|mean)\b|\b(i|it) (meant|mean|should be|should have been|should say)\b|\bwrong (day|date|one|time)\b/;
const addition = /\b(DAY|LENGTH) (as well|too|again|also)\b|\b(same again|also|and) (on )?DAY\b/;
const plain =
  /^(DAY|LENGTH|all|both|day|days|about|just|only|probably|hopefully|from|until|to|through|i|think|reckon|it|is|its|on|for|the|please|yes|yeah|ok|sorry|back|and|or|thanks|x|ill|be|will|[,.!-])$/;

/** How a message hangs on one before it, if it does. */
export function followsOf(statements: readonly Statement[]): Follows | undefined {
  const isWrong = statements.some(({ days }) => days.some((day) => day.role === 'wrong'));
  if (isWrong || statements.some(({ clause }) => correction.test(clause.text))) return 'corrects';
  const isMain = statements.some((one) => one.isMain);
  const items = statements.flatMap((one) => one.clause.items);
  const hasDays = items.some((item) => item.day || item.duration);
  if (hasDays && items.every((item) => plain.test(item.word))) return 'answers';
  return !isMain && statements.some(({ clause }) => addition.test(clause.text)) ? 'adds' : undefined;
}
