/** What a clause is about, as its words show. `away`, `late` and `leave` say it outright; `weak` only hints at absence. */
export type Cue = 'away' | 'late' | 'leave' | 'in' | 'weak' | 'told' | 'past';

/** Small words between a "not" and what it denies: "not going to be able to come". */
const between =
  'be|being|going|able|to|feeling|feel|like|well|enough|up|allowed|really|even|actually|get|getting|make|making|manage|think|i|will|can|it|me|us|him|her|anything|the|a|any|for|of|mine|my|our|them|NAME|just|back|chance|way|point|that|he|she';

/** Not being there, said outright. DAY, NAME and the like stand for what was read there. */
const away: readonly RegExp[] = [
  new RegExp(
    `(?<!\\b(bus|buses|train|trains|tram|coach|lift|taxi|cab|uber|ride|alarm|driver|minibus|delivery|cover|relief|bank)( \\S+)?( (did|has|have|had|was|is|were))?( 's)? )\\b(not|no|never|unable)( (${between}))* (in|come|coming|attend\\w*|here|there|make|making|join\\w*|available|at( (the|my|our|his|her|their|your|this|that|DAY|'s))* (1-2-1|workshop|lesson|session|class|college|tutorial|training)|log|logging|turn|turning|turned(?!( up| in)? (here|(at|to|for|in) work|on site))|shown|arrived|appeared|LESSON|able|do|doing|get|getting|see)\\b(?! off (at|the|my)\\b| ((back |off )?to sleep|(any |much |a wink of |enough |no )?sleep))`,
  ),
  /\b(none|neither|nobody|no one)( \S+){0,6} (in|come|coming|attend\w*|there|with (you|us)|make|making|join\w*|available|able|logging|log|at (college|school|class|lessons))\b/,
  /\b(not|no)( (be|really|even|in|at|on|for))* DAY\b|(?<!^(is|are|was|were) (NAME|he|she|they) )\bnot( (be|been|going to|able to))* with you\b(?! on (this|that|it))/,
  /(?<!\b(childminder|childminders|minder|babysitter|nanny|carer|mum|mam|dad|nan|gran|partner|husband|wife|landlord|plumber|teacher|lift|car|van|laptop)( is| 's| are)? )\bnot (be )?back( (in|at (college|school)|with (you|us)))?( (straight|right))? (until|before|for|after)\b/,
  /\bnot going( (to|into|in|near|the|my|site|placement|nursery|or|and|nor|college|school|class|lessons?))* (site|placement|nursery|college|school|class|lessons?)\b/,
  /\b(is|are|be) a no( (from|for) (me|him|her|them|us|NAME))?\b|\b(must|have to|has to|need to|needs to|got to) (be|stay|stop)( at)? home\b|\bstuck (DAY|with (the|my) (kids|baby|little|children|twins))\b|(?<!\b(to|of|from|in|my|his|her|the|up) )\bbed (rest|and|with)( \S+){0,4} DAY\b/,
  /^(not|no) DAY\b|^DAY no$|\bnot (in|well|feeling|here|there)\b/,
  /(?<!\b(not|no longer|never|went|goes|go|set|setting|shoot|shooting|get|gets|getting|go|going|drop|dropping|log|logging|head|heading|switch|run|far|cut|picked|told|pop|nip|well|hours|kick|kicked|brush|coming|came|fell|clocks|clocked|falling|hopped|jumped|(finish|finishing|finished|killing|seeing|showing) (me|us|him|her)|signed (it|this|that|them)|drops|dropped|nods|nodded|dozed|walked|walk|stormed|stomped|drove|rode) )(?<!\b(phone|mobile|heating|power|electric|electricity|internet|wifi|lights?|boiler|gas|water|telly|alarm)( (is|was|are|'s|went|been|has|have|all|still))*)(?<!\b(drop|drops|dropping|hand|turn|switch|pay|paying|shake|sleep|sleeping|walk|walked) (\S+ ){1,3})(?<!\b(call|text|message|lift|form|note|(take|taking|took|taken) (it|that|this|them)) )\boff\b(?<!\b(got|had|caught|catch|bought|nicked|heard|borrowed)( (?!(DAY|the|is|are|am|was|be|he|she|i|so|and|to) )\S+){1,3} off(?= (a|an|my|his|her|our|this|some|someone|him|them|one)\b))(?! (to (work|get)|early|the (crew|team|rota|roof|ladder|scaffold\w*|wagon|lorry|wall|stairs|bus|train|bike|estate|street|block|telly|internet|market)|my (street|estate|road)|and on))/,
  /(?<!\b(passed|slipped|went|taken|far|miles|put|right|straight|give|run|ran|throw|MINUTES|hours|explain) )\b(absent|absence|away|signed off)\b/,
  /\b(DAY|LENGTH) (off|away|out)\b|\b(out|busy|gone) (from |between )?HOURS\b|\bout from DAY\b/,
  /\bonly (in|do|doing|make|come|coming|come in|coming in|be in|be here|here|attend|attending|there|working)( for| on| in)? DAY\b|\b(in|do|make|come|attend|there|here) (\S+ )?DAY only\b|\b(was|were) (meant|supposed) to (be|come)\b/,
  /\bout then\b|\bno (show|class|lesson|school|college)\b|\bno (morning|afternoon)( \S+)? for (me|him|her|them|NAME)\b|(?<!\b(kicked|chucked|thrown|threw|booted|locked|turfed|passed|ran|run|worn|tired|found|find|fell|went|go|gone|black|blacked|pass|knocked|came|walked|stormed|put|turned|let|locks?|lock)( (me|us|him|her|them|NAME))? )\bout (of (the country|town|((my|our|your) )?(class|lessons?)|college|office|action|LESSON|the office)|all|the whole|for (me|the)|(the )?DAY|LESSON|sick)\b|\bDAY is out\b/,
  /(?<!\b(the|(how much|what|anything|everything) (i|he|she|they|we|NAME)( (is|am|are|have|has|had))?) )\b(?!miss$)(miss|missing|missed|skip|skipping|bunking)\b(?! (the |my )TIME( (bus|train|one))?\b)(?! (the |my |our )?last (hours|bit|part|half|few|MINUTES)| the (start|beginning|first (bit|part|half|few|hours|MINUTES))|(?: (the|my|a|our|his|her))?(?: (last|first|early|next|usual|second|connecting|college|school|work|works|TIME))? (bus|train|tram|coach|connection|lift|stop|tube|call|you|him|her|them|home|deadline|cut off|hand in|emails?|messages?|texts?|post|parcel)\b)/,
  /\bon (annual |sick |maternity |paternity |study |compassionate |parental |unpaid )?(leave|holiday|holidays|hols|vacation)\b|\bannual leave\b|\b(hols|holiday|holidays) (DAY|from)\b|\bDAY (all|whole) day (annual )?(leave|holiday|hols)\b/,
  /\b(stay|staying|stop|stopping|keep|keeping|kept(?! (me |him |her |them |NAME )?back))( (him|her|them|NAME))? (at|in|home|off|back|NAME)\b(?! (college|touch|late))/,
  /\b(in bed|gone home|going home(?! now)|going back to bed|no go|no good|no college|not available|write off|excuse me from|bedbound|housebound|excuse (NAME|my|him|her)|excused)\b/,
  /\b(can not|will not|do not think i can) (?!be (late|early|long)\b)(\S+ ){0,3}(DAY|TIME|make|come|face|attend|get in|do|release|spare|be there|see)\b/,
  /\b(have|having|take|taking|need|want|book|booking)(?! not\b)(?! an? (good|great|nice|lovely|fab|brilliant|fantastic|happy|safe|restful|relaxing) )( \S+){0,2} DAY( (off|as|please|away))?(?! (appointment|TIME|at(?! home)|for (a|my)))/,
  /\b(unlikely|doubtful|doubt)( \S+){0,4} (in|come|there|attend\w*|make)\b/,
  /\bnone of (my|our|the|mine|them)\b|\b(all|everyone|everybody) (bar|but|except|except for|apart from) NAME\b.* (in|there|here|come|coming|attend\w*|make it)\b/,
  /\brefus\w* to (come|go)\b|\bwill not (go|come)\b|\bnot going to college\b/,
  /\b(come|coming|do|attend|in|there|here)( in)?( (on|the|DAY))* instead of (on )?(the )?DAY\b/,
  /\bwork(ing)? from (home|the library|here)\b|\binstead of (coming|going) in\b/,
  /\bnot( (be|able|to|going|will))* manage( (it|to come|to get))?( in)?( on)? DAY\b/,
  /\b(not|no way( (i|he|she|we|NAME))?( (am|is|are))?)( be)? safe to (drive|travel|come|go)\b/,
  /\b(keep|keeping|borrow) (NAME|him|her|them)( (with us|here|back|on|for))* DAY\b/,
  // "too upset to come in", "not fit for college"
  /\btoo (\S+ ){1,3}(to (come|be in|be here|get in|make|face|attend|travel|leave|do|go)|for (college|school|class|lessons?))\b|\bnot( be)? (fit|well|safe|up|ready|right|able|good|strong)( enough)? (for|to) (the )?(college|school|class|lessons?|travel|leave)\b/,
  /\binstead of( (coming|going|being))?( (to|in|at|into))?( (the|his|her|my))? (college|school|class|lessons?|day release)\b/,
  /\b(no one|nobody|no way|noone) (can|to|who can|able to|is able to|could) (bring|take|drop|drive|get|fetch) (NAME|him|her|me|them|us)\b/,
  /\b(am|is|are|be|being)( (still|back|also|staying))* (at )?home (DAY|with|from (college|school))\b/,
  /\b(authorise|approve|excuse) DAY\b|\b(told|said|says|advised|must|need|needs|have|has)( (me|him|her|to|i|he|she|NAME))* rest DAY\b|\bbe (spared|released|let off|excused|authorised|(marked|recorded|put down)( as)? (authorised|absent|excused))\b/,
  /\b(sent|sending|send|got|has|have) (me|us|him|her|NAME) (to|on|onto|over to|off to) (the|a|an|another) (\S+ ){0,3}(job|shift|delivery|callout|call out)\b/,
  /\b(snowed|flooded|iced) in\b|\b(on|at) (placement|work experience)\b|\b(at|in) work DAY\b/,
  // "put me down for Wednesday", "mark him as authorised", "put an M on the register for Sana", "called in sick"
  /\b(put|pencil) (me|us|him|her|them|NAME)( (down|off))+( for| on)? DAY(?=$| (please|too|also|to be safe|instead|if|as (well|leave|holiday|off))\b)/,
  /(?<!\b(not|(?<!\b(can|could|would|will) )you|they|he|she|it) )\b(put|mark|record|log|code|note|enter) (me|us|him|her|them|NAME)( (down|in|as|being|for))* (authorised|ill|sick|poorly|unwell|excused)\b/,
  /\b(put|enter|mark|add) (a|an) (?!l |late )(\S+ ){1,2}(on|in) the register for (me|us|him|her|them|NAME)\b/,
  /\b(called|calling|rang|ringing|phoned|phoning)( (me|us))? in( as)? (sick|ill|poorly|unwell)\b(?! ((at|to|for|from) work|with us|here))/,
  // "I've been told I can't have my college day"
  /\b(can not|will not|not|lose|losing|lost)( (be|have|having|get|getting|do|doing|going to))* (my|his|her|their|the|NAME 's) (college|study|training|release) day\b|\bno (college day|day release)\b/,
];
const onSite = /(?<!\b(back|not going) )\b(on|at) (site|the yard)\b/;
/** How somebody was hurt: where it happened says of nobody that they are there. */
const hurt =
  /\b(dropped|fell|slipped|tripped|cut|cutting|burnt|burned|hurt|trapped|caught|broke|twisted|sprained|crushed|scalded|banged|bashed|pulled|knocked|pinned|punched|kicked|hit|headlock|stood on|trod on|did (my|his|her) (back|knee|ankle|shoulder|wrist))\b/;
/** "Will text when I set off", "walk-in centre first, then in": they come, and when is open. */
export const comesLater =
  /\bwhen (i|he|she|we|they|NAME) (set|sets) off\b|\bwhen (i|he|she|we|they|NAME) (am|is|are|get|gets) (on (my|his|her|the|our|their) (way|bus|train|road)|moving)\b|\b(no idea|do not know|dunno|not sure|unsure) (when|what time) ((i|he|she|we|they|it) )?(will|can)( \S+)? (there|in|here)\b|\b(^|first |and |but )then( (i|he|she|we|will|am|is|be|straight|come|coming|head|heading))* in\b(?! DAY)|\bthen( (i|he|she|we|they|will|am|is|can|be|straight))* (come|coming|head|heading)( (in|over|straight|to (college|you)))*$/;
/**
 * "Could I swap my review on Friday": asked to be let off what is on that day. "Can I move it from Thursday to Friday" and
 * "swap my Thursday group" are of another timetable.
 */
export const movesSession =
  /\b(can|could|may|would|is it ok if|possible to)( (i|we|you|he|she|NAME|please|possibly))* (move|swap|shift|change|rearrange|reschedule|push( back)?) (my|our|his|her|NAME 's) (?!(group|class|day|days|shift|shifts)\b)(\S+ ){1,3}?((on|from|off|of)( the)? )?DAY\b(?!( (group|class|one|session))? to (the )?DAY)/;
/** Coming, but not in time. */
const late: readonly RegExp[] = [
  /(?<!\b(a|another|the|too|of|do|doing|working|later|with|any|not|never|home|up|out|(not|never)( (going to|be|come|get|run|coming|getting|running))+) )\blate\b(?! (notice|workshops?|shift|night|one|ones|bus|class|classes|session))/,
  /\b(delayed|overslept|running behind|held up|stuck(?! (DAY|without|with (the|my) (kids|baby|little|children|twins)))(?! (in|at|up|down) (the )?(a&e|hospital|bed|work|home|site|court|police))|(?<!\b(been|not|never) )slept in|slept thru|slept through|overran|overrunning)\b/,
  // "11 o'clock start for me"
  /^((so|and|then|but|its|it is|it will be|will be|be|a|an|probably|about|for|with|only|just|have|having|need|needs|DAY|i|he|she|will) )*TIME start( for (me|him|her|them|NAME))?( DAY| please| then)*$/,
  // "Expect me about 7.40", "sat nav saying 9.50"
  /(?<!\bnot )\bexpect (me|us|him|her|them|NAME)( (DAY|about|around|at|by|for|like|more))* TIME\b|\b(sat ?nav|maps|google|waze) (says?|saying|said|reckons?)( (about|around|more|like))* TIME\b/,
  /\bMINUTES( \S+)? (late|behind)\b|\bbehind schedule\b|\b(there|here|in|back|with you|omw|on my way) (in )?MINUTES\b|\brunning (a bit |bit )?(late|behind)\b/,
  /\b(come|coming|get|getting|be) (over )?to (you|yours)( DAY)? (for|at|by|about|around|after) (about )?TIME\b/,
  /\b(eta|in|there) TIME\b|\b(in|there) later\b(?! today to)|\bmiss(ing)? (the )?(start|beginning|first (bit|part|half|few|hours|MINUTES))\b/,
  /\bnot (expect|see) (me|us|him|her|them|NAME)( DAY)? (before|until) TIME\b|\bnot( be)? (in|there|here) (first|1st) thing\b/,
  /\b(coming|heading|rushing|making my way)( in| there)? now\b|\b(be|come|coming|head|heading) (straight|right) (over|in|there|after)\b|\b(drop|dropping|bring|bringing) (him|her|them|NAME) (off|in|over)\b(?! (to|at) (his|her|their|the|a|my))/,
  /\bmissed (the|my|our|her|his) ((TIME |last |first |early |usual |connecting |college |school |works? )?(bus|coach|train|connection|tram|lift|alarm)|TIME)\b/,
  // "My alarm didn't go off"
  /(?<!\b(fire|smoke|burglar|car) )\balarm( clock)? (did not|never|has not) (go|went|gone|ring|rang|rung|wake)\b/,
  comesLater,
  /(?<!\b(not|none)( \S+){0,3} )(?<!\b(came|got|rang|rung|ring|ringing|phoned|called|calling|texted|signed|tapped|clocked|rolled|walked|stumbled|strolled|crept|finish|finishes|finishing|finished|(brought|dropped|fetched|drove|sent|wants?|needs?|needed|expects?|squeezed|squeezing|squeeze|fitted|fit|fitting|booked|booking|slotted|got|getting) (me|him|her|us|NAME)( to be)?|(needs?|wants?) (me|him|her|us|NAME) back|(trip|coach|train|flight|bus|plane|ferry|boat) (gets|comes|arrives)) )\b(in|there|here|back|along|with you)( (DAY|probably|hopefully|about|around|at|for|by|like|after))* TIME\b|\b(going to|will) be TIME\b/,
];
/** Going before the end. */
const leave: readonly RegExp[] = [
  /(?<!\b(coming|comes|come|us|me|him|her|them|on|annual|sick|study|maternity|compassionate|parental|the|his|her|my|you|coach|bus|minibus|train|flight|plane|ferry|boat|taxi) )\b(leave|leaves|leaving|left|go|goes|going|went|get|gets|getting|finish|finishes|finishing|finished|head|heading|get away|shoot|slip|nip|pop|be gone|gone|out)( off| out| home| away)?( a (bit|little))?( (with |from )?(the )?(site|college|class|lesson|us|you)( and( the)? (site|college|class))?)?( DAY| NAME)?( (both|all|each|every|those) (days?|times|afternoons))? ?(early|before the end|((at|by|before|from|after|for|around|about|just|straight) )*TIME)\b/,
  /\b(be|being) (collected|picked up|fetched|let out)( DAY| early)*( (at|from|around|about|by) TIME)?\b(?= |$)|\b(be|being) (released|let go)( DAY)* ?(early|(at|from|around|about|by) TIME)\b/,
  /\b(release|excuse|let|spare) (NAME|him|her|them|me)( go| leave| out| off| from college)*( for( \S+){1,3})?( DAY)? ?(early|(at|from|around|about|by|after) TIME)\b/,
  /\b(shoot|slip|nip|pop|dash|skip|head|shooting|slipping|nipping|popping|heading) (off|out|away)\b/,
  /\b(collect|collecting|pick|picking|fetch|fetching) (him|her|them|NAME|(my|our) (son|daughter|lad|lass|boy|girl|child))( up)?( early)?( DAY)? ?(early|(at|from|around|about|by) TIME)\b|\b(collecting|picking) (him|her|them|NAME)( up)? early\b/,
  /\b(collect|collecting|pick|picking|fetch|fetching|get|getting) (me|him|her|them|NAME)( up)? (from|out of) (college|school|class|lessons?|there|yours)( DAY| early)* ?(early|(at|from|around|about|by) TIME)\b/,
  /\b(need|needs|have|has|got|going) to (leave|go|finish|get off)\b(?! (to|and|back|in|mental|mad|crazy|nuts|spare|ballistic|ape|on|over|through|wrong|well|ahead|for|crown|court|the (house|flat|country))| my (house|flat))|\bleav(e|ing) (early|college|lesson|class)\b|(?<!^)\bleave DAY\b|\bleaving DAY\b/,
  /\bnot (be )?(stay|staying|stop|stopping|here|there|in) (past|after|beyond|later than) TIME\b|^(but|and) not after TIME$/,
  // "Sam has gone home", "im off home", "gran collected her at 1.10"
  /\b(has|have|is|am|are|'s|had|just|already) (just |already |now )?(gone|off|heading|going|walked out and gone) home\b(?! (to|for|on|DAY|until))/,
  // "Can I go home now", "need to go home"
  /\b(can|could|may|need to|have to|got to|ok if|okay if|alright if) (i |he |she |NAME )?(please )?(just )?go home\b(?! (to|for|on|DAY|until))(?!.* or (is|are|do|does|have) )/,
  /(?<!\b(taxi|cab|bus|minibus|lift|coach|train|driver|van|car)( (has|had|just|only))? )\b(collected|fetched|picked) ((him|her|them|NAME)( up)?( early)* )?(at|around|about|by) TIME\b(?! DAY)/,
  /\bmiss(ing)? (the |my |our )?last (hours|bit|part|half|few|MINUTES)\b/,
  /\b(sent|sending|send) (me|him|her|them|NAME) home( (at|about|around))* TIME\b|\bleaving( then| now| soon)?$|\bthen (gone|off|leaving|out)( (again|home))?$|^((so|and|right|i|am|just) )*(going|heading|off) home now\b|\bearly (finish|dart)\b|\bfinish(ing)? early\b|(?<!\b(clocked|set|went|(drop|dropping|dropped|bring|get) (him|her|them|me|NAME)) )\b(away|off|home|gone) (at|for|by) (about |around )?TIME\b/,
  /(?<!\bnot( \S+){0,3} )\b(in|here|there|stay|staying)( DAY| all day)? (only )?until (about |around )?TIME\b/,
  // "He needs away from college by 3"
  /\b(need|needs|have|has|want|wants)( to be)? (away|off|out)( (of|from)( \S+)?)?( DAY)? (by|at|before) (about |around )?TIME\b/,
];
/** Being there. */
const present: readonly RegExp[] = [
  /\b(be|am|is|are|come|coming|will be|back|hobbling|get|getting|make it|make)( back)? (in|here|there)\b/,
  /^(in|there|here|back)\b|\b(hopefully|but|probably|also|then) (in|back)\b/,
  /\b(as|like) (usual|normal)\b/,
  /\b(attending|attend|able to (come|make)|can (make|come|do|join)|turn(ing)? up|with you)\b/,
];
/** Words that go with an absence and do not say one. */
const weak: readonly RegExp[] = [
  /\b(ill|sick|unwell|poorly|rough|(come|came|gone|went|going|go) down with|throwing up|vomiting|puking|migraine|flu|covid|tonsillitis|bug|temperature|fever|headache|chickenpox|norovirus|croup|concuss\w*|ringworm|scabies|impetigo|broken|sprained|isolat\w*|quarantine)\b/,
  /\b(dentist|ortho|orthodontist|doctor|hospital|a&e|accident|appointment|interview|funeral|scan|clinic|op|operation|surgery|optician|opticians|physio|counselling|camhs|blood test|check ?up|x ?ray|jury|court|magistrates|inquest|probation|christening|baptism|graduation|ceremony|cscs|tribunal|driving test|driving theory|test at|exams?|wedding|visa|passport|conference|comp|competition|induction|audit|stocktake|trip|visit|eid|diwali|mosque|church|jobcentre|registrar|meeting|nits|open day|taster day|medical|uni|rehearsal|training|course|shift|shifts|nights|plumber|boiler|inset|reserves|mot|cba|arsed|bothered|childcare|child care|(full of|a|bad|heavy|stinking|got|this) cold)\b/,
  /\b(not sure|do not know|dunno|no idea|unsure) (if|whether) ((i|he|she|they|NAME) )?(will|can|am|is|are)( \S+){0,3} (in|there|here|come|coming|make|attend|attending)\b/,
  /\b(am|is|are) (meant|supposed|due) to (be|come) (in|there|here|with you)\b/,
  /\b(blocked|fenced) in\b|\b(got|have|has|with) ((a|the|really|bad|some|terrible) )*food poisoning\b/,
  /\bhalf (a )?day\b|\bcan not (even )?(hold|grip|walk|stand|bend|move|see|talk|swallow|sit|lift|write)\b/,
  // "put me down for the afternoon only"
  /\b(in|down) for( the)? (mornings?|afternoons?) only\b|\b(in|down) (only|just) for( the)? (mornings?|afternoons?)\b|\bonly (doing|do|coming|come|in|there|here|attending|working|managing)( in)?( for)?( the)? (mornings?|afternoons?)\b/,
  /\bDAY (as well|too|again|also)\b|\b(same again|also) DAY\b|\bresting (at home )?DAY\b/,
  /\b(leave(?! (the|my|our|this) (house|flat|home|room|hotel))|holiday|hols|flying|abroad|bereavement|compassionate|moving)\b/,
  /\bon (strike|call|a course|training|a trip)\b|\b(council|tax|planning|appeal|tenancy|court|benefits?|custody|tribunal|disciplinary) hearing\b|\b(is|are|am|'s) (at|on) (a |the )?\S+( \S+){0,3} DAY\b/,
];
const told =
  /\b(told|said|says|agreed|booked|letter|asked|rang|since|uploaded|handed|sent|died|passed|slipped away|broke|fell|hurt|came|started|happened|knew|cleared|went|lost|put|had|been|taken|walked|hit|kicked|punched|dropped|found|saw|turned|posted|attacked|jumped|pushed|grabbed|took|gave|ended|ran|drove|crashed|slept|stayed|heard|kept|email(ed)?|texted)\b/;
/** The clause speaks of days gone by. */
const past =
  /\b(was|were|bunked|skipped|mitched|skived|wagged|did (i|we|he|she|NAME) miss|missed(?! (the|my|our|his|her) ((TIME |last |first |early |usual |connecting |college |school |works? )?(bus|coach|train|tram|connection|lift|alarm)|TIME))|did not|had to|been (off|ill|sick|away|out|absent|in|unwell|poorly))\b/;
const notPast =
  /\bif (i|he|she|we|they|NAME) (missed|was|were|took|left|skipped|did not)\b|\b(will|going to|can not|is|am|are|want|need|today|tomorrow|was going to|was hoping)\b/;

/** "I've been told I can't come in": what was said is what holds. */
const toldToStay =
  /\b(have|has|had|just) been told( that)?(?= (i|we|he|she|NAME) (can|will|am|is|are|must|have|has|need|needs) )/g;
const saysWhy = /\b(that|this|which|it)( is|'s)? why\b/;

/** "Got a viewing at 9": the hour of something that is on. */
export const hasThing =
  /\b((got|have|has|having|need|is) (a|an|my|his|her|our|the) \S+( \S+)? (at|from)|(be|am|is) at (a|an|my|his|her|our|the) \S+( \S+)? (at|for|by|from)) TIME/;

const any = (list: readonly RegExp[], text: string) => list.some((one) => one.test(text));

/** "Just flagging in case he needs to go home": what may come to be is no report. */
const inCase = /\bin case (i|he|she|they|we|it|NAME)\b.*$/;

/** "Not going to get the essay in by Wednesday": work that is not handed in keeps nobody away. */
const handsIn =
  /\b(get|getting|got|hand|handing|send|sending|have|having) (the|my|his|her|this|that|an?|NAME 's)( \S+){0,5} (essay|assignment|coursework|homework|work|unit|portfolio|evidence|project|report|form|log|write up)( \S+)? in\b/;

const works =
  'assignments?|essays?|coursework|homework|portfolio|evidence|project|report|submission|unit|write up|rent|bill|parcel|order';
/** "My essay will be late", "handed it in late", "better late than never": nobody is; nor is who can't wait for a day away on it. */
export const lateThings = new RegExp(
  `\\b(${works})( (is|was|are|were|will|going|to|be|being|been|handed|in|submitted|sent|a|bit|might|may))* late\\b|\\b(hand|handed|handing|submit|submitted|submitting|send|sent|turned|upload|uploaded|uploading|email|emailed)( in)?( (my|his|her|the|this|that|an?|NAME 's))?( \\S+)? (${works})( in)?( \\S+)? late\\b|\\bbetter late than never\\b|\\b(i|we)?( just)? ?can not wait (for|until|to)\\b`,
);

/** The cues in the text of a clause, whose length is bounded: each pattern runs over one clause only. */
export function cuesOf(whole: string): ReadonlySet<Cue> {
  const text = whole.replace(inCase, '').replace(handsIn, '').replace(lateThings, ' ');
  const found = new Set<Cue>();
  if (!/\p{L}\p{L}/u.test(text)) return found;
  if (any(leave, text)) found.add('leave');
  if (any(late, text)) found.add('late');
  if (any(away, text) || movesSession.test(text) || (onSite.test(text) && !hurt.test(text))) found.add('away');
  if (any(present, text)) found.add('in');
  if (any(weak, text)) found.add('weak');
  if (told.test(text.replace(toldToStay, ' '))) found.add('told');
  // “That is why I was absent” is told of then, not of now.
  if (past.test(text) && !notPast.test(text.replace(saysWhy, ''))) found.add('past');
  return found;
}
