import { addDays, type Day, type Holidays, weekdayOf, workingDayBefore } from '../../domain/calendar.ts';
import type { Span } from '../days/each-week.ts';
import { workingDaysOf } from '../days/resolve-phrase.ts';
import type { Part } from '../days/unit.ts';
import { type Draft, lastingOf, lengthOf, withLength } from './how-long.ts';
import { isOpenDay, isOpenEnded } from './open-days.ts';
import { recurring } from './recurring.ts';
import { type Mention, resolveMentions } from './resolve-mentions.ts';
import type { Statement } from './statement.ts';

/** The days of one happening. */
export type DaysRead = {
  days: Day[];
  isImplied: boolean;
  /** Which day is meant must be asked. */
  isUnsure: boolean;
  /** Until when must be asked. */
  isOpen: boolean;
  part?: Part;
  /** Where not each day is missed in the same part ("Monday morning and Tuesday all day"): the days of each. */
  byPart?: { days: Day[]; part?: Part }[];
  /** It speaks of what has been. */
  isPast: boolean;
  /** Days taken back for these. */
  insteadOf: Day[];
  /** Single days still to come on which they are there: of a message that puts one before it right, taken back as well. */
  free: Day[];
  /** Word positions the days were read from. */
  from: { start: number; stop: number }[];
};

/**
 * `isThere`: the person comes late, leaves early or misses some lessons: a day they are in on is the day of it. `isNight`:
 * no class is left today.
 */
type DaysContext = { today: Day; holidays: Holidays; isThere: boolean; isNight?: boolean };

/** "Not in, and probably tomorrow neither": a day besides the one that was meant. */
const besides =
  /\bDAY (as well|too|also|either|neither)\b|\b(nor|also|neither) DAY\b|^(and|plus|also|then)( (all|also|then|maybe|probably|possibly|likely|again|for|on|most))* DAY$|\b(and|or|nor) (maybe|probably|possibly|perhaps|likely|most likely)( (also|then|not|on|be))* DAY$/;

/** "Not coming in and probably not tomorrow either": now, and then. */
const saidBefore =
  /\b(not|never|unable|off|away|absent|ill|sick)\b.* (and|or|nor) (((probably|maybe|possibly|likely|also|then|perhaps|most|might|not|be|on) )*DAY (as well|too|also|either|neither)\b|(probably|maybe|possibly|likely|perhaps) ((not|be|on|also|then) )*DAY$)/;

/** "This Wednesday and next Wednesday also": it is besides the other day of its own clause. */
const isBeside = ({ clause, days }: Statement) =>
  besides.test(clause.text) && days.flatMap(({ item }) => item.day?.pieces ?? []).length < 2;

const isBesidesAt = (mention: Mention, statements: readonly Statement[]) =>
  statements.some((one) => one.days.some(({ item }) => item.start === mention.start) && besides.test(one.clause.text));

/**
 * What somebody comes late or leaves for today is neither a day behind, "stopped off yesterday to eat, will be late", nor
 * the weekend that they leave for.
 */
function isNotOfIt({ spans, start }: Mention, statements: readonly Statement[], today: Day): boolean {
  const own = statements.find(({ days }) => days.some(({ item }) => item.start === start));
  const isNow = statements.some(
    ({ cues, days, isMain }) =>
      isMain && days.length === 0 && !cues.has('past') && (cues.has('late') || cues.has('leave')),
  );
  const isGone =
    own !== undefined &&
    (own.cues.has('past') || own.cues.has('told')) &&
    spans.length > 0 &&
    spans.every(({ to }) => to < today);
  return (isNow && isGone) || (own?.isMain === true && /\bweekend\b/.test(own.clause.plain) && isWeekend(spans));
}
const isWeekend = (spans: Mention['spans']) => spans.every(({ from }) => [0, 6].includes(weekdayOf(from)));

