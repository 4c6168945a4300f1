import type { Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { LoadedPack } from '../../policy/pack-shelf.ts';
import type { World } from '../core/ports.ts';
import type { StoredStanding } from '../core/records/standing.ts';

/** A learner's standing having moved: from what, to what, with the session that moved it. */
export type StandingMove = {
  before: StoredStanding | null;
  after: StoredStanding;
  pack: LoadedPack;
  session: Session;
  programme: Programme;
  /** A mark given for the first time moved it, not one amended nor a decision. */
  isNew?: boolean;
};

/** True for what a mark brought about that came from a file on a later day: it is counted, and put to nobody. */
export async function isHistory(world: World, learnerId: string, at: { sessionId: string }): Promise<boolean> {
  const [mark] = await world.records.marks.ofSession(at.sessionId, learnerId);
  return mark?.history === true;
}
