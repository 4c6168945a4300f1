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

/** What a learned reader thinks of a stretch of text. Sureness is a calibrated probability from 0 to 1. */
export type Opinion = {
  kind: SpanKind;
  kindSureness: number;
  reason: Reason;
  reasonSureness: number;
  harm: Harm;
};
