import type { Tally } from '../../domain/standing.ts';
import type { PolicyPack } from '../policy-pack.ts';
import { attendanceShare, cutPercent } from './tally.ts';

/** A level a learner can end the year on: from which percent, and how many of the sessions ahead may be missed for it. */
export type LevelAhead = { title: string; from: number; isReachable: boolean; mayMiss: number };

/** The policy's levels above its lowest, the highest first; where it has none, its target alone. */
function levelsOf({ ranks, attendance }: PolicyPack): { title: string; from: number }[] {
  const found = (ranks ?? []).flatMap((rank, i) => {
    const from = ranks?.[i - 1]?.below;
    return from == null ? [] : [{ title: rank.judgement, from }];
  });
  return found.length > 0 ? found.reverse() : [{ title: 'The aim', from: attendance.targetPercent }];
}

/**
 * What a year can still become when so many sessions are to come: the best whole percent, cut, when all are attended, and
 * for each level how many whole sessions of average length may be missed (G7, S16).
 */
export function levelsAhead(
  tally: Tally,
  ahead: { sessions: number; minutes: number },
  pack: PolicyPack,
): { best: number | null; levels: LevelAhead[] } {
  const { part, whole } = attendanceShare(tally, pack);
  const units = pack.attendance.unit === 'minutes' ? ahead.minutes : ahead.sessions;
  const [most, all] = [part + units, whole + units];
  const best = cutPercent(most, all);
  const each = ahead.sessions > 0 ? units / ahead.sessions : 0;
  const levels = levelsOf(pack).map(({ title, from }) => {
    // In hundredths, so that whole numbers are compared.
    const spare = (most * 100 - from * all) / 100;
    const mayMiss = each > 0 ? Math.min(ahead.sessions, Math.floor(spare / each)) : 0;
    return { title, from, isReachable: spare >= 0, mayMiss: Math.max(0, mayMiss) };
  });
  return { best: best === null ? null : Math.floor(best), levels };
}
