import { knownNames } from '../people/known-names.ts';
import type { Known } from '../people/name-words.ts';
import { readableText } from '../words/long-text.ts';
import { tokensOf } from '../words/tokens.ts';
import { type Shape, shapeOf } from './shape.ts';

/** A name as written, and everybody of the sender's whom it fits. */
type Named = { written: string; ids: readonly string[] };

/** Whom a few words are about, and in whose place. */
export type WhomMeant = {
  /** True for words that only make sense after others: "no I meant Jamie", "Ben not Dan". */
  isFramed: boolean;
  /** "And Dan too": besides, in nobody's place. */
  isAlso: boolean;
  right: Named[];
  /** Whom it is not about: by name, or "him". */
  wrong: Named[];
  isNotThem: boolean;
  /** "The other Kyle", "the other one". */
  isOther: boolean;
  /** "His brother": of the same family, and no name says who. */
  isKin: boolean;
};

/** What may stand around a name without saying anything else. */
const around =
  '(?:no|nah|nope|sorry|apologies|oops|whoops|oh|ah|actually|wait|hang on|well|correction|mistake|my bad|i|we|meant|mean|said|typed|put|wrote|got|mixed|them up|the|a|wrong|right|one|person|name|names|lad|lass|learner|apprentice|child|kid|for|about|its|it|is|was|that|this|should|be|have|been|say|make|rather|instead|just|only|please|thanks|yes|who|and|but|(?:who|that) (?:is|are|will be) (?:off|ill|sick|away|absent|late|poorly|unwell|out|not in))';
const names = "NAME(?: 's)?(?: (?:and |or )?NAME(?: 's)?)*";
const one = '(?:one|lad|lass|girl|boy|guy|person|apprentice|learner|child|kid)';
const kin = '(?:brother|sister|twin|cousin)';
const right = `(?<right>other (?:${one}|NAME)|${names}|(?:his|her|their) (?:twin )?${kin}(?: NAME)?)`;
const wrong = `(?:not(?: with| for)?|instead of|rather than) (?<wrong>(?:the )?${names}|him|her|them|he|she|that ${one})`;
const shapes = [
  new RegExp(`^(?:${around} )*${wrong}(?: ${around})* ${right}(?: ${around})*$`, 'd'),
  new RegExp(`^(?:${around} )*${right}(?: ${around})* ${wrong}(?: ${around})*$`, 'd'),
  new RegExp(`^(?:${around} )*${right}(?: ${around})*$`, 'd'),
  new RegExp(`^(?:${around} )*${wrong}(?: ${around})*$`, 'd'),
];
const also = new RegExp(`^(?:(?:and|plus|also) )+${names}(?: too| as well| also)*$|^${names}(?: too| as well| also)+$`);
const framing =
  /\b(no|nah|nope|sorry|oops|whoops|actually|wait|hang on|meant|mean|wrong|mistake|correction|mixed|instead|should|rather|not|other|just|only)\b/;

/** True for words that may put something right; for all others nobody's list of people need be looked through. */
export const mayPutRight = (text: string) =>
  framing.test(text.toLowerCase()) || /\b(and|too|as well|also|plus)\b/i.test(text);

const countOf = (words: string) => words.match(/\bNAME\b/g)?.length ?? 0;

/** "I meant to say", "I meant Thursday": no person. */
const noPerson =
  '(?! (?:to|(?:on |for |next |this )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tues?|wed|thurs?|fri|today|tomorrow|tonight|week|\\d))\\b)';
const meant = new RegExp(
  `^(?:(?:no|nah|nope|sorry|oops|oh|ah|actually|wait)[\\s,.!]+)*(?:(?:i|we) )?meant?\\b${noPerson}|\\b(?:i|we) meant\\b${noPerson}`,
  'i',
);
const wrongOne = /\bwrong (?:one|person|name|lad|lass|learner|apprentice|child|kid)\b/i;
const wrongTime = /\bwrong (?:day|date|week|time)s?\b/i;

/** True for words of any length that say of whom something was meant, rather than when. */
export const saysWhomMeant = (text: string) => (meant.test(text) || wrongOne.test(text)) && !wrongTime.test(text);