/** It is the bus that did not turn up. */
const rideLost =
  /\b(bus|train|tram|coach|lift|taxi|cab|ride|uber|alarm|driver)\b( \S+)? (did not|never|has not|was not)\b/;

/** "Last day of term today": the other words of its clause say which day it is. */
const isSaidBeside = (one: Mention, used: readonly Mention[], statements: readonly Statement[]) =>
  one.spans.length === 0 &&
  statements.some(
    ({ days }) =>
      days.some(({ item }) => item.start === one.start) &&
      used.some((other) => other.spans.length > 0 && days.some(({ item }) => item.start === other.start)),
  );

/** Ill and away, with no day said. */
const isOffIll = ({ clause, cues, days }: Statement) =>
  cues.has('away') &&
  !cues.has('past') &&
  days.length === 0 &&
  /\b(off|away|absent) (sick|ill|poorly|unwell|with (a|the|his|her|my|their))\b/.test(clause.text);

/** Ill to this day, and not said to be in. */
const isStillIll = ({ clause, cues, days }: Statement) =>
  days.length === 0 &&
  !cues.has('in') &&
  !cues.has('past') &&
  /\bstill (really |so |very |proper )?(bad|ill|sick|rough|poorly|unwell|dying|throwing up|coughing|in bed|feel(ing)? (ill|sick|rough|bad|awful|poorly)|not (well|right|great|good|better|over))\b/.test(
    clause.text,
  );

const isSingle = (spans: readonly Span[]) => spans.length <= 1 && spans.every((one) => one.from === one.to);

/** "back on Monday": up to the day before; days that were listed stay as they were. */
function withReturn(draft: Draft, end: Mention, start: Day, isFrom: boolean): Draft {
  const day = end.spans[0]?.from;
  if (day === undefined) return draft;
  const isUnsure = draft.isUnsure || end.isUnsure;
  // "Off from week commencing the 21st, back week commencing the 5th"
  if (isSingle(draft.spans) || isFrom) {
    const to = day > start ? addDays(day, -1) : start;
    return { ...draft, isUnsure, spans: [{ from: start, to }] };
  }
  const spans = draft.spans.filter((one) => one.from < day);
  return { ...draft, isUnsure, spans: spans.map((one) => (one.to < day ? one : { ...one, to: addDays(day, -1) })) };
}

/**
 * "until Friday": with a first day named before it, Friday is the last; alone it most likely means back on Friday, and
 * the sender is asked.
 */
function withEnd(draft: Draft, end: Mention, start: Day, isLast: boolean, holidays: Holidays): Draft {
  const day = end.spans[0]?.from;
  if (day === undefined)
    return { ...draft, isOpen: true, spans: draft.spans.length > 0 ? draft.spans : [{ from: start, to: start }] };
  if (day < start) return draft;
  const to = isLast || day === start ? (end.spans.at(-1)?.to ?? day) : workingDayBefore(day, holidays);
  return {
    spans: [...draft.spans, { from: start, to }],
    isUnsure: draft.isUnsure || end.isUnsure,
    // Whoever is away until Sunday is back on Monday, whichever way it was meant.
    isOpen: draft.isOpen || !(isLast || [0, 6].includes(weekdayOf(day))),
  };
}

/** The days by the part of them that is said with each; undefined where they are all alike. */
function daysByPart(used: readonly Mention[], days: readonly Day[]): DaysRead['byPart'] {
  const said = used.flatMap((one) => one.spans);
  const partOn = (day: Day) => {
    const parts = new Set(said.filter((one) => one.from <= day && day <= one.to).map((one) => one.part));
    return parts.size === 1 ? [...parts][0] : undefined;
  };
  const groups = Map.groupBy(days, partOn);
  if (groups.size < 2) return undefined;
  return [...groups].map(([part, own]) => ({ days: own, ...(part ? { part } : {}) }));
}

