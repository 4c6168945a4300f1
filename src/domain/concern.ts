import type { Next } from './due.ts';
import type { Figures } from './standing.ts';

export type ConcernLevel = 'possible' | 'urgent';

/** What one person wrote. `id` is the same for the same words of the same person on one day. */
export type ConcernMessage = { id: string; fromId: string; words: string; level: ConcernLevel; at: Date };

/**
 * A hold on one learner: nobody outside is told anything about them. `figures` are what others saw before it began, and
 * go on seeing: an employer must not be able to tell from a view that somebody has written (S11).
 */
export type Hold = { learnerId: string; since: Date; figures: Figures[] };

/** What the Safeguarding Team has done; `to`: whom it told in its own words (`rowIds` say whether it arrived), or where it handed the words over to. */
export type ConcernEntry = {
  at: Date;
  byId: string;
  act:
    | 'acknowledged'
    | 'still-needed'
    | 'about'
    | 'told'
    | 'releasing'
    | 'release-undone'
    | 'release-stopped'
    | 'released'
    | 'held-again'
    | 'joined'
    | 'handing-over'
    | 'hand-over-undone'
    | 'hand-over-stopped'
    | 'handed-over'
    | 'passed-on';
  words?: string;
  to?: string;
  rowIds?: string[];
};

/**
 * Hints at harm in people's words, gathered per learner (S11). Only the Safeguarding Team can read them; the words are
 * kept nowhere else. Until it is released it covers its learners with a hold, has an owner or the whole team asked, and
 * a time at which it comes again.
 */
export type Concern = {
  _id: string;
  /** Whom it is about, or may be about until the team has said; nobody while nobody is known. */
  holds: Hold[];
  /** The team has yet to say whom it is about; people it may be, none of them held for that. */
  asks?: { suggestedIds: string[] };
  /** Codes of the sites whose team has it, until that team passes it on; none: the whole team's. */
  sites?: string[];
  messages: ConcernMessage[];
  level: ConcernLevel;
  at: Date;
  state: 'open' | 'acknowledged' | 'released' | 'joined';
  /** Who has it; the whole team while nobody has taken it, or something new was written since. */
  ownerId?: string;
  released?: { byId: string; at: Date; outcome: string };
  /** The college's own safeguarding record has the words, and its receipt was looked at; `goneAt`: since when they are not kept here. */
  handedOver?: { byId: string; at: Date; to: string; goneAt?: Date };
  log: ConcernEntry[];
  /** When its card last came to the bottom of the team's chats. */
  rangAt: Date;
  /** When its owner was last asked whether the hold is still needed, until they answer. */
  askedAt?: Date;
  /** Deputies it went to because nobody answered in time. */
  escalatedTo?: string[];
  /** How often it was escalated; each wait is twice the one before, up to a day. */
  escalations?: number;
  /** Leaders have heard that it exists and how old it is. */
  leadersKnow?: boolean;
  version: number;
  next?: Next<'escalate' | 'ask' | 'chase'>;
};

/** True until it was released, or joined to another. */
export function isUnreleased(concern: Pick<Concern, 'state'>): boolean {
  return concern.state === 'open' || concern.state === 'acknowledged';
}