/** The names in a stretch of the words, from the `from`th on. */
function namesIn(shape: Shape, words: string, from: number): Named[] {
  return shape.names.slice(from, from + countOf(words)).map(({ written, ids }) => ({ written, ids }));
}

/**
 * Whom a short message is about, where it says that and nothing else: "no I meant Jamie", "sorry Ben not Dan", "wrong
 * one, it's Aisha", "not him, his brother", or only "Ben Carter" after a question. Undefined where it says anything else.
 */
export function whomMeant(text: string, people: readonly Known[]): WhomMeant | undefined {
  // “Not Ben, Jamie” is no list of two.
  const shape = shapeOf(text.replace(/\bnot ([^,;:-]{1,60})(?:[,;:]| -)\s*/i, 'not $1 its '), people);
  if (!shape || shape.clauses.some((clause) => clause.isQuestion)) return undefined;
  const isAlso = also.test(shape.text);
  const said = isAlso ? shape.text.replace(/\b(plus|also|too|as well)\b/g, 'and') : shape.text;
  const found = shapes.map((one) => one.exec(said)).find((one) => one !== null);
  if (!found) return undefined;
  const { right: meant = '', wrong: denied = '' } = found.groups ?? {};
  const at = found.indices?.groups;
  const isWrongFirst = (at?.wrong?.[0] ?? Number.POSITIVE_INFINITY) < (at?.right?.[0] ?? 0);
  return {
    isFramed: isAlso || framing.test(shape.text) || framing.test(text.toLowerCase()),
    isAlso,
    right: namesIn(shape, meant, isWrongFirst ? countOf(denied) : 0),
    wrong: namesIn(shape, denied, isWrongFirst ? 0 : countOf(meant)),
    isNotThem: denied !== '' && countOf(denied) === 0,
    isOther: meant.startsWith('other'),
    isKin: new RegExp(kin).test(meant) && countOf(meant) === 0,
  };
}

/** Whom a message of any length says it is not about: "Jamie is off tomorrow, not Aisha", "I said Ben but it's Dan". */
export function deniedIn(text: string, people: readonly Known[]): string[] {
  const tokens = tokensOf(text);
  return knownNames(tokens, people)
    .filter(({ start, stop }) => {
      const before = tokens[start - 1]?.word ?? '';
      const after = tokens[stop];
      const isEnd = after === undefined || after.shape === 'mark' || /^(but|its|it|that|who)$/.test(after.word);
      // “As I said Ben, Dan and Zoe are off” is a list.
      const next = after?.shape === 'mark' ? tokens[stop + 1] : undefined;
      const isTurned = next === undefined || /^(but|its|it|sorry|no|not|i|we|meant|actually)$/.test(next.word);
      return isEnd && (before === 'not' || (/^(said|put|wrote|typed)$/.test(before) && isTurned));
    })
    .flatMap(({ ids }) => ids);
}

/**
 * A message that puts right something about one person, without the name: "I meant Thursday for Aisha", "Ben is Thursday
 * not Wednesday", "Aisha: no I meant Friday". `isLabel`: a colon says that the rest is about them. Undefined where it names
 * nobody of these people.
 */
export function withoutName(
  text: string,
  people: readonly Known[],
): { rest: string; ids: string[]; isLabel: boolean } | undefined {
  const raw = readableText(text);
  const tokens = tokensOf(raw);
  const [name, ...others] = knownNames(tokens, people);
  if (!name || others.length > 0) return undefined;
  const before = tokens[name.start - 1];
  const after = tokens[name.stop];
  const from = /^(for|about|of)$/.test(before?.word ?? '') ? before : tokens[name.start];
  const isVerb = after?.word === 'is' || after?.word === "'s";
  const to = isVerb || /^[:,-]$/.test(after?.word ?? '') ? after : tokens[name.stop - 1];
  const rest = `${raw.slice(0, from?.start ?? 0)}${after?.word === 'is' ? 'it is' : ''}${raw.slice(to?.stop ?? raw.length)}`;
  return { rest, ids: name.ids, isLabel: name.start === 0 && after?.word === ':' };
}
