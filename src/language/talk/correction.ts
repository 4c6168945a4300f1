import { type AbsenceNotice, hoursOfHalf } from '../../domain/absence-notice.ts';
import type { Day, Holidays, TimeOfDay } from '../../domain/calendar.ts';
import type { Item } from '../clauses.ts';
import { type OwnReason, ownReasonIn } from '../own-reason.ts';
import { readMessage } from '../read-message.ts';
import { plainWords, type Shape, shapeOf } from './shape.ts';

/** What a few words change about what was told just before. */
export type Correction = {
  /** True for words that only make sense after others: "no I meant Friday", "10 not 20", "and Thursday too". */
  isFramed: boolean;
  /** `also`: these days besides; else instead, of all days or of those in `wrong`. */
  how: 'also' | 'instead';
  days?: Day[];
  wrong?: Day[];
  /** Which day is meant must be asked. */
  isUnsure?: boolean;
  minutesLate?: number;
  arriveAt?: TimeOfDay;
  fromTime?: TimeOfDay;
  toTime?: TimeOfDay;
  reason?: string;
};

type CorrectionContext = {
  today: Day;
  now: TimeOfDay;
  holidays: Holidays;
  /** What was told just before. */
  of: Pick<AbsenceNotice, 'kind' | 'days' | 'minutesLate' | 'arriveAt' | 'fromTime' | 'question'> & { reason?: string };
  /** Reasons of the college's own, with the words that mean them. */
  ownReasons?: readonly OwnReason[];
};

const slot = '(?:DAY|TIME|MINUTES|LENGTH|HOURS|\\d{1,3})';
const lead =
  /^(?:no|nah|nope|not that|sorry|oops|actually|wait|hang on|i meant|i mean|meant|mean|i said|its|it is|it was|it will be|that is|should be|should say|should have been|make (?:it|that)|change (?:it|that)? ?to|rather|instead|more like|probably more like|only|no its|ah|oh|well|correction|try|say|maybe|probably|about|around|roughly|i think|i reckon|just|lets say|to|for)(?: |$)/;
const trail =
  /(?: |^)(?:instead|please|sorry|now|then|though|actually|i reckon|i think|mate|x+|late|ish|or so|that is it|i meant|i mean)$/;
const framing =
  /^(?:no|nah|nope|sorry|oops|actually|wait|hang on|i meant|i mean|meant|mean|i said|its|it is|it was|should|make|change|rather|correction|more like|only)\b|\b(?:instead|i meant|i mean)$/;
const also = /^(?:and also|and|plus|also|as well as)(?: |$)|(?: |^)(?:too|as well|also)$/g;
/** A stretch that names days or times and nothing else. */
const bare = new RegExp(
  `^(?:(?:until|to|through|from|on|at|by|for|in|the|late|back|here|there|or|and|be|all|whole|then|minutes|half|a|an|am|pm|of|next|this) )*${slot}(?: (?:until|to|through|and|or|at|on|from|by|the|till|then|in|back|up|including|minutes|ish|late|inclusive|${slot}))*(?<=\\b(?:minutes|ish|late|inclusive|${slot}))$`,
);
const secondOf = new RegExp(`^(?:its |it is |no )*not (${slot})(?: but| its| it is| it was| sorry)* (${slot})$`);
const firstOf = new RegExp(`^(${slot})(?: and| but)? not (?:on |at |for )?(${slot})$`);
const because =
  /^(?:no |sorry |actually |oh |its |it is |it was |because |cos |that is |due to |reason is |the reason is |i meant |for )+(?!DAY|TIME|MINUTES|\d)(?:\S+ ){0,6}\S+$/;
/** No day, no time, no question, and nothing that tells of an absence of its own. */
const aReason =
  /^(?!.*\b(?:DAY|TIME|MINUTES|LENGTH|off|late|not|what|when|who|why|how|is|are|can|do|did|was)\b)(?:\S+ ){0,4}\S+$/;
const mostReasonWords = 9;

/** Frames come off one after another: "no sorry i meant". */
function peel(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(lead, '').replace(trail, '').trim();
  }
  return rest;
}

const isSlot = (item: Item) => new RegExp(`^${slot}$`).test(item.word);

/** The words as typed, from one item to another. */
function typed(shape: Shape, from: Item, to: Item): string {
  return shape.raw.slice(shape.tokens[from.start]?.start ?? 0, shape.tokens[to.stop - 1]?.stop ?? 0);
}

/** The answer to “which half?”. */
const half =
  /^(?:in |just |only |its |it is |will be |be |that is |the |off )*(?:(morning|am|first|1st)|(afternoon|aft|pm|second|2nd|last))(?: half| one| only| bit| please| sorry| thanks)*$/;

/** What stands in a message's slots, read as part of a whole sentence about the same kind of thing. */
function readSlots(kept: { words: string; isNumber: boolean; hasTime: boolean }, context: CorrectionContext) {
  const { of, today, now, holidays } = context;
  const { words, isNumber, hasTime } = kept;
  const isAt = isNumber && of.arriveAt !== undefined && Number(words) <= 12;
  const carriers = {
    lateness: isNumber && !isAt ? `${words} minutes late` : isAt || hasTime ? `late, in at ${words}` : `late ${words}`,
    early_leave: hasTime || isNumber ? `leaving at ${words}` : `leaving early ${words}`,
    absence: `not in ${words}`,
    elsewhere: '',
  };
  if (isNumber && of.kind === 'absence') return undefined;
  const reading = readMessage(carriers[of.kind], { today, now, holidays, sender: 'learner', people: [] });
  return reading.events[0];
}

