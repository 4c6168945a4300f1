import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { addMinutes } from '../../domain/calendar.ts';
import type { Person } from '../../domain/person.ts';
import type { CardModel } from '../core/card-model.ts';
import type { World } from '../core/ports.ts';
import { aboutWhom } from '../safeguarding/about-whom.ts';
import { raiseConcern } from '../safeguarding/raise-concern.ts';

/** Words that say of whom it was are about what was written no longer ago than this. */
const freshMinutes = 1_440;

/**
 * Who wrote of harm and then says that it was of somebody else: the Safeguarding Team reads both together, and both people
 * are held until it has said whom it is about (S11). Else the wrong one would be held, and the one in danger not.
 */
export async function passOnWhom(
  world: World,
  actor: Person,
  wrong: readonly AbsenceNotice[],
  text: string,
): Promise<CardModel[]> {
  const since = addMinutes(world.clock.now(), -freshMinutes);
  const ids = wrong.flatMap((one) => one.candidates ?? [one.learnerId]);
  const concerns = ids.length > 0 ? await world.records.concerns.writtenBy(actor._id) : [];
  const [last] = concerns
    .filter(({ holds }) => holds.some((hold) => ids.includes(hold.learnerId)))
    .flatMap(({ messages }) => messages.filter((one) => one.fromId === actor._id && one.at >= since))
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
  if (!last) return [];
  const words = `${last.words} … ${text}`;
  const whom = await aboutWhom(world, actor, words, { claimed: ids });
  return [await raiseConcern(world, actor, whom, words, last.level)];
}
