import { collegeYearOf, dayOf } from '../../domain/calendar.ts';
import { addTally, emptyTally, type Figures, type Flag, type Tally } from '../../domain/standing.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { attendancePercent, cutPercent, tallyOf } from '../../policy/rules/tally.ts';
import type { World } from '../core/ports.ts';
import { holdOn } from '../core/silence.ts';

/** In which tone a card tells of somebody with a flag. */
export const flagTones = { none: 'default', amber: 'warning', red: 'attention' } as const satisfies Record<
  Flag,
  string
>;

/**
 * A risk flag on a card: a sign of a shape of its own, as the pages draw it, before its words, for those who do not see its
 * colour. Read aloud the signs are "stop sign" and "warning".
 */
export const flagWords = { none: '', amber: '⚠ Amber risk', red: '🛑 Red risk' } as const satisfies Record<
  Flag,
  string
>;

/** A learner's figures of this college year as they are, one for each policy they are under. */
export async function figuresOf(world: World, learnerId: string): Promise<Figures[]> {
  const today = dayOf(world.clock.now());
  const year = collegeYearOf(today);
  const found: Figures[] = [];
  for (const standing of await world.records.marks.standingsOf([learnerId])) {
    if (standing.year !== year || standing.percent === null) continue;
    const { packId, percent, punctualityPercent, rank, flag, tally } = standing;
    const pack = packOn(world.packs, packId, today);
    const marks = (await world.records.marks.ofLearner(learnerId, packId, year)).map((mark) => ({
      day: mark.day,
      programmeId: mark.programmeId,
      ...tallyOf(mark, pack),
    }));
    const programmes = [...Map.groupBy(marks, (one) => one.programmeId)].map(([programmeId, own]) => {
      const sum = own.reduce<Tally>((all, one) => addTally(all, one), emptyTally);
      const share = attendancePercent(sum, pack);
      return { programmeId, percent: share, attended: sum.attended, sessions: sum.sessions };
    });
    const lastMissed = marks.findLast((one) => one.sessions > 0 && one.attended === 0)?.day;
    const months = [...Map.groupBy(marks, (one) => one.day.slice(0, 7))].map(([month, own]) => {
      const sum = (key: 'attendedMinutes' | 'plannedMinutes') => own.reduce((all, one) => all + one[key], 0);
      return { month, percent: Math.floor(cutPercent(sum('attendedMinutes'), sum('plannedMinutes')) ?? 0) };
    });
    const { attended, sessions } = tally;
    const missed = lastMissed ? { lastMissed } : {};
    found.push({
      packId,
      year,
      percent,
      punctualityPercent,
      rank,
      flag,
      attended,
      sessions,
      ...missed,
      programmes,
      months,
    });
  }
  return found;
}

/**
 * The figures anyone but those who keep the registers may see. Under a hold (S11) they are those from before it: they
 * freeze rather than vanish, so that nobody can tell from them that a hold exists.
 */
export async function shownFigures(world: World, learnerId: string): Promise<Figures[]> {
  const hold = await holdOn(world, learnerId);
  if (!hold) return figuresOf(world, learnerId);
  const year = collegeYearOf(dayOf(world.clock.now()));
  return hold.figures.filter((one) => one.year === year);
}

/**
 * The risk flags colleagues may see. Under a hold (S11) each stays as it was: no card about it comes meanwhile, so that one
 * which rose, or one which vanished, would tell that there is a hold. Figures are their own registers' and go on.
 */
export async function flagsShown(
  world: World,
  learnerIds: readonly string[],
): Promise<(standing: { learnerId: string; packId: string; flag: Flag }) => Flag> {
  const before = new Map<string, readonly Figures[]>();
  for (const id of await world.records.concerns.heldAmong(learnerIds))
    before.set(id, (await holdOn(world, id))?.figures ?? []);
  return ({ learnerId, packId, flag }) =>
    before.has(learnerId) ? (before.get(learnerId)?.find((one) => one.packId === packId)?.flag ?? 'none') : flag;
}
