import type { Day } from '../../domain/calendar.ts';
import { type Clause, clausesOf } from '../clauses.ts';
import { resolvePhrase, workingDaysOf } from '../days/resolve-phrase.ts';
import { knownNames, type NameMention } from '../people/known-names.ts';
import type { Known } from '../people/name-words.ts';
import { readableText } from '../words/long-text.ts';
import { type Token, tokensOf } from '../words/tokens.ts';
import { mendWord } from './vocabulary.ts';

/** A message as plain words, with DAY, TIME, NAME and the like where a day, a time or someone's name stands. */
export type Shape = { text: string; raw: string; clauses: Clause[]; names: NameMention[]; tokens: readonly Token[] };

/** Longer messages tell something; nobody asks a question or answers a card in so many words. */
const longestTalk = 120;

const filler = /^(please|hi|hiya|hello|hey|hia|just|x+|lol|mate|sir|miss|so|um|er|erm|ok|okay|oh)$/;

/** A short message as plain spelled-out words without marks, slips in long words of ours mended; undefined for longer ones. */
export function plainWords(written: string): string | undefined {
  if (written.length > longestTalk) return undefined;
  const words = tokensOf(written).flatMap(({ word, shape }) => (shape === 'mark' ? [] : [mendWord(word)]));
  return words.join(' ') || written.trim();
}

/** What a short message is made of, without marks, greetings and small words around it; undefined for longer ones. */
export function shapeOf(written: string, people: readonly Known[]): Shape | undefined {
  if (written.length > longestTalk) return undefined;
  const raw = readableText(written);
  const tokens = tokensOf(raw);
  const names = knownNames(tokens, people);
  const clauses = clausesOf(tokens, names);
  const words = clauses.flatMap(({ items }) => items.map((item) => item.word));
  const plain = words.filter((word) => /[\p{L}\d]/u.test(word));
  while (plain.length > 1 && filler.test(plain[0] ?? '')) plain.shift();
  while (plain.length > 1 && filler.test(plain.at(-1) ?? '')) plain.pop();
  return { text: plain.join(' '), raw, clauses, names, tokens };
}

/** Every day a short message names, those it may mean behind today too: "note for Monday". */
export function daysNamed(written: string, today: Day): Day[] {
  const items = shapeOf(written, [])?.clauses.flatMap((clause) => clause.items) ?? [];
  const phrases = items.flatMap((item) => (item.day ? [item.day] : []));
  const spans = phrases.flatMap((day) =>
    [false, true].flatMap((isPast) => resolvePhrase(day, { today, isPast }).spans),
  );
  return workingDaysOf(spans, new Set());
}
