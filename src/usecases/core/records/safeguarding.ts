import type { Concern } from '../../../domain/concern.ts';

export type Concerns = {
  byId(id: string): Promise<Concern | null>;
  raise(concern: Concern): Promise<boolean>;
  /** All that are not released, oldest first. */
  unreleased(): Promise<Concern[]>;
  /** Those of them that cover a learner, whose hold began first first. */
  covering(learnerId: string): Promise<Concern[]>;
  /** All that ever covered a learner, oldest first. */
  ofLearner(learnerId: string): Promise<Concern[]>;
  /** Those not released with words of this person. */
  writtenBy(personId: string): Promise<Concern[]>;
  /** Those that hold this message, whatever became of them. */
  withMessage(messageId: string): Promise<Concern[]>;
  /** True while a hold covers the learner (S11). */
  isHeld(learnerId: string): Promise<boolean>;
  /** Those of these learners whom a hold covers. */
  heldAmong(learnerIds: readonly string[]): Promise<string[]>;
  /** Those handed over before then whose words are still here, at most so many, the longest first. */
  handedOver(before: Date, most: number): Promise<Concern[]>;
  /** Those that were joined to another, of which these are messages. */
  joinedInto(messageIds: readonly string[]): Promise<Concern[]>;
  /** Released ones that were handed over to nobody yet, at most so many, the oldest release first. */
  toHandOver(most: number): Promise<Concern[]>;
  replace(concern: Concern, expected: number): Promise<boolean>;
};
