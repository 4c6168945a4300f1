import type { Token } from '../words/tokens.ts';
import type { NameMention } from './known-names.ts';

const greeting =
  /^(hi|hiya|hello|hey|dear|morning|afternoon|evening|thanks|thank|cheers|ta|helo|shwmae|annwyl|bore|da|regards|sorry|all)$/;
const closing = /^(thanks|thank|cheers|ta|regards|wishes|best|from|diolch|cofion|x|xx)$/;

/** True when a name only opens the message ("Morning Sarah,") or signs it ("Regards, Pauline"). */
export function isAddressee(tokens: readonly Token[], { start, stop }: NameMention): boolean {
  const [before, after] = [tokens[start - 1], tokens[stop]];
  const isAbout =
    after !== undefined && /^(is|'s|has|will|wont|needs|can|was|and|not|off|says|rang|called)$/.test(after.word);
  if (before && greeting.test(before.plain) && !isAbout) return true;
  const back = before?.shape === 'mark' ? tokens[start - 2] : before;
  return after === undefined && back !== undefined && closing.test(back.plain) && tokens[start - 2]?.word !== 'apart';
}

/** True when a name stands alone at the end of the message, as a signature does. */
export function isSignature(tokens: readonly Token[], { start, stop }: NameMention): boolean {
  const before = tokens[start - 1];
  return start > 0 && stop >= tokens.length && before?.shape === 'mark' && /^[.!\n-]$/.test(before.word);
}
