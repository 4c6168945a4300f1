import { english, longDayWords, notDayWords, phrases } from './english.ts';
import { fold } from './fold.ts';
import { editDistance } from './near-words.ts';
import type { Phrases } from './spelling-table.ts';
import type { Token } from './token.ts';
import { welsh, welshSigns } from './welsh.ts';
import { inContext, subjectsFirst, withEnglishVerbs } from './welsh-order.ts';
import { welshPhrases } from './welsh-phrases.ts';

export type { Token } from './token.ts';

const piece = new RegExp(
  [
    '(?<date>(?<![\\d/])(?:\\d{4}-\\d\\d-\\d\\d|\\d{1,2}([/.])\\d{1,2}\\2\\d{2,4}|\\d{1,2}-\\d{1,2}-\\d{4}|\\d{1,2}/\\d{1,2})(?![\\d/]))',
    '(?<one>1-2-1s?|121s?|1:1s?|1-1s?(?!\\d*/)|one-to-ones?)(?![\\p{L}\\d])',
    '(?<clock>\\d{1,2}[:.]\\d\\d(?!\\d|\\.\\d))',
    '(?<ordinal>\\d{1,2}(?:st|nd|rd|th|af|ail|il|ydd|fed|ed|eg|ain))(?![\\p{L}\\d])',
    '(?<mixed>\\d{1,4}[\\p{L}][\\p{L}\\d]*)',
    '(?<number>\\d+)',
    "(?<short>[a-z]/[a-z](?![\\p{L}])|w/(?=\\s)|a&e|'ma(?![\\p{L}]))",
    "(?<word>\\p{L}[\\p{L}\\p{M}\\d]*(?:['’‘`ʼ]\\p{L}+)*)",
    '(?<mark>\\n|[^\\s])',
  ].join('|'),
  'giu',
);

const numberWords: Record<string, number> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  fifteen: 15, twenty: 20, thirty: 30, forty: 40, forty5: 45, fifty: 50, sixty: 60, couple: 2,
}; // biome-ignore format: one line reads best
const ordinalWords: Record<string, number> = {
  first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10,
}; // biome-ignore format: one line reads best
const marks: Record<string, string> = { '&': 'and', '+': 'and', '@': 'at', '–': '-', '—': '-', '‐': '-', '‑': '-' };
/** What may be stuck to a number: "20mins", "2pm", "10ish". */
const stuck = /^(\d{1,4})(am|pm|ish|oclock|m|mins?|minutes?|h|hrs?|hours?|d|days?|wks?|weeks?|w)$/;
const units: Record<string, string> = { m: 'minutes', h: 'hours', d: 'days', w: 'weeks', oclock: "o'clock" };

/** Longer texts are cut here; Teams itself allows no more than about 28,000 characters. */
const longestText = 20_000;

type Piece = Omit<Token, 'word'>;

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  for (const match of text.slice(0, longestText).matchAll(piece)) {
    const raw = match[0];
    const groups = match.groups ?? {};
    const base = { raw, plain: fold(raw), start: match.index, stop: match.index + raw.length, isCapital: false };
    if (groups.date) found.push({ ...base, shape: 'date' });
    else if (groups.clock) found.push({ ...base, shape: 'clock' });
    else if (groups.ordinal) found.push({ ...base, shape: 'ordinal', number: Number.parseInt(raw, 10) });
    else if (groups.number) found.push({ ...base, shape: 'number', number: Number(raw) });
    else if (groups.mark)
      found.push({ ...base, plain: marks[raw] ?? base.plain, shape: raw in marks ? 'word' : 'mark' });
    else if (groups.one) found.push({ ...base, plain: '1-2-1', shape: 'word' });
    else found.push({ ...base, shape: 'word', isCapital: /^\p{Lu}/u.test(raw) });
  }
  return found;
}

