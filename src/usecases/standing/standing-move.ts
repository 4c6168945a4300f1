import type { Programme } from '../../domain/enrolment.ts';
import type { Session } from '../../domain/session.ts';
import type { LoadedPack } from '../../policy/policy-pack.ts';
import type { StoredStanding } from '../core/records/standing.ts';

/** A learner's standing having moved: from what, to what, with the session that moved it. */
export type StandingMove = {
  before: StoredStanding | null;
  after: StoredStanding;
  pack: LoadedPack;
  session: Session;
  programme: Programme;
};
