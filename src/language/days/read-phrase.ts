import { isWord as is, type Token } from '../words/tokens.ts';
import { unitAt } from './read-unit.ts';
import { isEarlier, share } from './share-said.ts';
import { isBareWeekday, type Piece, partIn, type Read, type Unit, weekdayIn } from './unit.ts';
import { isCounted } from './written-dates.ts';

/** Day words that belong together: a day, a range or a list of them. `start` and `stop` are token positions. */
export type Phrase = { start: number; stop: number; pieces: Piece[] /** "Tuesday or Wednesday" */; isOr?: true };

/** Longest chain of bare numbers before a dated one ("3, 4 and 5 dec"): keeps reading linear. */
const longestChain = 6;
/** More days than this in one list are not read as one. */
const longestList = 14;

/** "off 24-26": numbers too large to be hours are days of the month. */
function bareRangeAt(tokens: readonly Token[], at: number): Read<Piece> | undefined {
  const [from, to] = [tokens[at], tokens[at + 2]];
  if (!is(tokens[at - 1], 'off', 'in', 'away', 'out', 'from') || !is(tokens[at + 1], '-', 'to', 'until'))
    return undefined;
  const isDays = from?.shape === 'number' && to?.shape === 'number' && to.number! > 12 && to.number! <= 31;
  if (!isDays || from.number! >= to.number! || from.number! < 1 || isCounted(tokens, at + 2)) return undefined;
  return { value: { from: { date: from.number! }, to: { date: to.number! } }, next: at + 3 };
}

/** "3" in "3 and 4 December", "1" in "1-4/12": a bare number that a dated neighbour makes a day of the month. */
function bareDateAt(tokens: readonly Token[], at: number, depth = 0): Read<Unit> | undefined {
  const token = tokens[at];
  if (token?.shape !== 'number' || token.number === undefined || token.number > 31 || depth > longestChain)
    return undefined;
  if (token.number === 0 || is(tokens[at - 1], 'at', 'lessons', 'lesson', 'period', 'room', 'group')) return undefined;
  const joint = is(tokens[at + 1], 'the') ? at + 2 : at + 1;
  if (!is(tokens[joint], '-', 'to', 'until', 'and', ',', '/')) return undefined;
  const next = is(tokens[joint + 1], 'the') ? joint + 2 : joint + 1;
  const isBare = tokens[next]?.shape === 'number' && is(tokens[next + 1], '-', 'to', 'until', 'and', ',', '/');
  const dated = isBare ? bareDateAt(tokens, next, depth + 1)?.value : unitAt(tokens, next)?.value;
  return dated?.date !== undefined && dated.weekday === undefined
    ? { value: { date: token.number }, next: at + 1 }
    : undefined;
}

const kinds = ['offset', 'weekday', 'date', 'week'] as const;
const mayJoin: Record<string, readonly string[]> = {
  offset: ['weekday', 'date'],
  weekday: ['offset', 'date', 'week'],
  date: ['offset', 'weekday', 'week'],
  week: ['weekday', 'date'],
};

/** True when two readings speak of different things about what can be one day. */
function belong(a: Unit, b: Unit, glue: string): boolean {
  if (a.isVague || b.isVague || a.isRecurring || b.isRecurring || a.side || b.side || a.isWeekFrom || b.isWeekFrom)
    return false;
  const own = kinds.filter((kind) => a[kind] !== undefined);
  const other = kinds.filter((kind) => b[kind] !== undefined);
  if (a.which !== undefined && b.week !== undefined) return false;
  if ((a.later ?? 0) > 0 || (b.later ?? 0) > 0) return false;
  // "tomorrow, Friday" and "tomorrow - Friday" are two days.
  if ((glue === ',' || glue === '-') && (a.offset !== undefined || b.offset !== undefined)) return false;
  return own.every((kind) => other.every((one) => mayJoin[kind]?.includes(one)));
}

