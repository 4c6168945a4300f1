import { reasonOf } from '../read-reason.ts';
import type { ReadEvent } from '../reading.ts';
import type { Happening } from './happenings.ts';
import type { HoursRead } from './read-hours.ts';
import { type DayItem, ownDays, type Statement } from './statement.ts';

const notComing =
  /\b(no point( in)?( (me|him|her))? coming|not (be )?(coming|come|able|making)|not going to make|can not make|gone home|going home)\b/;

/** What makes one late, where nothing else is said: "got a flat tyre", "only just woke up, on my way". */
const mishap =
  /\b(on my way(?! (home|back home|out))|flat tyre|puncture|(its|it|he|she|car|van|bike|taxi)( has|'s)? got a flat$|(just|only) (woke|woken) up|(bus|train|tram) (was|is|'s) (full|cancelled)|(bus|train|tram|lift) (never (came|showed|turned up)|did not (come|turn up|show))|(lift|ride) (has |have )?(fell through|fallen through|let me down|bailed|cancelled|not turned up|gone without me)|can not find (the|my) (room|class|classroom)|(police|fire brigade|firemen|fire|officers?|they) will not let (me|us|him|her|them|NAME|anyone|anybody|nobody) (out|past|through|leave)|can not (get|drive) (out (of|onto|on) )?(the|my|our) (road|street|drive|estate|lane|village))\b/;

/** True where someone late says in the end that they do not come: "missed the bus so not coming". */
function staysAway(statements: readonly Statement[]): boolean {
  const lastLate = statements.findLastIndex((one) => one.cues.has('late'));
  return statements.some(({ clause, cues }, i) => {
    const isNo = i > lastLate ? cues.has('away') : i === lastLate && notComing.test(clause.plain);
    // "Not in until 10" and "not in on time" are lateness.
    return isNo && !/\bon time\b/.test(clause.plain) && !clause.items.some((item) => item.time?.lead === 'until');
  });
}

/** "…because mum's train is stuck": somebody else is late, and that is why. */
const othersLate =
  /^(because|since|as) |\b(mums?|mams?|dads?|moms?|nans?|grans?|brothers?|sisters?|partners?|wife|husband|boyfriend|girlfriend|childminder|babysitter|she|he)('s| 's)?( \S+){0,2} (is|was|are|been|will be|got|running) (\S+ )?(stuck|late|delayed|held up)\b/;

