import type { RetentionKind } from '../../../domain/retention.ts';

/** What goes by age alone; the words of a concern go once they were handed over (`safeguarding/hand-over-words`). */
export type AgeingKind = Exclude<RetentionKind, 'concern-words'>;

export type Ageing = {
  /** How many of a kind came about before then, counted to at most so many. */
  count(kind: AgeingKind, before: Date, most: number): Promise<number>;
  /** Takes away at most so many of a kind that came about before then, the words or the whole; how many it took. */
  take(kind: AgeingKind, before: Date, most: number, at: Date): Promise<number>;
};
