import type { Day } from '../../domain/calendar.ts';
import type { Standing } from '../../domain/standing.ts';
import { markType } from '../pack-shelf.ts';
import type { PolicyPack } from '../policy-pack.ts';
import type { CountedMark } from './tally.ts';

/** A mark in words that every policy has: so marks made under one can be tried under another. */
type PlainMark = 'present' | 'late' | 'authorised' | 'unauthorised';

/** The code of a plain mark in a pack. */
export function codeOfPlain(mark: PlainMark, pack: PolicyPack): string {
  const { present, late, authorised, absent } = pack.markRoles;
  return { present, late, authorised, unauthorised: absent }[mark];
}

/**
 * A mark of one pack in plain words; undefined where it does not count there. What waits for a person to decide is no
 * unauthorised absence yet.
 */
export function plainMarkOf(mark: CountedMark, pack: PolicyPack): PlainMark | undefined {
  const type = markType(pack, mark.code);
  if (type.counts === 'ignored') return undefined;
  if (type.counts === 'absent') return type.authorised === false ? 'unauthorised' : 'authorised';
  return type.asksMinutes && mark.minutesLate > 0 ? 'late' : 'present';
}

/** A day on which a policy would have shown a learner to somebody: a risk flag, or one of its rules for noticing. */
export type Sign = { day: Day; what: string };

/** The days on which a year's standing would have been shown to somebody, in order (G9, S13). */
export function signsOf({ occurrences, noticed }: Standing, pack: PolicyPack): Sign[] {
  const flags = (pack.occurrences?.flags ?? []).flatMap(({ at, flag }): Sign[] => {
    const reached = occurrences[at - 1];
    return reached ? [{ day: reached.day, what: flag }] : [];
  });
  const rules = noticed.map(({ day, rule }) => ({ day, what: rule }));
  return [...flags, ...rules].toSorted((a, b) => a.day.localeCompare(b.day));
}
