import { type DayItem, inWeekOf, type Statement, saidAs } from './statement.ts';

/** "Don't put me down for Wednesday now" takes back; "don't put me down as late" is of a mark. */
export const notDown =
  /\bnot (put|mark|book|pencil) (me|him|her|NAME) (down|off|out) (for|on) DAY (now|any ?more|after all)\b/;
const takesBack: readonly RegExp[] = [
  /\b(unbook|unbooked)\b/,
  /\bignore me\b|\b(ignore|disregard|scrap|cancel|delete|forget|undo|remove|withdraw|retract|take back)\b( \S+){0,4} (message|messages|that|absence|it|said|texted|wrote|sent|notice|report|NAME|this|off|text)\b(?! (previous|instructions))/,
  /(?<!\bnot (?:\S+ ){0,3})\b(coming|be|am|is|in|make it|can|come|attend|attending|there|DAY) (?!(?:\S+ )?(?:not|off|away|ill|sick|late|absent|poorly|unwell)\b)(\S+ ){0,3}after all\b|\bafter all\b( \S+){0,3} (in|coming)\b/,
  /\b(false alarm|(panic|drama|crisis|emergency) over|stand down|change of plan|chang(e|ed) my mind|no longer (off|sick|ill|away|absent|needs?|wants?)|not needed|nevermind|undo)\b/,
  /\b(do|does) not need (it|that|them|DAY|the( (day|time|leave))?|to be off)( off)?( now| any ?more| after all)|\b(do|does) not need (DAY|the( (day|time))?) off$/,
  /\bnot (?:(?:be|going to be|going|running) )*(sick|ill|off|away|late|absent)( \S+){0,2} (now|any ?more|anymore|after all)\b/,
  /\b(?<!not )(am|is|are) (?!not )(\S+ )?(attending|coming)\b.*\b(now|after all|instead)\b/,
  // "Zoe is better and coming in"
  /\bNAME (is|has|feels|'s)( (a|lot|bit|much|lots|loads|feeling|got|all|now))* better (and|so)( (i|he|she|am|is|will|be|now|so|back))* (coming|attending|in)\b/,
  /\bDAY ('s |is )?(back|on again) ?(on)?$|\bDAY 's back on\b/,
  notDown,
  // "Take Ffion's absence off for tomorrow"
  /^((so|and|but|please|sorry|hi|actually|just|(can|could|will) you) )*take (my|his|her|their|the|NAME('s| 's)?) absence (off|out|down|away)( (for|on|please|now|DAY))*$/,
  // As the card's own button says it: "take back Friday", "take it back for Wednesday please"
  /^((so|but|and|please|actually|sorry|hi|(can|could|will) you|just) )*take (it |that |this |mine )?back( (for|on|my|about|the))*( DAY)?( (please|now|then))*$/,
  // "Forget what I put earlier", "can we take off the late I put in for Bethan"
  /(?<!\bnot )\b(ignore|disregard|scrap|forget|undo) (what|everything|all|anything)( that)? (i|we)( (just|had|have))? (put|told|typed|texted|messaged)\b/,
  /\b(take|taking|taken|get|getting) ((off|out|down|back) )?(the|that|this|my|a) (late|absence|absent|mark|leave|day|note|notice)( (off|out|down|back))?( (that|which))? (i|we)( (just|had|have))? (put|sent|logged|entered|reported|added|booked|gave|made)\b/,
  /\bcan (make it|come in|come|make DAY|do DAY)( DAY)? (now|after all|actually)\b/,
  /\bcall(ed|ing)? (my|his|her|their|the|NAME('s| 's)?) (\S+ )?(leave|holidays?|hols|trip) off\b/,
];

/** "Max is coming in": alone it takes back what was told of him; beside what is told of somebody else it is as ever. */
const comesPlainly = /\bNAME is (attending|coming)\b(?! (a|an|the|his|her|their|my|our|to) )/;
const isComing = ({ clause, cues }: Statement) => {
  // "In for 9" is when the day begins.
  const isByStart = clause.items.some(({ time }) => time && (time.from.hour ?? 12) <= 9 && time.from.minute === 0);
  return comesPlainly.test(clause.text) && (!cues.has('late') || isByStart);
};

/** "Scrap that", "forget it": what was told last is meant. */
const last =
  /\b(ignore|disregard|scrap|scratch|cancel|delete|forget|undo|remove|withdraw|retract|take back) (that|it|this|me)\b(?! (about|for|on|in|from|message|day))/;
export const scrapsLast = ({ clause }: Statement) => last.test(clause.text);

/** "I won't be off tomorrow", "Josh won't be away next week now", "I won't be late"; "I'm not late" is of a mark. */
const denies =
  /^((so|and|but|no|sorry|hi|hello|actually|just|DAY) )*((i|he|she|we|they|NAME( and NAME)*) )?((will|(?<=(i|he|she|we|they|NAME) )(am|is|are)) not (be |going to be )?(off|away|absent|leaving( early)?|going home early|finishing early)|(will not|(am|is|are) not going to) be late)( (on|for|DAY|now|any ?more|after all|then|anyway))*$/;
export const isDenied = ({ clause }: Pick<Statement, 'clause'>) => denies.test(clause.text) && !clause.isQuestion;

/** "I said I'd be away next week but we're not going now". */
const plans =
  /^(?!.*\b(come|coming|be in|(to|at) (college|class|school))\b).*\b(said|told|booked|was|were|meant|supposed)\b.*\b(off|away|out|absent|not in|holidays?|going|flying|trip)\b/;
const notGoing =
  /^(but |and |so )?(i|he|she|we|they|NAME) (am|is|are|will) not (be )?(going|flying|travelling|go)( (away|there|on it|DAY|now|any ?more|after all))*$/;

/** "You've got Chloe down as off tomorrow, she isn't", of a day to come: no mark is wrong yet. */
const downAsOff =
  /\b(got|have|you've|has|down|says?|shows?|showing)\b( (i|he|she|they|NAME|me|him|her|am|is|are|as|being|down|in))* (off|away|absent)( (on|for))? DAY$/;
const isNotSo =
  /^(but |and |though )?(i|he|she|they|NAME) ((am|is|are|will) not( (be|off|away|absent))*|(will be|am|is|are)( (coming|in|there))+)$/;
const isToCome = ({ item }: DayItem) =>
  item.day!.pieces.every(({ from }) => from.which !== 'last' && (from.offset ?? 1) > 0);
/** True where what we have written down for a day to come is said to be wrong. */
export const isDownWrong = ({ clause, days }: Statement, next: Statement | undefined) =>
  downAsOff.test(clause.text) && days.every(isToCome) && isNotSo.test(next?.clause.text ?? '');

/** "Thursday is off, I'll be in": what was to be then is off. */
const dayOff = /^((so|and|but) )*DAY (is|'s) off( now)?$/;

/** "Scrap Wednesday, I'll be in"; "cancel Wednesday, I'm at the dentist" is the contrary. */
const scrapsDay =
  /^((so|but|and|please|actually|sorry|hi|you can|no) )*(scrap|ignore|disregard|forget|undo)( (about|off|my))* DAY( (off|please|now|actually|then))*( (i|he|she|they|NAME))?( (will be|am|is|are|can come) in)?$/;
const isScrapped = ({ clause, days }: Statement, all: readonly Statement[]) => {
  const next = all[all.findIndex((one) => one.clause === clause) + 1];
  if (dayOff.test(clause.text)) return next?.cues.has('in') === true && !next.isMain && next.days.length === 0;
  if (!scrapsDay.test(clause.text) || !days.every(({ role }) => role === 'on')) return false;
  return next === undefined || (next.cues.has('in') && !next.isMain);
};

/** "His leave of 14 June has been cancelled"; whose holiday else it was is no matter of ours. */
const leaveCancelled =
  /(^|\b(my|his|her|their|our|the|NAME('s| 's)?|DAY|so|and|but|because) )((annual|unpaid|booked|sick|family|work) )*(leave|holidays?|hols|absence|time off|days? off|trip)( (of|on|for|from|that|i|he|she|they|we|booked|asked|had|is|'s|are|was|now|been|has|have|got|NAME|DAY))* (cancelled|withdrawn|called off|(?<=(\b(is|are|was|were|been|now)|'s) )off(?! (from|on|DAY|the|in|to|next|this|for|until|all|with|at))|revoked|refused|declined|rejected|turned down|knocked back)\b/;
const refused = /\b(refused|declined|rejected|turned down|knocked back)\b/;

/** "Has my leave been cancelled" is asked, with a question mark or without. */
const wondered =
  /^((hi|hello|sorry|and|so|but|just) )*(is|are|was|were|has|have|did|does|will|can|could|why|when|if|whether|checking|wondering|asking)\b/;

/** True where a clause takes back what was told; leave that is cancelled does, unless they stay away for something else. */
export function isTakenBack(statement: Statement, all: readonly Statement[]): boolean {
  const { clause } = statement;
  if (takesBack.some((one) => one.test(clause.text)) || isComing(statement) || isScrapped(statement, all)) return true;
  const at = all.findIndex((one) => one.clause === clause);
  if (isDenied(statement) || isDownWrong(statement, all[at + 1])) return true;
  if (notGoing.test(clause.text) && all.slice(0, at).some((one) => plans.test(one.clause.text))) return true;
  // Who was refused leave may go all the same, unless they say that they come.
  const isSo = !refused.test(clause.text) || all.some((one) => /^(and )?so\b/.test(one.clause.text));
  const isCancelled = leaveCancelled.test(clause.text) && isSo && !clause.isQuestion && !wondered.test(clause.text);
  return isCancelled && !all.some((one) => one.clause !== clause && (one.cues.has('away') || one.cues.has('late')));
}

/** "…, but not Friday": behind a day that is taken back, one that is not. */
export const butNot = /^(but|and) (also )?(still )?not (on )?DAY\b/;

/** It tells, in words of its own, of being away, late or leaving on a day. */
const tellsOfDays = (one: Statement) =>
  one.isMain &&
  !one.clause.isQuestion &&
  !one.cues.has('past') &&
  !/\bafter all\b|\bno longer\b|\bnot (on )?DAY\b/.test(one.clause.text.replace(butNot, '')) &&
  one.days.some((day) => day.role === 'on' || day.role === 'from');

/**
 * "Cancel my Tuesday off, it is Thursday now, so off Thursday": the days taken back are wrong for those told after them;
 * what is said of them tells of no absence.
 */
export function withTakenBack(statements: readonly Statement[]): Statement[] {
  const back = statements.findIndex((one) => one.days.length > 0 && isTakenBack(one, statements));
  if (back < 0) return [...statements];
  const scrapped = isScrapped(statements[back]!, statements);
  const words = ({ days }: Statement) => days.map(saidAs);
  const known = words(statements[back]!);
  const isAnew = statements.some(
    (one, i) =>
      (i > back || scrapped) &&
      !isTakenBack(one, statements) &&
      tellsOfDays(one) &&
      words(one).some((said) => !known.includes(said)),
  );
  if (!isAnew) return [...statements];
  return statements.map((one, i) => {
    if (i !== back) return one;
    // "Off Tuesday and Wednesday. Scrap Wednesday": of what this message told itself, the rest stays.
    const isListed = statements
      .slice(0, i)
      .some(({ days }) => days.some(({ item }) => item.day!.pieces.length > 1 || item.day!.pieces[0]!.to));
    const role = scrapped && isListed ? ('free' as const) : ('wrong' as const);
    const days = one.days.map((day) => ({ ...day, role }));
    return { ...one, days, cues: new Set(), isMain: false };
  });
}

/** "Scrap Wednesday, I'll be in then, still off Tuesday": some days are taken back, of others it tells anew. */
export function tellsAnew(statements: readonly Statement[]): boolean {
  const back = statements.flatMap(({ days }) => days.filter(({ role }) => role === 'free' || role === 'wrong'));
  const known = back.map(saidAs);
  // "I'm off Wednesday. Scrap that, I'm in Wednesday": nothing is told of but what is taken back.
  return (
    back.length > 0 &&
    statements.some(
      (one) =>
        tellsOfDays(one) &&
        !one.cues.has('told') &&
        !isTakenBack(one, statements) &&
        one.days.some((day) => (day.role === 'on' || day.role === 'from') && !known.includes(saidAs(day))),
    )
  );
}

/** True where all that is said of somebody is taken back. */
export const isOnlyTakenBack = (statements: readonly Statement[]) =>
  statements.some((one) => isTakenBack(one, statements)) && !statements.some(tellsOfDays);

/** True where all that is said of somebody is that they come, and not that anything changed. */
export const isOnlyComing = (statements: readonly Statement[]) =>
  statements.some(isComing) && !statements.some(({ clause: { text } }) => takesBack.some((one) => one.test(text)));

/** "Jack is ill", "it's Zoe that has a bug": what keeps somebody away, without a word of being away. */
const isKept = ({ clause: { text }, cues }: Statement) =>
  cues.has('weak') &&
  !cues.has('in') &&
  /\bNAME (is|are|has|have|'s|still|feels|feel|that is|that has|who is|who has)\b/.test(text) &&
  !/\b(not|no longer|over|better|fine|ok|okay|cancelled|moved|off|was|were|been off)\b/.test(text);
const hasBeen = /\bNAME (has|have|'s) been\b/;

/** True where an absence of somebody is told, and nothing taken back. */
export const isOnlyTold = (statements: readonly Statement[]) =>
  statements.some((one) => {
    const isBefore = one.cues.has('past') || one.cues.has('told');
    return (one.isMain || isKept(one)) && !one.clause.isQuestion && (!isBefore || hasBeen.test(one.clause.text));
  }) && !statements.some((one) => isTakenBack(one, statements));

/** "It has been relisted for Monday", "they say Thursday now". */
const movesTo =
  /\b(moved|changed|put back|pushed back|brought forward|relisted|adjourned|rescheduled|rearranged|rebooked|switched|swapped|postponed|delayed)( \S+){0,3} (to|for|until)\b|\b(moved|changed|put back|pushed back|pushed|brought forward|rescheduled|rearranged|postponed|delayed)( \S+){0,3} from( the)? DAY|\b(now|defo|definitely|instead)\b.*\bDAY\b|\bDAY (now|instead)\b|\bits? (is )?DAY now\b|\bto DAY$/;
const moves =
  /\b(moved|changed|put back|pushed|pushed back|brought forward|rescheduled|rearranged|postponed|delayed)\b/;
const soOn = /^(so|now|making it|which is|that is)( (it|its|is|now|on))* DAY( now| instead)?$/;
const wasOn = /\b(was|were|first|firstly|originally|supposed|meant|booked|(told|said)( (you|u|it|that|they))*)\b/;
const thenOn = /^(and )?then( (it|they|was|to|for|moved|changed|said))* DAY$/;
const toldOff = /\b(i|he|she|NAME|they|booked|told|said)\b.*\b(off|away|out|absent|not in)\b/;

const movedFrom = new RegExp(
  `${moves.source}( \\S+){0,2} from( the)? DAY|\\bDAY( (has|is|was|got|been|had|now|'s))* ${moves.source}( \\S+){0,2} (to|until|for)( the)? DAY`,
);
/** What a thing was moved to. */
const toLast = (day: DayItem): DayItem => {
  const { to, ...piece } = day.item.day!.pieces.at(-1)!;
  return {
    ...day,
    role: 'on',
    item: { ...day.item, day: { ...day.item.day!, pieces: [{ ...piece, from: to ?? piece.from }] } },
  };
};
/** "The dentist for Thursday got moved to Tuesday" */
const lastAlone = (days: readonly DayItem[]): DayItem[] =>
  days.map((day, i) => (i < days.length - 1 ? { ...day, role: 'beside' } : day));
const isWeek = ({ item }: DayItem) => {
  const { week, weekday } = item.day!.pieces[0]!.from;
  return week !== undefined && weekday === undefined;
};

/**
 * "I was off Wednesday for court but it is adjourned to next Wednesday", "was Tuesday, then Wednesday, definitely Thursday
 * now": of a thing that was moved only the last day is meant. What was told of an absence before is taken back.
 */
export function withMoved(statements: readonly Statement[]): Statement[] {
  const isSaid = (one: Statement) => one.days.some(({ role }) => role === 'on' || role === 'from');
  const at = statements.findLastIndex(
    (one, i) =>
      isSaid(one) &&
      (movesTo.test(one.clause.text) ||
        (soOn.test(one.clause.text) && moves.test(statements[i - 1]?.clause.text ?? ''))),
  );
  if (at < 0 || (at === 0 && !movedFrom.test(statements[0]!.clause.text))) return [...statements];
  const words = (one: Statement) => one.days.map(saidAs).join();
  const stretch = statements
    .slice(0, at)
    .flatMap(({ days }) => days.filter(isWeek))
    .at(-1);
  return statements.map((one, i) => {
    // "moved from Friday to Monday"
    if (i === at && movedFrom.test(one.clause.text)) return { ...one, days: lastAlone(one.days.map(toLast)) };
    if (i === at && stretch) return { ...one, days: one.days.map((day) => inWeekOf(day, stretch)) };
    const before = statements[i - 1];
    const isBefore =
      i < at &&
      one.days.length > 0 &&
      words(one) !== words(statements[at]!) &&
      (wasOn.test(one.clause.text) ||
        movesTo.test(one.clause.text) ||
        (thenOn.test(one.clause.text) && before !== undefined && wasOn.test(before.clause.text)));
    if (!isBefore) return one;
    // "I said I'd be off this week but it is only Monday and Tuesday now": less of it.
    if (one.days.some(isWeek)) return { ...one, days: one.days.map((day) => ({ ...day, role: 'beside' as const })) };
    const role = toldOff.test(one.clause.text) ? ('wrong' as const) : ('beside' as const);
    // What is taken back outright stays so.
    const days = one.days.map((day) => (day.role === 'wrong' ? day : { ...day, role }));
    return { ...one, days, cues: new Set(), isMain: false };
  });
}
