import type { Clause } from '../clauses.ts';
import { isAddressee, isSignature } from '../people/greetings.ts';
import { type HearPerson, withHeard } from '../people/heard-names.ts';
import { knownNames, type NameMention, nearNames } from '../people/known-names.ts';
import { alsoWords, notNames } from '../people/name-words.ts';
import { manyPlain } from '../people/others.ts';
import { pairedWith } from '../people/pairs.ts';
import { withoutTellers } from '../people/tellers.ts';
import { unknownNames, withoutS } from '../people/unknown-names.ts';
import type { ReadingContext, Who } from '../reading.ts';
import type { Token } from '../words/tokens.ts';
import type { Statement } from './statement.ts';

const people =
  '(apprentices?|learners?|lads|lasses|trainees|team|staff|girls|boys|students|lot|guys|kids|daughters|sons|ones?|commis)';
const everyone = new RegExp(
  `(?<!\\b(if|when) )\\b(all|none|any|each|every one) (of )?(((my|our|the) (\\S+ )?${people})|mine|ours|them)\\b|\\b(all|none|whole) of (group |class |year )?\\d{1,2}[a-z]?\\b|\\b(all|none) (of )?(apprentices|learners|trainees)\\b|\\b(my|our) (lads|apprentices|learners|trainees|students|boys|girls) (are|will|can|is|have|need|off)\\b|\\b(my|our|the) (whole|entire) (\\S+ ){0,3}(lot|team|crew|gang|squad|group|class|cohort|set)\\b|^((so|and|but|because) )?(everyone|everybody|nobody|no one) (from|of) (here|us|mine|ours|(my|our|the|this) \\S+)`,
);
const counts: Record<string, number> = { two: 2, three: 3, four: 4, five: 5 };
const counted = new RegExp(
  `\\b(?:all (two|three|four|five|\\d) (?:of )?(?:(?:my|our|the) )?(?:${people}|mine|them|off|are|will|out)|(?:my|our) (two|three|four|five) (?:are|will|off|out|${people}))\\b`,
);
const bothOf = new RegExp(
  `\\bboth (of )?((my|our|the) (\\S+ )?${people}|mine|them|these|those|${people}|off|absent|late|out|away|ill|sick)\\b|\\bneither of (my|our|the|them)\\b|\\b(the|my|our) twins (are|will|have|can|need|were|both|off|not)\\b`,
);
const both = /\b(both|neither)\b/;

const relation =
  /\b(my|our) (apprentice|learner|son|daughter|lad|lass|trainee|employee|girl|boy|student|kid|child|young man|young lady)\b|\b(he|she|they|him|her|them)\b/;
const selfish = /\b(i|me) (am|will|can|need|have|would|might|may)\b|^(can not|not|off|running|late|stuck)\b/;

