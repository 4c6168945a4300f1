import { createHash } from 'node:crypto';
import { collegeYearOf, type Day, dayOf } from '../../domain/calendar.ts';
import { packOn } from '../../policy/pack-shelf.ts';
import { emptyFold, type Fairness, foldMarks, standingOf, type YearFold } from '../../policy/rules/fold-year.ts';
import { loadSession, type SessionContext } from '../core/load-session.ts';
import type { World } from '../core/ports.ts';
import { type StoredMark, type StoredStanding, standingId } from '../core/records/standing.ts';
import { followStanding } from './follow-standing.ts';

/** Names all that judges a learner's year beside the marks: the pack's versions and what was decided for them alone. */
function judgedBy(world: World, packId: string, own: Fairness): string {
  const versions = world.packs.filter((pack) => pack.id === packId).map((pack) => pack.ref.hash);
  const decided = JSON.stringify([versions, own.adjustments ?? [], own.setAside ?? []]);
  return createHash('sha256').update(decided).digest('base64url');
}

/** Where the stored fold ends, if these marks only come after it and the same judges it; a year without one begins here. */
function foldedSoFar(before: StoredStanding | null, by: string, added: readonly StoredMark[]): YearFold | undefined {
  if (added.length === 0) return undefined;
  if (before === null) return emptyFold;
  const point = before.fold;
  if (point?.by !== by) return undefined;
  return added.every((mark) => mark.startsAt > point.upTo) ? { ...before, ...point } : undefined;
}

/**
 * Folds a learner's year and carries out what follows from where they stand now. Part of a transaction. `added`: marks
 * that are new, none amended; where they come after all others the year is not read again. `isHistory`: all that
 * changed was brought in from a file on a later day, so the figures move and nobody hears of it.
 */
export async function foldLearner(
  world: World,
  learnerId: string,
  { session, programme, pack }: SessionContext,
  { added = [], isHistory = false }: { added?: readonly StoredMark[]; isHistory?: boolean } = {},
): Promise<void> {
  const { records } = world;
  const year = collegeYearOf(session.day);
  const _id = standingId(learnerId, pack.id, year);
  const before = await records.marks.standing(_id);
  const own = (await records.people.byId(learnerId)) ?? {};
  const by = judgedBy(world, pack.id, own);
  const soFar = foldedSoFar(before, by, added);
  const marks = soFar ? added : await records.marks.ofLearner(learnerId, pack.id, year);
  const packOf = (day: Day) => packOn(world.packs, pack.id, day);
  const { wasBelow, notices, ...fold } = foldMarks(marks, packOf, own, soFar);
  const last = marks.at(-1);
  // Shown as the pack version of the latest day shows it, also when an old session is amended.
  const yearPack = packOf(last?.day ?? session.day);
  const after: StoredStanding = {
    ...standingOf({ ...fold, wasBelow, notices }, yearPack),
    ...{ _id, learnerId, packId: pack.id, year },
    ...(last ? { fold: { wasBelow, notices, upTo: last.startsAt, by } } : {}),
  };
  await records.marks.putStanding(after);
  const move = { before, after, pack: yearPack, session, programme, isNew: added.length > 0 };
  if (!isHistory) await followStanding(world, move);
}

/** The same when nothing was marked but something was decided for the learner alone, or a hold was lifted (S11). */
export async function refoldLearner(world: World, learnerId: string): Promise<void> {
  const year = collegeYearOf(dayOf(world.clock.now()));
  for (const standing of await world.records.marks.standingsOf([learnerId])) {
    if (standing.year !== year) continue;
    const last = (await world.records.marks.ofLearner(learnerId, standing.packId, year)).at(-1);
    const context = last && (await loadSession(world, last.sessionId));
    if (context) await foldLearner(world, learnerId, context);
  }
}
