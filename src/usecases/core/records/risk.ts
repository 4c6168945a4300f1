import type { RiskCase } from '../../../domain/risk-case.ts';

export type Cases = {
  byId(id: string): Promise<RiskCase | null>;
  open(riskCase: RiskCase): Promise<boolean>;
  replace(riskCase: RiskCase, expected: number): Promise<boolean>;
  ofLearner(learnerId: string, packId: string): Promise<RiskCase[]>;
  /** All about a learner, under every policy, the oldest first. */
  allOfLearner(learnerId: string): Promise<RiskCase[]>;
  ofOwner(ownerId: string): Promise<RiskCase[]>;
  /** Those that wait for one of these people to decide, the oldest first. */
  openOf(ownerIds: readonly string[]): Promise<RiskCase[]>;
  /** Open cases that were opened before then. */
  openBefore(at: Date): Promise<RiskCase[]>;
  /** Cases of these programmes that wait for somebody to decide, the oldest first; at most 2,000. */
  openOn(programmeIds: readonly string[]): Promise<RiskCase[]>;
  /** Cases decided since then, for the view of decisions by decider. */
  decidedSince(from: Date): Promise<RiskCase[]>;
};
