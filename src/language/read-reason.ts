import type { Reason } from '../domain/absence-notice.ts';
import { clausesOf } from './clauses.ts';
import { died } from './words/died.ts';
import { tokensOf } from './words/tokens.ts';

/** "Missed the 7.32", "the 14 went straight past": a service by its time or number. */
const missedRide =
  /\b(missed|miss) (the|my) (first |early |last )?\d{1,2}([.:]\d\d)?(?! (?!bus)[a-z]+s\b)\b|\b(the|my) (\d{1,3}[a-z]?|bus|train|tram|coach)( \S+)? (went|drove|sailed|flew|goes) (straight |right |clean )?(past|by)\b|\b(the|my) (\d{1,3}[a-z]?|bus|train|tram|coach) (never (came|showed|turned up|stopped)|did not (come|turn up|show|stop)|was full|is full|got cancelled|was cancelled|is cancelled)\b/;

/** What work sends people to: "we have booked Priya onto first aid", "my mock assessment is at the depot", "at court with our solicitors". */
const sentByWork =
  /\b(we|work|boss|gaffer|manager|foreman|nursery|salon|garage|kitchen|firm|employer|they)( have| has| are| is|'s)? (booked|put|putting|sent|sending|signed) (\S+ ){1,3}(on|onto|to|up for)\b( \S+){0,4} (course|training|refresher|first aid|induction|awareness|workshop|safeguarding|hygiene|cscs|ticket|talk)\b|\b(assessment|mock|course|training|refresher|induction)( is| are)?( on)? at (the |our |my )?(depot|work|site|yard|branch|head office|unit)\b|\b(at|in) (\S+ ){1,3}with our (solicitors?|crew|team|fitters?|clients?|sales|surveyors?)\b|\b(show|fair|exhibition|expo|installation|contract|depot|training|induction) with us\b|\bneed (\S+ )(on|for) (a|an|the|our|this|that) (\S+ ){0,3}(job|shift|delivery|contract|pour|install)\b/;

/** Their own shift, not "mum's on nights". */
const ownShift = /\b(i am|am|(put|got|have|has) (me|him|her)|he is|she is) on (nights|lates|earlies)\b/;

/** "Fitting out at the NEC for work", "away with work". */
const forWork =
  /\b(away|driving|travelling|flying|fitting|abroad)( (?!exam|mock|test)\S+){0,5} for work\b(?! experience)|\b(over|up|down|at) (?!for )\S+( (?!exam|mock|test)\S+){0,4} for work\b(?! experience)|\b(away|abroad|up|down|over) with work\b|\b(stuck|held up|held|broken down|delayed)( (in|at|near|on|by) \S+)* with (the|a|our|his|her) (wagon|lorry|truck|van|trailer|load|artic|crew|tanker)\b|\bon site (in|up|down|at) [a-z]/;

/** An appointment or a paper of an office is nothing medical: the jobcentre's, the council's, the Home Office's. */
const office = 'home office|job ?cent(?:re|er)|dwp|universal credit|housing|council|immigration|asylum|embassy|bank';
const ofOffice = new RegExp(
  `\\b(?:${office})(?: office)? (?:appointment|interview|meeting|letter|paper|papers|assessment)\\b|\\b(?:appointment|interview|meeting|paper|papers|letter)(?: (?:from|at|in|with|of|the|my|to))* (?:${office})\\b|\\b(?:my|our|the) landlord\\b`,
);

/** Weary is not ill. */
const weary =
  /\bnot (ill|sick|unwell|poorly)( \S+){0,3} (knackered|tired|shattered|exhausted|hungover|drained|wiped)\b|\b(finishing|finished|killing|murdered|destroyed) (me|us)( off)?\b/;

/** A tutor or employer says that nobody said why: "no contact from either". */
const unsaid =
  /(?<!\bfor )\bno reason( was)?( given)?$|\bno (contact|word|call|message|explanation) (from|given)\b|\b(not|nothing) (been )?heard (from|off)\b|\bnothing from (him|her|them|NAME)\b/;
/** A house without water, heating or light, and who comes to mend it. */
const household =
  /\b(water|waters|gas|power|electric|electrics|electricity|heating|boiler)( (is|are|has|have|been|all|just|'s))* (off|out|gone|burst|broken|packed up)\b|\bno (heating|hot water|running water|electric|electricity|gas)\b|\bwait(ing)? (in )?(on|for) (the|a|an|my|some) (gas|boiler|heating|electric|broadband|internet|water)? ?(man|men|engineer|plumber|electrician|locksmith|landlord)\b|\b(burst|leaking) pipe\b|\bpipe burst\b/;
/** At the vet's with an animal, whatever befell it. */
const atVets = /\b(at|to|from) (the |an |our )?(emergency )?vets?\b/;
/** "Grandad passed in the night"; who passed a test is well. */
const passed =
  /\b(mums?|mams?|dads?|nans?|nanas?|grans?|grandmas?|grandads?|grandpas?|uncles?|aunts?|aunties?|cousins?|brothers?|sisters?|friends?|mates?|dog) (has |have |had |sadly |just )*passed( (in|during|over) the| last| this| at| yesterday| on [a-z]+day|$)/;
const bookedLeave =
  /\b(bring|brought|move|moved|take|takes|taking|took|use|uses|using|use up|using up)( up)? (his|her|my|their|NAME 's)( \S+){0,2} leave\b|\b(annual leave|leave (is )?booked|booked (as )?leave)\b/;
/** A way back that was taken away: it is no leave that keeps them. */
const grounded =
  /\b(flight|flights|plane|ferry|crossing|eurostar)( (home|back|has|have|got|was|is|been|just|all|our|my|(from|to) \S+))* (cancelled|canned|grounded|delayed|diverted|binned|scrapped|pulled)\b/;
/** "Grandad's 80th", whomever it is for. */
const birthday =
  /(?<=\b(his|her|my|our|their|uncles?|aunties?|aunts?|mums?|mams?|dads?|nans?|grans?|grandads?|sisters?|brothers?|cousins?|mates?|NAME 's|\S+ 's) )(\d0|18|21|65)th\b|\bbirthday (party|meal|do|weekend|bash|trip)\b/;
/** What a learner does beside college: no leave from work. */
const beside = /\b(open days?|taster days?|dofe|duke of edinburgh|cadets?|world ?skills)\b/;
const allHands =
  /\ball hands\b|\bneed (all|every|everyone|everybody)( of)?( the| my| our)? (staff|team|lads|girls|crew)\b|\bneed (everyone|everybody)( here)? (on|at|in) (the |our )?(farm|site|yard|shop|kitchen|unit|floor|deck|ward)\b|\bpairs? of hands\b|\bshort ?staffed\b|\bnight possession\b/;

/** First match wins, so the narrow come before the wide. */
const signs: readonly [Reason, RegExp][] = [
  ['none', unsaid],
  ['urgent_work', allHands],
  ['annual_leave', bookedLeave],
  ['urgent_work', sentByWork],
  ['urgent_work', ownShift],
  ['urgent_work', forWork],
  ['other', ofOffice],
  // Who will not work is not kept by it.
  ['other', /\brefus(e|es|ed|ing) to work (with|the|for|on|his|her|my)\b/],
  ['sickness', /\bsigned off\b(?!.*\b(leave|holiday|annual)\b)/],
  // What a doctor says they have is no appointment.
  [
    'sickness',
    /\b(gp|doctors?|nurse|111|hospital|pharmacist|chemist) (says?|said|reckons?|thinks?) (it is|it 's|its|it was|i|he|she|they) /,
  ],
  // Who is ill is not the one who is needed.
  [
    'urgent_work',
    /\b(staff|team|crew|shift|drivers?|chefs?|cooks?|carers|residents)( \S+)? (are|have|is|has|had|all|gone|went|off)( \S+){0,3} (off|sick|ill|down|norovirus|covid|flu|bug|quit|left|a&e|hospital)\b|\b(closed|close|covering|cover|running it|opened|open) (up )?on (my|his|her) own\b|\ball hands on deck\b/,
  ],
  [
    'family_emergency',
    /\b(my|our) (mum|dad|nan|nana|nanna|gran|grandma|grandad|son|daughter|brother|sister|baby|partner|wife|husband)( \S+){0,5} (take|taken|rushed|admitted|blue lighted)( (in|into|to|the))+ hospital\b/,
  ],
  ['other', household],
  ['other', atVets],
  ['other', beside],
  ['bereavement', passed],
  [
    'bereavement',
    new RegExp(`\\b(funeral|passed away|slipped away|${died}|death|bereave\\w*|wake|cremat\\w*|crem)\\b`),
  ],
  [
    'medical_appointment',
    /\b(dentist|dental|orthodontist|doctor|hospital|endoscop\w*|colonoscop\w*|(my|his|her) scope|(my|his|her|the|a|an) (smear|biopsy|mri|ecg|ultrasound)|(?<!job ?centre )(?<!an )(?<!\bvisa )appointment|scan|clinic|blood test|eye test|hearing test|root canal|filling|tooth out|teeth out|wisdom teeth|braces|optician'?s?|physio|camhs|counselling|x-?ray|check-?up|surgery|midwife|jab|vaccin\w*|op|operation|pre-?op|preop|minor injuries|walk ?-?in cent(re|er)|bloods (at|on|done|taken|tomorrow|today)|(nurse|gp|specialist|consultant)( is|'s)? (looking at|seeing|checking|doing) (it|me|him|her|my|his|them)|(see|seeing) (the|a|my|his|her) (nurse|gp|specialist|consultant)|specsavers|vision express)\b/,
  ],
  [
    'family_emergency',
    /\b(emergency(?! vets?)|childcare|child care|a&e|carer)\b|\b(my|our) (mum|dad|nan|nana|nanna|gran|grandma|grandad|son|daughter|little one|kid|brother|sister|baby|child|partner|wife|husband)('s|s)?( \S+){0,6} (ill|hospital|rushed|sick|poorly|fell|fallen|accident|fever|temperature|fits|contractions|labour|concuss\w*|croup|chicken ?pox)\b/,
  ],
  [
    'sickness',
    /\b(?<!(dogs?|cats?|horse|pony|hamster|rabbit)( is| are| 's)? (\S+ )?)(?<!\bnot )(sick|sickness|ill|unwell|poorly|rough|flu|covid|migraine|headache|throwing up|threw up|vomit\w*|puk\w*|temperature|fever|cold(?! lol)|bug|tummy|stomach|(?<!\b(first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|6th) )period(?! (\d|one|two|three|four|five|six)\b)|cramps|not feel\w*|not well|signed off|asthma|infection|tonsil+itis|antibiotics|sick note|chest|bad back|injur\w*|diarrh\w*|the runs|bleeding|(broke|broken|fractured|twisted) (my|his|her|a|the)? ?(arm|leg|wrist|ankle|finger|foot|toes?|nose|hand|hip|rib|ribs|collarbone|elbow|thumb)|sprained|toes broke|collarbone|time of the month|isolating|nits|shingles|tonsils|appendix|(come|came|gone|went|going|go) down with|(come|came) out in|(hurt|hurts|pulled|dislocated|injured|bust|busted|sprained|strained|done) (my|his|her) (\S+ )?(back|shoulder|knee|ankle|wrist|neck|hip|leg|arm|hand|foot|finger|thumb|elbow|ribs?)|migranes?|chicken ?pox|measles|mumps|norovirus|impetigo|ringworm|scabies|conjunctivitis|scarlet fever|glandular|croup|squits|stye|head ?lice|spew\w*|hay ?fever|(my|his|her) (back|head|neck|leg|foot|knee|belly|teeth|tooth|ear|throat|eye)( (is|are))?( (in|very|so|big|really|much))* (pain|painful|hurting|hurts|swollen|killing)|food poisoning|concuss\w*|stitches|septic|abscess|rash|hives|(fell|fallen|slipped|tripped) (off|down|over)|(dropped|trapped|crushed|burnt|burned|scalded|cut) (\S+ ){0,4}(my|his|her) (hand|hands|finger|fingers|thumb|foot|toe|toes|arm|leg|head|face|neck))\b/,
  ],
  ['transport', grounded],
  // "A gig, and my lift goes at 3": the way there is not why.
  ['other', /\b(concert|gig|festival)\b(?!.*\btraffic\b)/],
  ['annual_leave', /\b(holidays?|hols|annual leave|vacation|abroad|booked off|on leave|flying|flight|antigua)\b/],
  [
    'urgent_work',
    /\b((?<!\b(in|at|to|from) (his|her|their) )(?<!\b(send|sent|email|post|missed|set)( (me|him|her|the|my|some|us))* )(?<!\b(mums?|mams?|dads?|nans?|grans?|partners?|husbands?|wifes?|wife|brothers?|sisters?|boyfriends?|girlfriends?)( 's| is| are)?( (stuck|still|late|busy|away|can not|could not|get|gets|finish|has to))* (at|in|off|out of|leave) )work(?! experience)(?!ed out)|shifts?|(on|sent (me|him|her|NAME) to|got (me|him|her|NAME) on) (the|a|another|our) (\S+ ){1,3}job\b|cqc|ofsted|estyn|(?<!\bgoing to )site(?! (visit|trip|tour)s?)|client|rota|short (- )?(staffed|handed)|((we|now) (are|were)|(shop|salon|kitchen|garage|nursery|place) is)( (so|absolutely|completely|totally|just|really))* (slammed|rammed|swamped|snowed under|flat out|chocka|chock a block|run off our feet|rushed off our feet)|(we are|he is|she is|they are) short|staff(?!$| (took|found|saw|heard|said|say|sat|are with|had to))|meeting|iso|inspection|audit|stocktake|job on|(urgent|rush) job|job urgent|(my|the|our|his|her|their) (boss|gaffer)|(boss|gaffer) (needs|wants|said|says|asked|has|will)|manager needs|overtime|delivery|(?<!\b(\d+|two|three|four|five|six|few|some|most|many|several|all|other|couple of|last) )nights|cover|covering|handover|yard|induction)\b/,
  ],
  [
    'transport',
    /\b(bus|buses|train|trains|traffic|car|tyre|puncture|lift|broke down|broken down|tube|metro|m\d+|(?<!\b(our|my|your) )road|bike|taxi|van|lorry|minibus|moped|scooter|flat battery|ferry|roadworks|diversion|roundabout|uber|connection|parking|mot|\d{1,2}[.:]\d\d coach|no coach|gritter|tram|sat nav)\b/,
  ],
  ['transport', missedRide],
  ['other', birthday],
  [
    'other',
    /\b(appointment|interview|court|driving|babysit\w*|moving|boiler|plumber|passport|wedding|religious|fasting|ramadan|suhoor|iftar|site visit|eid|diwali|mosque|church|jury|police|solicitor|visa|overslept|slept in|alarm|because|personal|dog|dogs|cat|vets?|trip|visit|placement|school run|jobcentre|tribunal|exam|test|conference|competition|cba|bothered|rehearsal|training|course|health visitor|gas leak|power cut|coursework|(?<!no )school|registrar|reserves|party|(big|cup|home|away|football|rugby) (match|game))\b/,
  ],
];

/** Words that say that someone is away, late or leaving, when or for whom, and no why. */
export const bare = new Set(
  (
    'picking picked pick collecting collected collect fetching fetch before only until since onwards from starting either each every next this coming last those these too even really actually gonna cos which when what where than more much lot lots bit ' +
    'a about after afraid again all also am an and any anyway are as at away back bad be because been but by can class college come coming could course day do does for from get getting go going gone ' +
    'good got great have he hello here hey hi him his hiya hope i if in is it its just know late leave leaving lesson let like lol make mean meant me mine miss missing morning my need new no not now of off on or our out ' +
    'please really reason running said say see sent she sir sorry so some still soon sure tell thank thanks that the their them then there they think this time to today tomorrow up us very want was we ' +
    "week well while will with work would you your yours x xx ok okay fine another able attend available absent absence session workshop tutorial both whole long ill hopefully probably maybe might may 's no first second third 1st 2nd 3rd 4th maths english science date school return returning returns half NAME DAY TIME MINUTES LENGTH LESSON PART"
  ).split(' '),
);
/** What is named so plainly that it takes more than a likely guess to call it something else. */
const firm: readonly [Reason, RegExp][] = [
  ['none', unsaid],
  ['annual_leave', bookedLeave],
  ['transport', grounded],
  [
    'transport',
    /\b(car|van|bike|moped|motor|engine|scooter|battery)( \S+)? (will not|would not|did not|is not) (start|starting|turn over)\b/,
  ],
  ['urgent_work', allHands],
  [
    'other',
    /\b(driving|theory) (test|lesson)\b|\b(lac|looked after( child)?|ehcp|pip|social worker) (review|meeting|visit|assessment)\b|\bjury (duty|service)\b|\b(job|uni|university|college) interview\b/,
  ],
  ['other', birthday],
  ['other', household],
  ['other', beside],
  [
    'other',
    /\b(fasting(?! (?:\S+ ){0,3}for (?:my|his|her|the|a) (?:scope|scan|op|operation|bloods?|endoscopy|colonoscopy|procedure))|ramadan|suhoor|sehri|iftar|taraweeh|eid|diwali|vaisakhi|yom kippur)\b/,
  ],
  ['transport', missedRide],
  ['other', ofOffice],
  ['urgent_work', sentByWork],
  ['urgent_work', ownShift],
  ['urgent_work', forWork],
  [
    'medical_appointment',
    /\b(dentist|orthodontist|optician'?s?|specsavers|vision express|physio|blood test|eye test|root canal)\b/,
  ],
  ['other', weary],
];

/** Why, as words say it. `isSign`: one of them is known; `isFirm`: it is named outright. */
export type ToldReason = { reason: Reason; isSign: boolean; isFirm: boolean };

const signIn = (signs: readonly [Reason, RegExp][], clauses: readonly { plain: string }[]) =>
  signs.find(([, sign]) => clauses.some((clause) => sign.test(clause.plain)))?.[0];

/**
 * The category of a reason, from the clauses of one happening; the words themselves are not kept with the notice.
 * Where more is said than that someone is away, and no sign is known, it is `other`.
 */
export function reasonOf(clauses: readonly { plain: string; text: string }[]): ToldReason {
  const words = clauses
    .flatMap((clause) => clause.text.split(' '))
    .filter((word) => /\p{L}{2}/u.test(word) && !bare.has(word));
  const sign = signIn(signs, clauses);
  const reason = sign ?? (words.length > 0 ? 'other' : 'none');
  return { reason, isSign: sign !== undefined, isFirm: signIn(firm, clauses) === reason };
}

/** "My dog is ill" is nobody's sickness of ours. */
const animal =
  /\b(dogs?|cats?|puppy|kitten|horse|pony|hamster|rabbit|guinea pig)( 's| is| are| has| was)?( (so|really|very|been|got|not))* (sick|ill|unwell|poorly|rough|well|hurt|injured|throwing up|being sick)\b/;

/** True where the sickness that is told of is an animal's. */
export function isAnimals(clauses: readonly { plain: string }[]): boolean {
  return clauses.some((clause) => animal.test(clause.plain));
}

/** The category of the reason in a text, by the rules. */
export function readReason(text: string): Reason {
  return reasonOf(clausesOf(tokensOf(text), [])).reason;
}
