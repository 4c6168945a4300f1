import { fold } from './words/fold.ts';

/** A reason of a policy pack, with the words of messages that mean it. */
export type OwnReason = { code: string; words: readonly string[] };

const spaced = (text: string) =>
  ` ${fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .join(' ')
    .trim()} `;

/** The first reason one of whose words stands whole in the text, as a college's own list gives them; undefined where none does. */
export function ownReasonIn(text: string, reasons: readonly OwnReason[]): string | undefined {
  const said = spaced(text);
  return reasons.find(({ words }) => words.some((word) => said.includes(spaced(word))))?.code;
}
