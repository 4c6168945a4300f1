import type { Statement } from './statement.ts';

/** Until when is open. */
const openEnded =
  /\b(until further notice|for ages|indefinitely|for the time being|foreseeable|for now|(not sure|do not know|dunno) (when|how long)(?! (it|he|she|they|that|this)( will)? (take|takes|finish|finishes|last)| ((i|he|she|we|they) )?(will|can)( \S+)? (there|in|here))|rest of (the |this )?(term|month|year)|no idea (when|how long)(?! ((i|he|she|we|they) )?(will|can)( \S+)? (there|in|here)))\b/;

/** Some day is meant, and which is left open: "one day next week", "not sure which". */
const openDay =
  /\b(not sure|do not know|no idea|will (confirm|say|tell you)|tbc|to be confirmed|let you know|not decided|undecided)( (yet|you))? (which|what day|what days)\b|\b(one|some|a|another|either)( (of the|more))? (days?|mornings?|afternoons?) DAY\b|\bDAY or DAY (not sure|tbc|depend\w*)\b|\b(sometime|some time|at some (point|stage))\b|\b(off|away|leave|holiday)( \S+)? soon\b|\bsame days? (as|again)\b/;

/** "Off Tuesday or Wednesday" is one of them; "not in Tuesday or Wednesday" is both. */
function isEither({ clause, days }: Statement): boolean {
  const isBoth =
    /\b(not|no|never|unable|neither|miss|missing)\b/.test(clause.text) && !/\b(either|depend\w*)\b/.test(clause.text);
  return !isBoth && days.some(({ item, role }) => role === 'on' && item.day?.isOr);
}

/** "Until I feel better": no day, and no time. */
const untilThat = /\buntil (i|he|she|they|we|it|someone|after (my|the|his|her)) /;

const atLeast = /\bat least (LENGTH|DAY|until)\b|\b(until|for|to) at least\b/;

/** "Could run into Monday", "might be the week after as well". */
const couldBeMore =
  /\b(could|might|may|can) (well |also |easily )?(be|run|go|drag|last|roll|spill|take|need)( on| over| out)*( (into|to|until|past|for))?( the)? (longer|more|DAY|LENGTH|\S+ week after|week after)\b/;

/** "I assume he'll be back Wednesday", "probably not for the next fortnight": an end that nobody has said. */
const supposed =
  /\b(assume|assuming|guess|guessing|imagine|presume|presumably)( \S+){0,4} back( \S+){0,2} DAY\b|\b(probably|possibly|maybe|might|likely) not( be)?( (in|here|there|back))?( for)?( the)?( next)? LENGTH\b/;

/** True where nobody can say until when. */
export const isOpenEnded = ({ clause, cues }: Statement) =>
  couldBeMore.test(clause.text) ||
  supposed.test(clause.text) ||
  openEnded.test(clause.plain) ||
  atLeast.test(clause.text) ||
  (cues.has('away') && untilThat.test(clause.text));

/** True where it must be asked which day is meant. */
export const isOpenDay = (one: Statement) => openDay.test(one.clause.text) || isEither(one);
