import type { RetentionKind } from '../../../domain/retention.ts';

export type Ageing = {
  /** How many of a kind came about before then, counted to at most so many. */
  count(kind: RetentionKind, before: Date, most: number): Promise<number>;
  /** Takes away at most so many of a kind that came about before then, the words or the whole; how many it took. */
  take(kind: RetentionKind, before: Date, most: number, at: Date): Promise<number>;
};
