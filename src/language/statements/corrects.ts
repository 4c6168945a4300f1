import type { Statement } from './statement.ts';

const correction =
  /^(no |sorry |oops |ah |oh |i )*(i )?(meant|mean)\b|\b(i|it) (meant|mean|should be(?! (in|there|here|back|coming|ok|okay|fine|better|able)\b)|should have been|should say)\b|\bwrong (day|date|one|time)\b/;

/** When somebody comes back is put off or brought forward: "Zoe's return is now Monday". */
const returnMoved =
  /\b(return|returning|back)( date| day)?( is| will be| has| has been)* (now|moved|changed|put back)\b.*\bDAY\b|\bnow (back|returning)( in)?( on)? DAY\b/;

/** True when a message puts right one before it: "no I meant Friday", "Max is off Thursday, not Wednesday". */
export function corrects(statements: readonly Statement[]): boolean {
  const isWrong = statements.some(({ days }) => days.some((day) => day.role === 'wrong'));
  return isWrong || statements.some(({ clause }) => correction.test(clause.text) || returnMoved.test(clause.text));
}
