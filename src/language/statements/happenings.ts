import type { Day } from '../../domain/calendar.ts';
import type { Clause, Item } from '../clauses.ts';
import { resolvePhrase } from '../days/resolve-phrase.ts';
import type { Who } from '../reading.ts';
import { type Cue, cuesOf } from './cues.ts';
import { type DayRole, dayRole } from './day-roles.ts';

/** A day of a clause with what it is for. */
type DayItem = { item: Item; role: DayRole };
/** A clause with what its words show. `isMain`: it says that someone is away, late or leaving. */
export type Statement = { clause: Clause; cues: ReadonlySet<Cue>; days: DayItem[]; isMain: boolean };
/** Statements about one happening of the same people. */
export type Happening = { people: Who[]; statements: Statement[] };

const strong: readonly Cue[] = ['away', 'late', 'leave'];

function statementOf(clause: Clause): Statement {
  const cues = cuesOf(clause.text);
  const days = clause.items.flatMap((item, at) => (item.day ? [{ item, role: dayRole(clause, at) }] : []));
  return { clause, cues, days, isMain: strong.some((cue) => cues.has(cue)) };
}

/** A day that is taken back says of nobody that they are away. */
function withoutDenied(statement: Statement): Statement {
  const cues = cuesOf(statement.clause.text.replace(/\bnot (on )?DAY\b/g, ' '));
  return { ...statement, cues, isMain: strong.some((cue) => cues.has(cue)) };
}

/** "Not in Friday and probably not Monday": a further day. */
const isFurther = (clause: Clause, item: Item) => {
  const lead = clause.items.slice(0, clause.items.indexOf(item)).map((one) => one.word);
  return /(\b(and|or)( (then|also|maybe|possibly|probably|perhaps|likely|definitely|most|might|may|be))+|\b(not|no|never|unable)\b.* (and|or|nor)) not( on)?$/.test(
    lead.join(' '),
  );
};

