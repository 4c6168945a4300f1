import { type Duration, durationAt } from './days/read-duration.ts';
import { type Phrase, phraseAt } from './days/read-phrase.ts';
import { isBareWeekday, type Piece, type Unit } from './days/unit.ts';
import type { NameMention } from './people/known-names.ts';
import { ofPerson } from './people/others.ts';
import { lessonsAt, type Minutes, mealAt, minutesAt, type TimeSpan, timeAt } from './times/read-times.ts';
import { isWord, type Token } from './words/tokens.ts';

/** A word of a clause, or a stretch of words that means one thing: then `word` says what kind of thing. */
export type Item = {
  word: string;
  start: number;
  stop: number;
  day?: Phrase;
  time?: TimeSpan;
  minutes?: Minutes;
  duration?: Duration;
  lessons?: number[];
  name?: NameMention;
};

/** A part of a message with one verb of its own, as far as that can be told. `text` has DAY, TIME and so on in place of what they stand for. */
export type Clause = {
  items: Item[];
  text: string;
  plain: string;
  isQuestion: boolean;
  sentence: number;
  /** It is told of all but these. */
  except?: NameMention[];
};

const longestClause = 60;
const opens = /^(but|so|because|then|although|though|however|while|whilst|since)$/;
const follows =
  /^(i|he|she|we|they|it|then|now|will|can|am|not|off|going|still|also|leaving|late|be|been|may|might|should|have|has|need|there|that|if|could|would|is|are|back|please|DAY)$/;
const ends = /^[.!?;\n()…:]$/;

/** Words with which a day, a time, a length or a lesson can begin; at all others nothing is tried. */
const starters =
  /^(the|that|a|an|in|for|about|around|next|last|this|coming|following|every|each|other|alternate|\w+days?|\w*tomorrows?|todays?|tonights?|day|weeks?|weekend|rest|remainder|all|whole|half|end|start|beginning|middle|most|part|mid|early|late|christmas|xmas|boxing|new|fortnight|few|several|another|quarter|midday|noon|lunch|lunchtime|dinner|dinnertime|break|lessons?|periods?|am|pm|mornings?|afternoons?|evenings?|january|february|march|april|may|june|july|august|september|october|november|december|mar|easter|summer|autumn|spring|winter|term|ramadan)$/;

function itemAt(tokens: readonly Token[], at: number, names: ReadonlyMap<number, NameMention>): Item {
  const item = (word: string, stop: number, rest: Omit<Item, 'word' | 'start' | 'stop'>): Item => ({
    word,
    start: at,
    stop,
    ...rest,
  });
  const name = names.get(at);
  if (name) return item('NAME', name.stop, { name });
  const token = tokens[at]!;
  if (
    token.number === undefined &&
    token.shape !== 'date' &&
    token.shape !== 'clock' &&
    !starters.test(token.word) &&
    !isWord(tokens[at - 1], 'on', 'until')
  )
    return item(token.word, at + 1, {});
  const noon = mealAt(tokens, at);
  if (noon) return item('TIME', noon.next, { time: noon.value });
  const lessons = lessonsAt(tokens, at);
  if (lessons) return item('LESSON', lessons.next, { lessons: lessons.value });
  const duration = durationAt(tokens, at);
  if (duration) return item('LENGTH', duration.next, { duration: duration.value });
  const day = phraseAt(tokens, at);
  if (day) return item('DAY', day.stop, { day });
  const minutes = minutesAt(tokens, at);
  if (minutes) return item('MINUTES', minutes.next, { minutes: minutes.value });
  const time = timeAt(tokens, at);
  if (time) return item(time.value.to ? 'HOURS' : 'TIME', time.next, { time: time.value });
  return item(token.word, at + 1, {});
}

/** A clause made of items, of which there is at least one. */
export function clauseOf(items: Item[], tokens: readonly Token[], isQuestion: boolean, sentence: number): Clause {
  return {
    items,
    text: items.map((item) => item.word).join(' '),
    plain: items
      .flatMap(({ start, stop }) => tokens.slice(start, stop))
      .map((token) => token.word)
      .join(' '),
    isQuestion,
    sentence,
  };
}

/** A dash between words ("Tom - vomiting") parts clauses; in a range or a double name it does not come here. */
const isDash = (item: Item, tokens: readonly Token[]) => {
  const token = tokens[item.start]!;
  return item.word === '-' && (tokens[item.start - 1]?.stop ?? token.start) < token.start;
};

const bearsSubject = /^(i|he|she|we|they|there|it|my|our|his|her|their|the|NAME)$/;
const adverb =
  /^(probably|also|still|just|then|hopefully|maybe|already|really|possibly|both|today|definitely|obviously|therefore|unfortunately)$/;
const also = /^(either|too|also|as|,|so)$/;
const asking = /^(do|does|did|can|could|should|shall|am|is|are|will)$/;
const pronoun = /^(i|he|she|we|they)$/;
const verb =
  /^(am|is|are|was|were|will|can|could|would|have|has|had|need|needs|do|does|did|might|may|should|must|got|feel|went|been)$/;
