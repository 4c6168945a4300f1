import { addDays, type Day, daysBetween, type Holidays, weekdayOf } from '../../domain/calendar.ts';
import type { Item } from '../clauses.ts';
import { type PhraseRead, resolvePhrase, workingDaysOf } from '../days/resolve-phrase.ts';
import { isBareWeekday, type Piece } from '../days/unit.ts';
import type { DayRole } from './day-roles.ts';
import type { Statement } from './statement.ts';

/** The day words of a message, resolved: `start` and `stop` are token positions. */
export type Mention = PhraseRead & { role: DayRole; isMain: boolean; start: number; stop: number };

/** Words of what has been: with them a clause that says nothing of being away speaks of another time. */
export const been =
  /\b(been(?! (told|asked|advised|called|booked|signed|put (on|in|up|down|forward)|summoned|selected|picked))|was|were|had)\b/;

/** What a shop, a school or a calendar does on a day: "we shut on the 18th", "my birthday is the 4th". */
const ofThing =
  /\b(shuts?|shutting|closes|closing|opens|opening|reopens|breaks? up|breaking up|birthday|deadline|pay ?day|rent|mocks? start|results (are|come) out|term (ends|starts|finishes))\b/;

const excepted = /\b(bar|except|apart from|other than|excluding|minus)\b( \S+){0,2} DAY/;

/** What was said or arranged may lie ahead; what happened does not. */
const reported =
  /\b(letter|says?|said|told|asked|agreed|handed|emailed?|confirmed|form|note|(have|has|need|needs) to|must)\b/;
const arranged =
  /\bbooked\b|\bbeen (asked|told|called|put|sent)( (in|up))? (to (work|cover|go)|on|for)\b|\b(picked|selected|chosen|shortlisted|invited|called up|entered)( \S+){0,2} (for|to|into|in)\b|\b(put|putting|sent|sending|signed|got) (me|us|him|her|them|NAME)( \S+){0,2} (on|onto|up|to|down)\b/;
const happened =
  /\b((?!moped|need|speed|feed|indeed)\p{L}{3,}ed|broke|broken|fell|got|had|threw|woke|came|went|hurt|cut|hit|found|lost|felt|taken|took|(?:tooth|teeth|stitches) out)\b/u;

/** Who is to be marked, and as what. */
const marked =
  /\b(put|mark|record|log) (me|him|her|them|NAME)( \S+){0,2} (authorised|absent|excused|off|away|on leave|down for)\b/;

/** True where a day belongs to what is told beside the absence: "I only got the letter on Friday". */
function isAside(
  statement: Statement,
  read: PhraseRead,
  item: Item,
  today: Day,
  hasOther: boolean,
  hasOtherDays: boolean,
  isFollowed: boolean,
): boolean {
  const { cues, isMain } = statement;
  const isGone = read.spans.length > 0 && read.spans.every((span) => span.to < today);
  // "On jury service from the 15th. Do I miss my Thursday days?"
  if (hasOtherDays && /^(and |so )?(do|does|will|would) (i|he|she|they|NAME) miss\b/.test(statement.clause.text))
    return true;
  // "Can someone put her down as authorised on Wednesday"
  if (!cues.has('past') && marked.test(statement.clause.text)) return false;
  // "Missed the last bus last night, be there half 11"
  if (isMain && cues.has('late') && !cues.has('away') && isGone && hasOther) return true;
  if (isMain) return false;
  const isOneDay = read.spans.every((span) => span.from === span.to);
  if (hasOtherDays && isOneDay && !cues.has('weak') && ofThing.test(statement.clause.text)) return true;
  const isWeekend =
    read.spans.length > 0 && read.spans.every((span) => span.from === span.to && [0, 6].includes(weekdayOf(span.from)));
  if (hasOther && isWeekend && !item.day!.pieces.some((piece) => piece.to)) return true;
  // "Got a letter that I have to go to court on the 9th": what lies ahead is told for its own sake.
  const isAhead =
    !cues.has('past') &&
    (reported.test(statement.clause.text) || arranged.test(statement.clause.text)) &&
    !/\bif\b/.test(statement.clause.text) &&
    read.spans.some((span) => span.to > today);
  // "He said he will wait for me tomorrow so I'm not coming"
  if (isAhead && isFollowed && !hasOtherDays) return false;
  // "They have put us on a course this Friday, so I won't be in": what was arranged is what is missed.
  const isArranged = isAhead && !hasOtherDays && arranged.test(statement.clause.text);
  const isStory = !cues.has('weak') && (cues.has('told') || cues.has('past')) && !isArranged && (hasOther || !isAhead);
  // "Legs are dead from gym last night, 5 mins": whoever had a class then says that they were not there, or were ill.
  const isNight = ({ from }: Piece) => from.offset === -1 && from.part === 'evening';
  const isLastNight =
    item.day!.pieces.some(isNight) &&
    item.day!.pieces.every((one) => isNight(one) || (one.from.offset === 0 && one.from.part === 'am'));
  const isOfClass = /\b(class|lesson|session|college|workshop)\b/.test(statement.clause.plain);
  if (isLastNight && !cues.has('past') && !isOfClass) return true;
  // "Tooth pulled this morning. Not coming in": when it happened is not what is missed.
  const isPartOfToday = item.day?.pieces.every((one) => one.from.offset === 0 && one.from.part !== undefined);
  if (isPartOfToday && hasOther && !cues.has('weak') && happened.test(statement.clause.text)) return true;
  return isStory || (isGone && hasOther);
}

