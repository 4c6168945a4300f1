import type { Harm } from './opinion.ts';

const urgent =
  /\b((what is|whats|what's) the point (in|of) (living|life|anything|going on)|kill(s|ed|ing)? (my self|me|(my ?self|him ?self|her ?self|them ?sel(f|ves)))|end (it all|(my|his|her|their) life|it|things)|(finish|take) (my|his|her|their) (own )?life\b(?! (in (my|his|her|their) (own )?hands|story|drawing|saving|skills|sciences?))|suicid\w*|want(s|ed)? to die|wanna die|better off (dead|without me)|overdose\w*|od'?d|hurt(s|ing)? (my ?self|him ?self|her ?self|them ?sel(f|ves))|self ?-?harm\w*|cut(s|ting)? (my ?self|him ?self|her ?self|them ?sel(f|ves))|do not want to (be here|be alive|live|wake up)|no point (living|in living|being here|in anything|to anything|anymore|any more)|can not go on|goodbye everyone|(he|she|they|dad|mum|boyfriend|girlfriend|partner|step\w*) (hits?|hit|beats?|beat|punche[sd]|strangle[sd]?|choke[sd]?) (me|us|him|her|them)|(he|she|dad|mum|mam|boyfriend|girlfriend|fiancee?|husband|wife|partner|ex|brother|uncle|step\w*) (has |just )?(broke|broken|smashed|split|busted|burnt|burned|fractured) my (nose|jaw|arm|wrist|ribs?|lip|tooth|teeth|face|fingers?|cheekbone|hand)\b(?!.*\b(rugby|football|judo|boxing|karate|kickboxing|sparring|training|match|game|accident\w*|bumper cars|playing)\b)|raped?|sexual(ly)? (assault|abuse)\w*|forced me|got a knife|has a knife|going to hurt me|threaten\w* to kill|locked me (in|out))\b/;
/** Plain enough to count whoever else reads. */
const possible =
  /\b(ma(ke|kes|de|king) (my ?self|her ?self|him ?self) (sick|throw up|vomit|be sick) (after|when|so|to|every|most)|(boss|gaffer|foreman|agency|uncle|husband|landlord|he|they) (keeps?|kept|has|have|took|holds?|is holding|are holding) (all )?(our|my|their|her|his) (passports?|papers|documents)|wait(ing)? (till?|until) (he|she|they) (is|has|are|have) (gone|left)|cysgu (yn y car|ar y stryd)|hands? (are|is|keep|keeps) shak(ing|y) (again )?(till?|until) i (have|had|get)|(pick(s|ed|ing)?|gang(s|ing)?) on (me|her|him|us)|(?<!\b(hen|birthday|prom|christmas|leaving) )(party|ceremony|celebration) (of|for) (all )?(the|us|our|young) girls|(keeps?|kept|will not stop) (touching|grabbing|hitting|following|pushing) (me|her|him|us)|i owe (them|money|people|someone) (money|for|hundreds|thousands)|(can not|do not want to|dare not) (be near|go near) (him|her|them)|feel (numb|empty|trapped|worthless|hopeless)|(am|are|is) not safe|do not feel safe|(being|been|getting) (bullied|followed|threatened|hit(?! by (a|the) (bus|car|van|truck|lorry|train|tram|bike|wall|storm))|beaten|abused)|(kicked|thrown|chucked) (me |him |her )?out\b(?! of (class|the game))|nowhere to (stay|sleep|live|go)|sle(ep|eping|pt) (rough|in (the |my |a )?(car|van|bus stop|park|tent|stairwell|doorway)\b|outside)|(land ?lord|council|hostel) (say|says|said) (i|we) (must|have to|need to|got to) (leave|go|get out|move out)|where (do|can|shall|should) (i|we) (go|sleep|stay)( now| tonight)?$|sofa surfing|(have|has) not eaten (in|for|since)|(can not|cannot) cope|can not do this any ?more|hates? (my|his|her|their) life|hates? (my ?self|him ?self|her ?self|them ?sel(f|ves))|hits? me|blackmail\w* (me|him|her)|my nudes|carry(ing)? (drugs|a knife|stuff for)|marry (him|someone) (or|but|and)|can not go home|do not want to go home|do not trust myself|touch(es|ed|ing) me)\b/;
/** What a body shows of somebody's hands, and what is said of those who are gone: a bed nobody slept in, off with a man and no phone. */
const traces =
  /\b(finger|grip|strangle|strangulation|choke) ?marks?\b|\bhand ?(prints?|marks?) (on|round|around|all over) (my|his|her|their|both|the) (\S+ )?(arms?|wrists?|neck|throat|face|legs?|back)\b|\bmarks? (round|around) (my|his|her|their|both) (neck|throat|wrists?)\b|\bbed (has not|hasn't|hasnt|was not|wasn't|wasnt|had not|hadn't|hadnt|has never) (been )?slept in\b|\b(went|gone|left|got) (off |away )?(with|in) (some|a) (\S+ )?(man|bloke|guy|fella|older (lad|boy|man))\b.{0,60}\bphone('?s| is| has| was)?( been| gone)? (off|dead|switched off|turned off)\b/;
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
  if ([urgent, traces, saidInWelsh, goneInWelsh].some((signs) => signs.test(plain))) return 'urgent';
  return possible.test(plain) || wantInWelsh.test(plain) || (isAlone && wide.test(plain)) ? 'possible' : 'none';
}
