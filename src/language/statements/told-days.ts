import type { Clause, Item } from '../clauses.ts';
import { type Cue, cuesOf } from './cues.ts';
import type { DayRole } from './day-roles.ts';
import { putRight } from './put-right.ts';
import {
  type DayItem,
  type HearDay,
  inWeekOf,
  ownDays,
  type Statement,
  saidAs,
  statementOf,
  strong,
} from './statement.ts';

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

const saysOther = /\bnot (off |away |out )?(on )?DAY (but )?(its|it is|i am off) (on )?DAY\b/;

const saidOther =
  /\b(i|we) (said|put|wrote|typed|told (you|u)|texted)( (it was|for|on|down|the))* DAY (and|but|when) (its|it is|it was|it should be|i meant|meant)( (really|actually|meant to be|supposed to be|for|on))* DAY\b/;

const insteadOff = /\b(off|leave|absent|away|holiday|miss|missing)\b( \S+){0,4} instead of (on )?(the )?DAY\b/;

const denied = /^(no |sorry |oops |ah |actually |wait |but |so )*not (on )?DAY( for( \S+){1,3})?( now| any ?more)?$/;

const scraps =
  /^((so|but|and|please|actually|sorry|no) )*(scrap|ignore|disregard|forget|scratch)( (about|the|my))* DAY$/;

/** Away on a day, with nothing denied: "Max is off Thursday". */
const tellsDay = /^(?!.*\b(not|no|never|in)\b).*\b(off|away|absent|out|ill|sick|late)\b.*\bDAY$/;

/** "Thursday off, no not Thursday, Friday": what the same message said and takes back was never told. */
function dropSaidHere(statements: readonly Statement[], at: number): void {
  for (const wrong of statements[at]!.days.filter((day) => day.role === 'wrong'))
    for (const day of statements.slice(0, at).flatMap((one) => one.days))
      if (day.role === 'on' && saidAs(day) === saidAs(wrong)) day.role = wrong.role = 'beside';
}

const away: readonly DayRole[] = ['on', 'from', 'since', 'until', 'through'];
const tellsAway = (statements: readonly Statement[]) =>
  statements.some(({ days }) => days.some(({ role }) => away.includes(role)));

/** What the learned reader says of days; it may set days aside, but not the only ones that somebody is away on. */
function withHeard(clauses: readonly Clause[], hear: HearDay): Statement[] {
  const heard = clauses.map((clause) => statementOf(clause, hear));
  const own = heard.flatMap(({ days }) => days);
  // "The dog got out last night, in for second lesson"
  const isLastNight = ({ item }: DayItem) =>
    item.day!.pieces.every(({ from, to }) => from.offset === -1 && from.part === 'evening' && !to);
  if (tellsAway(heard) || (own.length > 0 && own.every(isLastNight))) return heard;
  const plain = clauses.map((clause) => statementOf(clause));
  return tellsAway(plain) ? plain : heard;
}

