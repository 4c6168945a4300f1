import { clausesOf } from './clauses.ts';
import { knownNames } from './people/known-names.ts';
import type { Known } from './people/name-words.ts';
import { bare } from './read-reason.ts';
import { readableText } from './words/long-text.ts';
import { tokensOf } from './words/tokens.ts';

/** The plainest words for a reason that a policy lists: its category says the same. */
const category = new Set(
  `absence absences afternoon apologies appointment appointments arriving attending been bug bus bye cannot cold covid days dentist dentists
   doctor doctors dr early feel feeling finish finishing flu funeral got had has headache her holiday holidays hols hospital how illness late
   lessons letting mate migraine minutes miss my poorly possible rough sessions should sick sickness train traffic too unable unfortunately
   unwell vomiting was`.split(/\s+/),
);
/** Such as "I don't want to come in": no reason that is listed, and all the more to be read. */
const weighty = new Set(['want', 'afraid', 'because', 'hope']);

/**
 * True where a message says more of an absence than who, when and a plain category: what whoever decides must read in its
 * own words. "Off sick tomorrow, sorry" says no more.
 */
export function saysMore(written: string, people: readonly Known[]): boolean {
  const tokens = tokensOf(readableText(written));
  const items = clausesOf(tokens, knownNames(tokens, people)).flatMap((clause) => clause.items);
  return items.some(({ word, name, ...item }) => {
    const isRead = name ?? item.day ?? item.time ?? item.minutes ?? item.duration ?? item.lessons;
    const isPlain = (bare.has(word) && !weighty.has(word)) || category.has(word);
    return !isRead && /[\p{L}\d]/u.test(word) && !isPlain;
  });
}
