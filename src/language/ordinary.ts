import { normalise } from './normalise.ts';

/** Who scolds: a mother's "I'll kill you" is one of these; a partner's, a brother's or a stranger's is not. */
const scolder =
  '(?:mums?|mams?|moms?|dads?|nans?|nains?|grans?|boss|gaffer|manager|tutor|teacher|coach|foreman|supervisor)';
const tardy =
  'if i (?:am|get there|turn up|get in|come in) late(?: again| for (?:college|work|class|school|it|this|lessons?))*(?! home| (?:back )?from)|if i miss (?:it|this|that|(?:the|my|another|any more) (?:bus|train|lift|lessons?|class|classes|days?|sessions?|college))';
/** "My mum's going to kill me if I'm late again": a scolding. What is to be kept secret, or is late home, is none. */
export const scolding = new RegExp(
  `(?<!\\b(?:literally|actually|really) )\\b(?:my |our |the )?${scolder}(?: ?'s| is| will|'ll)?(?: (?:so|be|just|going to|gonna|gunna|gon))* (?:kill|murder) me (?:${tardy})\\b`,
);

const things =
  '(?:bag|handbag|rucksack|backpack|phone|bike|bicycle|scooter|moped|car|van|purse|wallet|laptop|tools|coat|keys|pass|lanyard|calculator|airpods|headphones)';
const places = '(?:college|school|gym|library|canteen|car park|town|street|bus|train|station|shops?|work|site|drive)';
const lately = '(?: (?:again|now|today|yesterday|this morning|this week|last week|at the weekend))*';
const relative =
  "(?:taid|nain|n?had|'nhad|tad|dad|mam|mham|(?:tad|nhad|thad)[- ]?cu|mam[- ]?gu|mrawd|brawd|chwaer|wncwl|yncl|ewyrth|ewythr|modryb|anti|n?ghefnder|cefnder|n?ghyfnither|cyfnither|ffrind|n?gŵr|n?gwraig|gwraig)";
const pet = '(?:n?ghi|ci|n?ghath|cath|gath|n?gheffyl|ceffyl|mochdew|bochdew|n?ghwningen|gwningen|merlen)';
const whenInWelsh =
  "(?: (?:neithiwr|ddoe|echdoe|heddiw|(?:y )?bore '?ma|dros y penwythnos|dros nos|yn sydyn|(?:dydd|ddydd|nos) \\p{L}+))*";

/** Clauses, each whole, that tell of an ordinary thing. */
const ordinary: readonly RegExp[] = [
  scolding,
  /^(i|we)( (really|just|also|am|do|have|would|will|might))*( (want to|like to|thinking of|thinking about|need to|decided to|going to|planning to|hoping to))+ (leave|leaving|quit|quitting|stop|drop out of|dropping out of|withdraw from|withdrawing from|come off) (the |this |my |our )?(course|college|apprenticeship|programme|class|training)( please| now| early)*$/,
  new RegExp(
    `^(?:(?:i|we|am|are|was|were|have|got|been|just|sorry|stupidly|accidentally) )*locked out(?: of (?:my|the|our) (?:house|flat|home|car|room|van))?${lately}$`,
  ),
  /^((i|we|am|are|still|just|been|all) )*(sat|sitting|stood|standing|waiting|stuck|parked)( here)? (outside|at)( the)? (college|school|building|classroom|class|gates?|doors?|main gate|room|reception|workshop)( gates?| doors?)?$/,
  /^((the|all|college|school|main|front) )*(gates?|doors?|barriers?|entrance)(( is| are| still| all|'s)+) (shut|locked|closed)( still)?$/,
  new RegExp(
    `^(?:[a-z]+ (?:said|says|reckons|told me) )?(?:that )?(?:my|his|her|their) ${things}(?: (?:was|has|is|have|got|been|just))+ (?:stolen|nicked|pinched)(?: (?:at|from|in|on|outside) (?:the |my |our )?${places})?${lately}$`,
  ),
  /^((my|our|the) )?(boss|gaffer|manager|supervisor|foreman|employer|work)( (says?|said|told me|is saying|reckons))?( that)?( (i|he|she|they|it)( will|'ll| would|'d)?)?( (will|would))? (sack me|fire me|get the sack|get sacked|be sacked|lose my job) if i (go|come|leave|turn up)( in)?( (to|for))?( (college|school|class|day release))?( again)?$/,
  new RegExp(
    `^(?:ma'?|mae'?r?) ?(?:fy |yr? |ein )?(?:${relative}|${pet})(?: (?:i|fi|ni))? (?:wedi|newydd) (?:marw|farw|huno)${whenInWelsh}$`,
    'u',
  ),
  new RegExp(`^bu farw (?:fy |yr? |ein )?(?:${relative}|${pet})(?: (?:i|fi|ni))?${whenInWelsh}$`, 'u'),
];

const border = /[.,!?;\n]+|\s(?:and|but|so|because|cos|coz|ac|ond|felly)\s/;
/** Somebody else who may be why: then nothing is taken out. */
const somebody =
  /\b(he|she|they|him|her|them|someone|somebody|dad|mum|mam|stepdad|stepmum|brother|uncle|boyfriend|girlfriend|husband|wife|partner|ex|man|bloke|lads?)\b/;

/**
 * What is left of a text for the learned reader to hear harm in, once clauses that tell of an ordinary thing are taken
 * out: a death told in Welsh, a bag that was stolen, gates that are shut, wanting to leave the course. It takes them for
 * danger, as they come often beside it. Undefined where there are none, or where what else is said is about somebody;
 * the rules read the whole text whatever this says.
 */
export function beyondOrdinary(text: string): string | undefined {
  const clauses = text
    .split(border)
    .map((one) => one.trim())
    .filter(Boolean);
  const left = clauses.filter((clause) => !ordinary.some((thing) => thing.test(normalise(clause))));
  const rest = left.join(', ');
  return left.length === clauses.length || somebody.test(normalise(rest)) ? undefined : rest;
}
