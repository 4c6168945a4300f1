import { weekdayIn } from '../days/unit.ts';
import { isWelsh, type Token } from '../words/tokens.ts';
import { type NameMention, writtenAt } from './known-names.ts';
import { notNames } from './name-words.ts';
import { withoutS } from './unknown-names.ts';

/** How likely the learned reader takes some words, by token positions, for somebody told of. */
export type HearPerson = (start: number, stop: number) => number | undefined;

/** A name that only the grammar takes for one is dropped where the learned reader is this sure that nobody is told of. */
const sureNot = 0.95;
/** A word that the grammar does not take for a name is one from here on. */
const sureWho = 0.9;

/** No names: whom one lives, works and learns with. */
const noName =
  /^(mate|mates|friend|bestie|cousin|brother|sister|bro|sis|son|daughter|lad|lads|lass|boy|girl|mum|mam|mom|dad|nan|nana|gran|grandad|grandma|grandson|granddaughter|step\w+|foster|partner|wife|husband|boyfriend|girlfriend|bf|gf|fella|missus|mrs|apprentice|apprentices|learner|learners|trainee|trainees|employee|employees|student|students|kid|kids|child|children|daughters|sons|twins|eldest|youngest|oldest|middle|one|ones|two|three|four|baby|little|girls|boys|team|guys|everyone|both|all|he|she|they|him|her|them|his|their|nephew|niece|housemate|flatmate|roommate|colleague|partners|young|man|lady|person|group|class|half|other|another|godson|goddaughter|wee|un|uns|nipper|bairn|bairns|merch|mab|fy|ei|chwaer|brawd)$/;

const isDay = (token: Token) =>
  weekdayIn(token) !== undefined || /^(today|tomorrow|yesterday|tonight|morning|afternoon|evening)$/.test(token.word);
const isInitial = (token: Token | undefined) =>
  token?.shape === 'word' && /^[bcdefghjklmopqrstvwyz]$/.test(token.plain);
const title = /^(mr|mrs|miss|ms|mx|dr|sir)$/;
/** "Got to wait for Shaun", "got to let Buster go": whom a learner has to do with is not whom they tell of. */
const dealtWith =
  /\b(((wait|waiting|look|looking|care|caring) (for|after|on))|let|letting|with|see|seeing|meet|meeting|visit|visiting|take|taking|fetch|fetching)$/;
const withMe = /\bme and \S+ (will|are|is|am|both|can)\b/;

/**
 * The names of a message as the learned reader has them: without those of nobody on record that it takes for somebody
 * else's or for no name ("police want statements", "in a white Golf", "Phil, nights manager"), and with those that the
 * grammar misses ("Ayesha in at 9.50 again", "its Leah, Poppys not in"). It has met little Welsh, and drops none there.
 */
export function withHeard(
  tokens: readonly Token[],
  names: readonly NameMention[],
  sender: 'learner' | 'employer' | 'staff',
  hear: HearPerson | undefined,
): NameMention[] {
  if (!hear) return [...names];
  const isInWelsh = isWelsh(tokens);
  const kept = names.filter((one) => {
    const odds = one.ids.length > 0 || isInWelsh ? undefined : hear(one.start, one.stop);
    return odds === undefined || odds > 1 - sureNot;
  });
  // A learner who speaks of nobody else is away themself.
  const isSpoken =
    sender !== 'learner' ||
    tokens.some(({ word }) => /^(he|she|they)$/.test(word)) ||
    withMe.test(tokens.map((token) => token.word).join(' '));
  if (!isSpoken) return kept;
  const isTaken = (at: number) => names.some((one) => one.start <= at && at < one.stop);
  const isHeard = (at: number) => {
    const token = tokens[at];
    if (token?.shape !== 'word' || token.plain.length < 2 || isTaken(at)) return false;
    const said = tokens
      .slice(Math.max(0, at - 2), at)
      .map(({ word }) => word)
      .join(' ');
    if (sender === 'learner' && dealtWith.test(said)) return false;
    if (noName.test(token.plain) || notNames.has(token.plain) || isDay(token)) return false;
    return (hear(at, at + 1) ?? 0) > sureWho;
  };
  const found: NameMention[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (!isHeard(at)) continue;
    let stop = at + 1;
    // "kyle b and kyle r"
    while (isHeard(stop) || isInitial(tokens[stop])) stop++;
    // "Mr" alone is nobody.
    if (stop === at + 1 && title.test(tokens[at]!.plain)) continue;
    const written = stop === at + 1 ? withoutS(tokens, at) : writtenAt(tokens, at, stop);
    found.push({ start: at, stop, written, ids: [] });
    at = stop - 1;
  }
  const isNew = (one: NameMention) => !kept.some((other) => other.written.toLowerCase() === one.written.toLowerCase());
  return [...kept, ...found.filter(isNew)].toSorted((a, b) => a.start - b.start);
}
