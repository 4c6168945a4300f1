import type { Day } from '../../../domain/calendar.ts';
import type { Standing } from '../../../domain/standing.ts';
import type { Sign } from '../../../policy/rules/replay-year.ts';

export type Under = Pick<Standing, 'percent' | 'flag'> & { signs: Sign[] };
/** A learner who has marks there, under each of the two policies. */
export type ReplayedLearner = { learnerId: string; marks: number; by: [Under, Under] };

/** Whom one policy would have shown to somebody: by flag at the end, at all, and by the week of the first time. */
export type ShownUnder = { amber: number; red: number; shown: number; byWeek: Record<Day, number> };
/**
 * What came out: how many have marks, how many at least one of the two would have shown, how many both, and how each did.
 * `rows`: those who would have been shown first, so many as one document can hold.
 */
export type ReplayResult = {
  learners: number;
  either: number;
  both: number;
  policies: [ShownUnder, ShownUnder];
  rows: ReplayedLearner[];
};

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
  /** Once it is worked out. */
  result?: ReplayResult;
};

export type Replays = {
  of(personId: string): Promise<StoredReplay | null>;
  /** Begins one in the place of the run that was there, if any. False: somebody else was first. */
  begin(replay: StoredReplay, before: string | undefined): Promise<boolean>;
  /** Says how far a run is. False: another one has taken its place. */
  move(
    personId: string,
    run: string,
    set: Partial<Pick<StoredReplay, 'done' | 'until' | 'error' | 'result'>>,
  ): Promise<boolean>;
  drop(personId: string, run: string): Promise<void>;
};