/** "Told me Friday they are not in": it goes on with what was said. */
const saying = /^(told|tell|tells|said|says|say|think|thought|know|hope|heard|sure)$/;
const isNow = /^(is|are|was|were|has|have|will|does|do)$/;
/** "As usual", "same as the others", "the same day as my": no reason follows. */
const asLike = /^(same|such|much|soon|well|long|far|known|like|even|just|be|work|job|shift|early|late)$/;

/** True where the items from one on begin with somebody else and what they do: "my mum is …", "the garage can not …". */
function beginsOther(items: readonly Item[], at: number): boolean {
  const first = items[at]?.word ?? '';
  if (!/^(my|our|his|her|the|their|a|one|another|\p{Ll}{3,})$/u.test(first) || opens.test(first)) return false;
  return ofPerson.test(
    items
      .slice(at, at + 9)
      .map((one) => one.word)
      .join(' '),
  );
}

/**
 * "…and the ferry is not until Tuesday", "…and my dad has gone": a subject of its own behind an "and". "Me and my brother
 * are late" has one verb for both.
 */
function bringsAnother(items: readonly Item[], at: number, open: readonly Item[]): boolean {
  const ahead = items.slice(at, at + 5).map((one) => one.word);
  const isThing =
    /^(the|my|our|his|her|their|a)$/.test(ahead[0] ?? '') && ahead.slice(2).some((word) => isNow.test(word));
  // "…and specsavers can't do me"
  const isNoun =
    /^\p{Ll}{4,}$/u.test(ahead[0] ?? '') &&
    !adverb.test(ahead[0]!) &&
    /^(can|could|will|does) not$/.test(ahead.slice(1, 3).join(' '));
  if (isNoun) return true;
  if (!isThing && !beginsOther(items, at)) return false;
  return open.some((one) => verb.test(one.word)) || ahead.some((word) => /^(is|was|has|does|'s)$/.test(word));
}

/** True when a clause ends before this item: at a mark, a joining word, or "and" with a new verb. */
function isBorder(items: readonly Item[], i: number, open: readonly Item[], tokens: readonly Token[]): boolean {
  const [item, next] = [items[i]!, items[i + 1]];
  // "in late (10ish)": what is only a time or day belongs to what stands before it.
  const isMention = (one: Item | undefined) => one !== undefined && /^[A-Z]+$/.test(one.word);
  // "Jamie, Tomasz and Priya are off"
  if (item.word === ',' && items[i - 1]?.name && next?.name) return false;
  if (item.word === '(' && isMention(next)) return false;
  if (item.word === ')' && isMention(items[i - 1])) return false;
  if (ends.test(item.word) || item.word === ',' || isDash(item, tokens)) return true;
  // "not in then either"
  if (item.word === 'then' && open.length > 2 && (!next || ends.test(next.word) || also.test(next.word))) return false;
  if (opens.test(item.word)) return true;
  if (item.word === 'as')
    return bearsSubject.test(next?.word ?? '') && !asLike.test(items[i - 1]?.word ?? '') && items[i + 2] !== undefined;
  // "I was hit on Thursday I can't walk": what has a subject and a day may be followed by another.
  if (
    items[i - 1]?.day &&
    pronoun.test(item.word) &&
    verb.test(next?.word ?? '') &&
    open.some((one) => one.name || pronoun.test(one.word)) &&
    !open.some((one) => saying.test(one.word))
  )
    return true;
  // "hospital on Thursday do I need the letter"
  if (items[i - 1]?.day && open.length > 1 && asking.test(item.word) && pronoun.test(next?.word ?? '')) return true;
  // "today is docs Friday is court"
  if (item.day && next?.word === 'is' && open.length > 2 && open[0]?.day && open[1]?.word === 'is') return true;
  // "not in today my mum is ill": nothing but the day parts them.
  if (items[i - 1]?.day && /^(my|our|his|her|their)$/.test(item.word) && beginsOther(items, i)) return true;
  if (item.word !== 'and' && item.word !== 'or') return false;
  const before = items[i - 1];
  if (item.word === 'or') return next !== undefined && pronoun.test(next.word);
  if (next?.name && before?.name) return false;
  // "me and Tom are off", "me and my brother Rhys can't get in", "Tom and I are late": one verb for both.
  const isSelf = /^(me|myself|i)$/;
  const ahead = items.slice(i + 1, i + 5);
  if (
    isSelf.test(before?.word ?? '') &&
    (next?.name || (next?.word === 'my' && ahead.slice(2).some((one) => one.name)))
  )
    return false;
  if (before?.name && isSelf.test(next?.word ?? '') && /^(are|both)$/.test(ahead[1]?.word ?? '')) return false;
  if (before?.name && next?.word === 'i' && open.length === 1 && /^(will|can)$/.test(ahead[1]?.word ?? ''))
    return false;
  if (bringsAnother(items, i + 1, open)) return true;
  return next !== undefined && (follows.test(next.word) || (next.name !== undefined && items[i + 2] !== undefined));
}

/** A weekday of which week is said, or which date it is. */
const isExact = ({ weekday, week, date, which }: Unit) =>
  weekday !== undefined && (week !== undefined || date !== undefined || which === 'next');

/** The days of a month that were said last. */
type SaidMonth = { month: number; first: number; last: number };

/** "Jack is off 7-11 Dec, Hamza only the 10th": nearer to what was said in its month than in the one before or after. */
function isInMonth({ date, month, months, weekday, side }: Unit, said: SaidMonth | undefined): boolean {
  if (!said || date === undefined || [month, months, weekday, side].some((one) => one !== undefined)) return false;
  const own = Math.max(0, said.first - date, date - said.last);
  return own < said.first + 30 - date && own < date + 30 - said.last;
}

function inMonth({ from, to }: Piece, { month }: SaidMonth): Piece {
  const isPlain = to?.date !== undefined && to.month === undefined && to.date > (from.date ?? 0);
  const end = isPlain ? { ...to, month } : to;
  return { from: { ...from, month }, ...(end ? { to: end } : {}) };
}

/**
 * "That day" is the one said last, whoever it was said of: of a range or list it cannot be known, and is left as it is.
 * "Tuesday" is the Tuesday that was named exactly before: "moved to Tuesday 1st, so off Tuesday".
 */
function withThatDay(items: readonly Item[]): Item[] {
  let said: Unit | undefined;
  let exact: Unit | undefined;
  let month: SaidMonth | undefined;
  return items.map((item) => {
    if (!item.day) return item;
    const known = item.day.pieces.map((piece) => {
      if (isInMonth(piece.from, month)) return inMonth(piece, month!);
      const { side, part, weekday } = piece.from;
      if (side === 'same' && said && !piece.to) return { from: { ...said, ...(part ? { part } : {}) } };
      return exact && !piece.to && isBareWeekday(piece.from) && exact.weekday === weekday ? { from: exact } : piece;
    });
    const [piece] = known;
    const { part: _, ...day } = piece!.from;
    const isOne = known.length === 1 && !piece!.to;
    said = !isOne || day.side || day.isVague || day.isRecurring ? undefined : day;
    const last = known.at(-1)!.to ?? known.at(-1)!.from;
    const first = known[0]!.from;
    if (last.date !== undefined && last.month !== undefined)
      month = { month: last.month, first: first.month === last.month ? (first.date ?? last.date) : 1, last: last.date };
    if (isExact(last)) {
      const { part: _part, ...own } = last;
      exact = own;
    }
    return { ...item, day: { ...item.day, pieces: known } };
  });
}

/** "Missing the first two lessons, in for 3rd": the third of them. */
function asLesson(item: Item, i: number, items: readonly Item[]): Item {
  const [piece, ...others] = item.day?.pieces ?? [];
  const date = piece && others.length === 0 && !piece.to && Object.keys(piece.from).length === 1 ? piece.from.date : 0;
  const isLed = items[i - 1]?.word === 'for' && /^(in|there|here|back)$/.test(items[i - 2]?.word ?? '');
  if (!date || date > 8 || !isLed || !items.slice(0, i).some((one) => one.lessons)) return item;
  return { word: 'LESSON', start: item.start, stop: item.stop, lessons: [date] };
}

/** "At 3 this morning" is no afternoon. */
function inMorning(item: Item, i: number, items: readonly Item[]): Item {
  const { time } = item;
  const hour = time?.from.hour ?? 0;
  if (!time || hour < 13 || !time.from.isPlain || items[i + 1]?.day?.pieces[0]?.from.part !== 'am') return item;
  return { ...item, time: { ...time, from: { ...time.from, hour: hour - 12 } } };
}

/** Cuts a message into its clauses. Linear; a clause without end is cut at a fixed length. */
export function clausesOf(tokens: readonly Token[], names: readonly NameMention[]): Clause[] {
  const byStart = new Map(names.map((name) => [name.start, name]));
  const read: Item[] = [];
  for (let at = 0; at < tokens.length; at = read.at(-1)!.stop) read.push(itemAt(tokens, at, byStart));
  const items = withThatDay(read.map(asLesson)).map(inMorning);
  const clauses: Clause[] = [];
  let open: Item[] = [];
  let sentence = 0;
  const close = (isQuestion: boolean) => {
    if (open.length > 0) clauses.push(clauseOf(open, tokens, isQuestion, sentence));
    open = [];
  };
  items.forEach((item, i) => {
    if (isBorder(items, i, open, tokens)) {
      // "and then", "but because": the second joining word opens nothing new.
      if (open.length !== 1 || !opens.test(item.word) || !/^(and|but|so)$/.test(open[0]!.word))
        close(item.word === '?');
      if (item.word === '?') markQuestion(clauses, sentence);
      if (/^[.!?\n]$/.test(item.word)) sentence++;
      if (/^\p{L}/u.test(item.word)) open.push(item);
      return;
    }
    open.push(item);
    if (open.length >= longestClause) close(false);
  });
  close(false);
  return clauses;
}

/** A question mark holds for the last clause of its sentence, and for one before that opens the question. */
function markQuestion(clauses: Clause[], sentence: number): void {
  const last = clauses.at(-1);
  if (last?.sentence === sentence) last.isQuestion = true;
}
