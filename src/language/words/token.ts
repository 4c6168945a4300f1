/**
 * One word, number or mark of a message. What is typed as one may stand for two ("won't" is "will" and "not"): both
 * then point at the same stretch of the message.
 */
export type Token = {
  /** Lower case, without accents, spelled out. */
  word: string;
  /** Lower case and without accents, but as typed: names are looked for in it. */
  plain: string;
  raw: string;
  start: number;
  stop: number;
  shape: 'word' | 'number' | 'ordinal' | 'date' | 'clock' | 'mark';
  /** Value of numbers and ordinals. */
  number?: number;
  isCapital: boolean;
};
