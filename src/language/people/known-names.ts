import { editDistance } from '../words/near-words.ts';
import type { Token } from '../words/tokens.ts';
import { alsoWords, helpers, type Known, nameWords, smallWords } from './name-words.ts';

/** A name found in a message. Several ids: it may be any of them. None: it is nobody the sender may report for. */
export type NameMention = { start: number; stop: number; written: string; ids: string[]; near?: string[] };

type Fit = { length: number; weight: number };

/** Letters only, as names are compared; the "'s" of a possessive is a token of its own. */
function bare(token: Token | undefined): string | undefined {
  if (token?.shape !== 'word') return undefined;
  return token.plain.includes("'") ? token.plain.replaceAll("'", '') : token.plain;
}

/** How a name fits the words at a token: whole names weigh more than first names, more words more than fewer. */
function fitAt(tokens: readonly Token[], at: number, words: readonly string[]): Fit | undefined {
  const [first, last] = [words[0], words.at(-1)];
  const here = bare(tokens[at]);
  if (!first || !last || here === undefined) return undefined;
  const isOne = words.length === 1;
  if (here === first) {
    let [length, at2] = [1, at + 1];
    for (let i = 1; i < words.length; i++) {
      if (tokens[at2]?.word === '-') at2++;
      const said = bare(tokens[at2]);
      // "ben carters off": the s of the whole name's possessive, without its apostrophe.
      if (said !== words[i] && !(i === words.length - 1 && said === `${words[i]}s`)) break;
      at2++;
      length = i + 1;
    }
    if (length === words.length) return { length: at2 - at, weight: isOne ? 1 : 10 + words.length };
    const next = bare(tokens[at + 1]);
    // A middle name left out, or the surname cut to its letter.
    if (next === last) return { length: 2, weight: 9 };
    if (next?.length === 1 && last.startsWith(next) && tokens[at + 1]?.isCapital) return { length: 2, weight: 8 };
    return length > 1 ? { length: at2 - at, weight: 5 + length } : { length: 1, weight: 1 };
  }
  if (here.length === 1 && first.startsWith(here) && bare(tokens[at + 1]) === last && !isOne)
    return { length: 2, weight: 8 };
  if (here === last && !isOne && tokens[at]!.isCapital) return { length: 1, weight: 1 };
  return undefined;
}

const predicate =
  /^(is|'s|has|was|needs|called|rang|phoned|says|said|off|out|ill|sick|wants|texted|messaged|cannot|gone|running|late|away)$/;
const subject = /^(i|he|she|it|they|we|you|who|that|there|this)$/;

/** True where a word that is also a name stands as a name: a capital inside a sentence, or before a verb of its own. */
function isNamePlace(tokens: readonly Token[], at: number, isShouted: boolean): boolean {
  const [before, token, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1]];
  const isStart = before === undefined || before.shape === 'mark';
  if (!isStart && subject.test(before.word)) return false;
  // "Will and Zoe are off"
  if (after && /^(and|&|,|or)$/.test(after.word) && token.isCapital && tokens[at + 2]?.isCapital) return true;
  if (after && predicate.test(after.word) && !(helpers.has(token.plain) && after.word === 'not')) return true;
  if (helpers.has(token.plain) && isStart) return false;
  return token.isCapital && !isShouted && (!isStart || !smallWords.has(token.plain));
}

/** True when capitals say nothing: all the message is in them. */
export function isShouted(tokens: readonly Token[]): boolean {
  const words = tokens.filter((token) => token.shape === 'word' && token.raw.length > 1);
  return words.length > 2 && words.filter((token) => token.raw === token.raw.toUpperCase()).length > words.length * 0.7;
}

/** A name typed as one with its possessive s: "jamies off" is about Jamie. */
function withoutS(tokens: readonly Token[], at: number): readonly Token[] | undefined {
  const token = tokens[at];
  if (token?.shape !== 'word' || !/[^s]s$/.test(token.plain) || token.plain.length < 4) return undefined;
  const copy = tokens.slice(at, at + 1);
  copy[0] = { ...token, plain: token.plain.slice(0, -1) };
  return copy;
}

/** A text that names people more often is a list; the rest of it is not looked through. */
const mostMentions = 120;

/**
 * The people a message names, among those the sender may report for. One pass over the people: only those who share a
 * word with the message are looked at closer. A whole name beats a first name; a first name several share keeps all of them.
 */
