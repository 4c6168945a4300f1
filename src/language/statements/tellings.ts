import { manyPlain, ofPerson, opening } from '../people/others.ts';
import type { ReadingContext } from '../reading.ts';
import { type Cue, lateThings } from './cues.ts';
import { withDayOfWeek } from './day-of-week.ts';
import type { DayRole } from './day-roles.ts';
import { type DayItem, ownDays, type Statement, strong } from './statement.ts';

/** "Specsavers can't do me till Wednesday". */
const noTimeBefore = new RegExp(
  `${opening}(?!(?:i|we|he|she|NAME|you) )(?:(?:the|my|his|her) )?[a-z]+ (?:can|could|will|do|does) not (?:do|see|fit|take|get|have|book|squeeze|mend|fix) (?:me|him|her|us|it)(?: in)? (?:until|before) `,
);
/** The learner, as an employer or parent calls them. */
const ofLearner =
  /^(?:(?:and|but|so|because|hi|hello|also|sorry|DAY) )*(?:the twins|(?:my|our) (?:[^ ]+ )?(?:son|daughter|lad|lass|boy|girl|child|apprentice|learner|eldest|youngest|twins|(?:young|little) (?:man|lady|one)))\b/;
const otherOfOurs = /\bour other |\b(?:lads?|lass|apprentice|girl|boy|one) (?:who|that|he|she|they) /;
const ofHim = new RegExp(`${opening}(?:he|she|they) `);
const ofUs = new RegExp(`${opening}(?:i|we) `);
/** "We finished at 11": when the firm did, and not the learner. */
const weWent = new RegExp(
  `${opening}we (?:only |just |all )?(?:finished|left|got (?:out|away|home|back)|went home)\\b`,
);
const ofMe = new RegExp(`${opening}i `);
/** Words of saying: what a boss or a doctor says is told of the learner. */
const says =
  /\b(says?|said|saying|reckons?|thinks?|told|tells?|wants?|wanted|needs?|needed|asked|advised|insists?|recommends?|booked|put|signed|sent)\b/;

