import type { Harm } from './opinion.ts';
import { scolding } from './ordinary.ts';

const urgent =
  /\b((what is|whats|what's) the point (in|of) (living|life|anything|going on)|kill(s|ed|ing)? (my self|me|(my ?self|him ?self|her ?self|them ?sel(f|ves)))|end (it all|(my|his|her|their) life|it|things)|(finish|take) (my|his|her|their) (own )?life\b(?! (in (my|his|her|their) (own )?hands|story|drawing|saving|skills|sciences?))|suicid\w*|want(s|ed)? to die|wanna die|better off (dead|without me)|overdose\w*|od'?d|hurt(s|ing)? (my ?self|him ?self|her ?self|them ?sel(f|ves))|self ?-?harm\w*|cut(s|ting)? (my ?self|him ?self|her ?self|them ?sel(f|ves))|do not want to (be here|be alive|live|wake up)|no point (living|in living|being here|in anything|to anything|anymore|any more)|can not go on|goodbye everyone|(he|she|they|dad|mum|boyfriend|girlfriend|partner|step\w*) (hits?|hit|beats?|beat|punche[sd]|strangle[sd]?|choke[sd]?) (me|us|him|her|them)|(he|she|dad|mum|mam|boyfriend|girlfriend|fiancee?|husband|wife|partner|ex|brother|uncle|step\w*) (has |just )?(broke|broken|smashed|split|busted|burnt|burned|fractured) my (nose|jaw|arm|wrist|ribs?|lip|tooth|teeth|face|fingers?|cheekbone|hand)\b(?!.*\b(rugby|football|judo|boxing|karate|kickboxing|sparring|training|match|game|accident\w*|bumper cars|playing)\b)|raped?|sexual(ly)? (assault|abuse)\w*|forced me|got a knife|has a knife|going to hurt me|threaten\w* to kill|locked me (in|out))\b/;
/** Plain enough to count whoever else reads. */
const possible =
  /\b(ma(ke|kes|de|king) (my ?self|her ?self|him ?self) (sick|throw up|vomit|be sick) (after|when|so|to|every|most)|(boss|gaffer|foreman|agency|uncle|husband|landlord|he|they) (keeps?|kept|has|have|took|holds?|is holding|are holding) (all )?(our|my|their|her|his) (passports?|papers|documents)|wait(ing)? (till?|until) (he|she|they) (is|has|are|have) (gone|left)|cysgu (yn y car|ar y stryd)|hands? (are|is|keep|keeps) shak(ing|y) (again )?(till?|until) i (have|had|get)|(pick(s|ed|ing)?|gang(s|ing)?) on (me|her|him|us)|(?<!\b(hen|birthday|prom|christmas|leaving) )(party|ceremony|celebration) (of|for) (all )?(the|us|our|young) girls|(keeps?|kept|will not stop) (touching|grabbing|hitting|following|pushing) (me|her|him|us)|i owe (them|money|people|someone) (money|for|hundreds|thousands)|(can not|do not want to|dare not) (be near|go near) (him|her|them)|feel (numb|empty|trapped|worthless|hopeless)|(am|are|is) not safe|do not feel safe|(being|been|getting) (bullied|followed|threatened|hit(?! by (a|the) (bus|car|van|truck|lorry|train|tram|bike|wall|storm))|beaten|abused)|(kicked|thrown|chucked) (me |him |her )?out\b(?! of (class|the game))|nowhere to (stay|sleep|live|go)|sle(ep|eping|pt) (rough|in (the |my |a )?(car|van|bus stop|park|tent|stairwell|doorway)\b|outside)|(land ?lord|council|hostel) (say|says|said) (i|we) (must|have to|need to|got to) (leave|go|get out|move out)|where (do|can|shall|should) (i|we) (go|sleep|stay)( now| tonight)?$|sofa surfing|(have|has) not eaten (in|for|since)|(can not|cannot) cope|can not do this any ?more|hates? (my|his|her|their) life|hates? (my ?self|him ?self|her ?self|them ?sel(f|ves))|hits? me|blackmail\w* (me|him|her)|my nudes|carry(ing)? (drugs|a knife|stuff for)|marry (him|someone) (or|but|and)|can not go home|do not want to go home|do not trust myself|touch(es|ed|ing) me)\b/;
/** What a body shows of somebody's hands, and what is said of those who are gone: a bed nobody slept in, off with a man and no phone. */
const traces =
  /\b(finger|grip|strangle|strangulation|choke) ?marks?\b|\bhand ?(prints?|marks?) (on|round|around|all over) (my|his|her|their|both|the) (\S+ )?(arms?|wrists?|neck|throat|face|legs?|back)\b|\bmarks? (round|around) (my|his|her|their|both) (neck|throat|wrists?)\b|\bbed (has not|hasn't|hasnt|was not|wasn't|wasnt|had not|hadn't|hadnt|has never) (been )?slept in\b|\b(went|gone|left|got) (off |away )?(with|in) (some|a) (\S+ )?(man|bloke|guy|fella|older (lad|boy|man))\b.{0,60}\bphone('?s| is| has| was)?( been| gone)? (off|dead|switched off|turned off)\b/;
/** Afraid to be at home, in English and Welsh; the dark or the snow on the way is none of it. */
const homeIsNotSafe =
  /\b(?:(?:do|does|did) not|never|no longer) (?:really |ever |even )?feel (?:very |really |at all )?safe (?:(?:here )?at (?:my )?(?:home|mums?|dads?)|in (?:my|our|her|his) (?:own )?(?:home|house|flat|bed))\b|\b(?:scared|afraid|frightened|terrified) (?:to|of) (?:go|going|be|being|come|coming|get|getting)(?: back)?(?: at)? home\b(?! (?:in|on|through|with|by|alone|so late|that late|late))|(?<![\p{L}])(?:ofn|ofnus)(?: \p{L}+){0,3} (?:mynd|fynd|dod|ddod|bod|fod)(?: n[oô]l| 'n[oô]l)? (?:adref?|adra|gartref?|i'r t[yŷ]|yn (?:y )?t[yŷ])(?![\p{L}])(?! (?:yn (?:y|yr) )?(?:tywyllwch|nos|eira|rhew|hwyr))|(?:ddim|dim|erioed)(?: (?:yn|byth))? ?(?:teimlo|deimlo)?(?:'n| yn)? ?(?:saff|ddiogel)(?: iawn)? (?:adref?|adra|gartref?|yn (?:y |fy )?(?:t[yŷ]|nh[yŷ]))(?![\p{L}])/u;
/** Hungry because there is nothing: not for days, and no food or no money for it. */
const want =
  /\b(?:not|haven'?t|hasn'?t) (?:really )?(?:eaten|had anything to eat)\b.{0,60}\b(?:no|not any|out of) (?:food|money for food)\b|\b(?:no|not any|out of) (?:food|money for food)\b.{0,60}\b(?:not|haven'?t|hasn'?t) (?:really )?(?:eaten|had anything to eat)\b/;
const aboutOneself =
  'about (?:what|how|something|things|stuff|home|my (?:head|mental|mood|mum|mam|dad|partner|boyfriend|girlfriend|anxiety))';
/** Low, lonely or asking for somebody to come: quietly to people. */
const lowSpirits: readonly RegExp[] = [
  /\b(?:been|am|(?:he|she|they) (?:is|are|was|were)|i was) in (?:a|such a) (?:(?:really|very|pretty|so|bad|horrible|deep|super) )*(?:dark|bad|low) place\b(?! (?:to|for|outside|near|by|at(?! the moment))\b)/,
  /\b(?:everything|life|living|it all)(?: just| all)? (?:is|feels|seems|felt)(?: (?:so|all|just|completely|totally|a bit|really))* (?:pointless|meaningless|hopeless)\b/,
  // "I need someone to talk to", but not "to talk to someone about my bursary".
  new RegExp(
    `\\b(?:(?:need|want|wish i had|have|got|could do with|would like) to talk to (?:someone|somebody|anyone)|(?:need|want|wish i had|have|got|could do with|would like|is there|there is) (?:someone|somebody|anyone|anybody|no one|nobody) (?:to talk to|(?:i|we) can talk to))(?=$|[.,!?]| (?:please|now|today|urgently|soon|its|it|i|because|cos|and|as|${aboutOneself})\\b)`,
  ),
  /\b(?:ring|call|phone) me\b(?: (?:please|back|asap|now|today|when you can|if you can|as soon as you can|straight away|on this number))*[,.!]?(?: (?:it is|its|this is|really|very|quite|please|sorry))* urgent(?:ly)?\b(?! (?:about|regarding|re)\b)/,
  /\burgent(?:ly)?\b[^.]{0,20}\b(?:ring|call|phone) me\b(?! (?:about|regarding|re)\b)/,
  // "Struggling at the moment", but not "with the maths" or "to get a bus".
  /\b(?:am|is|are|been)(?: (?:really|just|so|honestly|proper|properly|still|kind of|a bit|pretty))* struggling(?: (?:a lot|a bit|so much|really|badly|mentally|emotionally|at the (?:moment|min|minute)|right now|lately|recently|these days|with (?:everything|life|things)))+(?! (?:with|to|for|on|in|getting|finding|doing)\b)/,
  /\bstruggling (?:with (?:my|his|her|their) (?:mental|head|mood|anxiety|depression|grief|eating|thoughts)|mentally|to cope)\b/,
  /\bmental health(?: (?:is|has|been|has been|got|getting|at the moment|right now|lately|really|so|very|just|in|a|at))* (?:bad|worse|awful|terrible|rubbish|horrible|shit|poor|low|rock bottom|all over the place|down|mess|bits|state|suffering|deteriorat\w*|declin\w*|not (?:good|great|right))\b/,
  /\b(?:broke|broken|breaks|breaking|break) down (?:in tears|crying|sobbing)\b(?! (?:laughing|of (?:joy|laughter|happiness)))|\bin floods of tears\b/,
  /\b(?:am|is|are|living|staying|been|stay|stays|placed|moved|fled|gone|moving)(?: (?:back|put))? (?:in|into|to) (?:a|the|another) (?:women'?s? |domestic (?:abuse|violence) )?(?:refuge|safe house)\b/,
];
/** What is smelt on somebody; a bus or a room smells of nobody's drinking. */
const drink =
  /(?<!\b(?:bus|train|tram|taxi|car|van|room|classroom|corridor|hall|toilets?|loos?|place|street|stairs|stairwell|lift|house|flat|gel|sanitis\w+|it|that|this|kitchen|bar|pub|hoodie|coat|jacket|bag)(?: (?:always|really|still|just|has|is)){0,3} )\b(?:smells?|smelt|smelled|smelling|stinks?|stinking|stank|reeks?|reeking|reeked)(?: (?:strongly|really|a bit|heavily|badly|very much|strong)){0,3} (?:of|like) (?:alcohol|booze|drink|beer|vodka|whisky|weed|cannabis|skunk)\b/;
/** Off with some man, and no phone, in Welsh. */
const goneInWelsh =
  /(?<![\p{L}])(?:efo|gyda|gydag|da) rhyw (?:ddyn|foi|fachgen)(?![\p{L}]).{0,60}(?<![\p{L}])ff[oô]n.{0,20}(?:ddiffodd|ddiffod|off)(?![\p{L}])/u;
/** Worth a look where nothing that was trained reads along; beside it these words alone only cry wolf. */
const wide =
  /\b(turn(s|ed|ing)? on (me|her|him|us|them)|(keeps?|kept|started) (messaging|texting|shouting at)|(can not|do not want to|dare not) see (him|her|them)|i owe (him|her|them|money|people|someone)|owes? (him|her|them) (money|a favour)|(a|do|doing) runs? for|(not|never) (be )?(coming|allowed) back( to| after|$)|might not be (coming )?back|(do not|please do not|not) (ring|call|tell|phone|text) (my |the )?(dad|mum|mom|parents?|family|home|house|husband|partner|brother)|can not face (it|anything|another|going|being)|refus\w* to (come|go|leave)|feel like nothing|unsafe|scared (to|of)|afraid (of|to)|frightened|bullied|bullying|threaten\w*|kicked out|homeless|not (been )?eat\w*|no food|panic attacks?|breakdown|given up|hopeless|worthless|bruis\w*|abus\w*|hit me|drunk at home|drugs at home|following me|stalk\w*|blackmail\w*|nudes|county lines|forced marriage|marry (him|someone)|social worker|in care|police (came|were)|depress\w*|anxiety|mental health|struggling|crying all|leave me alone)\b/;
/** The plainest of the same in Welsh, north and south; half killing oneself with work is not meant. */
const saidInWelsh =
  /(?<![\p{L}'])(?:(?:eisiau|isio|isie|isho|ishe|moyn) marw(?! o (?:gywilydd|chwerthin|embaras))|(?:ddim|dim|dwi'm|dw'i'm|sa i'n|sai'n|dyw e ddim|dydi o ddim|dyw hi ddim|dydi hi ddim) (?:yn )?(?:eisiau|isio|isie|isho|ishe|moyn) (?:byw|deffro|bod yma)|(?<!hanner |bron â |bron a |bron i fi |bron i mi )l?ladd (?:fy|ei|dy) hun|(?:ladd|lladd) (?:'n|eu) hun(?:ain|an)?|(?:anafu|niweidio) (?:fy|ei|dy|eu|'n) hun(?:ain|an)?|(?:meddwl am|trio|ceisio|cyflawni) hunan-?laddiad|(?:cymryd|cymerais i|gymerais i|gymryd) (?:gorddos|overdose)|well (?:i bawb |off )?hebdd[ao] ?i|(?:dim|ddim) pwynt (?:byw|mynd ymlaen|cario ymlaen|cario mlaen)|(?:mae|ma'?) ?(?:o|e|fe|hi|nhw|dad|mam|fy nhad|'nhad|fy mam|fy mrawd|fy llystad|fy nghariad|fy ngŵr) ?(?:'n|yn|wedi|di) fy (?:nharo|mwrw|nghuro|mrifo|nghicio|nhagu)|fy nhreisio|treisiodd (?:o|e|fe) fi|(?:nath|naeth|wnaeth|mae|ma'?|ddaru) ?(?:o|e|fe|hi|nhw|dad|mam|fy nhad|'nhad|fy mam|fy mrawd|fy llystad|fy nghariad|cariad fi) ?(?:'n |yn |wedi |di )?(?:fwrw|bwrw|hitio|taro|daro|curo|guro|cicio|gicio|tagu|dagu) (?:fi|i)(?! (?:lawr|drosodd|efo pêl|da pêl))|torri (?:fy|ei) (?:hun|hunan|breichiau|mreichiau|freichiau))(?![\p{L}])/u;
/** The plainest of want: nothing to eat at home for days. */
const wantInWelsh = /(?<![\p{L}])bwyd (?:ar ôl )?yn (?:y |'r )?t[yŷ] (?:ers|tan|nes)(?![\p{L}])/u;
const topic =
  '(?:domestic |child |drug |sexual |mental )?(?:abuse|suicid\\w*|self ?-?harm\\w*|overdose\\w*|county lines|knife crime|forced marriage|bullying|stalking|radicalisation|grooming|homeless\\w*|depress\\w*|anxiety|health|harassment|violence|safeguarding|rape)';
const lesson =
  '(?:unit|module|essay|course\\w*|training|certificate|assignment|project|film|play|poster|quiz|talk|workshop|e-?learning|awareness|prevention|presentation|assessment|question|lesson|book|poem|podcast|documentary|statistics|rates)';
/** What sounds like harm and is not: figures of speech, and harm as the subject of a lesson. */
const figurative: readonly RegExp[] = [
  scolding,
  /(?<!\b(?:he|she|they|dad|mum|mam|brother|uncle|boyfriend|girlfriend|husband|wife|partner|ex|someone|everyone|people) (?:is |are |was |were |keeps? )?(?:literally |actually )?)\b(?:killing|murdering|killed) me\b(?! (?:self|off))/g,
  /\bkill me (?:now|lol|ha+)\b|\bshoot me now\b|\bif (?:it|this|that)(?: \w+)? (?:do|did|does) ?n(?:o|')?t kill me\b/g,
  /\b(dying of (boredom|laughter|heat|embarrassment|thirst|hunger)|could (have )?killed (him|her|them)|(die|died) of (boredom|embarrassment|laughter|shame)|dead tired|to die for)\b/g,
  new RegExp(
    `\\b${topic} (?:(?:and \\w+|first aid|risk) )?${lesson}\\b|\\b${lesson} (?:is |was )?(?:on|about|for|called|in) (?:\\w+ ){0,2}${topic}\\b`,
    'g',
  ),
];

/**
 * A hint at harm to the writer or someone else (S11). Figures of speech are taken out first. Alone (`isAlone`: nothing
 * trained reads along) it errs much further towards telling a person.
 */
export function detectHarm(text: string, isAlone = true): Harm {
  const plain = figurative.reduce((words, figure) => words.replace(figure, ' '), text);
  if ([urgent, traces, homeIsNotSafe, want, saidInWelsh, goneInWelsh].some((signs) => signs.test(plain)))
    return 'urgent';
  const quiet = [possible, ...lowSpirits, drink, wantInWelsh, ...(isAlone ? [wide] : [])];
  return quiet.some((signs) => signs.test(plain)) ? 'possible' : 'none';
}