/** What may stand between two readings of one day, and the token after it. */
function glueAt(tokens: readonly Token[], at: number): { glue: string; next: number }[] {
  const found = [{ glue: '', next: at }];
  if (is(tokens[at], ',', '-', '('))
    found.push({ glue: tokens[at]!.word === '(' ? '' : tokens[at]!.word, next: at + 1 });
  if (is(tokens[at], 'of', 'on')) found.push({ glue: 'of', next: at + 1 });
  if (is(tokens[at], ',') && is(tokens[at + 1], 'so') && is(tokens[at + 2], 'the'))
    found.push({ glue: ',', next: at + 2 });
  return found;
}

/** A part of the day said with a day: "tomorrow morning", "Thursday in the afternoon". */
function partAt(tokens: readonly Token[], at: number): Read<Unit> | undefined {
  const isAside = is(tokens[at], 'all', '(');
  const start = is(tokens[at], 'in') && is(tokens[at + 1], 'the') ? at + 2 : isAside ? at + 1 : at;
  const part = partIn(tokens[start], true);
  const isEach = isPlural(tokens[start]);
  return part && { value: { part, ...(isEach ? { isEachPart: true } : {}) }, next: start + 1 };
}

/** All that stands together about one day: "Thursday morning 3rd December", "next week - Wednesday". */
function dayAt(tokens: readonly Token[], at: number): Read<Unit> | undefined {
  const led = leadingPart(tokens, at);
  const first = unitAt(tokens, led?.next ?? at) ?? bareDateAt(tokens, at);
  if (!first) return undefined;
  let { value, next } = { value: { ...led?.value, ...first.value }, next: first.next };
  for (let more = true; more; ) {
    more = false;
    const part = value.part === undefined ? partAt(tokens, next) : undefined;
    if (part) {
      value = { ...value, ...part.value };
      next = part.next;
      more = true;
    }
    for (const { glue, next: after } of glueAt(tokens, next)) {
      const read = unitAt(tokens, after) ?? (glue === '' ? plainDateAt(tokens, after, value) : undefined);
      if (!read || !belong(value, read.value, glue)) continue;
      value = { ...value, ...read.value };
      next = read.next;
      more = true;
      break;
    }
  }
  return { value, next };
}

/** By the word as it is read: "nos" is one evening in Welsh. */
const isPlural = (token: Token | undefined) =>
  /s$/.test(token?.word ?? '') || /^(afternoons|arvos)$/.test(token?.plain ?? '');

/** "the morning of the 3rd", "the afternoon session on 1 December", "each morning this week", "mornings this week". */
function leadingPart(tokens: readonly Token[], at: number): Read<Unit> | undefined {
  const start = is(tokens[at], 'the', 'each', 'every') ? at + 1 : at;
  // "only in pm today"
  const isPlain = is(tokens[at], 'pm') || is(tokens[at - 1], 'in', 'only', 'for');
  const half = isPlain ? partIn(tokens[at], true) : undefined;
  if (half && is(tokens[at + 1], 'today', 'tomorrow')) return { value: { part: half }, next: at + 1 };
  const part = partIn(tokens[start], false);
  if (!part || is(tokens[start], 'eve')) return undefined;
  const named = is(tokens[start + 1], 'session', 'class', 'workshop', 'lesson') ? start + 2 : start + 1;
  const next = is(tokens[named], 'of', 'on') ? named + 1 : named;
  const isEach = isPlural(tokens[start]);
  if (start === at && next === start + 1 && !isEach) return undefined;
  return { value: { part, ...(isEach ? { isEachPart: true } : {}) }, next };
}

/** "thurs 27": a plain number after a weekday; one that can be an hour is a date only if it fits. */
function plainDateAt(tokens: readonly Token[], at: number, before: Unit): Read<Unit> | undefined {
  const token = tokens[at];
  if (before.weekday === undefined || token?.shape !== 'number' || token.number === undefined) return undefined;
  const isListed = is(tokens[at + 1], 'or') && weekdayIn(tokens[at + 2]) !== undefined;
  if (token.number < 1 || token.number > 31 || (isCounted(tokens, at) && !isListed)) return undefined;
  if (token.number > 12) return { value: { date: token.number }, next: at + 1 };
  const isHour = is(tokens[at + 1], '-', 'to', 'until', 'past', '/', ':') || token.raw.length > 2;
  return isHour || before.maybeDate !== undefined ? undefined : { value: { maybeDate: token.number }, next: at + 1 };
}

