import { collegeYearOf, type Day, dayOf } from '../../domain/calendar.ts';
import { packOn } from '../../policy/policy-pack.ts';
import { foldYear } from '../../policy/rules/fold-year.ts';
import { loadSession, type SessionContext } from '../core/about-session.ts';
import { standingId, type World } from '../core/ports.ts';
import { followStanding } from './follow-standing.ts';

/** Folds a learner's year again and carries out what follows from where they stand now. Part of a transaction. */
export async function foldLearner(
  world: World,
  learnerId: string,
  { session, programme, pack }: SessionContext,
): Promise<void> {
  const { records } = world;
  const year = collegeYearOf(session.day);
  const _id = standingId(learnerId, pack.id, year);
  const before = await records.marks.standing(_id);
  const marks = await records.marks.ofLearner(learnerId, pack.id, year);
  // Shown as the pack version of the latest day shows it, also when an old session is amended.
  const yearPack = packOn(world.packs, pack.id, marks.at(-1)?.day ?? session.day);
  const packOf = (day: Day) => packOn(world.packs, pack.id, day);
  const learner = await records.people.byId(learnerId);
  const after = { ...foldYear(marks, yearPack, learner ?? {}, packOf), _id, learnerId, packId: pack.id, year };
  await records.marks.putStanding(after);
  await followStanding(world, { before, after, pack: yearPack, session, programme });
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
