import { monthIn, weekdayIn } from '../days/unit.ts';
import type { Token } from '../words/tokens.ts';
import { isShouted, type NameMention, writtenAt } from './known-names.ts';
import { notNames } from './name-words.ts';

const titles = /^(mr|mrs|miss|ms|mx|dr|sir|maam|prof|professor)$/;
const places = /^(in|at|near|to|from|the|via|of)$/;
const verbs =
  /^(is|'s|has|was|will|wont|can|needs|need|cut|rang|called|says|said|asked|told|off|on|out|isnt|cant|hurt|broke|fell|won|had|got|ran|and|just|called|texted|wants|going|not|no|never|also|still|may|might|would|could|now|comes|leaves|works|phoned|emailed|messaged|absent|late|ill|sick|away|won't|hasnt|should|starts|she|he|both|nor|or)$/;

function isNameLike(token: Token | undefined): boolean {
  if (token?.shape !== 'word' || !token.isCapital) return false;
  const isWord = notNames.has(token.plain) || (token.raw.length > 1 && notNames.has(token.word));
  if (isWord || weekdayIn(token) !== undefined) return false;
  if (monthIn(token) !== undefined && !/^(may|april|june|august)$/.test(token.word)) return false;
  return token.raw.length === 1 || token.raw !== token.raw.toUpperCase();
}

/** Words with capitals that stand where someone's name would: for names that nobody here goes by. */
export function unknownNames(tokens: readonly Token[]): NameMention[] {
  if (isShouted(tokens)) return [];
  const found: NameMention[] = [];
  const speaksOfOthers = tokens.some((token) => /^(he|she|her|his|him|hers|they)$/.test(token.word));
  for (let at = 0; at < tokens.length; at++) {
    if (!isNameLike(tokens[at]) || (tokens[at]!.raw.length === 1 && !isNameLike(tokens[at + 1]))) continue;
    let stop = at + 1;
    while (stop < at + 4 && isNameLike(tokens[stop]) && tokens[stop]!.start - tokens[stop - 1]!.stop <= 1) stop++;
    const before = tokens[at - 1];
    const after = tokens[stop];
    const isStart = before === undefined || (before.shape === 'mark' && before.word !== ',' && before.word !== '-');
    const isPlace =
      before !== undefined && places.test(before.word) && !(before.word === 'of' || before.word === 'from');
    const isLabel = after !== undefined && /^[,:(-]$/.test(after.word);
    const isSubject = after !== undefined && verbs.test(after.word);
    const isPlain = !isStart || stop > at + 1 || isSubject || isLabel || speaksOfOthers;
    if (isPlain && !isPlace && !titles.test(before?.plain ?? ''))
      found.push({ start: at, stop, written: writtenAt(tokens, at, stop), ids: [] });
    at = stop - 1;
  }
  return [...found, ...againNamed(tokens, found)].sort((a, b) => a.start - b.start);
}

/** Who was named once is named wherever the word comes again: "Lucy and Beth: Lucy dentist, Beth sick". */
function againNamed(tokens: readonly Token[], found: readonly NameMention[]): NameMention[] {
  const firsts = new Set(found.map((one) => tokens[one.start]!.plain));
  return tokens.flatMap((token, at) => {
    const isCovered = found.some((one) => one.start <= at && at < one.stop);
    if (isCovered || !token.isCapital || !firsts.has(token.plain)) return [];
    return [{ start: at, stop: at + 1, written: token.raw, ids: [] }];
  });
}

const greeting =
  /^(hi|hiya|hello|hey|dear|morning|afternoon|evening|thanks|thank|cheers|ta|helo|shwmae|bore|da|regards|sorry|all)$/;
const closing = /^(thanks|thank|cheers|ta|regards|wishes|best|from|diolch|x|xx)$/;

/** True when a name only opens the message ("Morning Sarah,") or signs it ("Regards, Pauline"). */
export function isAddressee(tokens: readonly Token[], { start, stop }: NameMention): boolean {
  const [before, after] = [tokens[start - 1], tokens[stop]];
  const isAbout =
    after !== undefined && /^(is|'s|has|will|wont|needs|can|was|and|not|off|says|rang|called)$/.test(after.word);
  if (before && greeting.test(before.plain) && !isAbout) return true;
  const back = before?.shape === 'mark' ? tokens[start - 2] : before;
  return after === undefined && back !== undefined && closing.test(back.plain);
}

/** True when a name stands alone at the end of the message, as a signature does. */
export function isSignature(tokens: readonly Token[], { start, stop }: NameMention): boolean {
  const before = tokens[start - 1];
  return start > 0 && stop >= tokens.length && before?.shape === 'mark' && before.word !== ':';
}