/** "On site until Thursday so won't be in Wednesday": what follows says which days are missed. */
const isOutcomeAfter = (statements: readonly Statement[], at: number) =>
  statements.some(
    ({ clause, days, cues }) =>
      clause.items[0]!.start >= at &&
      /^so\b/.test(clause.text) &&
      cues.has('away') &&
      !besides.test(clause.text) &&
      days.some((day) => day.role === 'on'),
  );

/** "Late Tuesday, rest of the week fine": of a stretch that is free, a day said by itself stays; of a day that is free in part, the rest. */
function freeDays(free: readonly Mention[], found: readonly Span[], holidays: Holidays): Day[] {
  const own = new Set(found.filter((one) => one.from === one.to).map((one) => one.from));
  return free
    .filter(({ part }) => part === undefined)
    .flatMap(({ spans }) => workingDaysOf(spans, holidays).filter((day) => isSingle(spans) || !own.has(day)));
}

/** "Not in today, might try for this afternoon": the other half is missed. */
function halfLeft(free: readonly Mention[], days: readonly Day[]): Part | undefined {
  const inPart = free.find(
    ({ part, spans }) => part && part !== 'evening' && days.length === 1 && spans[0]?.from === days[0],
  );
  return inPart && (inPart.part === 'am' ? 'pm' : 'am');
}