/** The clauses of a message with what they show. "Not Friday, Thursday" and "Thursday not Friday" take a day back. */
export function statementsOf(clauses: readonly Clause[], hear?: HearDay): Statement[] {
  const statements = hear ? withHeard(clauses, hear) : clauses.map((clause) => statementOf(clause));
  statements.forEach((statement, i) => {
    const { days, clause } = statement;
    const before = clauses[i - 1];
    // "Max is off Thursday, not Wednesday"; "can't do Thursday, not Wednesday" denies both.
    const isToldBefore = /^not (on )?DAY$/.test(clause.text) && tellsDay.test(before?.text ?? '');
    const isAfterRight = before?.sentence === clause.sentence && (saysDay.test(before.text) || isToldBefore);
    const isBeforeRight = /^(but |its |it is )?DAY\b/.test(clauses[i + 1]?.text ?? '');
    // "Scrap Tuesday, it's Wednesday"
    const isScrapped = scraps.test(clause.text) && saysDay.test(clauses[i + 1]?.text ?? '');
    const isDenied = isScrapped || (denied.test(clause.text) && (isBeforeRight || isAfterRight));
    if (isDenied && days[0]) days[0].role = 'wrong';
    // "its not tomorrow its Thursday", "I'm not off Wednesday, its Thursday", in one clause
    if (days.length === 2 && saysOther.test(clause.text)) {
      days[0]!.role = 'wrong';
      days[1]!.role = 'on';
    }
    // "I put the 22nd and it is actually the 24th"
    if (days.length === 2 && saidOther.test(clause.text)) {
      days[0]!.role = 'wrong';
      days[1]!.role = 'on';
    }
    // "its Wednesday I'm off, not Tuesday"
    const isNot = ({ item }: DayItem) => clause.items[clause.items.indexOf(item) - 1]?.word === 'not';
    if (days.length > 1 && days[0] && days[0].role !== 'free' && !isNot(days[0]))
      for (const day of days) if (isNot(day) && !isFurther(clause, day.item)) day.role = 'wrong';
    // "Can I have Tuesday off instead of Wednesday next week"
    if (days.length === 2 && insteadOff.test(clause.text)) {
      days[1]!.role = 'wrong';
      days[0] = inWeekOf(days[0]!, days[1]!);
    } else if (days.length === 2 && days[0]!.role === 'on' && /\bDAY instead of (on )?(the )?DAY\b/.test(clause.text))
      days[1]!.role = 'beside';
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
  putRight(statements);
  withLostRide(statements);
  withNamedEnd(statements);
  withPutOff(statements);
  withJourney(statements);
  withClosure(statements);
  return withoutReturnHours(statements);
}

/** "Our flight got cancelled so I'll be in Thursday": not before. */
const lostRide =
  /\b(flights?|planes?|ferry|crossing|boat|eurostar|trains?|coach)\b( \S+){0,6} (cancelled|canned|axed|grounded|delayed|overbooked|diverted)\b/;
const soThere =
  /^(so|then|and so) (i |he |she |we |they |NAME )?(will |am |is |are )?(be )?(back )?(in|there|here) (on )?DAY$/;

/** "Off Monday, back Tuesday about 10": that hour is of no day that is missed. */
function withoutReturnHours(statements: readonly Statement[]): Statement[] {
  const isAway = (one: Statement) => one.cues.has('away') && ownDays(one).length > 0;
  return statements.map((one, i) => {
    const isReturn =
      one.days.length > 0 &&
      one.days.every(
        ({ role, item }) => (role === 'back' || role === 'free') && item.day?.pieces[0]?.from.offset !== 0,
      );
    if (!isReturn || !statements.slice(0, i).some(isAway)) return one;
    const items = one.clause.items.map(({ time: _, ...item }) => item);
    const cues = new Set<Cue>([...one.cues].filter((cue) => cue !== 'late'));
    return { ...one, clause: { ...one.clause, items }, cues, isMain: strong.some((cue) => cues.has(cue)) };
  });
}

const inClass =
  /^(so |and |then |will be |i will be |i am |am )*(back )?(in|at) (class|college|school|lessons?) (again )?(on |from )?(the )?DAY/;
const travels =
  /\b(fly|flying|flights?|land|landing|travel|travelling|drive|driving|come|coming|get|ferry|plane)\b.*\bback\b/;

/** "I fly on the 12th and come back on the 23rd, in class on the 24th": the day of the way home is missed. */
function withJourney(statements: readonly Statement[]): void {
  const at = statements.findIndex(
    ({ days, clause }, i) =>
      days.some(({ role }) => role === 'back') &&
      travels.test(`${statements[i - 1]?.clause.text ?? ''} ${clause.text}`),
  );
  const there = statements
    .slice(at + 1)
    .find(({ clause, days }) => inClass.test(clause.text) && days[0]?.role === 'free');
  if (at < 0 || !there) return;
  there.days[0]!.role = 'back';
  for (const day of statements[at]!.days) if (day.role === 'back') day.role = 'through';
}

const closes =
  /(^|\b(we|they|workshop|site|office|salon|nursery|garage|yard|shop|firm|kitchen)( (are|is|will|all|be))* )(close|closes|closed|closing|shut|shuts|shutting)\b/;
const reopens =
  /\b(reopen|reopens|reopening|re open|back open( again)?|(open|opens|opening)( up)? again)( (on|from))?( the)? DAY/;

/** "We close on the 23rd and reopen on the 4th so Megan won't be in": from the one until the other. */
function withClosure(statements: Statement[]): void {
  const at = statements.findIndex(({ clause, days }) => closes.test(clause.text) && days.length > 0);
  const open = statements.findIndex(({ clause, days }, i) => i >= at && reopens.test(clause.text) && days.length > 0);
  const isMissed = statements.some(
    (one, i) =>
      i !== at &&
      i !== open &&
      one.days.length === 0 &&
      (one.cues.has('away') || /^so (i|we|they|he|she|NAME) will not be (at|in|on)\b/.test(one.clause.text)),
  );
  if (at < 0 || open < 0 || !isMissed) return;
  statements[open]!.days.at(-1)!.role = 'back';
  const first = statements[at]!;
  if (open !== at || first.days.length > 1) first.days[0]!.role = 'on';
  statements[at] = { ...first, isMain: true };
}

/** "Off till they are clear, should be Thursday". */
const untilThat = /\buntil (?!.*DAY)\S/;
const thatIs =
  /^(so |but |and )?(i )?(which )?(should|will|could|might|hopefully|probably|maybe|is|that|it|would|about|think|thinking|reckon|guess)( (should|will|would|be|by|is|hopefully|probably|about|around|on))* DAY$/;

function withNamedEnd(statements: readonly Statement[]): void {
  statements.forEach(({ clause, days: [day] }, i) => {
    const before = statements[i - 1];
    if (day?.role === 'on' && before && thatIs.test(clause.text) && untilThat.test(before.clause.text))
      day.role = 'until';
  });
}

const putOff =
  /^(so |but )?(it|that) (will|should|could|might|is)( (be|more|like|likely|probably|now))* DAY( now| instead)?$/;

/** "Was to come back today but she has been sick again, so it will be Monday now": back then, and not before. */
function withPutOff(statements: readonly Statement[]): void {
  statements.forEach(({ clause, days: [day] }, i) => {
    const before = statements.slice(0, i).filter((one) => one.clause.sentence === clause.sentence);
    const returns = before.flatMap(({ days }) => days.filter(({ role }) => role === 'back'));
    if (day?.role !== 'on' || !putOff.test(clause.text) || returns.length === 0) return;
    for (const one of returns) one.role = 'beside';
    day.role = 'back';
  });
}

/** "The next one they can give us is Thursday": still away then. */
const nextRide =
  /\b(next (one|flight|ferry|boat|train|plane|available|crossing)|(one|flight|ferry|boat|train|crossing) (we|they|i) can|rebooked|rebook)\b/;

/** Nobody is in before what brings them home goes. */
function withLostRide(statements: readonly Statement[]): void {
  const isLost = statements.some((one) => lostRide.test(one.clause.plain));
  statements.forEach(({ clause, days: [day] }, i) => {
    if (day?.role !== 'free' || day.item.day?.pieces[0]?.from.offset === 0 || !soThere.test(clause.text)) return;
    if (statements.slice(0, i).some((one) => lostRide.test(one.clause.plain))) day.role = 'back';
  });
  const hasEnd = statements.some(({ days }) => days.some(({ role }) => role === 'back' || role === 'until'));
  for (const { clause, days, isMain } of statements)
    if (isLost && hasEnd && !isMain && nextRide.test(clause.text))
      for (const day of days) if (day.role === 'on') day.role = 'beside';
}
