import type { Day } from './calendar.ts';
import type { PackRef } from './due.ts';
import type { Flag } from './standing.ts';

/**
 * Something about one learner that a named person must decide.
 * `fall`: below the pack's line, to the mentor (G8, G9). `noticed`: by the pack's rules, to the tutor (S13).
 * `report`: a tutor's or coach's own, to the Apprenticeship or Adults Manager (S12).
 */
export type RiskCaseKind = 'fall' | 'noticed' | 'report';

/** What was decided: by whom, when, under which pack version, on which figures. */
export type Decision = {
  option: string;
  byId: string;
  at: Date;
  note?: string;
  pack: PackRef;
  evidence: Evidence;
};

/** The figures a card showed. */
export type Evidence = {
  percent: number | null;
  punctualityPercent: number | null;
  rank: string | null;
  flag: Flag;
  occurrences: { day: Day; percent: number }[];
  lostToLateness: number;
  lostToAbsence: number;
  plannedMinutes: number;
  sessions: number;
};

/** One thing that was noticed or reported about a learner, as it was said. */
export type Gathered = { day: Day; words: string; rule?: string };

export type RiskCase = {
  _id: string;
  kind: RiskCaseKind;
  /** What was noticed or reported when, the oldest first: one card a learner gathers it. A rule's has its name. */
  gathered?: Gathered[];
  learnerId: string;
  programmeId: string;
  /** Who is asked to decide. */
  ownerId: string;
  /** One sentence: why this case exists. */
  why: string;
  pack: PackRef;
  state: 'open' | 'decided' | 'closed' | 'withdrawn';
  /** The flag at which the case was last put to its owner; a higher one asks again. */
  askedAt: Flag;
  evidence: Evidence;
  decisions: Decision[];
  presses: string[];
  version: number;
  openedAt: Date;
  openedById?: string;
  /** What happened to it without a decision, such as a flag that fell after an amendment. */
  notes?: { at: Date; words: string }[];
  /** Put to its owner anew: what was decided before may be decided again. */
  reopenedAt?: Date;
  /** Of an ended college year, and taken into the next one by its owner's choice. */
  carriedOver?: { byId: string; at: Date };
  withdrawn?: { at: Date; why: string };
};

/** True for a case of a year that had ended by then, and that nobody has carried over. */
export function isOfEndedYear({ openedAt, reopenedAt, carriedOver }: RiskCase, yearStart: Date): boolean {
  return ![openedAt, reopenedAt, carriedOver?.at].some((at) => at !== undefined && at >= yearStart);
}