/** True where it is the weekday of this day, and nothing more is said of it. */
const isWeekdayOf = ({ day }: Item, of: Day) => {
  const [piece, ...others] = day?.pieces ?? [];
  const isAlone = piece !== undefined && others.length === 0 && !piece.to && isBareWeekday(piece.from);
  return isAlone && piece.from.weekday === weekdayOf(of);
};

/** "It's Friday and it's only tutorial", said on a Friday. */
const saysNow =
  /\b(its|it is)( (only|just|a|bloody|literally))? DAY( (and|lol|haha|anyway|innit|though|today|after all)\b|$)/;

/**
 * The day of a bare weekday that is not the next one. "It's Tuesday, not Monday", said on a Monday: what is taken back was to
 * be today. "That Wednesday": the one said before, where it is one.
 */
function knownDay(item: Item, role: DayRole, text: string, today: Day, last: Day | undefined): Day | undefined {
  if (isWeekdayOf(item, today) && (role === 'wrong' || saysNow.test(text))) return today;
  return last !== undefined && /\bthat DAY\b/.test(text) && isWeekdayOf(item, last) ? last : undefined;
}

/** "Off for Eid the week after next, can you put me down for Monday and Tuesday": the days that are asked for, of that week. */
function withoutStretch(found: readonly Mention[], spans: Mention['spans']): void {
  const isIn = (one: Mention) =>
    one.role === 'on' &&
    one.spans.some(({ from, to }) => from !== to && spans.every((own) => from <= own.from && own.to <= to));
  if (spans.length > 0) for (const one of found) if (isIn(one)) one.role = 'beside';
}

/**
 * Resolves all days of some statements in the order of the text: each may count from the one before. `isAhead`: whatever
 * their tense, they speak of days to come.
 */