/** The end of a range: a day, or after a date a bare number ("December 1-4", "1st to 4"). */
function endAt(tokens: readonly Token[], at: number, from: Unit): Read<Unit> | undefined {
  const start = is(tokens[at], 'the', 'and') ? at + 1 : at;
  const day = dayAt(tokens, start) ?? dayAt(tokens, at);
  if (day) return day;
  const token = tokens[start];
  const isBare = token?.shape === 'number' && token.number !== undefined && token.number > 0 && token.number <= 31;
  if (from.date === undefined || !isBare || isCounted(tokens, start)) return undefined;
  return { value: { date: token.number! }, next: start + 1 };
}

/** The token after what leads from the first day of a range to its last: "to", "right through to and including". */
function afterTo(tokens: readonly Token[], at: number): number | undefined {
  let next = at;
  if (is(tokens[next], 'right', 'straight')) next++;
  else if (is(tokens[next], 'all') && is(tokens[next + 1], 'the') && is(tokens[next + 2], 'way')) next += 3;
  if (is(tokens[next], 'up') && is(tokens[next + 1], 'to', 'until')) next += 2;
  else if (is(tokens[next], 'through') && is(tokens[next + 1], 'to', 'until')) next += 2;
  else if (is(tokens[next], 'to', '-', 'until', 'through', 'thru')) next++;
  else return undefined;
  if (is(tokens[next], 'and') && is(tokens[next + 1], 'including')) return next + 2;
  return is(tokens[next], 'at') && is(tokens[next + 1], 'least') ? next + 2 : next;
}

function pieceAt(tokens: readonly Token[], at: number, isBetween: boolean): Read<Piece> | undefined {
  const from = dayAt(tokens, at);
  if (!from) return bareRangeAt(tokens, at);
  const end = isBetween && is(tokens[from.next], 'and') ? from.next + 1 : afterTo(tokens, from.next);
  if (end !== undefined && !from.value.isVague) {
    const to = endAt(tokens, end, from.value);
    if (to) return { value: { from: from.value, to: to.value }, next: to.next };
  }
  return { value: { from: from.value }, next: from.next };
}

/** The token after what joins two days of a list, and whether it was only a comma. */
function jointAt(tokens: readonly Token[], at: number): { next: number; isComma: boolean; isOr?: boolean } | undefined {
  // "not coming fri. or mon actually"
  if (is(tokens[at], '.') && is(tokens[at + 1], 'and', 'or', 'nor', 'plus')) return { next: at + 2, isComma: true };
  const hasComma = is(tokens[at], ',', '/');
  const word = hasComma ? at + 1 : at;
  if (is(tokens[word], 'and', 'or', 'nor', 'plus')) {
    const next = word + 1;
    const isMaybe = is(tokens[next], 'on', 'also', 'then', 'maybe', 'probably', 'possibly', 'likely', 'perhaps');
    return { next: isMaybe ? next + 1 : next, isComma: false, isOr: is(tokens[word], 'or') };
  }
  return hasComma ? { next: word, isComma: tokens[at]!.word === ',' } : { next: at, isComma: false };
}

const goesOn =
  /^(off|only|out|away|not|for|as|with|due|because|this|next|last|please|sorry|actually|either|too|also|\.|!|\n|;|\)|-|this)$/;

/**
 * "The landlord comes Thursday and tomorrow I have to see the council": the last day opens what follows; "Monday and
 * Tuesday I need off" opens with both.
 */
const beginsAnew = (tokens: readonly Token[], start: number, at: number) =>
  start > 0 &&
  tokens[start - 1]!.shape !== 'mark' &&
  is(tokens[at], 'i', 'he', 'she', 'we', 'they') &&
  is(tokens[at + 1], 'have', 'has', 'must', 'need', 'needs', 'will', 'can', 'take', 'go');