/** "I'm still coming in today", "I'll be in": with no hour, and nothing that it hangs on. */
const plainlyIn =
  /^((so|but|and|still|just|though|although|hi|hello|yes|DAY|NAME) )*((i|he|she|they|we|NAME) )?(am|is|are|will|should|'s)( (be|still|definitely|probably|hopefully|going to|planning on))*( (coming|come|in|there|here|attending|at college))( (in|to|at|on|for|college|class|school|lessons?|DAY|still|anyway|though|as|usual|normal))*$|^(but |and |so )?(still )?coming in( DAY| still| anyway| though)*$/;
export const isPlainlyIn = ({ clause, isMain }: Statement) =>
  !isMain && !clause.isQuestion && plainlyIn.test(clause.text);
const feelsIll =
  /\bnot( be)? (feeling|feel|well|too well|very well|great|right|the best)\b(?!.*\b(in|come|coming|make)\b)/;
const bearable: readonly string[] = ['sickness', 'bereavement', 'family_emergency'];
const isToday = ({ item }: DayItem) => item.day!.pieces.every(({ from, to }) => from.offset === 0 && !to);

/** "I've got a cold but I'll be in", "my sister is ill but I'm coming in": no word of being away, and they come. */
function comesAnyway(statements: readonly Statement[]): boolean {
  const there = statements.filter(isPlainlyIn);
  const others = statements.filter((one) => !there.includes(one));
  const told = others.filter((one) => one.isMain || one.cues.has('weak') || ownDays(one).length > 0);
  const isBorne = ({ clause, days, isMain, isOfOthers }: Statement) =>
    days.every(isToday) &&
    (isMain ? feelsIll.test(clause.text) : isOfOthers || bearable.includes(reasonOf([clause]).reason));
  return (
    there.length > 0 &&
    told.every(isBorne) &&
    (told.length === 0 || there.every(({ days }) => days.every(isToday))) &&
    // "He will be in but not before 10" is late.
    statements.every(({ clause }) =>
      clause.items.every(({ time, minutes, lessons }) => !(time || minutes || lessons)),
    ) &&
    statements.every(({ days }) => days.every(({ role }) => role !== 'back' && role !== 'wrong'))
  );
}

/** What a happening is, by its words alone; undefined where nothing says that anyone is away, late or leaving. */
export function eventKind({ statements }: Happening, hours: HoursRead): ReadEvent['kind'] | undefined {
  if (comesAnyway(statements)) return undefined;
  const has = (cue: 'away' | 'late' | 'leave' | 'weak') => statements.some((one) => one.cues.has(cue));
  // "Leaving at 12.30 and back by 2", "then gone, back by 1" is away in between.
  if (has('leave') && hours.toTime && hours.leaveAt === undefined) return 'absence';
  // "Leaving lesson 3 and 4 for physio, back for 5"
  if (hours.arriveLesson !== undefined && (hours.lessons[0] ?? 1) > 1) return 'absence';
  const arrives = hours.arriveAt !== undefined || hours.arriveLesson !== undefined;
  const isLate = arrives || has('late') || (hours.minutesLate !== undefined && !has('away'));
  const isOwnLate = statements.some(
    (one) => one.cues.has('late') && (hours.leaveAt === undefined || !othersLate.test(one.clause.plain)),
  );
  if (has('leave') && !isOwnLate && (hours.leaveAt !== undefined || !has('away'))) return 'early_leave';
  if (isLate && (arrives || !staysAway(statements))) return 'lateness';
  if (has('away') || has('weak')) return 'absence';
  const hasEnd = statements.some((one) =>
    one.days.some(({ role }) => role === 'back' || role === 'until' || role === 'through'),
  );
  if (hasEnd) return 'absence';
  return statements.some(({ clause }) => mishap.test(clause.plain)) ? 'lateness' : undefined;
}

const onlyThere =
  /\b(in|there|here|at (college|school)|as (usual|normal))( (college|school|class|lessons|today|DAY|TIME|PART|as|like|usual|usually|normal|though|too|also|fine|ok|all|again|at|on|for|the|with|you|us|please|thanks))*$/;

/** "Tia will be with you tomorrow as usual", "he is in today": no absence, whatever else is told beside it. */
const asUsual =
  /\b(in|there|here|with you|(in|at) (college|class|lessons?|school))( DAY)? (as|like) (usual|normal)( (DAY|though|then|now))*$|^(so |but |and )?(NAME|he|she|they) (is|are|will be) (in|with you)( DAY)?$/;

/** True where it is said that somebody is in as ever. */
export const isAsUsual = (statements: readonly Statement[]) =>
  statements.some(({ clause }) => asUsual.test(clause.text)) || comesAnyway(statements);

/** "Ben smells of alcohol", "she has been drinking": who is seen so is there. */
const seen =
  /\b(smells?|smelt|smelled|stinks?|stank|reeks?|reeked|smelling|reeking|stinking)( \S+)? (of|like) \S+|\b(is|looks|seems|appears|been)( \S+)? (drunk|stoned|high|drinking|under the influence)\b/;
export const isSeen = (statements: readonly Statement[]) => statements.some(({ clause }) => seen.test(clause.text));

/** True where all that is said of somebody is that they are in: "Ellie is in as usual", not "Ellie is in Turkey". */
export function isOnlyThere(statements: readonly Statement[]): boolean {
  return statements.some(({ clause: { text } }) => onlyThere.test(text));
}
