/**
 * What the bot may refuse, as stable codes. A refusal is an ordinary value, never thrown;
 * `teams/refusal-words.ts` turns each into words for the person.
 */
export const refusalCodes = [
  'not-known-here',
  'not-allowed',
  'not-found',
  'bad-payload',
  'unknown-verb',
  'register-cancelled',
  'minutes-out-of-range',
  'learner-not-found',
  'notice-gone',
  'case-decided',
  'case-withdrawn',
  'needs-a-reason',
  'no-manager',
  'mark-not-offered',
  'times-needed',
  'time-taken',
  'day-needed',
  'monday-needed',
  'contested',
  'not-yours-to-answer',
  'nobody-told',
  'outcome-needed',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export type Refusal = { readonly refused: RefusalCode };
export type Outcome<T> = T | Refusal;

/** Makes a refusal. */
export function refuse(code: RefusalCode): Refusal {
  return { refused: code };
}

/** Tells a refusal from a result. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
