import { type Clause, clausesOf, type Item } from './clauses.ts';
import type { Opinion } from './opinion.ts';
import { withOwnCorrections } from './own-corrections.ts';
import { isAnimals, reasonOf } from './read-reason.ts';
import type { Clue, Question, ReadEvent, Reading, ReadingContext, Who } from './reading.ts';
import { spanAt } from './spans.ts';
import { isBereft } from './statements/bereft.ts';
import { corrects } from './statements/corrects.ts';
import { comesLater } from './statements/cues.ts';
import { byOwnReason, reasonsElsewhere, type Told } from './statements/each-own-reason.ts';
import { eventKind, isAsUsual, isOnlyThere, isSeen } from './statements/event-kind.ts';
import { eventTimes, stillToCome } from './statements/event-times.ts';
import { withExceptions } from './statements/exceptions.ts';
import { halfSaid, isHalfDay, isWholeDay } from './statements/half-said.ts';
import { gather, type Happening } from './statements/happenings.ts';
import { intentOf, isGroupOut } from './statements/intent.ts';
import { withLeftUnsaid } from './statements/left-unsaid.ts';
import { type DaysRead, readDays } from './statements/read-days.ts';
import { type HoursRead, readHours } from './statements/read-hours.ts';
import { readSubjects } from './statements/read-subjects.ts';
import { namesOf, nobodyNamed, subjectOf } from './statements/read-who.ts';
import { apart, readRetraction } from './statements/taken-back.ts';
import { isOfOthersOnly, withTellings } from './statements/tellings.ts';
import { tellsAnew, withMoved, withTakenBack } from './statements/told-anew.ts';
import { statementsOf } from './statements/told-days.ts';
import { withToldLate } from './statements/told-late.ts';
import { weighIntent, weighKind, weighReason } from './statements/weigh.ts';
import { dayOddsAt, whoOddsAt } from './tagged.ts';
import { nightBegins, withMorningAhead } from './tonight.ts';
import { readableText } from './words/long-text.ts';
import { type Token, tokensOf } from './words/tokens.ts';

/** A message taken apart, with what it is read under. */
type Message = {
  isCorrection: boolean;
  /** It tells of a death in the family. */
  grieves: boolean;
  written: string;
  raw: string;
  tokens: readonly Token[];
  context: ReadingContext;
};

function questionsOf(event: Omit<ReadEvent, 'questions'>, days: DaysRead, isHalf: boolean): Question[] {
  const { who } = event;
  const isTimed = event.minutesLate !== undefined || event.arriveAt !== undefined || event.lessons.length > 0;
  const asked: [Question, boolean][] = [
    ['who', who.type === 'relation' || (who.type === 'named' && who.ids.length !== 1)],
    ['which-day', days.isUnsure],
    ['which-half', event.kind !== 'lateness' && isHalf && !event.fromTime && !event.toTime && !isTimed],
    ['how-late', event.kind === 'lateness' && !isTimed],
    ['until-when', days.isOpen && event.kind !== 'early_leave'],
    ['why', event.kind === 'absence' && event.reason === 'none'],
  ];
  return asked.flatMap(([question, isAsked]) => (isAsked ? [question] : []));
}

function wordsAt({ raw, tokens }: Message, { start, stop }: { start: number; stop: number }): string {
  return raw.slice(tokens[start]?.start ?? 0, tokens[stop - 1]?.stop ?? 0);
}

/** From the first to the last word of some items, in whatever order they stand. */
const stretchOf = (items: readonly Item[]) => ({
  start: Math.min(...items.map((item) => item.start)),
  stop: Math.max(...items.map((item) => item.stop)),
});

/** What belongs to the word before it. */
const closing = /^[)\]”"!?]+/;
/** What only joins a part to somebody else's before it. */
const joining = /^(and|but|also|then|plus)\s+/i;

/**
 * Some clauses as they were written, with the signs and small words between them; only where somebody else's part stood
 * between is it cut out, and that shows.
 */
