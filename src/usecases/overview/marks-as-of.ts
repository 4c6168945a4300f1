import type { Mark } from '../../domain/register.ts';
import type { World } from '../core/ports.ts';
import type { StoredMark } from '../core/records/standing.ts';

/**
 * A learner's marks as they stood at a time, such as when a hold began (S11): without those of registers saved later, and
 * with what was amended later as it was before.
 */
export async function marksAsOf(
  world: World,
  learnerId: string,
  marks: readonly StoredMark[],
  since: Date,
): Promise<StoredMark[]> {
  const { registers } = world.records;
  const begun = marks.filter((one) => one.startsAt < since);
  const ids = begun.map((one) => one.sessionId);
  const isLater = (at: Date | undefined) => at !== undefined && at > since;
  const savedLater = new Set((await registers.states(ids)).filter((one) => isLater(one.savedAt)).map((one) => one._id));
  const before = new Map<string, Mark>();
  const amendments = (await registers.amendments(learnerId, ids)).toSorted((a, b) => b.at.getTime() - a.at.getTime());
  for (const { sessionId, from, at } of amendments) if (isLater(at)) before.set(sessionId, from);
  return begun
    .filter((one) => !savedLater.has(one.sessionId))
    .map((one) => {
      const from = before.get(one.sessionId);
      if (!from) return one;
      const { minutesEarly: _, ...rest } = one;
      const early = from.minutesEarly ? { minutesEarly: from.minutesEarly } : {};
      return { ...rest, code: from.code, minutesLate: from.minutesLate, ...early };
    });
}
