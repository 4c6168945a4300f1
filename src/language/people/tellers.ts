import type { Token } from '../words/tokens.ts';
import type { NameMention } from './known-names.ts';

/** Somebody was told, asked or heard from: "told Jess", "a call from Priya". */
const toldTo =
  /\b(told|telling|tell|asked|phoned|messaged|emailed|((spoke|spoken|talked|said|mentioned) (to|with))|via|(message|text|call|email|word|note) from)$/;
/** What they were told to do is no telling: "told Jamie to stay off". */
const bidden = /^(not )?to (?!(say|tell|let|me|us|you)\b)|^(he|she|they) /;
/** "Priya rang to say Tom is off". */
const passesOn =
  /^(('s|has|had|just|only|already) )*(rang|rung|called|phoned|texted|messaged|emailed|told|says|said|reckons|reports|reported|mentioned|informed|let)( (in|up|me|us|him|her|the office|college|reception|know))*( (to say|to tell|to let|saying|that))?( (me|us|you|know|that))* NAME\b/;
/** "Jess has only just come to me". */
const comesForward =
  /^(('s|has|had|only|just|then|now|since) )*(come|came|rang|rung|called|phoned|texted|messaged|emailed|told|tells|says|said|spoke|spoken|let)\b/;

/**
 * The names without those of people who only passed it on, or were told: who rang is not who is away. Where nobody else
 * is named, whoever rang is.
 */
export function withoutTellers(tokens: readonly Token[], names: readonly NameMention[]): NameMention[] {
  const starts = new Set(names.map((one) => one.start));
  const words = (from: number, to: number) =>
    tokens
      .slice(Math.max(0, from), to)
      .map((token, i) => (starts.has(Math.max(0, from) + i) ? 'NAME' : token.word))
      .join(' ');
  const before = (one: NameMention) => words(one.start - 3, one.start);
  const after = (one: NameMention) => words(one.stop, one.stop + 9);
  const keys = new Map(names.map((one) => [one, one.ids.join() || tokens[one.start]!.plain]));
  const key = (one: NameMention) => keys.get(one);
  const isTold = (one: NameMention) => toldTo.test(before(one)) && !bidden.test(after(one));
  const told = new Set(names.filter(isTold).map(key));
  const isBeside = (one: NameMention) =>
    isTold(one) || passesOn.test(after(one)) || (told.has(key(one)) && comesForward.test(after(one)));
  const meant = new Set(names.filter((one) => !isBeside(one)).map(key));
  return meant.size === 0 ? [...names] : names.filter((one) => meant.has(key(one)));
}