export function resolveMentions(statements: readonly Statement[], today: Day, isAhead = false): Mention[] {
  const found: Mention[] = [];
  const hasEnd = ({ days }: Statement) => days.some(({ role }) => role === 'until' || role === 'back');
  const says = (one: Statement) => one.isMain || hasEnd(one) || (one.cues.has('weak') && !one.cues.has('past'));
  let last: Day | undefined;
  // "He died on Sunday. Off the rest of this week": not of the week after that Sunday.
  let lastAway: Day | undefined;
  for (const statement of statements)
    for (const { item, role } of statement.days) {
      const { clause, cues, isMain } = statement;
      const isSide = item.day!.pieces.some((piece) => piece.from.side);
      const isEnd = role === 'back' || role === 'until' || role === 'through';
      // "back Tuesday" and "until the 4th" count from the first day away.
      const first = found.find((one) => one.role === 'on' || one.role === 'from')?.spans[0]?.from;
      // "all next week bar Thursday": the Thursday of it.
      const stretch = found.at(-1)?.spans.at(-1);
      const isExcept = role === 'free' && stretch && stretch.from !== stretch.to && excepted.test(clause.text);
      const isRest = item.day!.pieces.some((piece) => piece.from.isRest || piece.from.isAll);
      // "Week commencing the 8th I'm on nights, so off the Tuesday": the Tuesday of it.
      const isOfWeek =
        !isExcept &&
        stretch !== undefined &&
        found.at(-1)!.isMain === false &&
        item.day!.pieces.every((piece) => isBareWeekday(piece.from) && !piece.to) &&
        (/\bthe \w+day\b/.test(clause.plain) || (isMain && /^(and )?so\b/.test(clause.text))) &&
        [4, 6].includes(daysBetween(stretch.from, stretch.to));
      if (isOfWeek) found.at(-1)!.role = 'beside';
      const after = isOfWeek
        ? addDays(stretch.from, -1)
        : isExcept
          ? addDays(stretch.from, -1)
          : isSide
            ? last
            : isRest
              ? lastAway
              : isEnd
                ? first
                : undefined;
      const isStory = cues.has('told') && !cues.has('weak') && !isMain && been.test(clause.plain);
      // "Absent on the 3rd and returned to work on the 5th": told afterwards.
      const isReturned = role === 'back' && first !== undefined && /\breturned\b/.test(clause.text);
      const isPast = !isAhead && (role === 'since' || (cues.has('past') && !isEnd) || isReturned || isStory);
      // "Moved to the 20th so off that Wednesday"
      const known = knownDay(item, role, clause.text, today, last);
      const read = known
        ? { ...resolvePhrase(item.day!, { today }), spans: [{ from: known, to: known }], isUnsure: false }
        : resolvePhrase(item.day!, { today, isPast, ...(after ? { after } : {}) });
      last = read.spans.at(-1)?.to ?? last;
      const isPlain = role === 'on' || role === 'from' || (role === 'through' && ofThing.test(clause.text));
      // "I was late yesterday because of an accident": what only says why leaves the day its own.
      const tells = isMain && cues.has('past') ? (one: Statement) => one.isMain : says;
      const isElse = statements.some((one) => one !== statement && tells(one));
      const isElseDated = statements.some(
        (one) => one !== statement && says(one) && one.days.some((day) => day.role !== 'beside'),
      );
      const next = statements[statements.indexOf(statement) + 1];
      const isFollowed =
        next?.isMain === true && next.clause.sentence === clause.sentence && /^(and )?so\b/.test(next.clause.text);
      // "agreed back in September" tells of no return.
      const isStoryEnd = role === 'back' && read.spans.length === 0 && cues.has('told');
      // "I put the 22nd and it is actually the 24th": the right one is told for its own sake.
      const isRight = statement.days.some((one) => one.role === 'wrong');
      // "That morning", of no day that was said.
      const isOfNone = isSide && read.spans.length === 0 && item.day!.pieces[0]!.from.part !== undefined;
      const own =
        isStoryEnd ||
        isOfNone ||
        (isPlain && !isRight && isAside(statement, read, item, today, isElse, isElseDated, isFollowed))
          ? 'beside'
          : role;
      if (own !== 'beside') lastAway = read.spans.at(-1)?.to ?? lastAway;
      const isAsked = own === 'on' && !cues.has('past') && marked.test(clause.text);
      if (isAsked) withoutStretch(found, read.spans);
      found.push({ ...read, role: own, isMain: isMain || isAsked, start: item.start, stop: item.stop });
    }
  return found;
}

/** Every day that was named, whatever for: which days a message takes back. */
export function daysNamed(
  statements: readonly Statement[],
  { today, holidays }: { today: Day; holidays: Holidays },
): Day[] {
  const all = resolveMentions(statements, today, true);
  // "Ignore what I texted last night, I am in today": when it was told is no day of it.
  const own = all.filter((one) => one.role !== 'beside');
  const ahead = all.filter((one) => one.spans.some((span) => span.to >= today));
  // "Can the whole week be unbooked except the Friday"
  const isExcepted = (one: Mention) =>
    one.role === 'free' &&
    statements.some(
      ({ clause, days }) => excepted.test(clause.text) && days.some(({ item }) => item.start === one.start),
    );
  const daysOf = (mentions: readonly Mention[]) =>
    workingDaysOf(
      mentions.flatMap((one) => one.spans),
      holidays,
    );
  const kept = new Set(daysOf(all.filter(isExcepted)));
  // "We have swapped him to Thursday, so he can come Wednesday after all": of Wednesday.
  const again = own.filter(
    (one) =>
      one.role === 'free' &&
      statements.some(
        ({ clause, days }) => /\bafter all\b/.test(clause.text) && days.some(({ item }) => item.start === one.start),
      ),
  );
  return daysOf(again.length > 0 ? again : own.length > 0 ? own : ahead).filter((day) => !kept.has(day));
}