export function knownNames(tokens: readonly Token[], people: readonly Known[]): NameMention[] {
  const said = new Set<string>();
  for (const token of tokens) {
    const word = bare(token);
    if (!word) continue;
    said.add(word);
    if (word.endsWith('s')) said.add(word.slice(0, -1));
  }
  const byWord = new Map<string, { id: string; words: readonly string[] }[]>();
  const note = (word: string, one: { id: string; words: readonly string[] }) => {
    const list = byWord.get(word);
    if (list) list.push(one);
    else byWord.set(word, [one]);
  };
  for (const { id, names } of people)
    for (const name of names) {
      const words = nameWords(name);
      if (!words.some((word) => said.has(word))) continue;
      for (const word of new Set([words[0]!, words.at(-1)!, words[0]![0]!])) note(word, { id, words });
    }
  const found: NameMention[] = [];
  const isLoud = isShouted(tokens);
  for (let at = 0; at < tokens.length && found.length < mostMentions; at++) {
    const mention = mentionAt(tokens, at, byWord, isLoud);
    if (!mention) continue;
    found.push(mention);
    at = mention.stop - 1;
  }
  return found;
}

function mentionAt(
  tokens: readonly Token[],
  at: number,
  byWord: ReadonlyMap<string, { id: string; words: readonly string[] }[]>,
  isLoud: boolean,
): NameMention | undefined {
  const cut = withoutS(tokens, at);
  const word = bare(tokens[at]) ?? '';
  const asIs = byWord.get(word);
  const list = asIs ?? (cut ? byWord.get(cut[0]!.plain) : undefined);
  if (!list) return undefined;
  let best: Fit | undefined;
  let ids = new Set<string>();
  for (const one of list) {
    const fit = asIs
      ? fitAt(tokens, at, one.words)
      : one.words[0] === cut?.[0]?.plain
        ? { length: 1, weight: 1 }
        : undefined;
    if (!fit || (best && fit.weight < best.weight)) continue;
    if (!best || fit.weight > best.weight) ids = new Set();
    best = fit;
    ids.add(one.id);
  }
  if (!best) return undefined;
  if (best.weight === 1 && alsoWords.has(word) && !isNamePlace(tokens, at, isLoud)) return undefined;
  if (word.length === 1 && best.length === 1) return undefined;
  return { start: at, stop: at + best.length, written: writtenAt(tokens, at, at + best.length), ids: [...ids] };
}

/** The words as they were typed. */
export function writtenAt(tokens: readonly Token[], start: number, stop: number): string {
  return tokens
    .slice(start, stop)
    .filter((token, i, all) => token.start !== all[i - 1]?.start)
    .map((token) => token.raw)
    .join(' ')
    .replaceAll(' - ', '-')
    .replaceAll(' . ', '. ');
}

const far = 9;

/** Names near enough to a mistyped one that it may be meant: one letter off, two in long names. At most five. */
export function nearNames(written: string, people: readonly Known[]): string[] {
  const typed = nameWords(written);
  const [first] = typed;
  if (!first || first.length < 3) return [];
  const found: { id: string; away: number }[] = [];
  let least = far;
  for (const person of people) {
    let away = far;
    for (const name of person.names) away = Math.min(away, distance(typed, nameWords(name)));
    if (away <= 2) found.push({ id: person.id, away });
    least = Math.min(least, away);
  }
  return found
    .filter((one) => one.away <= least + 1)
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 5)
    .map((one) => one.id);
}

/**
 * Letters between what was typed and a name: first names, and surnames where one was typed. A short form is near
 * ("Tom" for Tomasz). The first letter is taken to be right.
 */
function distance(typed: readonly string[], name: readonly string[]): number {
  const [first = '', second] = typed;
  const own = name[0] ?? '';
  const last = name.at(-1) ?? '';
  const isFirst = own[0] === first[0];
  if (!isFirst && (second !== undefined || last[0] !== first[0])) return far;
  const most = first.length >= 6 ? 2 : 1;
  const isShort = isFirst && (own.startsWith(first) || (own.length >= 3 && first.startsWith(own)));
  const toFirst = isShort ? 1 : isFirst ? editDistance(first, own, most) : far;
  if (second !== undefined) {
    const toLast = editDistance(second, last, 2);
    return toFirst > most || toLast > 2 ? far : (toFirst + toLast) / 2;
  }
  const toLast = last[0] === first[0] && first.length > 3 ? editDistance(first, last, most) : far;
  const least = Math.min(toFirst, toLast);
  return least > most ? far : least;
}
