import type { Day } from './calendar.ts';
import type { Cause } from './cause.ts';
import type { PackRef } from './due.ts';
import type { Flag } from './standing.ts';

/**
 * Something about one learner that a named person must decide.
 * `fall`: below the pack's line, to the mentor (G8, G9). `noticed`: by the pack's rules, to the tutor (S13).
 * `report`: a tutor's or coach's own, to the Apprenticeship or Adults Manager (S12).
 */
export type RiskCaseKind = 'fall' | 'noticed' | 'report';

/** What was decided: by whom, when, under which pack version, on which figures. */
type Decision = {
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

/** One thing that was noticed or reported about a learner. `isNow`: it holds still, and its figures are of the last mark. */
export type Gathered = { day: Day; cause: Cause; rule?: string; isNow?: true };

/** What happened to a case without a decision. `said`: as an earlier release wrote it down. */
export type CaseNote = { at: Date } & (
  | { code: 'flag-fell'; from: Flag; to: Flag }
  // Of the sessions since it was put to the tutor or coach, by the end of the pack's time (S13).
  | { code: 'improved'; percent: number; of: 'attended' | 'on-time' }
  | { code: 'year-closed'; year: number; byId: string }
  // By itself: the learner's place on the programme ended, on this day.
  | { code: 'place-ended'; day: Day }
  // A decision that was undone: as its button was called.
  | { code: 'chosen' | 'taken-back'; title: string; byId: string }
  | { code: 'not-carried-out'; byId: string }
  | { code: 'said'; words: string }
);

/** What a mark that was amended took away: the fall below the line (or its day alone), or what a rule noticed. */
export type Withdrawn = { at: Date; code: 'no-fall' | 'another-fall' | 'rule-holds-no-more' };

export type RiskCase = {
  _id: string;
  kind: RiskCaseKind;
  /** What was noticed or reported when, the oldest first: one card a learner gathers it. A rule's has its name. */
  gathered?: Gathered[];
  learnerId: string;
  programmeId: string;
  /** Who is asked to decide. */
  ownerId: string;
  /** The standing it is about, where it came of one. */
  standingId?: string;
  /** Why this case exists. */
  causes: Cause[];
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
  notes?: CaseNote[];
  /** Put to its owner anew: what was decided before may be decided again. */
  reopenedAt?: Date;
  /** Of an ended college year, and taken into the next one by its owner's choice. */
  carriedOver?: { byId: string; at: Date };
  withdrawn?: Withdrawn;
  /** The session of the fall it is about, where a mark put right has moved it since the case was opened. */
  fellIn?: string;
};

/** True for a case of a year that had ended by then, and that nobody has carried over. */
export function isOfEndedYear({ openedAt, reopenedAt, carriedOver }: RiskCase, yearStart: Date): boolean {
  return ![openedAt, reopenedAt, carriedOver?.at].some((at) => at !== undefined && at >= yearStart);
}
