import { addDays, type Day, weekdayOf } from '../../domain/calendar.ts';
import type { DayItem, Statement } from './statement.ts';

/** "Sorry I didn't let you know yesterday", "forgot to ring on Monday": and nothing more said of that day. */
const notTold =
  /\b(did not|never|could not|can not|forgot to|for not|about not|without)( even| get to| get round to)* (let(ting)? (you|u|anyone|college|sir|miss) know|(tell|telling|told|text|texting|texted|ring|ringing|rang|rung|call|calling|called|message|messaging|messaged|email|emailing|emailed|phone|phoning|phoned|contact|contacting|say|saying)( (you|u|in|anyone|anything|sir|miss|college|sick))*)( about (NAME|him|her|them|me|it))?( on)? DAY(?:$| (?=(?:i|he|she|NAME) (?:had|was|got|could not)\b))/;
/** "Jack was due with you yesterday, he was off sick" */
const wasDue = /\b(was|were) (due|meant|supposed|down|expected)( (with|in|to|be|for|at|you|there|here|come))* DAY$/;
const sorryFor =
  /\b(sorry (about|for)|apologies for)( (the|my|no|not) (message|text|call|show|absence))? DAY$|\bno (message|text|call) DAY$/;
const happened = /\b(was|were|had|got|broke|fell|went|rushed|taken|sent|could not|kept|spent)\b/;

const illness =
  'food poisoning|migraine|sickness|bug|headache|temperature|fever|flu|cold|covid|runs|cramps|period pains?|asthma attack|toothache|earache|upset stomach|bad stomach|bad belly|belly ache|stomach ache|tonsillitis|d and v';
const hadIllness = new RegExp(
  `^(?:(?:sorry|so|and|but|just|because|hi|hello|i|he|she|NAME|only) )*had (?:(?:a|an|the|really|bad|some|proper|awful|terrible|horrible|stomach|sickness|tummy|my) ){0,4}(?:${illness})(?: (?:all|all day|on|again|really bad|bad))? DAY$|^(?:(?:sorry|so) )*DAY (?:i|he|she|NAME) had (?:(?:a|an|the|really|bad|some|stomach) ){0,3}(?:${illness})$`,
);
/** "Still weak", "feeling rough": it goes on. */
const goesOn =
  /\b(still|(?:feel|feeling|felt)(?! (?:(?:much|loads|lots|a|bit) )*(?:better|fine|ok|okay|good))|not|can not|rest|resting|bed|since|now|today|again)\b/;

/** All it says of today is that they are in. */
const isThere = ({ cues, days, isMain }: Statement) =>
  !isMain && (cues.has('in') || days.length > 0) && days.every(({ role }) => role === 'free' || role === 'back');

/** "Had food poisoning yesterday, in today": the day behind is the one that was missed. */
function withIllness(statements: readonly Statement[], today: Day): Statement[] {
  const at = statements.findIndex(
    ({ clause, days: [day, ...more] }) =>
      day && more.length === 0 && hadIllness.test(clause.text) && isBehind(day, today),
  );
  const others = statements.filter((_, i) => i !== at);
  const isIn = others.some(isThere);
  const isOther = others.some(
    (one) =>
      !isThere(one) &&
      !one.clause.isQuestion &&
      ((one.isMain && !one.cues.has('past')) ||
        one.days.length > 0 ||
        one.cues.has('weak') ||
        (!isIn && !one.cues.has('past') && goesOn.test(one.clause.text))),
  );
  if (at < 0 || isOther) return [...statements];
  return statements.map((one, i) => (i === at ? asMissed(one) : one));
}

const isBehind = ({ item }: DayItem, today: Day) =>
  item.day!.pieces.every(({ from: { offset, weekday, which, week, part }, to }) => {
    if (to || part === 'evening') return false;
    // A Sunday's illness keeps nobody away but the day after.
    if (offset !== undefined) return offset < 0 && ![0, 6].includes(weekdayOf(addDays(today, offset)));
    return weekday !== undefined && week === undefined && (which === undefined || which === 'last');
  });

/** Away, in the past, and no day said. */
const isAwayThen = (one: Statement | undefined) =>
  one?.isMain === true && one.cues.has('past') && one.days.length === 0;

/** The last day of a statement is the one that was missed. */
function asMissed(one: Statement): Statement {
  const days = one.days.map((day, nth) => (nth === one.days.length - 1 ? { ...day, role: 'on' as const } : day));
  const cues = [...one.cues].filter((cue) => cue !== 'told');
  return { ...one, days, cues: new Set([...cues, 'weak' as const, 'past' as const]), isMain: true };
}

/**
 * An absence told late: who is sorry that they did not say so on a day was away on it, where the message tells what
 * happened and of no other day.
 */
export function withToldLate(statements: readonly Statement[], today: Day): Statement[] {
  const at = statements.findIndex(
    ({ clause, days: [day] }, i) =>
      notTold.test(clause.text) ||
      (day && wasDue.test(clause.text) && isBehind(day, today) && isAwayThen(statements[i + 1])) ||
      (day && sorryFor.test(clause.text) && (day.item.day!.pieces[0]!.from.offset ?? 0) < 0),
  );
  const others = statements.filter((_, i) => i !== at);
  const isOther = others.some((one) => !isThere(one) && (one.days.length > 0 || (one.isMain && !one.cues.has('past'))));
  if (at < 0) return withIllness(statements, today);
  if (isOther || !statements.some((one) => happened.test(one.clause.plain))) return [...statements];
  return statements.map((one, i) => (i === at ? asMissed(one) : one));
}
