import { fold } from '../words/fold.ts';

/** Someone a message may be about, by every name they go by: legal and preferred. */
export type Known = { id: string; names: readonly string[] };

const folded = new Map<string, readonly string[]>();
const mostFolded = 50_000;

/** A name as the words it is looked for by: folded, apostrophes left out, double names apart. Remembered by name. */
export function nameWords(name: string): readonly string[] {
  const before = folded.get(name);
  if (before) return before;
  // Most names are two plain words, and references are plain too: the quick way for them, because an office knows thousands.
  const words = /^[A-Za-z\d]+(?:[ -][A-Za-z\d]+)*$/.test(name)
    ? name.toLowerCase().split(/[ -]/)
    : fold(name)
        .replaceAll("'", '')
        .split(/[^\p{L}\d]+/u)
        .filter(Boolean);
  if (folded.size >= mostFolded) folded.clear();
  folded.set(name, words);
  return words;
}

/** Names that are small words too: they count as names only where no verb or small word can stand. */
export const smallWords = new Set(
  (
    'a an and any are art as at be can chance could day do for from go good had has have he her him his i if in is it me more my no not now of off on or our out so some sun than that ' +
    'the then they this to up was we were when who will wish with would you your may kit van'
  ).split(' '),
);
/** Names that are other words too: they count with a capital, or where a verb of their own follows. */
export const alsoWords = new Set([
  ...smallWords,
  ...(
    'bill bob dean faith frank gene grace guy hope jack joy june april august summer autumn sky rose daisy lily poppy ivy holly olive ruby pearl amber jade crystal star rain storm ' +
    'mark max miles pat page ray read reed rich rob rod rock she sue son tue drew dawn eve grant chase pip ash major king prince duke earl iris violet heather hazel'
  ).split(' '),
]);
/** Verbs among them: "Will not be in" begins with no name. */
export const helpers = new Set([
  'will',
  'may',
  'can',
  'do',
  'have',
  'has',
  'is',
  'was',
  'are',
  'could',
  'would',
  'had',
  'be',
]);

/** Words that begin with a capital now and then and are no names of learners. */
export const notNames = new Set(
  (
    'hi hiya hello hey morning afternoon evening good dear thanks thank ta cheers sorry please unfortunately just the a an my our mine we i he she it they this that these those not ' +
    'cant no yes ok okay can could will would should may might due today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april ' +
    'june july august september october november december christmas easter eid diwali ramadan regards kind best many sent from teams level gp covid english maths science history ' +
    'criminology welsh room is are was were has have had be been being do does did for and but so if as at in on to of with without by into also one two three both either neither all none everyone ' +
    'nobody some any each every slightly concerned support duty worker key social water bus train car traffic boss manager mum mam dad mom nan nana nanna gran grandma granny grandad ' +
    'grandpa uncle aunt auntie cousin son daughter brother sister baby child kids work college school site shop weather snow rain due because since when where what who why how which ' +
    'still got getting going gone been off out ill sick late running stuck delayed away absent leave leaving left dentist doctor hospital surgery clinic funeral appointment appt interview ' +
    'holiday hols annual bank inset passport army police fire bomb scan physio counselling counsellor camhs optician covid flu need needs want could there here hope hopefully apologies ' +
    'bore da helo shwmae diolch mae dwi dw fydd fydda sori np pls fyi asap update updates re ref false alarm great little right actually ignore disregard cancel scrap forget delete change ' +
    'apprentice apprentices learner learners student students lads girls boys team staff everybody someone somebody anyone year group class lesson lessons workshop tutorial session ' +
    'him her his hers them their theirs you your yours me us its than then up down over under after before until till whole half day week month time home office college portfolio ' +
    'stocktake audit overslept missed missing feeling feel felt called rang phoned emailed texted says said told asked won wont dont doesnt isnt wasnt didnt unable afraid really very too ' +
    'handover delivery boiler minibus product trade show occupational ultrasound reception agency nothing proud rung unit sadly foreman hygiene peak jury fire citizenship shotgun fit note ' +
    'stock take emergency yard counter hearing eye childminder van lorry roads road council power internet wifi storm flood roof bit parent carer head reporting report release request release ' +
    'lost found sent needed wanted spoke heard meant wrong right shift cover covered week weeks term half full part short long late early first only even well done ' +
    'yom kippur rosh hashanah passover pesach hanukkah chanukah purim sukkot shavuot vaisakhi holi navratri umrah hajj ascension epiphany ' +
    'employer placement flight ferry took brought kept gave made saw went came put spent ' +
    'chemist pharmacist pharmacy childcare sad news eyes teeth centre ski rehearsals fainted ' +
    'buses trains trams wife husband partner man woman men women mate mates people stock gaffer hubby missus customer client driver neighbour landlord teacher trainer owner builder company firm chef ' +
    'sometimes nowadays besides always guess arriva plus ' +
    'again back new old next last first second third other another same more most less few lot lots maybe perhaps probably possibly'
  ).split(' '),
);

/** Names that end like a verb. */
export const endsLikeVerb =
  /^(sioned|eluned|m[uo]ham+[ea]d|ahmed|hamed|khaled|rashed|wal[ei]d|saeed|waheed|javed|naveed|fred|alfred|wilfred|jared)$/;