/** Puts what was said of days together: starts, ends, lengths and days that are free after all. */
export function readDays(
  statements: readonly Statement[],
  { today, holidays, isThere, isNight }: DaysContext,
): DaysRead {
  const said = resolveMentions(statements, today);
  const plain = said.filter(
    (one) => (one.role === 'on' || one.role === 'from') && !(isThere && isNotOfIt(one, statements, today)),
  );
  const main = plain.filter((one) => one.isMain);
  const free = said.filter((one) => one.role === 'free');
  const isReadable = main.some((one) => one.spans.length > 0) || plain.every((one) => one.spans.length === 0);
  // "Off Tuesday. Wednesday as well." "Court on Tuesday. They want me back Wednesday as well."
  const isAllTold = main.some((one) => isBesidesAt(one, statements));
  const withOthers = plain.filter((one) => one.isMain || isAllTold || isBesidesAt(one, statements));
  // "Working late tonight, can I come in for 10 tomorrow"
  const mainFree = isThere && main.length === 0 ? free.filter((one) => one.isMain) : [];
  const notMain = mainFree.length > 0 ? mainFree : plain.length > 0 || !isThere ? plain : free;
  const used = main.length > 0 && isReadable ? withOthers : notMain;
  const isFreeUsed = used === free || used === mainFree;
  const told = lengthOf(statements);
  const back = said.find((one) => one.role === 'back' && one.spans.length > 0);
  const isBackUnread = said.some((one) => one.role === 'back' && one.spans.length === 0);
  // "until Thursday, back Friday": the return says it exactly.
  const until = said.find((one) => one.role === 'until' || one.role === 'through');
  const end = back ?? (until && isOutcomeAfter(statements, until.stop) ? undefined : until);
  // "Moved out for a bit, so late each day until the 5th": the end says it exactly.
  const length = told?.isVague && end && (end.isMain || end === back) ? undefined : told;
  const since = said.find((one) => one.role === 'since' && one.spans.length > 0);
  const found = used.flatMap((one) => one.spans);
  // "every other Wednesday" alone is no list of days.
  const isEmpty = found.length === 0 && used.some((one) => one.isRecurring);
  // "Off with his back, sees the doctor on Thursday, back on Friday": ill from today.
  const isIllNow = end?.role === 'back' && main.length === 0 && statements.some(isOffIll);
  const start = (isIllNow ? undefined : found[0]?.from) ?? since?.spans[0]?.from ?? today;
  // "We fly on the 17th and are back on the 4th, she misses the last days of term": first and last are said.
  const isStretch = end?.role === 'back' && found.length > 0;
  const isDayOpen = statements.some(isOpenDay);
  let draft: Draft = {
    spans: found,
    isUnsure:
      used.some(
        (one) =>
          one.isUnsure ||
          (one.isUnread && !(isStretch || isSaidBeside(one, used, statements) || (one.role === 'from' && end))),
      ) ||
      isEmpty ||
      isDayOpen,
    isOpen: isBackUnread || statements.some(isOpenEnded),
  };
  const weekly = used.some((one) => one.weekly)
    ? recurring(used, said, lastingOf(length, statements), today)
    : undefined;
  if (weekly) draft = { spans: weekly.spans, isUnsure: isDayOpen || weekly.isUnsure, isOpen: weekly.isOpen };
  else if (length) draft = withLength(draft, length, start, holidays);
  else if (end?.role === 'back') draft = withReturn(draft, end, start, used.length === 1 && used[0]?.role === 'from');
  else if (end) draft = withEnd(draft, end, start, end.role === 'through' || found.length > 0, holidays);
  if (used.length === 0 && since && draft.spans.length === 0) draft.spans = [{ from: start, to: today }];
  if (!length && !weekly && !end && used.at(-1)?.role === 'from' && found.at(-1)?.from === found.at(-1)?.to)
    draft.isOpen = true;
  const isNamed = used.length > 0 || length !== undefined || end !== undefined || since !== undefined;
  const isPast = statements.some((one) => (one.isMain || one.cues.has('weak')) && one.cues.has('past'));
  const isMissed = statements.some(
    (one) => one.cues.has('away') && one.cues.has('past') && !rideLost.test(one.clause.text),
  );
  // "missed a few" is no absence of today.
  const isToday = !isNamed && (!isMissed || statements.some((one) => one.isMain && !one.cues.has('past')));
  // At night "I have been off" and "she did not go in" tell of the day that is over.
  const isAhead = isNight && !isPast && !statements.some((one) => one.cues.has('past'));
  const implied = isAhead ? addDays(today, 1) : today;
  if (isToday) draft.spans = [{ from: implied, to: implied }];
  const isTold = (one: Statement) => (one.isMain || one.cues.has('weak')) && !one.cues.has('past');
  const isBesides =
    statements.some(isBeside) &&
    said.every((one) => one.role === 'beside' || isBesidesAt(one, statements)) &&
    statements.some((one) => isTold(one) && (one.days.length === 0 || saidBefore.test(one.clause.text)));
  if (isBesides) draft.spans = [{ from: today, to: today }, ...draft.spans];
  // "Still bad with this cough, missed Monday and Tuesday as well": and today.
  const isGoingOn = isPast && statements.some(isStillIll) && !said.some((one) => one.role === 'free' && !one.part);
  if (isGoingOn && found.length > 0 && found.every((one) => one.to < today))
    draft.spans = [...draft.spans, { from: today, to: today }];
  const isFree = new Set(isFreeUsed ? [] : freeDays(free, found, holidays));
  const days = workingDaysOf(draft.spans, holidays).filter((day) => !isFree.has(day));
  const [part, ...others] = new Set(used.map((one) => one.part));
  const ownPart = part && others.length === 0 ? part : isFreeUsed || part ? undefined : halfLeft(free, days);
  const taken = said.filter((one) => one.role === 'wrong').flatMap((one) => one.spans);
  const byPart = daysByPart(used, days);
  const from = [...used, ...(end ? [end] : []), ...(length ? [length] : [])];
  return {
    days,
    isImplied: !isNamed,
    isUnsure: draft.isUnsure || days.length === 0,
    isOpen: draft.isOpen,
    isPast,
    ...(ownPart ? { part: ownPart } : {}),
    ...(byPart ? { byPart } : {}),
    insteadOf: workingDaysOf(taken, holidays).filter((day) => !days.includes(day)),
    free: workingDaysOf(
      (isFreeUsed ? [] : free).flatMap(({ spans, part }) => (part === undefined && isSingle(spans) ? spans : [])),
      holidays,
    ).filter((day) => day >= today && !days.includes(day)),
    from: from.map((one) => ({ start: one.start, stop: one.stop })),
  };
}
