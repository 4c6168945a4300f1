import type { Clause, Item } from '../clauses.ts';
import type { Unit } from '../days/unit.ts';
import type { DayOdds } from '../tagged.ts';
import { type Cue, cuesOf } from './cues.ts';
import { type DayRole, dayRole, isAwayOn } from './day-roles.ts';
import { weighRole } from './weigh-role.ts';

/** A day of a clause with what it is for. */
export type DayItem = { item: Item; role: DayRole };
/** What is said of a day, as a key: days said alike have the same. */
export const saidAs = ({ item }: Pick<DayItem, 'item'>): string => JSON.stringify(item.day?.pieces);
/** A clause with what its words show. `isMain`: it says that someone is away, late or leaving. */
export type Statement = {
  clause: Clause;
  cues: ReadonlySet<Cue>;
  days: DayItem[];
  isMain: boolean;
  /** It tells what somebody else does. */
  isOfOthers?: true;
};

/** Cues that say outright that someone is away, late or leaving. */
export const strong: readonly Cue[] = ['away', 'late', 'leave'];

const isOne = ({ item }: DayItem) => item.day!.pieces.length === 1 && !item.day!.pieces[0]!.to;

const isPlainWeekday = (from: Unit) =>
  from.weekday !== undefined &&
  from.week === undefined &&
  from.which === undefined &&
  from.date === undefined &&
  !from.isRecurring;

/** Plain weekdays, in the week another day of their clause, or of the one before, is in. */
export function inWeekOf(day: DayItem, other: DayItem): DayItem {
  const { week } = other.item.day!.pieces[0]!.from;
  const { pieces } = day.item.day!;
  if (week === undefined || !pieces.every(({ from, to }) => isPlainWeekday(from) && !to)) return day;
  const known = pieces.map(({ from }) => ({ from: { ...from, week } }));
  return { ...day, item: { ...day.item, day: { ...day.item.day!, pieces: known } } };
}

/** "Wednesday is no good for Ollie next week": the week a weekday of the same clause is in. */
function withItsWeek(days: DayItem[], text: string): DayItem[] {
  const [first, second] = days;
  // "This week I can't do Friday"
  const isTurned = /^DAY (i|he|she|we|they|NAME) (will|can) not\b/.test(text);
  const [day, week] = isTurned ? [second, first] : [first, second];
  if (days.length !== 2 || !day || !week || day.role !== 'on' || week.role !== 'on' || !isOne(week)) return days;
  const { from } = week.item.day!.pieces[0]!;
  const isWeek = from.week !== undefined && from.weekday === undefined && !from.isRest && from.date === undefined;
  const isDays = isTurned || isOne(day);
  return isWeek && isDays && day.item.day!.pieces.every((piece) => isPlainWeekday(piece.from) && !piece.to)
    ? [inWeekOf(day, week), { ...week, role: 'beside' }]
    : days;
}

/** "Had her appendix out on Saturday": a part of the body is, and not the learner. */
const pulled =
  /(?<!\b(?:having|have|getting|get|needs?) (?:[^ ]+ ){0,2})\b((?:tooth|teeth|wisdoms?|tonsils|adenoids|appendix|gallbladder|stitches|staples|pins|plates?|grommets|braces?)(?: (?:was|were|is|are|got|being))?) out\b/g;

const isBehind = ({ day }: Item) => day?.pieces.some(({ from }) => (from.offset ?? 1) <= 0) === true;

/** What cues are looked for in. "Went off in a car, back at 4am": who comes home in the night comes late to no lesson. */
function wordsOf({ items }: Clause): string {
  const text = items
    .map(({ word, time }) => (time && !time.to && (time.from.hour ?? 12) < 5 ? 'night' : word))
    .join(' ');
  return /\bhad\b/.test(text) || items.some(isBehind) ? text.replace(pulled, '$1 taken') : text;
}

/** What the learned reader takes day words for. */
export type HearDay = (item: Item) => DayOdds | undefined;

/** A clause with its cues and days. */
export function statementOf(clause: Clause, hear: HearDay = () => undefined): Statement {
  const cues = cuesOf(wordsOf(clause));
  const days = clause.items.flatMap((item, at) =>
    item.day ? [{ item, role: weighRole(dayRole(clause, at), hear(item), isAwayOn(clause, at)) }] : [],
  );
  return { clause, cues, days: withItsWeek(days, clause.text), isMain: strong.some((cue) => cues.has(cue)) };
}

/** The days a statement tells of. */
export const ownDays = (statement: Statement) =>
  statement.days.filter((day) => day.role === 'on' || day.role === 'from' || day.role === 'until');