/** "It is Friday the boiler man's coming, not Thursday". */
const saysDay =
  /^(sorry |no |so |and |but )*(its|(it|i|that|this) (is|was|'s|am|meant|mean|should be|should say)) (on )?DAY\b/;

const denied = /^(no |sorry |oops |ah |actually |wait )*not DAY$/;

const isSameWords = (a: Item, b: Item) => JSON.stringify(a.day?.pieces) === JSON.stringify(b.day?.pieces);

/** "Thursday off, no not Thursday, Friday": what the same message said and takes back was never told. */
function dropSaidHere(statements: readonly Statement[], at: number): void {
  for (const wrong of statements[at]!.days.filter((day) => day.role === 'wrong'))
    for (const day of statements.slice(0, at).flatMap((one) => one.days))
      if (day.role === 'on' && isSameWords(day.item, wrong.item)) day.role = wrong.role = 'beside';
}

/** The clauses of a message with what they show. "Not Friday, Thursday" and "Thursday not Friday" take a day back. */
export function statementsOf(clauses: readonly Clause[]): Statement[] {
  const statements = clauses.map(statementOf);
  statements.forEach((statement, i) => {
    const { days, clause } = statement;
    const before = clauses[i - 1];
    const isAfterRight = before?.sentence === clause.sentence && saysDay.test(before.text);
    const isBeforeRight = /^(but |its |it is )?DAY\b/.test(clauses[i + 1]?.text ?? '');
    const isDenied = denied.test(clause.text) && (isBeforeRight || isAfterRight);
    if (isDenied && days[0]) days[0].role = 'wrong';
    // "its Wednesday I'm off, not Tuesday"
    const isNot = ({ item }: DayItem) => clause.items[clause.items.indexOf(item) - 1]?.word === 'not';
    if (days.length > 1 && days[0] && days[0].role !== 'free' && !isNot(days[0]))
      for (const day of days) if (isNot(day) && !isFurther(clause, day.item)) day.role = 'wrong';
    // "off Tuesday and Wednesday but not Thursday"; "in on Tuesday but not Thursday" is the other way round.
    const isExcept = /^(but|just|though|although) not (on )?DAY$/.test(clause.text) && days[0]?.role === 'on';
    if (isExcept && days[0] && statements[i - 1]?.days.some((day) => day.role === 'on')) {
      days[0].role = 'free';
      statements[i] = withoutDenied(statement);
    }
    if (/\bnot DAY (but|sorry|i mean|i meant) DAY\b/.test(clause.text) && days[0]) days[0].role = 'wrong';
    if (days.some((day) => day.role === 'wrong')) statements[i] = withoutDenied(statement);
    dropSaidHere(statements, i);
  });
  withLostRide(statements);
  withNamedEnd(statements);
  return statements;
}

/** "Our flight got cancelled so I'll be in Thursday": not before. */
const lostRide =
  /\b(flights?|planes?|ferry|crossing|boat|eurostar|trains?|coach)\b( \S+){0,6} (cancelled|grounded|delayed|overbooked|diverted)\b/;
const soThere =
  /^(so|then|and so) (i |he |she |we |they |NAME )?(will |am |is |are )?(be )?(back )?(in|there|here) (on )?DAY$/;

/** "Off till they are clear, should be Thursday". */
const untilThat = /\buntil (?!.*DAY)\S/;
const thatIs =
  /^(so |but |and )?(which )?(should|will|could|might|hopefully|probably|maybe|is|that|it|would|about)( (should|will|would|be|by|is|hopefully|probably|about|around|on))* DAY$/;

function withNamedEnd(statements: readonly Statement[]): void {
  statements.forEach(({ clause, days: [day] }, i) => {
    const before = statements[i - 1];
    if (day?.role === 'on' && before && thatIs.test(clause.text) && untilThat.test(before.clause.text))
      day.role = 'until';
  });
}

function withLostRide(statements: readonly Statement[]): void {
  statements.forEach(({ clause, days: [day] }, i) => {
    if (day?.role !== 'free' || day.item.day?.pieces[0]?.from.offset === 0 || !soThere.test(clause.text)) return;
    if (statements.slice(0, i).some((one) => lostRide.test(one.clause.plain))) day.role = 'back';
  });
}

const ownDays = (statement: Statement) =>
  statement.days.filter((day) => day.role === 'on' || day.role === 'from' || day.role === 'until');
const kindsOf = (statements: readonly Statement[]) => {
  const cues = new Set(statements.flatMap((one) => [...one.cues]));
  return strong.filter((cue) => cues.has(cue));
};
const isTimed = (one: Statement) => one.clause.items.some((item) => item.time || item.minutes);
/** The days a statement has of its own, each as what can be compared: "the 26th" is "Thursday", "Thursday" is the "Thursday morning" said before. */
type DaysOf = (statement: Statement) => readonly { day: string; part: string }[];
const daysOn =
  (today: Day): DaysOf =>
  (statement) =>
    ownDays(statement).map(({ item: { day } }) => {
      const { spans, part = '' } = resolvePhrase(day!, { today });
      const dates = spans.map(({ from, to }) => `${from} ${to}`).join();
      return { day: dates || JSON.stringify(day!.pieces), part };
    });
const isAmong = (known: ReturnType<DaysOf>, one: ReturnType<DaysOf>[number]) =>
  known.some(({ day, part }) => day === one.day && (part === one.part || part === '' || one.part === ''));
/** An appointment and the like, told as such. */
const isEvent = (one: Statement) => one.cues.has('weak') && !one.isMain && !one.cues.has('told');

/** True when a statement tells of another happening than the open one. */
function isAnother(open: Happening, statement: Statement, daysOf: DaysOf): boolean {
  if (!statement.isMain && !statement.cues.has('weak')) return false;
  const before = kindsOf(open.statements);
  const now = kindsOf([statement]);
  const known = open.statements.flatMap(daysOf);
  const isOtherDay = daysOf(statement).some((day) => !isAmong(known, day));
  const hasDays = open.statements.some((one) => ownDays(one).length > 0 || one.days.some((day) => day.role === 'free'));
  // "in late tomorrow (10ish) and leaving early (2pm)": two happenings of one day.
  const wasLate = before.includes('late') && open.statements.some(isTimed);
  if (wasLate && now.includes('leave') && isTimed(statement)) return true;
  if (!isOtherDay) return false;
  // "ill in bed, also got an appointment on Monday at 9": ill now, and away then.
  if (isEvent(statement) && before.includes('away') && /^(and )?(also|plus)\b/.test(statement.clause.text)) return true;
  // "sick today and the optician Wednesday at 2", "in for 1 on Wednesday, then the op is Friday"
  if (isEvent(statement) && hasDays && (isTimed(statement) || (before.length > 0 && !before.includes('away'))))
    return true;
  if (now.length === 0 || now.some((kind) => before.includes(kind))) return false;
  // A lateness without day or time is no happening but a reason: "flight delayed so not back until Tuesday".
  if (before.length > 0) return hasDays || wasLate;
  // "on shift tomorrow and I go early on Wednesday"; but "funeral Tuesday so off Monday" is one.
  return hasDays && !now.includes('away');
}

const isNext = ({ clause }: Statement) => /^(and |so )?(then|also|plus|second(ly)?)\b/.test(clause.text);

/**
 * "leave from 7th to 11th, and on the 14th bloods, so in by 11 that day", "in for 11 tomorrow, then Friday is the wedding
 * so off": the last clause begins with the one before it.
 */
function beginsBefore(open: Happening, statement: Statement, daysOf: DaysOf): boolean {
  const last = open.statements.at(-1);
  const rest = open.statements.slice(0, -1);
  if (!last || statement.days.length > 0) return false;
  const now = kindsOf([statement]);
  const before = kindsOf(rest);
  const isEventFirst = isEvent(last) && isTimed(statement) && !now.includes('away') && before.includes('away');
  const isNextFirst = isNext(last) && !last.isMain && before.length > 0 && !now.some((kind) => before.includes(kind));
  if (now.length === 0 || !(isEventFirst || isNextFirst)) return false;
  const known = rest.flatMap(daysOf);
  return rest.some((one) => ownDays(one).length > 0) && daysOf(last).some((day) => !isAmong(known, day));
}

/** Only the days of what was said before, for a further happening on the same days. */
function daysAlone(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((one) => {
    const items = one.days.map((day) => day.item);
    if (items.length === 0) return [];
    const clause = { ...one.clause, items, text: 'DAY', plain: '' };
    return [{ clause, cues: new Set<Cue>(), days: one.days, isMain: false }];
  });
}

const key = (who: readonly Who[]) =>
  JSON.stringify(who.map((one) => (one.type === 'named' ? one.ids.join() || one.name : one.type)));

/**
 * Gathers clauses into happenings: each new subject opens one, and so does a clause of another kind with days of its
 * own. A clause about some of several people ("Aisha - driving test, Tom - vomiting") parts them. What is said before
 * any person is named ("absent today: …") holds for each who is then only named.
 */
export function gather(
  statements: readonly Statement[],
  subjectOf: (statement: Statement) => readonly Who[] | undefined,
  today: Day,
): Happening[] {
  const resolved = new Map(statements.map((one) => [one, daysOn(today)(one)]));
  const daysOf: DaysOf = (statement) => resolved.get(statement) ?? daysOn(today)(statement);
  const found: Happening[] = [];
  let open: Happening = { people: [], statements: [] };
  let preface: readonly Statement[] = [];
  for (const statement of statements) {
    const subject = subjectOf(statement);
    const isNew = subject !== undefined && key(subject) !== key(open.people);
    if (isNew && open.people.length > 1 && subject.length < open.people.length && within(subject, open.people)) {
      found.push({ people: [...subject], statements: [...open.statements, statement] });
      open.people = open.people.filter((one) => !within([one], subject));
      continue;
    }
    const parted = isNew ? found.findLast((one) => key(one.people) === key(subject)) : undefined;
    if (parted && !statement.isMain) {
      parted.statements.push(statement);
      continue;
    }
    if (isNew && open.people.length === 0) {
      preface = open.statements;
      open = { people: [...subject], statements: [...preface] };
    } else if (!isNew && beginsBefore(open, statement, daysOf)) {
      const last = open.statements.at(-1)!;
      found.push({ ...open, statements: open.statements.slice(0, -1) });
      open = { people: open.people, statements: [last] };
    } else if (isNew || (open.statements.length > 0 && isAnother(open, statement, daysOf))) {
      found.push(open);
      const carried = isNew || ownDays(statement).length > 0 ? [] : daysAlone(open.statements);
      open = { people: isNew ? [...subject] : open.people, statements: carried };
    }
    open.statements.push(statement);
  }
  found.push(open);
  const named = found.some((one) => one.people.length > 0) ? found.filter((one) => one.people.length > 0) : found;
  const isBare = (one: Happening) =>
    !one.statements.some((statement) => statement.isMain || preface.includes(statement));
  return named
    .filter((one) => one.statements.length > 0)
    .map((one) => (isBare(one) ? { ...one, statements: [...preface, ...one.statements] } : one));
}

function within(some: readonly Who[], all: readonly Who[]): boolean {
  return some.every((one) => all.some((other) => key([one]) === key([other])));
}
