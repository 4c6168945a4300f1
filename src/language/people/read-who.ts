import type { Clause } from '../clauses.ts';
import type { ReadingContext, Who } from '../reading.ts';
import type { Token } from '../words/tokens.ts';
import { knownNames, type NameMention, nearNames } from './known-names.ts';
import { isAddressee, isSignature, unknownNames } from './unknown-names.ts';

const everyone =
  /\b(all|none|each|every one) (of )?(my|our|the|mine|ours) ?(apprentices?|learners?|lads|lasses|trainees|team|staff|girls|boys|students|lot|guys|kids)?\b|\b(all|none) of (them|mine|ours|us)\b|\ball (apprentices|learners|trainees|the lads)\b|\b(my|our) (lads|apprentices|learners|trainees|students|boys|girls) (are|will|can|is|have|need|off)\b/;
const both = /\bboth\b/;
const bothOf = /\bboth (of )?(my|our|the|them|these|those|lads|girls|boys|apprentices|learners|daughters|sons)\b/;
const relation =
  /\b(my|our) (apprentice|learner|son|daughter|lad|lass|trainee|employee|girl|boy|student|kid|child|young man|young lady)\b|\b(he|she|they|him|her|them)\b/;
const selfish = /\b(i|me) (am|will|can|need|have|would|might|may)\b|^(can not|not|off|running|late|stuck)\b/;

/** Names of a message that stand where a learner's may, greetings and signatures left out. */
export function namesOf(tokens: readonly Token[], context: ReadingContext): NameMention[] {
  const known = knownNames(tokens, context.people).filter((one) => !isAddressee(tokens, one));
  if (context.sender === 'learner') return peersOf(tokens, known);
  const covered = (one: NameMention) => known.some((other) => other.start < one.stop && one.start < other.stop);
  const unknown = unknownNames(tokens).filter(
    (one) => !covered(one) && !isAddressee(tokens, one) && !isSignature(tokens, one),
  );
  const told =
    known.length > 0 ? unknown.filter((one) => isListed(tokens, one, known) || isSubject(tokens, one)) : unknown;
  const near = told.map((one) => ({ ...one, near: nearNames(one.written, context.people) }));
  // A surname typed wrong or left out beside a known first name is part of that name.
  return [...known, ...near].sort((a, b) => a.start - b.start);
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

/** A learner speaks of themself unless someone else is said to have asked: "jake says he's not coming". */
function peersOf(tokens: readonly Token[], known: readonly NameMention[]): NameMention[] {
  const [first, second, third] = [0, 1, 2].map((i) => tokens[i]);
  const start = /^(hi|hiya|hey|hello|so|sir|miss)$/.test(first?.plain ?? '') ? 1 : 0;
  const [name, verb] = start === 1 ? [second, third] : [first, second];
  const isPerson =
    name?.shape === 'word' &&
    !/^(my|he|she|mum|dad|doctor|nurse|boss|they|who|it|i|you|sir|miss|everyone)$/.test(name.word);
  const isTold = isPerson && tells.test(verb?.word ?? '') && tokens.some((token) => /^(he|she|they)$/.test(token.word));
  if (!isTold) return [];
  const same = known.find((one) => one.start === start);
  return [same ?? { start, stop: start + 1, written: name!.raw, ids: [] }];
}

/** The subject a clause brings in; undefined where it goes on about the one before. */
export function subjectOf(clause: Clause, context: ReadingContext, named: readonly Who[]): Who[] | undefined {
  const names = clause.items.flatMap((item) => (item.name ? [item.name] : []));
  if (names.length > 0) {
    const unique = new Map(names.map((one) => [one.ids.join() || one.written.toLowerCase(), one]));
    return [...unique.values()].map((one) => ({
      type: 'named',
      name: one.written,
      ids: one.ids,
      near: one.near ?? [],
    }));
  }
  if (context.sender === 'learner') return undefined;
  if (everyone.test(clause.plain)) return [{ type: 'all' }];
  if (both.test(clause.plain) && (bothOf.test(clause.plain) || named.length !== 2))
    return named.length === 2 ? [...named] : [{ type: 'all', count: 2 }];
  if (both.test(clause.plain) && named.length === 2) return [...named];
  return undefined;
}

/** Whom a happening without any name is about. */
export function nobodyNamed(clauses: readonly Clause[], context: ReadingContext): Who[] {
  if (context.sender === 'learner') return [{ type: 'self' }];
  const text = clauses.map((clause) => clause.plain).join(' ');
  if (relation.test(text)) return [{ type: 'relation' }];
  return context.sender === 'staff' && selfish.test(text) ? [{ type: 'self' }] : [{ type: 'relation' }];
}
