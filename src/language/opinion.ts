import type { Reason } from '../domain/absence-notice.ts';

/** What a message, or a stretch of one, is for. `disclosure`: something told that is no report of absence. */
export const spanKinds = [
  'absence',
  'lateness',
  'early_leave',
  'retract',
  'question',
  'dispute',
  'off_topic',
  'disclosure',
] as const;
type SpanKind = (typeof spanKinds)[number];

/** A hint at harm (S11): `possible` goes to the Safeguarding Team gathered, `urgent` rings. */
export type Harm = 'none' | 'possible' | 'urgent';

const weight: Record<Harm, number> = { none: 0, possible: 1, urgent: 2 };

/** The graver of two hints: readers add to each other, none of them can silence another. */
export function graver(one: Harm, other: Harm): Harm {
  return weight[one] >= weight[other] ? one : other;
}

/**
 * What the learned reader takes a piece of a word for, in the order of its outputs. Of days: `on` one that is missed,
 * `from` and `to` the first and last of a stretch away, `for` how long, `back` the first day there again, `in` one on
 * which they are there, `maybe` one that is only perhaps missed, `about` one that a question or a disputed mark is about,
 * `other` any other day of the message. Of people: `who` is told of, `else` is anybody else. `none`: no day and nobody.
 */
export const wordTags = [
  'none',
  'on',
  'from',
  'to',
  'for',
  'back',
  'in',
  'maybe',
  'about',
  'other',
  'who',
  'else',
] as const;
export type WordTag = (typeof wordTags)[number];

/** A piece of a word: its place in the text that was read, and a score for each of `wordTags` (logits). */
export type TaggedPiece = { start: number; stop: number; scores: readonly number[] };

/** What a learned reader thinks of a stretch of text. Sureness is a calibrated probability from 0 to 1. */
export type Opinion = {
  kind: SpanKind;
  kindSureness: number;
  reason: Reason;
  reasonSureness: number;
  harm: Harm;
  /** Its pieces, in order, where the reader tells them apart. */
  pieces?: readonly TaggedPiece[];
};