function quoteOf(message: Message, own: readonly Clause[], others: readonly Clause[]): string {
  const stretches = own.map(({ items }) => stretchOf(items)).toSorted((a, b) => a.start - b.start);
  const theirs = others.map(({ items }) => stretchOf(items));
  const whole: { start: number; stop: number }[] = [];
  for (const { start, stop } of stretches) {
    const last = whole.at(-1);
    if (last && !theirs.some((one) => one.start < start && one.stop > last.stop)) last.stop = Math.max(last.stop, stop);
    else whole.push({ start, stop });
  }
  const said = whole.map((one) => {
    const end = message.tokens[one.stop - 1]?.stop ?? 0;
    return wordsAt(message, one) + (closing.exec(message.raw.slice(end, end + 3))?.[0] ?? '');
  });
  return said.join(' … ').replace(joining, '');
}

/** Which words made the days and times. */
function cluesOf(message: Message, days: DaysRead, hours: HoursRead): Clue[] {
  const clue = (means: string) => (at: { start: number; stop: number }) => ({ words: wordsAt(message, at), means });
  return [...days.from.map(clue(days.days.join(' ') || 'which-day')), ...hours.from.map(clue('time'))];
}

/** What the learned reader thinks of one of several happenings: of the stretch its last clause stands in. */
function opinionOn(
  happening: Happening,
  isOnly: boolean,
  { written, raw, tokens, context }: Message,
): Opinion | undefined {
  if (isOnly) return context.opinionOf?.(written);
  const main = happening.statements.findLast((one) => one.isMain) ?? happening.statements.at(-1);
  return context.opinionOf?.(spanAt(raw, tokens[main?.clause.items[0]?.start ?? 0]?.start ?? 0));
}

function readHappening(happening: Told, others: readonly Told[], message: Message): ReadEvent[] {
  const { statements } = happening;
  const { today, now, holidays } = message.context;
  const hours = readHours(statements, now);
  const opinion = opinionOn(happening, others.length === 0, message);
  const isLate = hours.minutesLate !== undefined && statements.some((one) => one.cues.has('late'));
  const isWindow = hours.fromTime !== undefined && hours.toTime !== undefined;
  const isComing = statements.some((one) => comesLater.test(one.clause.text));
  const isTimed = hours.arriveAt !== undefined || hours.leaveAt !== undefined || isWindow || isLate || isComing;
  const clauses = statements.map((one) => one.clause);
  const { why } = happening;
  const elsewhere = reasonsElsewhere(happening, others);
  const reason =
    why.reason === 'other' && isAnimals(clauses)
      ? why.reason
      : weighReason(why, opinion, others.length > 0 ? elsewhere : undefined);
  // "no childcare today": a day and a known reason are enough.
  const isReasoned =
    reason !== 'none' && reason !== 'other' && statements.some((one) => one.days.some((day) => day.role === 'on'));
  const word = eventKind(happening, hours) ?? (message.grieves ? 'absence' : undefined);
  const said = word ?? (isReasoned ? 'absence' : undefined);
  // "Josh is on leave, Ellie is in": of Ellie no absence is told, whatever is likeliest of the message.
  const isIn = isAsUsual(statements) && !message.isCorrection;
  if (word === undefined && (isIn || isSeen(statements))) return [];
  if (said === undefined && others.length > 0 && isOnlyThere(statements)) return [];
  // Of several happenings, an opinion may be about the other one.
  const kind =
    weighKind(said, said !== undefined && others.length > 0 ? undefined : opinion, isTimed) ??
    (message.isCorrection ? 'absence' : undefined);
  if (kind === undefined) return [];
  const isThere = kind !== 'absence' || hours.lessons.length > 0;
  const isNight = kind === 'absence' && now >= nightBegins;
  const read = readDays(statements, { today, holidays, isThere, isNight });
  // "All day on Tuesday and Wednesday morning": the whole day is the one of which no part was said.
  const isInParts = read.byPart?.some(({ part }) => part === undefined);
  const days =
    kind === 'absence' && isWholeDay(clauses) && !isInParts ? { ...read, part: undefined, byPart: undefined } : read;
  const arriveAt = stillToCome(hours, days, today, now);
  const theirs = others.flatMap((one) => one.statements.map(({ clause }) => clause));
  const text = quoteOf(
    message,
    clauses,
    theirs.filter((one) => !clauses.includes(one)),
  );
  const subjects = kind === 'absence' && hours.lessons.length === 0 ? readSubjects(statements, message.tokens) : [];
  const isHalf = isHalfDay(clauses);
  const isByPart = kind === 'absence' && !hours.fromTime && !hours.toTime && hours.lessons.length === 0;
  const groups = (isByPart && days.byPart) || [days];
  const asked = groups.flatMap((group) => happening.people.map((who) => ({ who, group })));
  return asked.map(({ who, group: { part, ...group } }) => {
    const event = {
      kind,
      who,
      days: group.days,
      isDayImplied: days.isImplied,
      ...eventTimes(
        kind,
        arriveAt ? { ...hours, arriveAt } : hours,
        { ...days, part: part ?? (kind === 'absence' ? halfSaid(clauses) : undefined) },
        statements,
        subjects.length > 0,
      ),
      lessons: hours.lessons,
      subjects,
      isBare: said === undefined && message.isCorrection,
      isPast: days.isPast,
      insteadOf: [...new Set([...days.insteadOf, ...(message.isCorrection ? days.free : [])])],
      reason,
      text,
      because: cluesOf(message, days, hours),
    };
    return { ...event, questions: questionsOf(event, days, isHalf) };
  });
}

