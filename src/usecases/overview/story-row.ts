import type { SentState } from '../core/records/sending.ts';

/** What a row of a learner's story is about; the words people filter by stand in `storyKinds`. */
export const storyKinds = {
  absence: 'Absences',
  lateness: 'Lateness',
  notice: 'Told us',
  message: 'Messages',
  decision: 'Decisions',
  task: 'Steps',
  change: 'Changes',
  safeguarding: 'Safeguarding',
} as const;
export type StoryKind = keyof typeof storyKinds;

/** Whom to call or write to, where a place of theirs is on record. */
export type Instead = { mobile?: string; email?: string };

/**
 * Where something went and whether it arrived; `to` is a name. `words`: what became of a text or mail, where more is known
 * than its state; `instead`: how somebody is told whom it did not reach.
 */
export type Delivery = {
  channel: 'Teams' | 'text message' | 'email';
  to: string;
  state: SentState;
  at?: Date;
  words?: string;
  instead?: Instead;
};

/** What stands on the line of a year, what weighs most first. */
export const eventKinds = ['decision', 'review', 'flag', 'release', 'message'] as const;
/** `programmeId`: on whose year alone it belongs. */
export type StoryEvent = { kind: (typeof eventKinds)[number]; title: string; programmeId?: string };

/** One thing that happened, with who did it. Nobody named: a rule did. `asked`: who was to act from then on, in the words that lead to their names; `words` are what somebody wrote; `of`: the case or task it is of; `event`: it stands on the year's line, too. */
export type StoryRow = {
  at: Date;
  kind: StoryKind;
  what: string;
  words?: string;
  byIds: readonly string[];
  asked?: { ids: readonly string[]; as: 'of' | 'now with' };
  sent?: Delivery[];
  of?: string;
  event?: StoryEvent;
};
