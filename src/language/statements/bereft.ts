import { died } from '../words/died.ts';
import type { Statement } from './statement.ts';

const relative =
  '(?:mums?|mams?|moms?|dads?|nans?|nanas?|nannas?|nains?|taids?|grans?|grandmas?|grandads?|grandpas?|grandmothers?|grandfathers?|mother|father|brothers?|sisters?|uncles?|aunts?|aunties?|cousins?|friend|mate|partner|wife|husband|boyfriend|girlfriend|fiancee?|son|daughter|baby|stepdad|stepmum)';
/** "My nan died last night", "grandad passed away", "bu farw nain": a death in the family, told as it happened. */
const death = new RegExp(
  `\\b${relative}(?: (?:has|have|had|'s|is|was|sadly|just|suddenly|unexpectedly|peacefully|NAME))* (?:${died}|passed away|slipped away|passed(?= DAY|$| (?:in the|during|over)))\\b|^died (?:my |our )?${relative}\\b`,
);
/** Long ago, or another's loss that is told for another reason. */
const longAgo = /\b(years?|months?|weeks?|ages|when i was|back in|ago|since|because|anniversary|used to)\b/;

const isLately = ({ days }: Statement) =>
  days.every(({ item }) => item.day?.pieces.every(({ from }) => from.offset === 0 || from.offset === -1));

/**
 * True where all that is told is that somebody close has died just now: whoever writes so is not in today, unless they say
 * that they come.
 */
export function isBereft(statements: readonly Statement[]): boolean {
  const isComing = statements.some(({ cues, days }) => cues.has('in') || days.some(({ role }) => role === 'free'));
  const tells = (one: Statement) =>
    !one.clause.isQuestion && death.test(one.clause.text) && !longAgo.test(one.clause.text) && isLately(one);
  return !isComing && statements.some(tells);
}