/** A name or day with "'s" comes apart; so does a number with what is stuck to it. */
function split(one: Piece): Piece[] {
  if (one.shape !== 'word') return [one];
  const number = stuck.exec(one.plain);
  if (number && !english.has(one.plain)) {
    const cut = one.start + (number[1] ?? '').length;
    const unit = units[number[2] ?? ''] ?? number[2] ?? '';
    return [
      { ...one, raw: number[1] ?? '', plain: number[1] ?? '', stop: cut, shape: 'number', number: Number(number[1]) },
      { ...one, raw: one.raw.slice(cut - one.start), plain: unit, start: cut },
    ];
  }
  const lesson = /^p([1-8])$/.exec(one.plain);
  if (lesson)
    return [
      { ...one, plain: 'period' },
      { ...one, plain: lesson[1] ?? '', shape: 'number', number: Number(lesson[1]) },
    ];
  const owner = /^(.+)('s|'n)$/.exec(one.plain);
  // "Catrin'n sâl": Welsh, for "Catrin is ill".
  const isName = owner?.[2] === "'s" || one.isCapital;
  if (!owner || !isName || english.has(one.plain) || welsh.has(one.plain) || one.plain === "o'clock") return [one];
  const [, name = '', rest = ''] = owner;
  const cut = one.start + name.length;
  return [
    { ...one, raw: one.raw.slice(0, name.length), plain: name, stop: cut },
    { ...one, raw: rest, plain: rest, start: cut, isCapital: false },
  ];
}

/** A slip of the fingers in a long calendar word: "wensday", "tommorrow". */
function nearDayWord(word: string): string | undefined {
  // The plural ("on Tuesdays") is a word of its own.
  const isPlural = word.endsWith('s') && longDayWords.includes(word.slice(0, -1));
  if (isPlural || word.length < 6 || word.length > 11 || notDayWords.has(word)) return undefined;
  const most = (day: string) => (day.length >= 8 ? 2 : 1);
  return longDayWords.find((day) => day[0] === word[0] && editDistance(word, day, most(day)) <= most(day));
}

/** What is stuck to Welsh words: "efo'r ffliw", "teimlo'n sâl", "dydi hi'm yna", "i'w waith". */
const shortened = /^(\p{L}+)'(n|r|m|i|w|u|ch)$/u;

const denials = new Map([...english].filter(([, words]) => / not$/.test(words)));

/** Two letters of a denial typed the wrong way round: "cnat", "wnot". What it denies must not be read as said. */
function nearDenial(word: string): string | undefined {
  if (word.length < 4 || word.length > 8) return undefined;
  for (let i = 0; i + 1 < word.length; i++) {
    const found = denials.get(word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2));
    if (found) return found;
  }
  return undefined;
}