function daysIn(words: string, context: CorrectionContext): Day[] {
  const { today, now, holidays } = context;
  return readMessage(`not in ${words}`, { today, now, holidays, sender: 'learner', people: [] }).events[0]?.days ?? [];
}

/** Words like "its a funeral" give the reason of what was told just before. */
function readNewReason(shape: Shape, context: CorrectionContext): Correction | undefined {
  if (shape.text.split(' ').length > mostReasonWords) return undefined;
  // Where no reason was given and one is asked for, a few words without a day or a time are it: "dentist".
  const isAsked = context.of.kind === 'absence' && context.of.reason === 'none' && aReason.test(shape.text);
  if (!isAsked && !because.test(shape.text)) return undefined;
  const own = ownReasonIn(shape.raw, context.ownReasons ?? []);
  if (own) return { isFramed: true, how: 'instead', reason: own };
  const { today, now, holidays } = context;
  const rest = shape.raw.replace(/^\s*(?:no|sorry|actually|oh)[\s,]+/i, '');
  const reading = readMessage(`not in today, ${rest}`, { today, now, holidays, sender: 'learner', people: [] });
  const reason = reading.events[0]?.reason ?? 'none';
  return reason === 'none' || reason === 'other' ? undefined : { isFramed: true, how: 'instead', reason };
}

/**
 * What a short message changes about the notice told just before it, where it is no message of its own: "no I meant
 * Friday", "tuesday not wednesday", "10 not 20", "and Thursday too", or only "friday" after a question. Undefined where it
 * holds anything else.
 */
export function correctionOf(text: string, context: CorrectionContext): Correction | undefined {
  // “Not Thursday, Friday” is no list of two days.
  const shape = shapeOf(text.replace(/\bnot ([^,]{1,30}),\s*/i, 'not $1 its '), []);
  if (!shape || shape.text === '') return undefined;
  const part = context.of.question === 'which-half' ? half.exec(plainWords(text) ?? '') : null;
  if (part) return { isFramed: false, how: 'instead', ...hoursOfHalf[part[1] ? 'am' : 'pm'] };
  const unjoined = shape.text.replace(also, '').trim();
  const isAlso = unjoined !== shape.text;
  const rest = peel(unjoined);
  const second = secondOf.exec(shape.text.replace(/^(?:no|sorry|actually|its|it is) /, '')) ?? secondOf.exec(rest);
  const first = second ? null : firstOf.exec(rest);
  const isNot = second !== null || first !== null;
  if (!isNot && !bare.test(rest)) return readNewReason(shape, context);
  // "20 mins late on Friday" tells of being late, and puts no day of an absence right.
  if (context.of.kind === 'absence' && /\b(MINUTES|late)\b/.test(rest)) return undefined;
  const items = shape.clauses.flatMap((clause) => clause.items);
  const slots = items.filter(isSlot);
  if (slots.length === 0) return undefined;
  const right = isNot ? [slots[second ? 1 : 0]!] : slots;
  const wrong = isNot ? slots[second ? 0 : 1] : undefined;
  const [from, to] = [right[0]!, right.at(-1)!];
  // What stands before a day says what it is: "until Friday" ends what was told to begin before.
  const before = items[items.indexOf(from) - 1]?.word ?? '';
  const isEnd = /^(until|to|through|till|back)$/.test(before) && context.of.days.length > 0;
  const start = isEnd ? `from ${context.of.days[0]} ${before} ` : /^(from)$/.test(before) ? 'from ' : '';
  const words = `${start}${typed(shape, from, to)}`;
  const isNumber = right.length === 1 && /^\d{1,3}$/.test(from.word);
  const hasTime = right.some((item) => /^(TIME|HOURS)$/.test(item.word));
  const event = readSlots({ words, isNumber, hasTime }, context);
  if (!event) return undefined;
  const isDated = right.some((item) => /^(DAY|LENGTH)$/.test(item.word)) || isEnd;
  const times = {
    ...(event.minutesLate !== undefined && context.of.kind === 'lateness' ? { minutesLate: event.minutesLate } : {}),
    ...(event.arriveAt !== undefined ? { arriveAt: event.arriveAt } : {}),
    ...(event.fromTime !== undefined ? { fromTime: event.fromTime } : {}),
    ...(event.toTime !== undefined ? { toTime: event.toTime } : {}),
  };
  if (!isDated && Object.keys(times).length === 0) return undefined;
  const days = isDated ? event.days : undefined;
  if (isDated && (days?.length ?? 0) === 0) return undefined;
  return {
    isFramed: isNot || isAlso || framing.test(shape.text),
    how: isAlso ? 'also' : 'instead',
    ...(days ? { days } : {}),
    ...(wrong && /DAY/.test(wrong.word) ? { wrong: daysIn(typed(shape, wrong, wrong), context) } : {}),
    ...(isDated && event.questions.includes('which-day') ? { isUnsure: true } : {}),
    ...times,
  };
}