/** What happened, by the verb of a clause; what was arranged ("booked", "moved") lies ahead and is none. */
const didThen =
  /(?<!\b(?:is|are|am|be|being|get|gets|getting|got|need|needs|will|to|'s|have|has|it) (?:[^ ]+ )?)\b(?:ate|drank|drove|fell|had|threw|woke|came|went|hurt|cut (?:my|his|her|the|NAME)|hit|found|lost|felt|took|broke|worked|was|were|slept|stayed|saw|heard|met|gave|ran|rode|sat|stood|spent|caught|bought|brought|began|bit|blew|did|flew|forgot|froze|kept|knew|rang|sank|shot|stole|swam|tore|passed|died|got (?:hit|hurt|knocked|bitten|jumped|mugged|attacked|arrested|stung|burnt|burned|rushed|kicked|punched)|(?!booked|moved|changed|cancelled|scheduled|arranged|confirmed|agreed|asked|needed|wanted|invited|expected|planned|supposed|signed|excused|released|authorised|allowed|delayed|isolated|closed|blocked|flooded|based|involved|used|adjourned|relisted|postponed|staffed|handed|emailed|called|texted|need|speed|feed|indeed|bed|moped|rescheduled|rearranged|swapped|switched|fitted|offered|listed|advised|required|shared|excited|tired|worried|scared|stressed|naked)[a-z]{2,}ed)\b/;
/** Words of what is or lies ahead: a clause that has them tells no story. */
const isAhead =
  /\b(is|are|am|will|going to|wants?|needs?|today|tomorrow|have to|has to|must|need to|needs to|if|letter|booked|as)\b/;

/** "Off both days", "missing those two": the days said before. */
const pointsBack =
  /\b(both|either|all (two|three|four)|these|those)( of)?( (these|those))? (days?|dates|two|three|sessions|lessons)\b|\b(miss|missing) (both|those|them both|all of them)$/;
/** "Also the dentist on Thursday so not in then either": the day said last. */
const pointsLast =
  /\b(in|off|out|away|there|here|with you) then( (either|too|as well|also))?$|\b(a|an|the|my|his|her) \S+ then$/;

/** Who is off "both days" is away on the days that were told before, whatever they were told of. */
function withPointedBack(statements: readonly Statement[]): Statement[] {
  const at = statements.findIndex(
    ({ clause, cues, days, isMain }) =>
      days.length === 0 &&
      ((isMain && pointsBack.test(clause.text)) || ((isMain || cues.has('weak')) && pointsLast.test(clause.text))),
  );
  if (at < 0) return [...statements];
  const isLast = pointsLast.test(statements[at]!.clause.text);
  const told = statements
    .slice(0, at)
    .flatMap(({ days }) => days.filter(({ role }) => role === 'on' || role === 'back'));
  const named = statements.slice(0, at).flatMap(({ days }) => days);
  const before = isLast ? (told.length > 0 ? told : named).slice(-1) : told;
  if (before.length < (isLast ? 1 : 2)) return [...statements];
  return statements.map((one, i) => {
    if (i > at) return one;
    if (i === at) return { ...one, days: before.map((day) => ({ ...day, role: 'on' as const })) };
    const days = one.days.map((day) => (before.includes(day) ? { ...day, role: 'beside' as const } : day));
    return { ...one, isMain: one.isMain && isLast, days };
  });
}

/** A grown-up of the house or somebody of the college is off, away or late. */
const otherAway =
  /^(?:(?:hi|hello|hey|sorry|so|and|but|morning|just|DAY) )*(?:my |our |the )?(?:step ?)?(?:mum|mam|mom|dad|nan|nana|gran|grandma|grandad|uncle|auntie?|brother|sister|cousin|mate|friend|flatmate|housemate|boyfriend|girlfriend|boss|manager|mentor|tutor|teacher|lecturer|assessor|instructor|trainer|coach)(?: 's)?(?: (?:is|has|will|be|was|been|still|also|just|not|never|only))+ (?:off|away|late|absent|here|in|there|coming|visiting|turned up|shown up|arrived|on (?:holiday|leave|strike|annual leave))(?: (?:DAY|LENGTH|TIME|again|yet|from|for|at|on|in|to|work|sick|ill|college|school|with me|with us|either|and|till|until))*$/;
const saysNothing = /^(?:hi|hello|hey|morning|thanks|thank you|please|sorry|sir|miss|ok|okay|NAME)?$/;
/** "My mum is off work today", "my tutor isn't here", "my essay will be late", and nothing else: no learner is away by it. */
export function isOfOthersOnly(statements: readonly Statement[], sender: ReadingContext['sender']): boolean {
  const isTheirs = ({ clause, isMain }: Statement) =>
    (sender === 'learner' && otherAway.test(clause.text)) || (!isMain && lateThings.test(clause.text));
  return (
    statements.some(isTheirs) &&
    statements.every((one) => !one.clause.isQuestion && (isTheirs(one) || saysNothing.test(one.clause.text)))
  );
}

/** The learner has a part in what somebody else does: "my mum is taking me". */
const isOwnWords = (text: string, sender: ReadingContext['sender']) =>
  sender === 'learner'
    ? /\b(i|me|we|us|myself)\b/.test(text)
    : /\b(him|her|NAME|them|us)\b(?! (?:[^ ]+ )?(?:brother|sister|mum|dad|mam|nan))/.test(text);

/** True where a clause tells what somebody else does, or a thing: it is no absence of the learner's. */
function isOfOthers(
  { clause, isMain }: Statement,
  sender: ReadingContext['sender'],
  hasPeers: boolean,
  isOfMany: boolean,
): boolean {
  const { text } = clause;
  const isTheirs = () => ofPerson.test(text) && !says.test(text) && !isOwnWords(text.replace(ofPerson, ''), sender);
  if (noTimeBefore.test(text)) return true;
  if (sender === 'learner' && hasPeers) return false;
  if (sender === 'learner' && ofHim.test(text))
    return !says.test(text) && !/\b(me|us)\b/.test(text) && !/^they .*\bit\b/.test(text);
  if (sender === 'learner') return isTheirs();
  if (otherOfOurs.test(text)) return ofPerson.test(text);
  if (ofLearner.test(text) || (isOfMany && manyPlain.test(text))) return false;
  // What a firm does on a day is told of itself; a family's "we" has the learner in it.
  if (sender === 'employer' && ofUs.test(text)) return (!isMain || weWent.test(text)) && !isOwnWords(text, sender);
  if (ofMe.test(text)) return !isMain && !isOwnWords(text, sender) && !says.test(text);
  return isTheirs();
}

/** "Said he would fail me if I made a fuss": behind what was told. */
const ifThen = / if (?:i|he|she|we|they) .*$/;

/** "The tooth was meant to be out on Friday": a thing was, not the learner. */
const wasMeant = new RegExp(
  `${opening}(?:(?:the|my|his|her|our|NAME 's) )?(?:[^ ]+ )?(?!(?:i|he|she|we|they|NAME|you|who) )[a-z]+ (?:was|were) (?:meant|supposed|due|booked|going) to be\\b`,
);
/** "Last week I work Friday and Saturday". */
const isLastWeeks = ({ item, role }: DayItem) => {
  const { week, which } = item.day!.pieces[0]!.from;
  return role === 'on' && (which === 'last' || (typeof week === 'number' && week < 0));
};

/** True where a clause tells what happened before, and of no day ahead. */
const isStory = ({ clause, cues, days, isMain }: Statement) =>
  (!isMain || wasMeant.test(clause.text)) &&
  !days.some((day) => day.role === 'wrong') &&
  !cues.has('late') &&
  (days.some(isLastWeeks) ||
    wasMeant.test(clause.text) ||
    (didThen.test(clause.text) && !isAhead.test(clause.text.replace(ifThen, ' '))));

/** A day that can be known; "half term" cannot. */
const isKnown = ({ item }: DayItem) => item.day!.pieces.some(({ from }) => !from.isVague);
/** "Her school is closed on Friday, I can't come" */
const canNot = /^(and )?i can not (be able to )?(come|make it|attend|be in|be there)\b/;
/** "…, so not in", "he is due on Tuesday and I will not be there". */
const consequence =
  /^(and )?(so|therefore|hence)\b| so not\b|^and (i|he|she|NAME) (will|can|am|is|do) not (be |want to be |going to be )?there\b/;

/** The same clause with nothing said by it of being away; `role` is what its days are for now. */
function aside(one: Statement, role: (was: DayRole) => DayRole): Statement {
  const cues = new Set<Cue>([...one.cues].filter((cue) => !strong.includes(cue) && cue !== 'weak' && cue !== 'in'));
  return { ...withDays(one, role), cues, isMain: false };
}
const withDays = (one: Statement, role: (was: DayRole) => DayRole): Statement => ({
  ...one,
  days: one.days.map((day) => ({ ...day, role: role(day.role) })),
});
const beside = (was: DayRole): DayRole => (was === 'wrong' ? was : 'beside');
/** When somebody comes back or is there is the day of what follows from it. */
const asGiven = (was: DayRole) => (was === 'back' || was === 'free' ? 'on' : was);

/** "…and has his operation on Wednesday": of the same as the clause before. */
const goesOn =
  /^and (?:then |also |now |still )?(?:is|are|was|were|has|had|will|would|can|could|does|did|not|never|needs?|gets?|[a-z]{3,}ed|came|went|took)\b/;
/** The end of something else: "the ferry is not until Tuesday night", "on antibiotics till Friday". */
const untilOther = new RegExp(
  `${opening}(?!(?:i|he|she|we|they|NAME|not|off|away|out|here|there|ill|sick|in|still) )(?:(?:the|my|our|his|her|their|next|first|a|no) )?(?:[^ ]+ ){1,4}?(?:'s|is|are|was|does|do|will|can|has|have|leaves?|runs?|opens?|starts?|comes?|goes)(?: [^ ]+){0,3} until(?: (?:after|about|around|the|at|on|late|early|last|first))* DAY|\\b(?:on|taking|having|got|with) (?:[^ ]+ )?(?:antibiotics|tablets|steroids|painkillers|medication|meds|crutches|drip|bail|curfew|tag)\\b(?: [^ ]+){0,3} until(?: the)? DAY|\\b(?:roadworks?|works|diversions?|strikes?|scaffolding|snow|storm|closures?|closed|shut)(?: [^ ]+){0,2} until(?: the)? DAY|\\b(?:cert|certificate|card|licence|ticket|visa|passport|pass|insurance|contract|lease|tenancy|mot|prescription)\\b(?: [^ ]+){0,2} (?:(?:runs?|running|ran) out|expires?|ends?|is up)(?: on)?(?: the)? DAY`,
);
/** "Mum's not been back" since Thursday. */
const notBack =
  /\b(mum|mam|mom|dad|nan|gran|grandad|brother|sister|partner|husband|wife|boyfriend|girlfriend|mate|he|she|they)s?( has| have| is| 's)? not (been |come |called |rung )?(back|home|seen|in|round|here)$/;
const sinceThen = /^since (?:last |the )?DAY\b/;

/**
 * Which clauses tell of the absence, and which of something beside it: what somebody else does ("the lad he travels with
 * is on holiday till Thursday"), what happened before ("fell off my bike on Saturday"). Where the learner's absence is
 * told in a clause of its own, a day of these is none of it; where that clause has no day and follows from them ("Dad
 * lands tomorrow and I'm fetching him, so not in"), theirs is meant.
 */
export function withTellings(
  told: readonly Statement[],
  context: Pick<ReadingContext, 'sender' | 'today'>,
): Statement[] {
  const { sender } = context;
  const statements = withDayOfWeek(withPointedBack(told), context);
  const hasPeers = sender === 'learner' && statements.some(({ clause }) => clause.items.some((item) => item.name));
  // "The girls are off Thursday" is of the learners only where no other is spoken of.
  const isOfMany =
    sender === 'employer' &&
    !statements.some(({ clause }) => /\b(NAME|he|she|him|her|my (apprentice|son|daughter))\b/.test(clause.text));
  const others: boolean[] = [];
  const stories: boolean[] = [];
  for (const [i, one] of statements.entries()) {
    const before = statements[i - 1];
    const isSame = before?.clause.sentence === one.clause.sentence && goesOn.test(one.clause.text);
    others.push(isOfOthers(one, sender, hasPeers, isOfMany) || (isSame && others[i - 1] === true));
    stories.push(!others[i] && isStory(one));
  }
  const own = new Set(statements.filter((one, i) => !others[i] && !stories[i] && (one.isMain || one.cues.has('weak'))));
  const isMain = (one: Statement) => own.has(one) && one.isMain && !one.cues.has('past');
  const hasMain = statements.some(isMain);
  const isMainDated = statements.some((one) => isMain(one) && ownDays(one).length > 0);
  const isDated = statements.some((one, i) => !others[i] && !stories[i] && ownDays(one).some(isKnown));
  const isOnDated = statements.some(
    ({ days }, i) => !others[i] && !stories[i] && days.some((day) => day.role === 'on' && isKnown(day)),
  );
  const lastMain = statements.findLastIndex(isMain);
  /** What is said at a place has the absence follow from it: "…, so not in". */
  const isFollowed = (at: number) => {
    const next = statements[at + 1];
    const isSame = next?.clause.sentence === statements[at]?.clause.sentence;
    if (isSame && next && isMain(next) && canNot.test(next.clause.text)) return true;
    const so = statements.findIndex(({ clause }, i) => i > at && consequence.test(clause.text));
    return so >= 0 && so <= lastMain;
  };
  // "I must move out on Friday. Tomorrow I go to the council, so not in class": what is said at once before it.
  const so = statements.find((one) => isMain(one) && ownDays(one).length === 0 && consequence.test(one.clause.text));
  const isSoDated = statements.some(
    (one) => one !== so && one.clause.sentence === so?.clause.sentence && one.days.some((day) => day.role === 'on'),
  );
  const isBeforeSo = (one: Statement) =>
    so !== undefined && isSoDated && one.clause.sentence < so.clause.sentence && !one.isMain && !one.cues.has('weak');
  return statements.map((told, i) => {
    const one = others[i] ? { ...told, isOfOthers: true as const } : told;
    if (one.days.length === 0 && !others[i]) return one;
    if (isBeforeSo(one)) return aside(one, beside);
    const before = statements[i - 1];
    // "Not slept since Friday": how long of something else.
    const isSinceElse =
      sinceThen.test(one.clause.text) && before !== undefined && (!own.has(before) || notBack.test(before.clause.text));
    if (stories[i] || isSinceElse) return hasMain ? aside(one, beside) : isOnDated ? withDays(one, beside) : one;
    if (!one.isMain && (isMainDated || isOnDated) && untilOther.test(one.clause.text)) return aside(one, beside);
    if (others[i] && own.size === 0 && isOnDated) return withDays(one, beside);
    if (!others[i] || own.size === 0) return one;
    const isMeant = !isDated && isFollowed(i) && !didThen.test(one.clause.text);
    return aside(one, isMeant ? asGiven : beside);
  });
}
