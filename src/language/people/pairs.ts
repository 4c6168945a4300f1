import { weekdayIn } from '../days/unit.ts';
import { isWord as is, type Token } from '../words/tokens.ts';
import { type NameMention, writtenAt } from './known-names.ts';
import { notNames } from './name-words.ts';

/** Who may be told of with a word for them before the name: not a mother or a boss, who learn nothing here. */
const peer =
  /^(brother|sister|cousin|twin|mate|friend|bestie|housemate|flatmate|roommate|classmate|bro|sis|pal|stepbrother|stepsister)$/;
/** Words that stand after "me and" and are nobody's name. */
const nobody =
  /^(family|fam|bf|gf|bab|bae|babe|babes|jobs?|wifey|others?|friends?|housemates?|flatmates?|bro|bros|sis|bestie|him|her|them|us|you|everyone|everybody|love|money|drink|gym|life|bed|sleep|food|lad|bird|dog|dogs|cat|cats|puppy|nephew|niece|twins?|stepdad|stepmum|foster|carers?|course|group|rest|half|some|most|people|kiddies|bairns?|littlun|alarms?|mornings?|maths|english|public|stairs|ladders?|buses|trains|stomach|back|head)$/;
const isSelf = (token: Token | undefined) => is(token, 'me', 'myself', 'i');
const opens = /^(so|and|but|because|hi|hiya|hey|hello|sorry|sir|miss|morning|that|both|as)$/;
const title = /^(mr|mrs|miss|ms|mx|dr|sir|maam)$/;
const verb = /^(are|both|is|on|will|can|could|running|off|ill|late|stuck|might|may|must|need|missed|overslept)$/;
const have = /^(both|got|to|missed|not|no)$/;
/** What a name in small letters must be followed by, or any noun is one. */
const surely =
  /^(are |is |will |can |have )?(both|not|off|ill|sick|late|stuck|running|going to be|be (late|off)|poorly|away|missed|got (covid|flu|the same|that))\b/;
/** A colleague, or somebody to live with: what the two do together takes one learner away. */
const ofTwo =
  /\b(job|site|work|working|shifts?|boss|gaffer|foreman|agreed|married|marrying|engaged|divorc\w*|moving|expecting|split|splitting|broke|broken|breaking|arguing|fighting|talking|speaking|getting (married|divorced|on)|friends|mates|buying|viewing|meeting)\b/;
const ofSelf = /^(am|will|can|need)$/;
/** So many words of a clause are looked at, and of what follows. */
const longest = 14;
const farthest = 60;

const isNameWord = (token: Token | undefined): token is Token =>
  token?.shape === 'word' &&
  token.plain.length > 1 &&
  !notNames.has(token.plain) &&
  !notNames.has(token.word) &&
  !nobody.test(token.plain) &&
  !title.test(token.plain) &&
  weekdayIn(token) === undefined;

/** The rest of the clause from a token on. */
function restOf(tokens: readonly Token[], at: number): string {
  const rest = tokens.slice(at, at + longest);
  const end = rest.findIndex((token) => token.shape === 'mark');
  return rest
    .slice(0, end < 0 ? longest : end)
    .map((token) => token.word)
    .join(' ');
}

/** Somebody's name, with what they are to the learner before it or without. */
function nameAt(tokens: readonly Token[], at: number): NameMention | undefined {
  const of = is(tokens[at], 'my') ? (is(tokens[at + 1], 'best', 'big', 'little', 'twin') ? at + 2 : at + 1) : -1;
  const start = peer.test(tokens[of]?.word ?? '') ? of + 1 : at;
  if (!isNameWord(tokens[start]) || (start > at && !tokens[start].isCapital)) return undefined;
  const stop =
    tokens[start].isCapital && tokens[start + 1]?.isCapital && isNameWord(tokens[start + 1]) ? start + 2 : start + 1;
  return { start, stop, written: writtenAt(tokens, start, stop), ids: [] };
}

/**
 * Another learner whom a learner names beside themself: "me and Tom are off", "me n ellie both ill", "Tom and me are
 * late". Not whom they only live or work with.
 */
export function pairedWith(tokens: readonly Token[], known: readonly NameMention[]): NameMention | undefined {
  for (let at = 0; at + 3 < tokens.length; at++) {
    const before = tokens[at - 1];
    if (before !== undefined && before.shape !== 'mark' && !opens.test(before.word)) continue;
    const isFirst = isSelf(tokens[at]) && is(tokens[at + 1], 'and');
    const name = nameAt(tokens, isFirst ? at + 2 : at);
    if (!name || (!isFirst && !(is(tokens[name.stop], 'and') && isSelf(tokens[name.stop + 1])))) continue;
    const next = isFirst ? name.stop : name.stop + 2;
    const said = restOf(tokens, next);
    const isVerb =
      verb.test(tokens[next]?.word ?? '') || (is(tokens[next], 'have') && have.test(tokens[next + 1]?.word ?? ''));
    if (!isVerb || ofTwo.test(said) || !(tokens[name.start]!.isCapital || surely.test(said))) continue;
    const rest = tokens.slice(next, next + farthest);
    // "Me and Ellie are in Leeds Thursday so I won't be in": of one alone.
    const isOne = rest.some((token, i) => token.word === 'i' && ofSelf.test(rest[i + 1]?.word ?? ''));
    if (isOne && !rest.some((token) => is(token, 'we', 'both', 'us'))) continue;
    return known.find((one) => one.start === name.start) ?? name;
  }
  return undefined;
}
