/**
 * What the bot may refuse, as stable codes. A refusal is an ordinary value, never thrown;
 * `teams/refusal-words.ts` turns each into words for the person.
 */
const refusalCodes = [
  'not-known-here',
  'not-allowed',
  'not-found',
  'typed-not-kept',
  'moved-on',
  'bad-payload',
  'unknown-verb',
  'too-fast',
  'register-cancelled',
  'minutes-out-of-range',
  'late-all-session',
  'learner-not-found',
  'notice-gone',
  'case-decided',
  'case-withdrawn',
  'needs-a-reason',
  'needs-words',
  'room-needed',
  'percent-needed',
  'not-on-break',
  'no-break-planned',
  'pick-one',
  'year-ended',
  'none-ticked',
  'some-ticked',
  'day-is-over',
  'no-manager',
  'mark-not-offered',
  'times-needed',
  'time-taken',
  'day-needed',
  'too-far-ahead',
  'days-do-not-fit',
  'no-college-day',
  'decide-first',
  'monday-needed',
  'no-lessons-then',
  'contested',
  'not-yours-to-answer',
  'not-yourself',
  'nobody-told',
  'phone-needed',
  'address-needed',
  'same-place',
  'outcome-needed',
  'undo-over',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** `about`: the field, learner or thing it is about, in words of ours or as it was typed. */
export type Refusal = { readonly refused: RefusalCode; readonly about?: string };
export type Outcome<T> = T | Refusal;

/** Makes a refusal; `about` names what it is about where the code alone does not. */
export function refuse(code: RefusalCode, about?: string): Refusal {
  return about === undefined ? { refused: code } : { refused: code, about };
}

/** Tells a refusal from a result. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
