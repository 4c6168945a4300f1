import type { AbsenceNotice } from '../../domain/absence-notice.ts';
import { dayOf } from '../../domain/calendar.ts';
import { covers } from '../../domain/enrolment.ts';
import { ownReasonIn } from '../../language/own-reason.ts';
import { type LoadedPack, packOn } from '../../policy/pack-shelf.ts';
import { reasonLabel, reasonsOf } from '../../policy/rules/reasons.ts';
import type { World } from '../core/ports.ts';

/** The policies under which an absence of a learner on these days falls: those of their enrolments then, else of any. */
export async function packsUnder(
  world: World,
  { learnerId, days }: Pick<AbsenceNotice, 'learnerId' | 'days'>,
): Promise<LoadedPack[]> {
  const day = days[0] ?? dayOf(world.clock.now());
  const all = await world.records.enrolments.ofLearner(learnerId);
  const own = all.filter((one) => (days.length > 0 ? days : [day]).some((on) => covers(one, on)));
  const packs = new Set<string>();
  for (const one of own.length > 0 ? own : all) {
    const programme = await world.records.enrolments.programme(one.programmeId);
    if (programme) packs.add(programme.pack);
  }
  return packs.size > 0 ? [...packs].map((id) => packOn(world.packs, id, day)) : [...world.packs];
}

/** The reason a message gives, as the learner's policies list it: the college's own words first, then what was read; else `other` (S2, G2). */
export function listedReason(packs: readonly LoadedPack[], text: string, read: string): string {
  const listed = reasonsOf(packs);
  return ownReasonIn(text, listed) ?? (listed.some((one) => one.code === read) ? read : 'other');
}

/** What a notice's reason is called under one policy; one that only another policy lists, as that one calls it. */
export function sayReason(world: World, notice: AbsenceNotice, packId: string): string {
  const pack = packOn(world.packs, packId, notice.days[0] ?? dayOf(notice.createdAt));
  return reasonLabel(notice.reason, [pack, ...world.packs]);
}