/**
 * Reads one chat message (S2, S3, G2): the grammar finds who, which days and times; what it is for and why are weighed
 * against the learned reader's opinion, where there is one. Pure: nothing is acted on here.
 */
export function readMessage(written: string, context: ReadingContext): Reading {
  const raw = readableText(written);
  const tokens = tokensOf(raw);
  const pieces = raw === written ? context.opinionOf?.(written)?.pieces : undefined;
  const placeOf = (start: number, stop: number) => [tokens[start]?.start ?? 0, tokens[stop - 1]?.stop ?? 0] as const;
  const hearPerson = pieces && ((start: number, stop: number) => whoOddsAt(pieces, ...placeOf(start, stop)));
  const hear = pieces && (({ start, stop }: Item) => dayOddsAt(pieces, ...placeOf(start, stop)));
  const names = namesOf(tokens, context, hearPerson);
  const said = withMorningAhead(withOwnCorrections(clausesOf(tokens, names), tokens), tokens, context.now);
  const clauses = context.sender === 'learner' ? said : withExceptions(withLeftUnsaid(said, tokens), tokens);
  const moved = withToldLate(withMoved(withTakenBack(statementsOf(clauses, hear))), context.today);
  const statements = withTellings(moved, context);
  const isGroup = context.sender === 'staff' && names.length === 0 && statements.some(isGroupOut);
  if (isGroup || isOfOthersOnly(statements, context.sender))
    return { isCorrection: false, intent: 'off-topic', events: [] };
  const isPutRight = corrects(statements);
  const weighed = weighIntent(
    intentOf(statements) ?? (isPutRight ? 'report' : undefined),
    context.opinionOf?.(written),
    statements,
  );
  const grieves = isBereft(statements) && (context.sender !== 'staff' || names.length > 0);
  // What is taken back in part is told anew.
  const isAnew = weighed === 'retract' && tellsAnew(statements);
  const isCorrection = isPutRight || isAnew;
  const message = { written, raw, tokens, context, isCorrection, grieves };
  const base = { isCorrection };
  const intent = isAnew || (grieves && (weighed ?? 'off-topic') === 'off-topic') ? 'report' : weighed;
  const none = (why: Reading['intent']): Reading => ({ ...base, intent: why, events: [] });
  if (intent !== undefined && intent !== 'report' && intent !== 'retract') return none(intent);
  const named: Who[] = names.map((one) => ({ type: 'named', name: one.written, ids: one.ids, near: one.near ?? [] }));
  const happenings = gather(statements, (statement) => subjectOf(statement, context, named), context.today).map(
    (one) => (one.people.length > 0 ? one : { ...one, people: nobodyNamed(clauses, context) }),
  );
  const [told, takenBack] = apart(happenings, intent === 'retract', isCorrection);
  if (told.length === 0) return { ...base, intent: 'retract', events: readRetraction(takenBack, message) };
  const toldWhy = byOwnReason(told).map((one) => ({
    ...one,
    why: reasonOf(one.statements.map(({ clause }) => clause)),
  }));
  const events = toldWhy.flatMap((one) =>
    readHappening(
      one,
      toldWhy.filter((other) => other !== one),
      message,
    ),
  );
  const back = takenBack.length > 0 ? { takenBack: readRetraction(takenBack, message) } : {};
  return events.length > 0 ? { ...base, intent: 'report', events, ...back } : none('off-topic');
}
