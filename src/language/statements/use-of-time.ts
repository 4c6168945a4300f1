import type { Clause } from '../clauses.ts';
import type { TimeSpan } from '../times/read-times.ts';
import type { Statement } from './statement.ts';

/** What the clauses around a time say: that a time alone can be an arrival, that somebody leaves. */
export type Around = { mayArrive: boolean; isLeaving: boolean };

/**
 * What a time is for. `aside`: for nothing of ours ("rang at 7.15"); `usual`: when it begins as a rule; `window`: away
 * from one to the other; `from`, `to`: away from or until then; `at`: of an appointment or session.
 */
type Use = 'aside' | 'usual' | 'window' | 'leave' | 'arrive' | 'from' | 'to' | 'at';

const small =
  'in|for|at|by|on|again|it|to|DAY|probably|hopefully|about|around|from|until|me|like|what|or|so|maybe|say|after|the|roughly|just|straight|only';
/** What is said before a time at which someone will be there. */
const there = new RegExp(
  `\\b(came in|(?:drop|dropping|bring|bringing) (?:him|her|them|me|NAME) off|in|there|here|back|along|with you|with ya|to you|arrive|arriving|arrives|door|make it|get in|join|joining|log on|logging on|start|starting|college|at it|finished|eta|expect (?:me|us|him|her|them|NAME)|(?:sat ?nav|maps|google|waze) (?:says?|saying|said|reckons?)|going to be|will be|(?<!\\bcan )\\b(?:i|he|she|we|they) (?:will )?come)( (${small}))*$`,
);
const notThere =
  /\bcheck in\b|\b(want|wants|wanted|need|needs|needed|squeezed|squeeze|fitted|fit|booked|slotted|got|getting) (me|him|her|us|NAME)( to be)? (in|there)\b|\b(to|with|for) (me|us)( by)?$|\b(appointment|lesson|session|class) (at|in)\b/;
const told = /\b(called|rang|rung|phoned|texted|messaged|emailed|reported)( in)?( sick)?( at)?$/;
const missedRide = /\bmiss(ed|ing)? (the|my|our)( (first|last|early))?$/;
const gotHome = /\b(get|got) (in|home|back|to (bed|sleep))( until)?( \S+)?$/;
const cameHome = /\b(came|got|rolled|walked|stumbled|strolled|crept) (back )?(in|home)( \S+)?$/;
/** When somebody comes to mend or bring something. */
const ofThing =
  /\b(engineers?|plumbers?|electricians?|locksmith|gas man|boiler man|repair ?man|council|landlord|delivery|parcel|aa|rac|recovery|breakdown|gritter|mechanic)( man| truck| van)?( ('s|is|are|will be))? (due|coming|booked|arriving|round|here|reckons?|says?|said)( (in|at|by|for|between|from|about|around|to|come|out))*$/;
const sets =
  /\b(coach|bus|minibus|train|flight|plane|ferry|boat|taxi)( \S+)? (goes|leaves|departs|sets off)( (at|about|around|from|college))*$/;
const staying = /\b(in|here|there|stay|staying)( DAY| all day)?( only)? until( \S+)?$/;
/** Words that deny what is said after them. */
export const negated = /\b(not|no|never|unable|none|neither|nobody)\b/;

/** "11 o'clock start for me": it is when they come. */
const startsThen = /\bTIME start\b/;

/** "9.50 ish with you". */
const thereThen = /\bTIME (with (you|ya)|at yours)\b/;

const filler =
  /^(TIME|DAY|hopefully|about|around|more|like|probably|maybe|or|so|but|be|nearer|at|for|by|now|then|roughly|say|think|i|and|latest|the|ish|would|should|expect|reckon|guess|could)$/;

/** A time and nothing else: "…, hopefully about 10". */
function isBareTime(clause: Clause): boolean {
  return clause.items.every((item) => filler.test(item.word));
}

/** "only in until 11" goes then; "not in until 11" comes then; "kept her until three" is neither. */
function untilWhen(text: string, { cues }: Statement, isNot: boolean): Use {
  // "in work until 12" is not at college until then
  if (/\b(in|at) (work|court|hospital|clinic) until( \S+)?$/.test(text)) return 'arrive';
  if (/\bwait(ing)?( \S+){0,2} until( \S+)?$/.test(text)) return 'arrive';
  if (!isNot && staying.test(text)) return 'leave';
  const isComing = isNot || cues.has('away') || cues.has('late') || (cues.has('weak') && !cues.has('told'));
  return isComing ? 'arrive' : 'aside';
}

/** What a time is for, by its own lead, the words before it and the cues of its clause; the first that fits. */
export function useOfTime(time: TimeSpan, text: string, statement: Statement, around: Around): Use {
  const { cues, isMain, clause } = statement;
  const isNot = negated.test(text);
  const isLate = cues.has('late');
  // "We were in hospital until four this morning", "the carer does not come until dinner"
  const isGone =
    time.lead === 'until' && (statement.isOfOthers === true || (cues.has('past') && (!isMain || gotHome.test(text))));
  if (told.test(text) || time.lead === 'since' || isGone) return 'aside';
  // "He came in at 4am", "coach goes at 7", "the engineer is due 10 to 12": no hour of theirs at college.
  if (
    (cameHome.test(text) && (/\bhome\b/.test(text) || (time.from.hour ?? 12) < 7)) ||
    missedRide.test(text) ||
    ofThing.test(text) ||
    (sets.test(text) && (time.from.hour ?? 12) < 9)
  )
    return 'aside';
  if (/\b(meant|supposed) to( \S+){0,4}$/.test(text)) return 'usual';
  // "I can do the morning but not after 12"
  if (time.lead === 'after' && /^(but|and) not$/.test(text)) return 'leave';
  // "half ten, not half nine"; "won't make it for 9".
  if (/\bnot$/.test(text) || (isNot && /\bmake( it)?( for| by)?$/.test(text))) return 'usual';
  if (around.mayArrive && isBareTime(clause)) return around.isLeaving ? 'leave' : 'arrive';
  if (isLate && !isNot && startsThen.test(clause.text)) return 'arrive';
  if (!isNot && thereThen.test(clause.text)) return 'arrive';
  if (time.to) return (isMain || cues.has('weak')) && !isLate ? 'window' : 'at';
  if (time.lead === 'until') return untilWhen(text, statement, isNot);
  if (time.lead === 'before' && isNot) return 'arrive';
  if (cues.has('leave') && !isLate && !/\b(back|in|there)\b( \S+)?$/.test(text)) return 'leave';
  if (!isNot && !notThere.test(text) && (there.test(text) || time.lead === 'by')) return 'arrive';
  if (!cues.has('away')) return 'at';
  if (time.lead === 'from' || time.lead === 'after') return 'from';
  return time.lead === 'before' ? 'to' : 'at';
}
