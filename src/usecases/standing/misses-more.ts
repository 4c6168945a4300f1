import { collegeYearOf, dayOf, yearStart } from '../../domain/calendar.ts';
import { isUnauthorised, type LoadedPack, markType } from '../../policy/pack-shelf.ts';
import { tallyOfMany } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';

/**
 * True where a learner misses a larger share of sessions without authorisation, this year, than the others on their
 * programmes under this policy do: what everybody misses says nothing about one of them (SPEC "What holds for both").
 * True, too, where there is nobody to compare with.
 */
export async function missesMoreThanOthers(world: World, learnerId: string, pack: LoadedPack): Promise<boolean> {
  const today = dayOf(world.clock.now());
  const enrolments = await world.records.enrolments.ofLearner(learnerId);
  const own = { missed: 0, of: 0 };
  const others = { missed: 0, of: 0 };
  const isOwn = new Set(enrolments.map((one) => one._id));
  const programmes = [...new Set(enrolments.map((one) => one.programmeId))];
  const span = { from: yearStart(collegeYearOf(today)), to: today };
  for (const sum of await world.records.marks.sums(programmes, span, 'enrolment')) {
    if (sum.packId !== pack.id) continue;
    const side = isOwn.has(sum.key) ? own : others;
    side.of += tallyOfMany(sum, pack).sessions;
    if (isUnauthorised(markType(pack, sum.code))) side.missed += sum.count;
  }
  return others.of === 0 || own.missed * others.of > others.missed * own.of;
}