function spelled(one: Piece, next: Piece | undefined, isWelsh: boolean): string[] {
  if (one.shape !== 'word') return [one.plain];
  // "yn" says only that a state or place follows: "yn sâl" is ill, "yn y wers" in the lesson, "yn Llandudno" in a town.
  if (isWelsh && one.plain === 'yn') return next && (/^yr?$/.test(next.plain) || next.isCapital) ? ['in'] : [];
  if (isWelsh && /^(i?'n)$/.test(one.plain)) return [];
  // "Tomos" is a name in Welsh, and "ty" a house.
  if (isWelsh && /^(tomos|ty)$/.test(one.plain)) return [one.plain];
  const known = (isWelsh ? welsh.get(one.plain) : undefined) ?? english.get(one.plain);
  if (known !== undefined) return known.split(' ');
  const short = isWelsh ? shortened.exec(one.plain) : undefined;
  if (short) {
    const [, word = '', rest = ''] = short;
    const before = welsh.get(word) ?? word;
    return [...before.split(' '), ...(rest === 'm' ? ['not'] : rest === 'r' ? ['the'] : [])];
  }
  return nearDenial(one.plain)?.split(' ') ?? [nearDayWord(one.plain) ?? one.plain];
}

const nextNeedsWill = new Set([
  'be',
  'b',
  'prob',
  'probably',
  'not',
  'have',
  'come',
  'get',
  'miss',
  'need',
  'leave',
  'let',
  'head',
  'go',
  'do',
  'see',
  'try',
  'shoot',
  'stay',
  'take',
]);

const areNow = /^(not|both|all|going|on|off|away|in|at|stuck|having|moving|leaving|running|staying|still|just|out)$/;

/** Days and words whose meaning hangs on what stands beside them: "ill be late", "Sat 28th" but "sat nav". */
function fromNeighbours(tokens: Token[]): void {
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    const after = tokens[i + 1];
    if (token.plain === 'ill' && after && nextNeedsWill.has(after.plain)) token.word = 'will';
    if (token.plain === 'tom' && !token.isCapital && before && /^(in|here|there|until|coming)$/.test(before.word))
      token.word = 'tomorrow';
    // "Tomos is off"
    if (
      token.plain === 'tomos' &&
      token.isCapital &&
      after &&
      /^(is|'s|has|will|was|can|needs|had|not)$/.test(after.word)
    )
      token.word = token.plain;
    // "so were not in": we are
    const isOpening = before === undefined || before.shape === 'mark' || /^(so|and|but|because|as)$/.test(before.word);
    if (token.plain === 'were' && isOpening && after && areNow.test(after.word)) token.word = 'are';
    if (token.plain !== 'sat' && token.plain !== 'sun') return;
    const isLed = before !== undefined && /^(on|last|next|this|and|or|-|until|from|back|friday)$/.test(before.word);
    const isFollowed =
      after !== undefined && (after.shape === 'ordinal' || /^(and|-|or|am|pm|morning|night)$/.test(after.word));
    const isName = token.isCapital && before !== undefined && /^\p{Ll}/u.test(before.raw);
    if (isLed || isFollowed || isName) token.word = token.plain === 'sat' ? 'saturday' : 'sunday';
  });
}

function startsWith(tokens: readonly Token[], at: number, words: readonly string[]): boolean {
  return words.every((word, i) => tokens[at + i]?.word === word);
}

/** Phrases by their first word, so that one look decides whether any can begin here. */
function byFirst(list: Phrases): Map<string, Phrases> {
  return Map.groupBy(list, ([from]) => from[0] ?? '');
}
const englishPhrases = byFirst(phrases);
const welshByFirst = byFirst(welshPhrases);

function joinPhrases(tokens: readonly Token[], list: Map<string, Phrases>): Token[] {
  const joined: Token[] = [];
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    const found = list.get(token.word)?.find(([from]) => startsWith(tokens, i, from));
    if (!found) {
      joined.push(token);
      i++;
      continue;
    }
    const [from, to] = found;
    const last = tokens[i + from.length - 1]!;
    for (const word of to)
      joined.push(
        numbered({ ...token, word, plain: word, stop: last.stop, raw: token.raw, isCapital: false, shape: 'word' }),
      );
    i += from.length;
  }
  return joined;
}

function numbered(token: Token): Token {
  if (token.number !== undefined || token.shape !== 'word') return token;
  if (/^\d+$/.test(token.word)) return { ...token, shape: 'number', number: Number(token.word) };
  const ordinal = ordinalWords[token.word];
  if (ordinal !== undefined) return { ...token, shape: 'ordinal', number: ordinal };
  const value = numberWords[token.word];
  return value === undefined ? token : { ...token, number: value };
}

/** Takes a message apart into spelled-out words, numbers and marks, in order. Linear in its length. */
export function tokensOf(text: string): Token[] {
  const parts = pieces(text).flatMap(split);
  const isInWelsh = isWelsh(parts);
  const tokens = parts.flatMap((one, i) =>
    spelled(one, parts[i + 1], isInWelsh).map((word, nth) =>
      numbered({ ...one, word, isCapital: one.isCapital && nth === 0 }),
    ),
  );
  fromNeighbours(tokens);
  const read = isInWelsh ? withEnglishVerbs(subjectsFirst(joinPhrases(inContext(tokens), welshByFirst))) : tokens;
  return joinPhrases(read, englishPhrases);
}

/** True where some word shows a message to be Welsh, at least in part; "Ellie Mae" and "Ellie-Mae" are names. */
export function isWelsh(tokens: readonly Pick<Token, 'raw' | 'isCapital'>[]): boolean {
  const isName = (at: number) =>
    tokens[at]!.isCapital && tokens[tokens[at - 1]?.raw === '-' ? at - 2 : at - 1]?.isCapital === true;
  return tokens.some((one, at) => welshSigns.has(fold(one.raw)) && !isName(at));
}

/** True for a token spelled as one of these words. */
export function isWord(token: Token | undefined, ...words: string[]): boolean {
  return token !== undefined && words.includes(token.word);
}
