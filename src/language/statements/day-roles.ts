import type { Clause, Item } from '../clauses.ts';

/**
 * What a day in a message is for. `on`: it is spoken of plainly; `free`: the person is there then; `until`: back that
 * day or the last day away; `through`: the last day away; `back`: the first day there again; `since` and `from`: the
 * first day away; `beside`: it belongs to something else ("by Friday"); `wrong`: it is taken back for another ("not Friday, Thursday").
 */
export type DayRole = 'on' | 'free' | 'until' | 'through' | 'back' | 'from' | 'since' | 'beside' | 'wrong';

const small =
  '( (after|just|it|with|you|us|on|at|the|in|about|least|again|college|school|class|lessons|uni|work|site|placement|nursery|the yard|and|hopefully|probably|only|to|for|by|this))*$';
/** What may stand between "through" and the last day; "through work" is by way of work. */
const toThe = '( (to|until|and|including|inclusive|the|on|at|least))*$';
const leads: readonly [RegExp, DayRole][] = [
  // "Ignore my message last night"
  [
    /\b(my|the|that|our)( (last|earlier|first|previous|other))? (messages?|texts?|emails?|note|voicemail)( (i|we|he|she) (sent|left))?( (from|of|on))?$/,
    'beside',
  ],
  [new RegExp(`\\b(through|inclusive of|(until|up to) and including)${toThe}`), 'through'],
  [new RegExp(`\\b(until|up to)${small}`), 'until'],
  // "until payday on Monday", "till my scan on the 4th": what happens then stands between.
  [
    /\b(until|up to)( (after|my|his|her|their|the|our))* (pay ?day|appointment|results?|scan|operation|op|funeral|wedding|test|check ?up|review|follow up|mot|surgery)( (which|that))?( (is|results?))?( (on|in))?( the)?$/,
    'until',
  ],
  // "until we break up on the 18th"
  [/\buntil (we|they|term|college|school|it|she|he|i|you|(the|my|his|her|our) \S+)( \S+){1,3} on( the)?$/, 'until'],
  // "until my money comes on the 28th"
  [
    /\buntil( \S+){1,4} (comes|lands|arrives|starts|opens|pays|clears|goes)( (in|through|back))?( on)?( the)?$/,
    'until',
  ],
  // "we land tomorrow night, in Thursday": the day of the way home is the last one away.
  // "off 12th to 23rd, flights back on the 22nd"
  [/\b(flights?|plane|ferry|boat|coach|fly|flying)( is| are)? (home|back)( (on|late|early))?( the)?$/, 'through'],
  [/\b(land|landing|(fly|flying|drive|driving|travel|travelling|get|getting) home)( back)?( on| late)?$/, 'through'],
  // "until she has had her review, which is on Wednesday"
  [/\buntil( \S+){1,8} (which|that) (is|will be|should be)( on)?( the)?$/, 'until'],
  [/\b(ending|ends|end|last day( is)?|(runs|run|running) out|expires)( on)?( the)?$/, 'through'],
  [new RegExp(`\\bnot (\\S+ ){0,3}back${small}`), 'on'],
  // "they want me back tomorrow as well": a court, a hospital or an employer does.
  [
    new RegExp(
      `(?<!\\byou( all| still| will)? )\\b(wants?|wanted|needs?|needed|asked|called|calling|having|told) (me|him|her|us|them|NAME) (to (come|go|be) )?(back|in)( again)?${small}`,
    ),
    'on',
  ],
  // "I come Wednesday", "he comes again on Monday", as who learns English says it.
  [
    /^((and|so|but|then|after) )*(i|he|she|we|they|NAME) (will )?(comes?|returns?|starts?|be (in|there|here)) (again|back|normal)( to (college|school|class|lessons?))?( on| in| from)?( the)?$|^((and|so|but|then|after) )*(i|he|she|we|they|NAME) comes?( to (college|school|class|lessons?))?( on)?( the)?$/,
    'back',
  ],
  [/\b(happy|black)$/, 'beside'],
  // "Depends on the clinic tomorrow"
  [/\b(depends|depending) on( \S+){1,4}$/, 'beside'],
  // "Normal service next week"
  [/\b(normal service|business as usual)( (resumes|again|from|on|will|resume))*( the)?$/, 'free'],
  [
    /\b(be|am|is|are|hopefully|probably|should) (ok|okay|fine|good|alright|all right|better|available)( again)? (for|on|by|from)( the)?$/,
    'free',
  ],
  // "out all next week bar Thursday"
  [/\b(bar|except|except for|apart from|other than|excluding|minus)( (for|on|the))*$/, 'free'],
  // "can't do Tuesdays after this week"
  [/\b(any ?more|from|DAY) after( the)?$/, 'beside'],
  [
    new RegExp(
      `(?<!\\b(keep|keeping|kept) (NAME|him|her|them|me) )(?<!\\b(got|came|home|brought|bad|sore|dodgy|my|his|her|the) )\\b(back|return|returns|returning|returned to (duty|work|college|school|class))( in)?${small}`,
    ),
    'back',
  ],
  // "in class again on the 4th"
  [/(?<!\b(not|never)( \S+){0,3} )\bin( (class|college|school|lessons))? again( on)?( the)?$/, 'back'],
  // "back from maternity leave on the 4th"
  [/(?<!\b(came|got|home) )\b(back|return|returns|returning)( to \S+)? from (\S+ ){0,2}\S+( on)?( the)?$/, 'back'],
  // "Zoe's return is now Monday", "her return date has moved to the 4th"
  [/\b(return|back)( (date|day|is|will be|has|been|was|now|moved|changed|put back|to))+( on)?$/, 'back'],
  [/\bsince( last| the)?$/, 'since'],
  // "migraine, should be ok tomorrow": then they are in again.
  [
    /(?<!\b(not|never) )\b(should|will|would|hopefully|hope|hoping|might|may|be|feel|feeling|get|getting)( (to|be|feel|get|am|is|are|hopefully|probably))* (ok|okay|fine|better|alright|all right|right|well|good)( (again|enough|now))?( (by|for|on))?( the)?$/,
    'back',
  ],
  [/\bnot (be |be in |in |back )?before$/, 'until'],
  // "Can I move my review from Thursday to another day"
  [
    /\b(move|swap|shift|change|rearrange|reschedule|push)( back)? (my|our|his|her|NAME 's) (\S+ ){1,3}(from|off)( the)?$/,
    'on',
  ],
  // "Can I do it another day than Thursday"
  [/\b(another|a different|any other) day (than|to|from|but)$/, 'on'],
  // "Haven't eaten in three days": how long since.
  [/\b(have|has|had) not (?!(got|to)\b)[a-z]+( (much|anything|properly|a thing|at all|him|her|them))*$/, 'beside'],
  [/\b(same|as|like|than)( as| on)?$|\bsee how\b.*$|\blet you know( on| by)?$/, 'beside'],
  [/(?<!\b(excused|released) )\b(from|starting|starts|start|as of|beginning|commencing)( the| on)?$/, 'from'],
  [
    /\b(can do|could do|will (?:do|make|be at|come to|attend)|can (?:come|make|make it|attend)(?: in)?|make it up on|free on|free|come in on|see you|see u|try (for|again)|swap (to|it to)|move (it )?to|(can|could|shall) (we|i|you) (do|make|have|move|rearrange|rebook) (it|this|that|mine|one|another)( (instead|to|for))?)( on| in)?( the)?$/,
    'free',
  ],
  [
    /\b(by|due|due in|deadline|in time for)( the)?$|\bbefore( (my|his|her|their|the|our|an|a) (?!(last |first |next |final )?(lessons?|LESSON|class|session|end|lunch|bell|break)\b)\S+( \S+)?( on)?)?$/,
    'beside',
  ],
  // "my message Friday", "following our call on Thursday": when it was told.
  [
    /\b(my|our|your|last|previous|earlier) (\S+ )?(call|chat|conversation|message|text|email|e mail|letter|discussion|voicemail)( (of|from|on|last|this))*$|\b(discussed|spoke|spoken|agreed|mentioned|talked)( (with|to) \S+| about (it|this))?( (on|last))*$/,
    'beside',
  ],
  [
    /\bwill (ring|call|phone|update|email|text|message|speak|confirm|know|review|check)( (you|him|her|to|back|again|in|more))*( on)?$/,
    'beside',
  ],
  [/\b(to|have) (text|tell|message|ring|email|say|said|told)( (you|sir|miss))?( on)?$/, 'beside'],
  [/\b(told|asked(?! for)|said|agreed|emailed|texted|rang)( (the )?(?!rest\b)\S+)?( back)?( in| on)?$/, 'beside'],
];
const after: readonly [RegExp, DayRole][] = [
  // "In Wednesday I have to be in London"
  [/^(i|he|she|we|they) (have|has|must|go|goes|need|needs|((am|is|are|will|can|do|does) )?not)\b/, 'on'],
  [/^('s )?(is |would be |are |might be )?(ok|okay|fine|good|instead|works|better)\b/, 'free'],
  [
    /^(i|he|she|we|they|NAME)( (am|is|will|can|should|are|may))?( be)? ?(come|coming|in|back|there|free)( again| after all)?( ,| and .*| DAY| TIME| at TIME| for TIME| (school|college|class|lessons|normal|usual|as))*$/,
    'free',
  ],
  [
    /^(i|he|she|we|they|NAME) (am|is|are|will be|'s)?( back)?( to)?( as)? ?(normal|usual|ok|okay|fine)( again| then)?$/,
    'free',
  ],
  [/^yes\b/, 'free'],
  // "Maybe next week he let me come"
  [/^(he|she|they) (may |might |will )?(let|lets|allow|allows) (me|us)\b/, 'beside'],
  // "won't be in today, tomorrow depends"
  [
    /^((is|it|that|all) )*(depends|depending|tbc|maybe|unsure|up in the air|we will see|will see|see how|(i am )?not sure yet)\b/,
    'beside',
  ],
  // "I pray Friday prayer with my father"
  [/^(prayers?|mass|service|market|club|league|rota)\b/, 'beside'],
  // "driving up Thursday after college"
  [/^(straight |right )?after (college|school|class|(my )?(last )?lessons?|work|I finish)\b/, 'beside'],
  [/^(onwards|on wards|onward)\b/, 'from'],
];
const there = new RegExp(
  `(^|\\b(be|am|is|are|was|were|come|coming|back|but|and|hopefully|will|probably|also|then|should|being|then|working|so|attending)) ?(in|here|there|attending|coming|coming in|at (college|school))${small}|\\b(attending|attend)( on)?$`,
);
const negated =
  /\b(instead of|rather than|not|no|never|unable|unlikely|doubt|doubtful|dunno|unsure|without|none|neither|nobody|too \S+( \S+)? to)\b/;

const awayOn = /\b(off|away|absent|leave|miss|missing)( (on|for|the|that|this))*$/;

/** "Won't be able to come in on Wednesday": what would make the day free is denied. */
const deniedFree =
  /\b(not|never|unable|doubt|doubtful|unlikely)( (be|able|to|think|i|he|she|they|we|NAME|will|really|can|even|going|likely|that))* (come in on|see(ing)? you( on)?|free( on)?|(come|make|do|attend)( it)?( in)?( on)?)( the)?$/;

const movedTo = /\b(moved|changed|switched|swapped|now) (to|on)( (every|each))?$/;

const wordsOf = (items: readonly Item[]) => items.map((item) => item.word).join(' ');

/** "Called in sick this morning", "Dad died this morning": when it was told or befell somebody, not which part of the day is missed. */
const tolds =
  /\b((called|phoned|rang|rung|texted|messaged|emailed|reported)( in)?( (sick|ill|unwell|poorly))?( again)?|tested positive|died|passed( away| on)?|(taken|rushed|admitted|blue lighted|went)( (in|into|to))+( the)? (hospital|a&e))$/;

/** "Woke up with a temperature this morning", "been sick this morning": when it began; they are ill for the day. */
const befell =
  /\b((woke|woken|waking|got) up( (really|so|very))? ((with|feeling) (\S+ ){0,3}?\S+|ill|sick|poorly|unwell|rough)|been( (really|so|very|violently|just))* (sick|ill|poorly|unwell|throwing up|vomiting)|(threw|thrown|throwing) up|positive( \S+)? tests?|test( \S+)? positive|did (a|my) (covid )?test)$/;

/** "Stopping at my nan's tonight": where they sleep. */
const sleeps =
  /\b(stay|staying|stop|stopping|sleep|sleeping|kip|kipping|crash|crashing)( over| round)? (at|with|round|in)( \S+){1,3}$/;

/** "Rest of the week as normal". */
const asEver =
  /^(('s|is|are|will be) )?(((as|back to|all) (ever|normal|usual|planned|fine)( again| please)?)|normal service)$/;

/** "Off Wednesday", "away on the 4th": the word before the day says it. */
export const isAwayOn = ({ items }: Clause, at: number): boolean =>
  awayOn.test(wordsOf(items.slice(Math.max(0, at - 4), at)));

/** The role of the day at an item, told by the words before and after it in its clause. */
export function dayRole(clause: Clause, at: number): DayRole {
  const lead = wordsOf(clause.items.slice(Math.max(0, at - 10), at));
  // "not in today will be in tomorrow": what was said of another day is not said of this one.
  const before = lead.slice(lead.lastIndexOf('DAY') + 1).replace(/^DAY/, '');
  const behind = wordsOf(clause.items.slice(at + 1, at + 5));
  const isOr = clause.items[at]?.day?.isOr === true;
  const follow = after.find(([pattern, role]) => pattern.test(behind) && !(isOr && role === 'beside'));
  // "from Thursday's session" is no start.
  const found = behind.startsWith("'s") ? undefined : leads.find(([pattern]) => pattern.test(before));
  const led = found?.[1] === 'free' && deniedFree.test(before) ? undefined : found;
  // "Until Wednesday I have no childcare": that the day is spoken of says less than what leads to it.
  const isLed = follow?.[1] === 'on' && led !== undefined && !/\bto (say|tell you)( that)?$/.test(before);
  // "off Friday instead" is away on it.
  // "The dentist has moved me to today instead of Friday" is of today, "can I come today instead of Friday" is not.
  const isMoved =
    /^instead of\b/.test(behind) && !/\b(come|coming|attend|attending|in|there|here|do|doing|make)\b/.test(before);
  // "He is taking Monday instead"
  const isTaken = /\b(takes?|taking)( off)?( on| the)*$/.test(before);
  const isFree = follow?.[1] === 'free' && !awayOn.test(before) && !isMoved && !isTaken;
  // "In Wednesday onwards"
  if (follow?.[1] === 'from' && there.test(before) && !negated.test(before)) return 'back';
  // "My counselling has moved to Tuesdays": when a thing comes from now on.
  if (clause.items[at]?.day?.pieces[0]?.from.isRecurring && movedTo.test(before)) return 'beside';
  if (follow && !isLed && !negated.test(before) && (isFree || follow[1] !== 'free')) return follow[1];
  if (before === '' && asEver.test(behind)) return 'free';
  const { offset, part } = clause.items[at]?.day?.pieces[0]?.from ?? {};
  if (offset === 0 && (tolds.test(before) || (part === 'am' && befell.test(before)))) return 'beside';
  // "Car got nicked last night not in"
  if (part === 'evening' && sleeps.test(before)) return 'beside';
  if (
    offset === -1 &&
    part === 'evening' &&
    before !== '' &&
    /^(so )?((i|he|she) )?((am|is|can|will) )?(not|off)\b/.test(behind)
  )
    return 'beside';
  // "Could be all next week as well"
  if (/\b(could|might|may)( well)? be$/.test(before) && /^(as well|too|also)\b/.test(behind)) return 'beside';
  if (!led && (offset ?? 0) < 0) {
    // "Not in today, done my back in lifting plasterboard yesterday"
    const isHurt =
      /\b(done|did(?! not\b)|hurt|pulled|fell|slipped|twisted|sprained|cut|tripped|came off|banged|crashed)\b/.test(
        before,
      );
    if (lead.includes('DAY') && isHurt) return 'beside';
    // "Not getting off there again after yesterday"
    if (/\bafter$/.test(before)) return 'beside';
    // "My legs are dead after the bleep test yesterday", but not "I went home after lunch yesterday".
    const isMissedAfter = /\b(off|away|absent|left|home|miss(ed)?|come|not in|make it)\b/.test(before);
    if (/\bafter( (?!(i|he|she|we|they|NAME)\b)\S+){1,3}$/.test(before) && !isMissedAfter) return 'beside';
  }
  if (led?.[1] === 'until' && /^(inclusive|included)\b/.test(behind)) return 'through';
  // Whoever is ill since last night misses today.
  const isSince = led?.[1] === 'since' || led?.[1] === 'from';
  if (isSince && offset === -1 && part === 'evening') return 'beside';
  // "a temperature from last night"
  if (led?.[1] === 'from' && (clause.items[at]?.day?.pieces[0]?.from.offset ?? 0) < 0) return 'since';
  if (led) return led[1];
  return there.test(before) &&
    !negated.test(before) &&
    !/^only\b/.test(behind) &&
    !/\b(meant|supposed|only|bar|except|apart)\b/.test(before)
    ? 'free'
    : 'on';
}
