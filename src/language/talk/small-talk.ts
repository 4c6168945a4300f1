import { tokensOf } from '../words/tokens.ts';

/** What a few words answer to the card before them. `okay`, also a thumb, is a yes where a card asks, and a thanks where none does. */
export type SmallTalk = 'yes' | 'yes-all' | 'yes-both' | 'no' | 'undo' | 'thanks' | 'okay' | 'sorry' | 'bye';

/** True for what confirms a card that asks: in everyday English “ok” under a question does. */
export function saysYes(talk: SmallTalk): boolean {
  return talk === 'yes' || talk === 'yes-all' || talk === 'yes-both' || talk === 'okay';
}

const phrases: Record<Exclude<SmallTalk, 'thanks'>, string> = {
  yes: `yes, yeah, yep, yup, ye, yea, yh, yess, yes it is, yes that is right, yes that is correct, that is right, that is correct, right,
    correct, confirm, confirmed, confirm it, go ahead, please do, yes do, yes tell them, tell them, send it, do it, aye,
    spot on, that is it, yes thanks, yes thank you, yeah thanks, ie, ydw, y, sure, yes sure, yes correct, yes right, i confirm`,
  'yes-all': `confirm all, yes all, yes to all, all of them, yes all of them, yes to all of them, confirm them all, all correct,
    all right for all`,
  'yes-both': 'yes to both, yes to both of them, confirm both, both, both days, yes both, both of them, yes both days',
  no: `no, nah, nope, naw, no thanks, no thank you, no it is not, not right, that is not right, that is wrong, wrong, no that is wrong,
    it is wrong, not correct, incorrect, na, nage`,
  undo: `undo, undo it, undo that, nevermind, cancel, cancel it, cancel that, stop, stop it, forget it, forget that, forget about it,
    scrap that, scrap it, take it back, take that back, ignore that, ignore it, ignore me, delete it, delete that, do not tell them,
    do not send it, remove it, no nevermind, i changed my mind, changed my mind, i have changed my mind, retract, withdraw`,
  okay: 'ok, okay, k, kk, great, perfect, lovely, brilliant, cool, nice, fine, all good, sounds good, sweet, good, alright, got it, noted, understood',
  bye: 'bye, byee, goodbye, bye bye, bye for now, good night, night, night night, see you, see ya, see you later, cya, cheerio, ta ra, take care, have a good day, have a nice day, speak soon, laters',
  sorry: 'sorry, my bad, sorry about that, sorry about this, i am sorry, apologies, oops, oh sorry',
};
const kinds = new Map(
  Object.entries(phrases).flatMap(([kind, list]) =>
    list.split(',').map((one) => [one.trim().replace(/\s+/g, ' '), kind as SmallTalk] as const),
  ),
);

const thanking = /^(thanks|thank|ta|cheers|diolch|appreciated|appreciate)$/;
/** What may stand around a thank-you without making it anything else. */
const around = new Set(
  `thanks thank you ta cheers diolch appreciated appreciate very much so a lot lots many mate sir miss pal bud great ok okay lovely brilliant perfect
   nice one for that letting me know your help all the it is this again will do got x xx xxx yes no problem bye good bot`.split(
    /\s+/,
  ),
);

const emoji: readonly [SmallTalk, RegExp][] = [
  ['yes', /^(✅|✔️|☑️)+$/u],
  ['okay', /^(👍|👌|🆗|💯|🙌)+$/u],
  ['no', /^(👎|❌|✖️|🚫|🙅)+$/u],
  ['thanks', /^(🙏|❤️|❤|🧡|💛|💚|💙|💜|😊|🙂|😀|🥰|🤗)+$/u],
];
const decoration = /[\u{1F3FB}-\u{1F3FF}\s]/gu;
const mostWords = 8;

/** What a message of a few words says to the card before it; undefined when it says anything else. */
export function smallTalkOf(text: string): SmallTalk | undefined {
  if (text.length > 60) return undefined;
  const bare = text.replace(decoration, '');
  const drawn = emoji.find(([, signs]) => signs.test(bare));
  if (drawn) return drawn[0];
  const words = tokensOf(text).flatMap(({ word, shape }) =>
    shape === 'mark' ? [] : [word === 'its' ? 'it is' : word],
  );
  if (words.length === 0 || words.length > mostWords) return undefined;
  const isThanks = words.some((word) => thanking.test(word)) && words.every((word) => around.has(word));
  const said = words.filter((word) => !/^(please|x+|mate|sir|miss|lol|actually|then)$/.test(word)).join(' ');
  const isOkay = words.some((word) => kinds.get(word) === 'okay');
  return kinds.get(said) ?? (isThanks ? (isOkay ? 'okay' : 'thanks') : undefined);
}
