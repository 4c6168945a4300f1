import type { Token } from './token.ts';

const months = /^(january|february|march|april|may|june|july|august|september|october|november|december)$/;
const units = /^(minutes|hours|day|days|week|weeks|fortnight|months)$/;
const isNumber = (token: Token | undefined) => token?.shape === 'ordinal' || token?.number !== undefined;
const plainAt = (tokens: readonly Token[], at: number) => tokens[at]?.plain ?? '';

/** English goes on behind this "i": "ddim mewn, i can't drive". */
const afterEnglishI =
  /^(am|will|can|can't|cant|have|need|was|had|don't|dont|won't|wont|might|think|just|got|should|would|couldn't)$/;
/** Verbs and the like whose "i" is the writer: "fydda i", "mae gen i". */
const ownVerb =
  /^(dw|rydw|ydw|wi|sa|fydda|bydda|alla|galla|fedra|medra|nes|wnes|gen|gynna|sgen|arna|wrtha|ata|es|oeddwn|byddwn|fyddwn|dylwn|ddylwn|tasen|taswn|hebdda|ges|gwnaf|wna|mod)$/;
/** Whose relatives they are goes without saying: "mae nain yn yr ysbyty". */
const relatives = /^(mam|mamgu|nain|dad|nhad|taid|tadcu)$/;
const isOwned = (before: string) => /^(fy|ei|dy|ein|eu|eich|y|yr|'n|i'w|a'i|a'u|o'i|gan)$/.test(before);
/** What "am" leads to: "dwi am fod yn hwyr" is "going to be late". */
const toDo = /^(fod|ddod|fynd|golli|adael|gyrraedd|orfod|gael|aros|fethu|gymryd|weithio)$/;
/** After these "o", "fo", "e" and "fe" are a man. */
const ofHim =
  /^(mae|ma|maen|fydd|bydd|ydi|ydy|yw|dydi|dydy|dyw|all|gall|fedr|bod|fod|gan|iddo|arno|efo|gyda|da|oedd|roedd|ddywedodd|ddudodd|nath|ddaru|ei|mi|wnaeth|angen)$/;
const goesOn = /^(methu|bant|off|ddim|dim|angen|isho|isio|moyn|heb|di|wedi|gorfod|ffili|ffaelu|am|adre|adra|gartre)$/;

/** Is this a month for the words beside it, "5ed o Fawrth", "mis Mai"? "Mawrth" alone is Tuesday, and "Mai" somebody. */
function isMonth(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const isOf = before?.plain === 'o' ? isNumber(tokens[at - 2]) : isNumber(before);
  const year = tokens[at + 1]?.number ?? 0;
  return isOf || /^(mis|fis|ym)$/.test(before?.plain ?? '') || (year >= 2020 && year < 2100);
}

/** What a word of more than one meaning says where it stands; an empty word says nothing. */
function meant(tokens: readonly Token[], at: number): string | undefined {
  const { plain, isCapital } = tokens[at]!;
  const [before, next] = [plainAt(tokens, at - 1), plainAt(tokens, at + 1)];
  const following = tokens[at + 1];
  const isAfterVerb = /^(mae|fydd|bydd|ydi|ydy|yw|dydi|dydy|dyw|oedd|roedd)$/.test(before);
  switch (plain) {
    case 'mawrth':
    case 'fawrth':
      return isMonth(tokens, at) ? 'march' : 'tuesday';
    case 'mai':
    case 'medi':
    case 'fedi':
      return isMonth(tokens, at) ? undefined : plain;
    case 'dan':
      return !isCapital && (/^(ddydd|dydd|nos|am)$/.test(next) || isNumber(following)) ? 'until' : plain;
    case 'o':
      if (isNumber(tokens[at - 1]) && (months.test(following?.word ?? '') || /^f?m?awrth$/.test(next))) return 'of';
      return ofHim.test(before) && following?.isCapital !== true ? 'he' : undefined;
    case "o'n":
      return ofHim.test(before) ? 'he' : 'was';
    case 'e':
    case 'fe':
    case 'fo':
      return 'he';
    case "e'n":
    case "fe'n":
    case "fo'n":
      return isAfterVerb ? 'he' : 'he is';
    case "e'm":
    case "o'm":
      return isAfterVerb ? 'he not' : 'he is not';
    case 'hi':
      return at === 0 || tokens[at - 1]!.shape === 'mark' ? undefined : 'she';
    case "hi'n":
      return isAfterVerb ? 'she' : 'she is';
    case "hi'm":
      return isAfterVerb ? 'she not' : 'she is not';
    case "nhw'n":
      return isAfterVerb ? 'they' : 'they are';
    case "ni'n":
      return 'we are';
    case 'da':
    case 'gyda':
      // "Mae 'da fi": I have; "da ni": we are.
      if (next === 'fi' && /^(mae|ma|oes|sdim|')$/.test(before)) return 'i have';
      return plain === 'da' && /^ni('n)?$/.test(next) ? '' : undefined;
    case 'bob':
      return isCapital ? plain : undefined;
    case 'ni':
      if (before === 'da' || before === 'dan') return 'we are';
      return /^(fydd|fydda|all|alla|oes|oedd|chaf)$/.test(next) ? 'not' : 'us';
    case "drwy'r":
    case "trwy'r":
      return /^(nos|dydd|wythnos|bore|pnawn|prynhawn|amser|penwythnos)$/.test(next) ? 'all' : 'through the';
    case 'nes':
    case 'wnes':
      return next === 'i' && !/^(aros|disgwyl)$/.test(before) ? 'i did' : 'until';
    case 'fi':
      if (/^(da|gyda)$/.test(before) && /^(mae|ma|oes|sdim|')$/.test(plainAt(tokens, at - 2))) return '';
      return goesOn.test(next) ? (/^(methu|ffili|ffaelu)$/.test(next) ? 'i' : 'i am') : 'me';
    case 'i':
      if (afterEnglishI.test(next) && !isNumber(tokens[at + 2])) return 'i';
      return ownVerb.test(before) ? '' : undefined;
    case 'am':
      if (before === 'i' && !ownVerb.test(plainAt(tokens, at - 2))) return plain;
      if (toDo.test(next)) return '';
      return (isNumber(following) &&
        units.test(tokens[at + 2]?.word ?? '') &&
        !/^dd?ydd$/.test(plainAt(tokens, at + 2))) ||
        following?.word === 'rest'
        ? 'for'
        : undefined;
    case 'fod':
      return before === 'am' || before === 'i' ? 'be' : undefined;
    case 'bod':
      if (/^(methu|gallu|ffili|ffaelu|medru)$/.test(before)) return 'be';
      return /^(wedi|di)$/.test(before) ? 'been' : undefined;
    case 'wedi':
      return isNumber(following) ? 'past' : 'has';
    case 'di':
      return 'has';
    case 'sa':
      return /^i('n|'m)?$/.test(next) ? 'i am not' : undefined;
    case 'mi':
      return before === 'i' ? undefined : '';
    case 'na':
      if (/^(tua|erbyn|am|mewn)$/.test(next) || following?.shape === 'number') return 'there';
      return undefined;
    case 'mae':
    case 'ma':
      return before !== 'bore' && before !== 'prynhawn' && before !== 'pnawn' && before !== 'bora' ? 'is' : 'this';
    default:
      return relatives.test(plain) && !isOwned(before) && !following?.isCapital ? `my ${tokens[at]!.word}` : undefined;
  }
}

/** Gives words of several meanings the one they have beside their neighbours. */
export function inContext(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, at) => {
    if (token.shape !== 'word') return [token];
    const said = meant(tokens, at);
    if (said === undefined) return [token];
    return said
      .split(' ')
      .filter(Boolean)
      .map((word) => ({ ...token, word }));
  });
}

/** Verbs that stand before whose they are: "mae Elin", "fydd hi ddim", "roedd Siôn a Nia". */
const verbs: readonly (readonly string[])[] = [
  ['not', 'he', 'will'],
  ['not', 'is'],
  ['missed'],
  ['he', 'will'],
  ['is', 'not'],
  ['is'],
  ['was'],
  ['has'],
];
/** With these the "is" before them is no word of its own: "mae hi wedi bod" is "she has been". */
const ofOwn = /^(has|says|have)$/;
const notNamed =
  /^(monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|today|tomorrow|mum|dad|nan|grandma|grandad)$/;

/** The end of whom a verb is about, where it is somebody by name or a pronoun. */
function subjectEnd(tokens: readonly Token[], at: number): number {
  if (/^(she|he|they)$/.test(tokens[at]?.word ?? '')) return at + 1;
  const isOurs =
    /^(my|our)$/.test(tokens[at]?.word ?? '') &&
    /^(son|daughter|child|kids|apprentice)$/.test(tokens[at + 1]?.word ?? '');
  const isName = (one: Token | undefined) =>
    one?.shape === 'word' && one.isCapital && one.word === one.plain && !notNamed.test(one.word);
  let stop = isOurs ? at + 2 : at;
  while (isName(tokens[stop])) {
    stop++;
    if (/^(and|nor|or|,)$/.test(tokens[stop]?.word ?? '') && isName(tokens[stop + 1])) stop++;
  }
  return stop;
}

/** Puts whom a verb is about before it, as English does; a verb with nobody behind it says no more than that something is. */
export function subjectsFirst(tokens: readonly Token[]): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    const verb = verbs.find((words) => words.every((word, i) => tokens[at + i]?.word === word));
    const isTyped = verb !== undefined && tokens[at]!.plain !== tokens[at]!.word;
    const stop = isTyped ? subjectEnd(tokens, at + verb.length) : at;
    if (!verb || !isTyped || stop === at + verb.length) {
      const isEmpty = isTyped && verb?.length === 1 && /^(mae|ma)$/.test(tokens[at]!.plain);
      if (!isEmpty) found.push(tokens[at]!);
      at++;
      continue;
    }
    const own = tokens.slice(at, at + verb.length).filter((one) => one.word !== 'he');
    const isSaid = verb[0] === 'is' && verb.length === 1 && ofOwn.test(tokens[stop]?.word ?? '');
    const said = isSaid ? [] : own[0]?.word === 'not' ? own.toReversed() : own;
    const subject = tokens.slice(at + verb.length, stop);
    const isMany = subject.some((one) => /^(and|they)$/.test(one.word));
    // "Dydi hi ddim": the denial is said once.
    const isDenied = own.some((one) => one.word === 'not') && tokens[stop]?.word === 'not';
    found.push(...subject, ...said.map((one) => (isMany && one.word === 'is' ? { ...one, word: 'are' } : one)));
    at = isDenied ? stop + 1 : stop;
  }
  return found;
}

const ongoing = new Map([
  ['come', 'coming'],
  ['go', 'going'],
  ['leave', 'leaving'],
  ['miss', 'missing'],
  ['stay', 'staying'],
  ['get', 'getting'],
]);
const state = /^(in|late|off|there|here|back|absent|away|home|ill|with|present|at)$/;

/** Welsh has one form for "come" and "coming", and no "be" in "bydda i'n hwyr". */
export function withEnglishVerbs(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token, at) => {
    const isTyped = token.shape === 'word' && token.word !== token.plain;
    if (!isTyped) return [token];
    const verbAt = tokens[at - 1]?.word === 'not' ? at - 2 : at - 1;
    const verb = tokens[verbAt]?.word ?? '';
    const going = ongoing.get(token.word);
    if (going && /^(am|is|are)$/.test(verb)) return [{ ...token, word: going }];
    return verb === 'will' && state.test(token.word) ? [{ ...token, word: 'be' }, token] : [token];
  });
}