const onlyOne =
  /^(just|only) NAME( and NAME)?( (is|are|will|can|be|'s))*( (coming|in|there|here|attend|attending|make|come))\b/;
const theRest = /^(the |my |our )?(rest|others|remaining ones|other (lads|ones|two|three|apprentices|learners))\b/;

/** A name nobody has is compared with everybody's: no more of them than this, or a long message of them holds up the rest. */
const mostCompared = 8;

/** "All three of mine": how many of them. */
function countIn(plain: string): number | undefined {
  const found = counted.exec(plain);
  const number = found?.[1] ?? found?.find((one, i) => i > 1 && one !== undefined && one in counts);
  return number === undefined ? undefined : (counts[number] ?? Number(number));
}

/** Names of a message that stand where a learner's may, greetings and signatures left out. */
export function namesOf(tokens: readonly Token[], context: ReadingContext, hear?: HearPerson): NameMention[] {
  const heard = withHeard(tokens, mentionsOf(tokens, context), context.sender, hear).map((one) =>
    one.ids.length > 0 || one.near ? one : { ...one, near: nearNames(one.written, context.people) },
  );
  const names = withoutContrasted(tokens, heard);
  return context.sender === 'learner' ? names : withoutTellers(tokens, names);
}

const ofOwner = /^(lad|lass|son|daughter|boy|girl|grandson|nephew|niece|apprentice|trainee)$/;

const there = new Set(['in', 'here', 'there', 'coming', 'present', 'attending']);
const gone = new Set(['off', 'away', 'late', 'ill', 'sick', 'absent', 'leaving', 'not', 'holiday', 'leave']);

/** "Rhys, not Rhodri, is off": who stands behind the "not" is not meant there. */
function withoutContrasted(tokens: readonly Token[], names: readonly NameMention[]): NameMention[] {
  return names.filter(({ start, stop }) => {
    // "Big Dave's lad Connor"
    const isOwner = tokens[stop]?.word === "'s" && ofOwner.test(tokens[stop + 1]?.word ?? '');
    const owned = tokens[stop + 2]?.word === ',' ? stop + 3 : stop + 2;
    if (isOwner && names.some((one) => one.start === owned)) return false;
    const end = tokens[start - 2]?.word === ',' ? start - 2 : start - 1;
    // "Sam Oduya only (not the other Sam)"
    if (tokens[start - 1]?.word === 'other' && tokens[start - 2]?.word === 'the' && tokens[start - 3]?.word === 'not')
      return names.length === 1;
    if (tokens[start - 1]?.word !== 'not') return true;
    // "Jamie is off tomorrow, not Aisha"
    const after = tokens[stop];
    const isLast =
      after === undefined || after.shape === 'mark' || /^(sorry|please|thanks|this|he|she)$/.test(after.word);
    // "Josh and Zoe are in tomorrow, not Max": he is the one who is away.
    const before = tokens.slice(0, start - 1).map((one) => one.word);
    const isAway = before.some((one) => there.has(one)) && !before.some((one) => gone.has(one));
    return !names.some((one) => one.stop === end || (isLast && !isAway && one.stop < start));
  });
}

function mentionsOf(tokens: readonly Token[], context: ReadingContext): NameMention[] {
  const known = knownNames(tokens, context.people).filter((one) => !isAddressee(tokens, one));
  if (context.sender === 'learner') return peersOf(tokens, known);
  const covered = (one: NameMention) => known.some((other) => other.start < one.stop && one.start < other.stop);
  const unknown = unknownNames(tokens).filter(
    (one) => !covered(one) && !isAddressee(tokens, one) && !isSignature(tokens, one),
  );
  const told =
    known.length > 0 ? unknown.filter((one) => isListed(tokens, one, known) || isSubject(tokens, one)) : unknown;
  if (known.length === 0 && told.length === 0) return mistyped(tokens, context);
  const near = told.map((one, i) => ({ ...one, near: i < mostCompared ? nearNames(one.written, context.people) : [] }));
  return [...known, ...near].sort((a, b) => a.start - b.start);
}

const begins = /^(is|'s|has|will|can|off|not|wont|cant|needs|running|ill|sick|late|out|away|leaving|poorly|on|going)$/;

/** A small-letter word where a name stands ("tomaz is off"), if it is near to the name of someone who may be meant. */
function mistyped(tokens: readonly Token[], context: ReadingContext): NameMention[] {
  let compared = 0;
  for (const [at, token] of tokens.entries()) {
    const isStart = at === 0 || tokens[at - 1]!.shape === 'mark' || /^(and|hi|hello|that)$/.test(tokens[at - 1]!.word);
    const isWord =
      token.shape !== 'word' || token.plain.length < 3 || notNames.has(token.plain) || alsoWords.has(token.plain);
    if (!isStart || isWord || !begins.test(tokens[at + 1]?.word ?? '')) continue;
    if (++compared > mostCompared) return [];
    const near = nearNames(token.plain, context.people);
    if (near.length > 0) return [{ start: at, stop: at + 1, written: token.raw, ids: [], near }];
  }
  return [];
}

/** "Jamie and Ben are off": beside a known name. */
function isListed(tokens: readonly Token[], one: NameMention, known: readonly NameMention[]): boolean {
  return known.some(
    (other) =>
      (other.stop + 1 === one.start && /^(and|,|or)$/.test(tokens[other.stop]?.word ?? '')) ||
      (one.stop + 1 === other.start && /^(and|,|or)$/.test(tokens[one.stop]?.word ?? '')),
  );
}

function isSubject(tokens: readonly Token[], one: NameMention): boolean {
  return /^(is|'s|has|will|can|needs|off|:)$/.test(tokens[one.stop]?.word ?? '');
}

const tells = /^(says|said|told|asked|wants|reckons|texted|messaged)$/;
const nobody =
  /^(my|he|she|they|who|it|its|i|you|we|that|this|there|everyone|nobody|college|work|mum|dad|mom|nan|gran|brother|sister|son|daughter|baby|kid|kids|partner|wife|husband|boyfriend|girlfriend|doctor|nurse|boss|manager|bus|train|car|lift|wifi|internet|lesson|class|school|sir|miss|teacher|tutor|power|boiler|what|when|and|but|so)$/;
const absent = /^(is|are|will)( not)?( be)?( (off|in|coming|here|ill|sick|away))\b/;
/** Whom a learner lives or learns with; their name may stand behind. */
const friend = /^(mate|friend|bestie|housemate|flatmate|roommate|classmate)$/;

/** "It's about Taylor, she …": nothing stands between who is spoken of and what they do. */
const isAboutThem = (tokens: readonly Token[], at: number) =>
  /^(is|'s|its|this|just|texting|messaging|msg|writing)$/.test(tokens[at - 2]?.word ?? '') &&
  /^(he|she|they)$/.test(tokens[at + (tokens[at + 1]?.shape === 'mark' ? 2 : 1)]?.word ?? '');

/** Another learner, where a learner speaks of one: "jake says he's not coming", "kez isn't in", "my mate is off". */
function peersOf(tokens: readonly Token[], known: readonly NameMention[]): NameMention[] {
  const pair = pairedWith(tokens, known);
  if (pair) return [pair];
  const isOther = tokens.some((token) => /^(he|she|they)$/.test(token.word));
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    const isStart =
      before === undefined || before.shape === 'mark' || /^(hi|hiya|hey|hello|so|sir|miss|that)$/.test(before.word);
    const isFriend = friend.test(token.word) && before?.word === 'my';
    const isPerson =
      token.shape === 'word' &&
      token.plain.length > 1 &&
      ![token.word, token.plain].some((one) => nobody.test(one) || notNames.has(one));
    // "Its about Taylor, she won't be in"
    if (isOther && before?.word === 'about' && isPerson && token.isCapital && isAboutThem(tokens, at))
      return [known.find((one) => one.start === at) ?? { start: at, stop: at + 1, written: token.raw, ids: [] }];
    if (!isFriend && !(isStart && isPerson)) continue;
    const name =
      isFriend && tokens[at + 1]?.isCapital && !notNames.has(tokens[at + 1]!.plain) ? tokens[at + 1] : undefined;
    const stop = name ? at + 2 : at + 1;
    const next = tokens.slice(stop, stop + 4).map((one) => one.word);
    const isTold = isOther && tells.test(next[0] ?? '') && /^(he|she|they|that|me|to)$/.test(next[1] ?? '');
    const isAbsent = absent.test(next.join(' ')) && (next.includes('not') || next[1] === 'off');
    // "My flatmate Ivan not come": as who learns English says it; "yeah not in" names nobody.
    const isNotCome = name !== undefined && next[0] === 'not' && next[1] === 'come';
    // "Poppys not in": she is spoken of, and her name has lost an apostrophe.
    const short = token.isCapital && isOther && isPerson ? withoutS(tokens, at) : token.raw;
    const isShort =
      short !== token.raw &&
      !nobody.test(short.toLowerCase()) &&
      !notNames.has(short.toLowerCase()) &&
      /^not (in|well|coming|here)\b/.test(next.join(' '));
    if (!isTold && !isAbsent && !isNotCome && !isShort) continue;
    const same = known.find((one) => one.start === at);
    const written = name?.raw ?? (isFriend ? `my ${token.raw}` : isShort ? short : token.raw);
    return [same ?? { start: at, stop, written, ids: [] }];
  }
  return [];
}

/** "Me and Tom are off": both. */
const withSelf = /\b(me|myself|i) and (my (\S+ ){1,2})?NAME\b|\bNAME and (me|myself|i)\b/;

const isPlural = /\b(?:(both|two|three|four)(?: of)?(?: the| my| our)?|the) NAME\b|\b(NAME and NAME)\b/;

/** "Both Kyles", "the two Kyles", "Kyle and Kyle": each of that name, as many as are counted. */
function eachOf(name: NameMention, text: string): Who[] | undefined {
  const found = name.ids.length > 1 ? isPlural.exec(text) : null;
  if (!found) return undefined;
  const [, said] = found;
  const isBare = said === undefined && found[2] === undefined;
  if (isBare && !/s$/i.test(name.written)) return undefined;
  const number = said === undefined ? (isBare ? name.ids.length : 2) : said === 'both' ? 2 : counts[said];
  // Which two of three: nobody but the sender knows.
  if (number !== name.ids.length) return [{ type: 'all', count: number ?? name.ids.length }];
  return name.ids.map((id): Who => ({ type: 'named', name: name.written, ids: [id], near: [] }));
}

/** The subject a clause brings in; undefined where it goes on about the one before. */
export function subjectOf(
  { clause, ...statement }: Statement,
  context: ReadingContext,
  named: readonly Who[],
): Who[] | undefined {
  const names = clause.items.flatMap((item) => (item.name ? [item.name] : []));
  // "Only Ella is coming in, the rest are on a job": the others are away, and who they are is asked.
  if (context.sender !== 'learner' && (onlyOne.test(clause.text) || theRest.test(clause.plain)))
    return [{ type: 'relation' }];
  if (clause.except)
    return [{ type: 'all', except: clause.except.map((one) => ({ name: one.written, ids: one.ids })) }];
  if (names.length > 0) {
    const unique = new Map(names.map((one) => [one.ids.join() || one.written.toLowerCase(), one]));
    const isOneName = unique.size === 1;
    const others = [...unique.values()].flatMap(
      (one): Who[] =>
        (isOneName && eachOf(one, clause.text)) || [
          { type: 'named', name: one.written, ids: one.ids, near: one.near ?? [] },
        ],
    );
    return context.sender === 'learner' && withSelf.test(clause.text) ? [{ type: 'self' }, ...others] : others;
  }
  if (context.sender === 'learner') return undefined;
  if (everyone.test(clause.plain) && !counted.test(clause.plain) && !/\bneither\b/.test(clause.plain))
    return [bothOf.test(clause.plain) ? { type: 'all', count: 2 } : { type: 'all' }];
  if (!statement.isMain && !statement.cues.has('weak')) return undefined;
  const count = countIn(clause.plain);
  if (count !== undefined) return [{ type: 'all', count }];
  if (named.length === 2 && both.test(clause.plain)) return [...named];
  if (bothOf.test(clause.plain)) return [{ type: 'all', count: 2 }];
  return undefined;
}

/** Whom a happening without any name is about. */
export function nobodyNamed(clauses: readonly Clause[], context: ReadingContext): Who[] {
  if (context.sender === 'learner') return [{ type: 'self' }];
  const text = clauses.map((clause) => clause.plain).join(' ');
  // "All three of mine are turning round. Put them down as off today."
  const count = clauses.map(({ plain }) => countIn(plain)).find((one) => one !== undefined);
  if (count !== undefined) return [{ type: 'all', count }];
  // "We need both of them", of no absence in its own clause.
  if (bothOf.test(text)) return [{ type: 'all', count: 2 }];
  const isOne = relation.test(text);
  // "Lads won't be in today": an employer's, where nobody else is spoken of.
  if (context.sender === 'employer' && !isOne && clauses.some((clause) => manyPlain.test(clause.text)))
    return [{ type: 'all' }];
  if (isOne) return [{ type: 'relation' }];
  return context.sender === 'staff' && selfish.test(text) ? [{ type: 'self' }] : [{ type: 'relation' }];
}
