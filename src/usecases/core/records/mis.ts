import type { MisEvent, MisEventType, MisRefusal, MisWish } from '../../../domain/mis-event.ts';

/** How it stands with the MIS, for those who operate this. */
export type MisCounts = {
  /** Events the webhook has not taken yet, and when the oldest of them was listed. */
  waiting: number;
  oldestAt?: Date;
  /** Events that wait for a person. */
  refused: number;
  /** Why the last tries failed, most frequent first. */
  codes: string[];
};

export type MisEvents = {
  /** Writes each event unless its id exists. */
  put(wishes: readonly MisWish[], at: Date): Promise<void>;
  byIds(ids: readonly string[]): Promise<MisEvent[]>;
  /** Committed events that have no place yet, or whose learner has not been woken since; the oldest first. */
  unlisted(at: Date, most: number): Promise<MisEvent[]>;
  /** Keeps events back under a hold. */
  keepBack(ids: readonly string[]): Promise<void>;
  /** Lets go what was kept back of this learner. */
  release(learnerId: string, at: Date): Promise<void>;
  /**
   * Gives each its place, in this order, unless it has one; `waits`: for the webhook. Only in a transaction: two listers
   * would want the same places, and whoever reads on from a place must find none given before it later.
   */
  list(ids: readonly string[], at: Date, waits: boolean): Promise<void>;
  /** The lister has done all that it does for these. */
  settleListed(ids: readonly string[]): Promise<void>;
  /** Wakes these learners' lanes, unless they wait for their next try. */
  wake(learnerIds: readonly string[], at: Date): Promise<void>;
  /** Wakes the lanes of all who have something waiting. */
  wakeWaiting(at: Date): Promise<void>;
  /** The learner's first event that the webhook has not taken, and the one after it. */
  firstWaiting(learnerId: string): Promise<MisEvent[]>;
  /** The MIS has it; what it says anew needs no telling any more. True: somebody was asked about one of these. */
  taken(event: MisEvent, at: Date): Promise<boolean>;
  /** Somebody has to look; `waits`: it stays the learner's next. */
  refuse(id: string, refused: MisRefusal, waits: boolean): Promise<void>;
  /** Events that wait for a person, the oldest first. */
  refused(most: number): Promise<MisEvent[]>;
  /** Waits for the webhook again. */
  again(ids: readonly string[]): Promise<void>;
  close(ids: readonly string[], closed: NonNullable<MisEvent['closed']>): Promise<void>;
  /** The MIS does not answer: lanes that would try before then wait as well. */
  putOff(until: Date): Promise<void>;
  /** The MIS answers again: lanes that wait after a failure try now. */
  hurry(at: Date): Promise<void>;
  /** Listed events after a place, in order. */
  after(seq: number, types: readonly MisEventType[], most: number): Promise<MisEvent[]>;
  /** The first place that is still kept, and the last given; 0 before the first. */
  bounds(): Promise<{ first: number; last: number }>;
  /** Begins the daily file's clock unless it runs: from now on what is listed from now on is in it. */
  planFile(day: string, at: Date): Promise<void>;
  counts(): Promise<MisCounts>;
};
