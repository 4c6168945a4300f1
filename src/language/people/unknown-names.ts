import { monthIn, weekdayIn } from '../days/unit.ts';
import { isWord as is, type Token } from '../words/tokens.ts';
import { isShouted, type NameMention, writtenAt } from './known-names.ts';
import { endsLikeVerb, notNames } from './name-words.ts';

const title = /^(mr|mrs|miss|ms|mx|dr|sir|maam|prof|professor)$/;
/** Before a place: in Welsh too, and where the "to" is left out ("go Grimsby"). */
const places = /^(in|at|near|to|the|via|a|an|ym|yng|go|goes|going|went|visiting|outside|past|towards|round)$/;
/** "Mold road", "Gobowen station", "our Derby job": no name of anybody. */
const ofPlace =
  /^(road|rd|street|lane|avenue|ave|bridge|roundabout|station|bypass|estate|junction|job|site|depot|branch|contract|store)$/;
/** What follows a name that begins a sentence. */
const verbs =
  /^(is|'s|has|was|will|wont|can|needs|need|cut|rang|called|says|said|asked|told|off|on|out|isnt|cant|hurt|broke|fell|won|had|got|ran|and|just|texted|wants|going|not|no|never|also|still|may|might|would|could|now|comes|leaves|works|phoned|emailed|messaged|absent|late|ill|sick|away|hasnt|should|starts|taking|slipped|burnt|both|nor|or|finishes|finished|started|does|did|seems|seemed|rolled|twisted|missed|misses|hates|feels|felt|looks|thinks|lost|keeps|kept|woke|came|went|goes|gets|passed|failed|needed|mentioned|moved|tripped|banged|dropped|walked|took|stormed|left|sliced|scalded|threw|caught|bumped|crashed|collapsed|fainted|gave|told|arrived|turned|sent|trapped|stood|cried|refused|overslept|plays|races|performs|competes|sings|flies|travels|returns|begins|sits|sees|visits|attends|takes|meets|represents|swims|runs|dances|joins|trains|heads|requires|expects|struggles|suffers|finds|forgets|tells|asks|plans|hopes|knows|likes|lives|stays|sleeps|slept|saw|ate|drank|forgot|hit|bit|heard|drove|wants|reckons)$/;

/** True for a word that may be a name: a capital, not all capitals, and no usual word. */
function isNameLike(token: Token | undefined): token is Token {
  if (token?.shape !== 'word' || !token.isCapital) return false;
  const isWord = notNames.has(token.plain) || (token.raw.length > 1 && notNames.has(token.word));
  if (isWord || title.test(token.plain) || weekdayIn(token) !== undefined) return false;
  if (monthIn(token) !== undefined && !/^(may|april|june|august)$/.test(token.word)) return false;
  // "L2 plumbing" is a level.
  if (/\d/.test(token.raw)) return false;
  // "A&E" and "KFC" are none.
  return token.raw.length === 1 || /^\p{Lu}[^\p{Lu}&]/u.test(token.raw);
}

const isCapital = (token: Token | undefined) => token?.isCapital === true;
const isMark = (token: Token | undefined) => token?.shape === 'mark';
/** True at the start of a sentence, where any word has a capital. */
function isOpening(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  return before === undefined || (isMark(before) && !/^[,:(-]$/.test(before.word));
}

/** Past "Mae", Welsh for "it is", where it is a name's second part: "Ellie Mae". Undefined where it is not. */
function pastMae(tokens: readonly Token[], at: number): number | undefined {
  // A verb is behind its subject here, wherever it was written.
  if (tokens[at]?.raw !== 'Mae' || !isNameLike(tokens[at - 1]) || tokens[at]!.start < tokens[at - 1]!.start)
    return undefined;
  // In a Welsh message two words stand at its one place.
  return tokens[at + 1]?.start === tokens[at]!.start ? at + 2 : at + 1;
}

/** The names from a token on, as far as they stand together; one letter alone is none. */
function runAt(tokens: readonly Token[], at: number): { start: number; stop: number } | undefined {
  if (!isNameLike(tokens[at])) return undefined;
  // "Letting Cameron off": the verb has its capital from the sentence; "Mohammed is off" is no verb.
  const isVerb =
    /[a-z](ing|ed)$/.test(tokens[at].raw) &&
    !endsLikeVerb.test(tokens[at].plain) &&
    !is(tokens[at + 1], 'is', "'s", 'has', 'will', 'was', 'can');
  if (isOpening(tokens, at) && isVerb) return undefined;
  let stop = at + 1;
  while (stop < at + 6) {
    // "Adebayo-Finch"
    const next = is(tokens[stop], '-') && tokens[stop]!.start === tokens[stop - 1]!.stop ? stop + 1 : stop;
    const most = next > stop ? 0 : 1;
    const past = next === stop ? pastMae(tokens, next) : undefined;
    // "Ellie-Mae": behind a hyphen any word with a capital.
    const isPart = isNameLike(tokens[next]) || (next > stop && isCapital(tokens[next]));
    if (!past && (!isPart || tokens[next]!.start - tokens[next - 1]!.stop > most)) break;
    stop = past ?? next + 1;
  }
  return stop === at + 1 && tokens[at].raw.length === 1 ? undefined : { start: at, stop };
}

const isNow = "^(is|'s|was|has|had|are|were)( (been|all|totally|completely|just|already|gone))*";
const notOf = '(?! (his|her|their|my|a|an|the|out|with|for|himself|herself|me|us|off)\\b)';
/** What only things and days are: "the bridge is shut", "Eid is on Friday". */
const thingly = new RegExp(
  `${isNow} ((flooded|shut|closed|gridlocked|jammed|packed|burst|leaking|blown|tripped|overflowing|conked|on the blink)${notOf}|(on )?(DAY|the \\d+(st|nd|rd|th))(?= (so|and|but|[,.!;-])|$))`,
);
/** What things are, and people now and then: somebody only where nobody else is spoken of. */
const maybeThingly = new RegExp(
  `${isNow} (down|broken|blocked|frozen|knackered|bust|cancelled|suspended|playing up|acting up|not (working|running|moving|starting))${notOf}`,
);
/** Somebody is spoken of without a name: a capital that may be a place's is then nobody. */
const manyAtOnce =
  /\b(whole|entire) (lot|team|crew|gang|squad)\b|\b(all|any|none|neither|both|each) of (my|mine|our|ours|them|the)\b|\b(everyone|everybody|nobody|no one) (from|of) (here|us|mine|ours|(my|our|the|this) \S+)|\b(my|our) (two|three|four|five)\b|\ball (my|our)\b/;

const dayWords = /^(today|tomorrow|yesterday|tonight)$/;
const wordsFrom = (tokens: readonly Token[], at: number) =>
  tokens
    .slice(at, at + 6)
    .map((token) => (dayWords.test(token.word) || weekdayIn(token) !== undefined ? 'DAY' : token.word))
    .join(' ');

const relatives =
  /^(mum|mam|mom|mother|mummy|dad|father|nan|nana|nanna|gran|granny|grandma|grandmother|grandad|grandfather|aunt|auntie|uncle|sister|brother|guardian|carer|stepmum|stepdad)$/;

/** What is somebody's, and what follows where it is told of: "Jakes temp is 39", "Ellies knee has gone". */
const things =
  /^(temp|temperature|knee|ankle|wrist|shoulder|back|leg|foot|hand|arm|finger|thumb|head|tooth|ear|eye|chest|throat|stomach|tummy|bus|train|tram|lift|taxi|car|van|bike|alarm|asthma|cough)$/;
const goesWrong =
  /^(is|'s|has|was|had|will|did|does|broke|went|gave|hurts?|never|not|still|just|cancelled|playing|bad|swollen|late)$/;

const leads = ['hi', 'hello', 'hey', 'morning', 'our', 'so', 'and', 'but', 'because', 'as'];

/** Names that end in s by themselves: "James mum" has lost an apostrophe, not an s. */
const ownS =
  /^(james|thomas|chris|lucas|marcus|lewis|louis|dennis|nicholas|carlos|travis|angus|tobias|elias|silas|jonas|jules|charles|francis|rhys|ross|jess|bess|tess|iris|doris|phyllis|alexis|paris|agnes|carys|mavis|idris|emrys|gladys|owens|tomos|anas|ilyas|abbas|idrees|douglas|niklas|andreas|mathias|matias|klaus)$/;

/** "Poppys not in", "jaydens got croup": the name without the s of an "is" or "has" whose apostrophe is left out; "Ines" and "Marcus" keep theirs. */
export function withoutS(tokens: readonly Token[], at: number): string {
  const { raw, plain } = tokens[at]!;
  const isOwn = !/([^aeiousc]|ie)s$/.test(plain) || plain.length < 4 || ownS.test(plain);
  return isOwn ? raw : raw.slice(0, -1);
}

/** "It's …", "this is …": somebody says who they are. */
const introduces = (tokens: readonly Token[], at: number) =>
  is(tokens[at], 'is', "'s") && is(tokens[at - 1], 'it', 'this');

/** "Pat, Jordan's nan", "Dawn here, Ellies mum": who writes, as the relative of whom it is about. */
function signsAs(tokens: readonly Token[], { start, stop }: { start: number; stop: number }): boolean {
  const mark = is(tokens[stop], 'here') ? stop + 1 : stop;
  const isLed = isOpening(tokens, start) || is(tokens[start - 1], 'its') || introduces(tokens, start - 1);
  if (!isLed || !is(tokens[mark], ',', '-', '(')) return false;
  const owner = runAt(tokens, mark + 1)?.stop ?? mark + 2;
  const isOwn = is(tokens[owner], "'s");
  const isOwner = tokens[owner - 1]?.shape === 'word' && (isOwn || tokens[owner - 1]!.plain.endsWith('s'));
  return isOwner && relatives.test(tokens[isOwn ? owner + 1 : owner]?.word ?? '');
}

/** "Shaun off nights here", "Dave from the yard here": whoever says where they are of. */
function saysWhere(tokens: readonly Token[], { start, stop }: { start: number; stop: number }): boolean {
  if (!isOpening(tokens, start) || !is(tokens[stop], 'off', 'from', 'at', 'in', 'on')) return false;
  const here = tokens.slice(stop + 1, stop + 6).findIndex((token) => token.word === 'here');
  const isIll = is(tokens[stop + 1], 'sick', 'ill', 'today', 'tomorrow');
  return here > 0 && !isIll && (tokens[stop + here + 2]?.shape ?? 'mark') === 'mark';
}

/** How surely a run is a person: 2 by the words around it, 1 if nobody else is named, 0 not at all. */
function sureness(tokens: readonly Token[], run: { start: number; stop: number }): 0 | 1 | 2 {
  const { start, stop } = run;
  const [before, after] = [tokens[start - 1], tokens[stop]];
  if (signsAs(tokens, run) || saysWhere(tokens, run)) return 0;
  // "Sarah here" tells who writes; "we need Priya here" does not.
  const isWriter =
    after?.word === 'here' && (isOpening(tokens, start) || /^(,|it|is|hi|hello|hey)$/.test(before!.word));
  // "Nana to Josh here": whose relative writes.
  if (is(before, 'to', 'of') && relatives.test(tokens[start - 2]?.word ?? '')) return 2;
  // "It's Dawn from Petals": neither of them.
  const isIntroduced = introduces(tokens, start - 1) && is(after, 'from', 'at', 'here');
  if (introduces(tokens, start - 3) && is(before, 'from', 'at')) return 0;
  if (after && ofPlace.test(after.word)) return 0;
  // "L3 Sport", "level 2 Childcare"
  if (/^l\d$/i.test(before?.raw ?? '') || (before?.number !== undefined && is(tokens[start - 2], 'level'))) return 0;
  if (isIntroduced || title.test(before?.plain ?? '') || (before && places.test(before.word)) || isWriter) return 0;
  // "a trial with Derby", "off for Umrah": who it is about stands elsewhere, if anyone does.
  const isAbsenceOf =
    before?.word === 'for' && is(tokens[start - 2], 'absence', 'leave', 'off', 'holiday', 'permission');
  if (before && /^(with|for|from|by|like|of|his|her|their)$/.test(before.word) && !isAbsenceOf) return 1;
  if (!isOpening(tokens, start)) return 2;
  const said = wordsFrom(tokens, stop);
  if (thingly.test(said)) return 0;
  if (stop === start + 1 && maybeThingly.test(said)) return 1;
  // "Maja have appointment", as who learns English says it.
  const isPlain = /^(have|must|go|come|stay|since|need)$/.test(after?.word ?? '') && !/s$/.test(tokens[start]!.plain);
  if (stop > start + 1 || isPlain || verbs.test(after?.word ?? '') || /^[,:(-]$/.test(after?.word ?? '')) return 2;
  if (said.startsWith('DAY ') && /^(today|tomorrow)$/.test(after?.word ?? '')) return 1;
  return /^(she|he|cut|her|his)$/.test(after?.word ?? '') ? 1 : 0;
}

const grown =
  /^(has (a|an|his|her|got|not)|(is|will be|shall be|was) (off|ill|sick|unwell|poorly|away|absent|not|unable|on)|(will|shall|did) (not|miss)|can not|needs|'s (leave|absence|holiday|sickness|annual|sick))\b/;
const givenTo = /^(dear|hi|hello|tell|ask|with|from|by|for|and|to)$/;

/** A name after a title, with what stands between: "Ms A. Okonjo", "Miss Chloe Adebayo". `isFull`: no surname alone. */
function titledAt(tokens: readonly Token[], at: number): { start: number; stop: number; isFull: boolean } | undefined {
  if (!/^(mr|mrs|miss|ms|mx)$/.test(tokens[at]?.plain ?? '') || !tokens[at]!.isCapital) return undefined;
  let next = is(tokens[at + 1], '.') ? at + 2 : at + 1;
  const first = next;
  while (next < first + 4 && tokens[next]?.isCapital && tokens[next]!.raw.length === 1)
    next += is(tokens[next + 1], '.') ? 2 : 1;
  const run = runAt(tokens, next);
  return run && { start: at, stop: run.stop, isFull: next > first || run.stop > run.start + 1 };
}

/** "Support worker for Mr Haddad", "Mrs Osei has an appointment": a grown learner; other titles are staff's. */
function isTitledLearner(tokens: readonly Token[], { start, stop, isFull }: NonNullable<ReturnType<typeof titledAt>>) {
  const isCared = is(tokens[start - 1], 'for') && is(tokens[start - 2], 'worker', 'carer', 'adviser', 'advisor');
  const said = tokens
    .slice(stop, stop + 4)
    .map((token) => token.word)
    .join(' ');
  // An office that writes a name out writes of whom it employs.
  const before = tokens[start - 1]?.word ?? '';
  const isIntroduced = /^(is|'s)$/.test(before) && is(tokens[start - 2], 'this', 'it', 'name');
  const isSaid = grown.test(said) || /^(of|that|employee|apprentice|learner|regarding|concerning)$/.test(before);
  const isNamed = isFull && isSaid && !isIntroduced && !givenTo.test(before);
  const isReferred = isFull && is(tokens[start - 1], 'to') && is(tokens[start - 2], 'reference', 'regard');
  const isGrown = tokens[start]!.plain !== 'miss' && grown.test(said);
  return isCared || isNamed || isReferred || isGrown;
}

/** "its kaydens nan", "Pat, Jordans nan": whose relative writes, in small letters or without the apostrophe. */
function ownersOf(tokens: readonly Token[]): (NameMention & { sure: 2 })[] {
  return tokens.flatMap((token, at) => {
    const isOwn = is(tokens[at + 1], "'s");
    const of = isOwn ? at + 2 : at + 1;
    const isThing =
      !isOwn &&
      things.test(tokens[of]?.word ?? '') &&
      (tokens[of + 1]?.number !== undefined || goesWrong.test(tokens[of + 1]?.word ?? ''));
    const isRelative = isThing || relatives.test(tokens[of]?.word ?? '');
    const before = tokens[at - 1];
    const isLed = is(before, 'its') || (is(before, 'is', "'s") && is(tokens[at - 2], 'it', 'this'));
    // A capital needs no more than the place where who writes is told.
    const isPlaced =
      isLed ||
      (token.isCapital && (isOpening(tokens, at) || is(before, ',', '-') || (isThing && is(before, ...leads))));
    // "Sons knee", "Miss car broke down", "Mondays bus"
    const isOf = (one: string) =>
      notNames.has(one) || title.test(one) || (one.endsWith('s') && !ownS.test(token.plain));
    const isUsual =
      isThing && (isOf(token.plain.slice(0, -1)) || title.test(token.plain) || weekdayIn(token) !== undefined);
    const isWord = token.shape !== 'word' || isUsual || notNames.has(token.plain) || token.plain.length < 4;
    const isBare = !isOwn && token.plain.endsWith('s');
    if (!isRelative || !isPlaced || isWord || !(isBare || (isOwn && !token.isCapital))) return [];
    const written = isOwn || ownS.test(token.plain) ? token.raw : token.raw.slice(0, -1);
    return [{ start: at, stop: isOwn ? at + 2 : at + 1, written, ids: [], sure: 2 as const }];
  });
}

/** "He's got a trial with Derby": the sentence speaks of somebody already. */
function isOfPronoun(tokens: readonly Token[], start: number): boolean {
  for (let at = start - 1; at >= 0 && !/^[.!?\n]$/.test(tokens[at]!.word); at--)
    if (/^(he|she|they)$/.test(tokens[at]!.word)) return true;
  return false;
}

/** A last sentence of names and posts alone signs the message: "Gary, Gary Flint Roofing", "Waseem, Unit 4". */
function signatureStart(tokens: readonly Token[]): number {
  let at = tokens.length - 1;
  while (at >= 0 && /^[.!\n]$/.test(tokens[at]!.word)) at--;
  const end = at;
  while (at >= 0 && !/^[.!?\n]$/.test(tokens[at]!.word)) at--;
  const last = tokens.slice(at + 1, end + 1);
  const isPost = (token: Token) =>
    token.isCapital ||
    isMark(token) ||
    token.number !== undefined ||
    /^(manager|home|her|his|and|of|at|the|mum|mam|dad|nan|x|thanks|regards|cheers)$/.test(token.word);
  return at >= 0 && last.length <= 9 && last.every(isPost) ? at + 1 : tokens.length;
}

/** Words with capitals that stand where someone's name would: for names that nobody here goes by. */
export function unknownNames(tokens: readonly Token[]): NameMention[] {
  if (isShouted(tokens)) return [];
  const owners = ownersOf(tokens);
  const runs: (NameMention & { sure: 0 | 1 | 2 })[] = [];
  const end = signatureStart(tokens);
  for (let at = 0; at < end; at++) {
    const titled = titledAt(tokens, at);
    const isGrown = titled !== undefined && isTitledLearner(tokens, titled);
    const run = isGrown ? titled : runAt(tokens, at);
    if (!run || owners.some((one) => one.start === run.start)) continue;
    const before = runs.at(-1);
    // "from Smith & Sons"
    const isJoined = before?.sure === 1 && before.stop === run.start - 1 && tokens[before.stop]?.word === 'and';
    // "Jas (Jasmine Kaur)": the same once more, or what they are; "the cast of Grease (Mia and Luca)" lists who.
    const isAside =
      before !== undefined &&
      before.stop === run.start - 1 &&
      is(tokens[before.stop], '(') &&
      !is(tokens[run.stop], 'and', ',');
    const sure = isJoined ? 1 : isAside ? 0 : isGrown ? 2 : sureness(tokens, run);
    const { start, stop } = run;
    // "Miss Chloe Adebayo … Miss Adebayo", "Demi Lowe's mum: Demi has the dentist": one person.
    const isSame = (one: NameMention) =>
      one.start < one.stop - 1 &&
      (isGrown
        ? tokens[one.stop - 1]!.plain === tokens[stop - 1]!.plain
        : stop === start + 1 && tokens[one.start]!.plain === tokens[start]!.plain);
    const written = runs.find(isSame)?.written ?? writtenAt(tokens, start, stop);
    runs.push({ start, stop, written, ids: [], sure });
    at = run.stop - 1;
  }
  runs.push(...owners);
  const isOfMany = manyAtOnce.test(tokens.map((token) => token.word).join(' '));
  const surest = isOfMany || runs.some((one) => one.sure === 2) ? 2 : 1;
  const found = runs
    .filter((one) => one.sure >= surest && !(one.sure === 1 && isOfPronoun(tokens, one.start)))
    .map(({ sure: _, ...one }): NameMention => one);
  return [...found, ...againNamed(tokens, found)].sort((a, b) => a.start - b.start);
}

/** Who was named once is named wherever the word comes again: "Lucy and Beth: Lucy dentist, Beth sick". */
function againNamed(tokens: readonly Token[], found: readonly NameMention[]): NameMention[] {
  const firsts = new Set(found.map((one) => tokens[one.start]!.plain));
  return tokens.flatMap((token, at) => {
    const isCovered = found.some((one) => one.start <= at && at < one.stop);
    if (isCovered || !token.isCapital || !firsts.has(token.plain)) return [];
    const full = found.find((one) => tokens[one.start]!.plain === token.plain);
    return [{ start: at, stop: at + 1, written: full?.written ?? token.raw, ids: [] }];
  });
}