/** "This Friday and the one after", "next week or the one after that": the same again, a week on. */
function oneAfter(tokens: readonly Token[], at: number, { from, to }: Piece): Read<Piece> | undefined {
  if (!is(tokens[at], 'the') || to || from.isRecurring) return undefined;
  const isBehind = is(tokens[at + 1], 'one', 'week') && is(tokens[at + 2], 'after', 'following');
  const isBefore = is(tokens[at + 1], 'next', 'following') && is(tokens[at + 2], 'one');
  if (!isBehind && !isBefore) return undefined;
  const next = isBehind && is(tokens[at + 3], 'that') ? at + 4 : at + 3;
  if (
    isBehind &&
    next === at + 3 &&
    is(tokens[next], 'tomorrow', 'next', 'the', 'my', 'lunch', 'dinner', 'break', 'school', 'college', 'work')
  )
    return undefined;
  const { weekday, week, part } = from;
  const isWeek = weekday === undefined && week !== undefined && from.few === undefined;
  if (isWeek) return { value: { from: { week: week === 'rest' ? 1 : week + 1 } }, next };
  if (weekday === undefined || is(tokens[at + 1], 'week')) return undefined;
  return { value: { from: { weekday, side: 'after', ...(part ? { part } : {}) } }, next };
}

/** The day, range or list of days that begins at a token. */
export function phraseAt(tokens: readonly Token[], at: number): Phrase | undefined {
  const isBetween = is(tokens[at - 1], 'between');
  const first = pieceAt(tokens, at, isBetween);
  if (!first) return undefined;
  const pieces = [first.value];
  let stop = first.next;
  // Days joined by commas alone are a list only if nothing else is said of the last: "off Monday, Friday I am in".
  let sure = { count: 1, stop };
  let isOpen = false;
  let isOr = false;
  while (pieces.length < longestList) {
    const joint = jointAt(tokens, stop);
    const piece = joint && (oneAfter(tokens, joint.next, pieces.at(-1)!) ?? pieceAt(tokens, joint.next, false));
    if (!joint || !piece || joint.next === at) break;
    const isAlike =
      piece.value.from.weekday !== undefined
        ? piece.value.from.week === undefined || isBefore(pieces.at(-1)!, piece.value)
        : isPlainNth(piece.value.from) && isPlainNth(pieces.at(-1)!.from);
    const isBesides = joint.next === stop && !isAlike;
    if (isBesides || (joint.isComma === false && beginsAnew(tokens, at, piece.next))) break;
    pieces.push(piece.value);
    isOr ||= joint.isOr === true;
    stop = piece.next;
    isOpen = joint.isComma;
    if (!isOpen) sure = { count: pieces.length, stop };
  }
  const after = tokens[stop];
  if (!isOpen || after === undefined || goesOn.test(after.word)) sure = { count: pieces.length, stop };
  const known = share(pieces.slice(0, sure.count));
  return { start: at, stop: sure.stop, pieces: known.map(asWeekly), ...(isOr ? { isOr } : {}) };
}

/** "Tuesday evenings": each week's; "Monday and Tuesday mornings" are of one week. */
function asWeekly(piece: Piece, at: number, all: readonly Piece[]): Piece {
  const { part, isEachPart, ...day } = piece.from;
  // "every Tuesday and Friday"
  const { isWeekly, isOther } = all[0]!.from;
  if (at > 0 && isWeekly && isBareWeekday(day))
    return { ...piece, from: { ...piece.from, isRecurring: true, isWeekly, ...(isOther ? { isOther } : {}) } };
  if (all.length > 1 || piece.to || !isEachPart || !isBareWeekday(day)) return piece;
  return { from: { ...piece.from, isRecurring: true, isWeekly: true } };
}

/** "Mon Tues this week" */
const isBefore = (one: Piece, { from }: Piece) => !one.to && isBareWeekday(one.from) && isEarlier(one.from, from);

/** "21st 22nd 23rd off" */
const isPlainNth = (unit: Unit) => unit.date !== undefined && unit.month === undefined && unit.weekday === undefined;
