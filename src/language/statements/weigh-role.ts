import type { DayOdds } from '../tagged.ts';
import type { DayRole } from './day-roles.ts';

/** Against what the words around a day say, the learned reader must be this sure. */
const verySure = 0.9;

/**
 * What a day is for: what the words around it say, unless the learned reader is very sure that it is none that is missed:
 * one of a story, of a deadline or of somebody else, or one on which they are there after all. What is said outright
 * stands: "from Monday", "until Friday", "off Wednesday" (`isSaid`). It takes days away and adds none: of fifty that only
 * it takes for missed, a third are not.
 */
export function weighRole(rules: DayRole, odds: DayOdds | undefined, isSaid: boolean): DayRole {
  if (!odds || rules !== 'on' || isSaid) return rules;
  if (odds.beside > verySure) return 'beside';
  if (odds.back + odds.in > verySure) return odds.back >= odds.in ? 'back' : 'free';
  return rules;
}
