import type { Standing } from '../../../domain/standing.ts';
import type { Sign } from '../../../policy/rules/replay-year.ts';

export type Under = Pick<Standing, 'percent' | 'flag'> & { signs: Sign[] };
/** A learner who has marks there, under each of the two policies. */
export type ReplayedLearner = { learnerId: string; marks: number; by: [Under, Under] };

/**
 * Two policies compared on a past: what somebody asked last, as far as it is worked out. Kept for an hour, for whichever
 * instance they look at it on.
 */
export type StoredReplay = {
  /** The person's. */
  _id: string;
  /** What was asked. */
  key: string;
  /** Which run it is: one begun since takes its place, and it ends. */
  run: string;
  at: Date;
  /** Learners, and how many of them are done. */
  of: number;
  done: number;
  /** Whoever works on it says so again before then. */
  until: Date;
  error?: string;
  /** Once it is worked out: how many have marks, and those of them whom one of the two flags or shows. */
  found?: { learners: number; flagged: ReplayedLearner[] };
};

export type Replays = {
  of(personId: string): Promise<StoredReplay | null>;
  /** Begins one in the place of the run that was there, if any. False: somebody else was first. */
  begin(replay: StoredReplay, before: string | undefined): Promise<boolean>;
  /** Says how far a run is. False: another one has taken its place. */
  move(
    personId: string,
    run: string,
    set: Partial<Pick<StoredReplay, 'done' | 'until' | 'error' | 'found'>>,
  ): Promise<boolean>;
  drop(personId: string, run: string): Promise<void>;
};
