/** What people ask in words. What each is answered with, and for whom, is the use cases' business. */
const questionKinds = [
  'my-day',
  'next-session',
  'my-people',
  'missed',
  'told',
  'authorised',
  'my-mark',
  'here',
  'robot',
  'who-sees',
  'new-number',
  'how-to-tell',
  'rules',
  'evidence',
  'tasks',
  'coming',
  'their-coming',
  'still-on',
  'their-people',
  'when-in',
  'about-in',
  'about-doing',
  'about-absence',
  'about',
  'learners',
  'out',
  'late',
  'mark',
  'turned-up',
  'own-absence',
  'registers',
  'registers-late',
  'left',
  'close',
  'accept-all',
  'worries',
  'changes',
  'by-week',
  'how-are-we',
  'move',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

const who = '(?:the )?(?:NAME(?: [a-z]+s)?|he|she|they|him|her|my apprentice|my learner)';
const whose = `(?:${who}|his|their)(?: 's)?`;
const when = '(?: (?:on |for |this )?DAY)?';
const lesson = '(?:lessons?|sessions?|class|classes|workshops?|tutorials?|course)';
const openNow = '(?:on|open|closed|shut|happening|going ahead|running|cancelled|off)';
const because =
  '(?: (?:because|due|to|of|in|with|the|if|it|is|snow|snowing|ice|icy|weather|strike|flood|flooding|heating|storm|this))*';
const there = '(?:in|there|here|at college|in college|at the college|with you)';
const comes = `(?:am|is|are|will|can|plan to|hope to)(?: def| definitely| still| probably| going to| hopefully)?(?: be)?(?: come| coming| make it)?(?: ${there})?(?: (?:for|to) (?:${lesson}|college))? (?:on |for |this )?DAY`;
const role = '(?:tutors?|teachers?|mentors?|coach|coaches|assessors?|employers?|boss|manager)';
const note = '(?:doctors? note|sick note|sicknote|fit note|note|certificate|proof|evidence|letter|appointment card)';
const place = '(?:(?:phone )?number|phone|mobile(?: number)?|email|address|details|contact details)';
const absence = '(?:absences?|time off|day off|off|days off|notice|sick day|leave)';

/** The way each question is asked. Words are spelled out and DAY, TIME, NAME stand for what they are; the first that fits wins. */
export const questionPhrases: readonly [QuestionKind, string][] = [
  [
    'robot',
    '(?:you are|are you|is this|am i talking to|are u|this is) (?:a |an )?(?:robot|bot|real|human|person|computer|ai|machine|real person)',
  ],
  [
    'robot',
    '(?:who|what) are you|is (?:anyone|anybody|someone|somebody) (?:there|here|reading this)|who made you|are you there|what are you for|what is this',
  ],
  [
    'who-sees',
    '(?:who|who else|can anyone|can anybody|does anyone|does anybody|who can) (?:sees?|reads?|knows?|hears?|gets told|is told)(?: about)? (?:this|it|that|what i (?:write|say|wrote)|my (?:messages?|reasons?|absence))|(?:will|does|do|is|are) (?:my|the) (?:mum|dad|parents?|boss|employer|manager|tutor|family|carer|work|college)(?: be| get)? (?:told|know|hear|see this|informed|find out|see it)(?: about (?:it|this)| why| this)?|is this (?:private|confidential|anonymous)',
  ],
  [
    'new-number',
    `i (?:have |got |have got )?(?:a )?new ${place}|my ${place} (?:has |have |is |was )?(?:changed|new|different|wrong)|(?:how do i|can i|can you|where do i) (?:change|update) my (?:${place}|name)`,
  ],
  [
    'how-to-tell',
    '(?:how|where) (?:do|can|should) (?:i|we) (?:report|tell you about|tell you|say|let you know about|log|record|enter) (?:an |my |the |that i am |someone is |if i am )?(?:absence|absences|absent|off|ill|sick|late|away|time off)|(?:who|whom) (?:do|should|can) i (?:tell|call|ring|contact|message|text|let know) (?:if|when) (?:i|someone|he|she|my apprentice) (?:am|is) (?:ill|sick|off|late|away|absent|not well|not in)|what (?:do|should) i do (?:if|when) (?:i|someone|my apprentice) (?:am|is) (?:ill|sick|off|late|away|absent)',
  ],
  [
    'rules',
    'what happens (?:if|when) i (?:am (?:late|absent|off|away|ill|sick)|miss (?:lessons?|a lesson|college|sessions?|too much)|do not (?:come in|turn up|tell you))(?: again)?|what are the rules(?: (?:about|for|on) (?:absence|absences|being late|lateness|attendance))?|how late can i be|how many (?:absences|days off|days) (?:can|may|am) i (?:have|allowed|get|miss)|what (?:attendance|percentage) do i need|what is (?:the|my) (?:attendance )?target|am i at risk',
  ],
  [
    'evidence',
    `(?:do|will|does) (?:i|he|she|we) need (?:to send |to bring )?(?:a |an |any )?${note}(?: from (?:the|my) (?:doctor|gp)| for that| for this| if i am (?:ill|sick|off))?|(?:where|how|who) (?:do|can|should) i (?:send|give|upload|show|hand in|put|bring)(?: in)?(?: to)? (?:my |a |the )?${note}(?: to)?`,
  ],
  [
    'tasks',
    '(?:what|which|how many|any|anything) ?(?:absences?|notices?|certificates?|things)? ?(?:is|are|needs?|waits?|do i have|have i got)? ?(?:there|left|still)? ?(?:to )?(?:decide|approve|sign|my approval|my decision|waiting|overdue|a decision)(?: for me| on me| today| now)?|(?:absences?|notices?|certificates?) (?:waiting |open |left )?(?:to (?:decide|check|see|be decided|look at|approve)|waiting|undecided|open)|to decide|decide absences|who (?:needs a decision|is waiting(?: for me)?|am i waiting for)|(?:open |my )?(?:action plans?|conduct reviews?|approvals?|open cases|cases)|who (?:is on|has) (?:a |an )?(?:conduct reviews?|action plans?)|what needs me',
  ],
  [
    'my-mark',
    `(?:was|am|did|have|has) (?:i|my tutor|sir|miss) (?:been |get |got )?(?:marked|down as|put down as|put down)(?: (?:as|in|the))*(?: (?:me|late|absent|present|in|here|off|away|there|authorised|unauthorised))?${when}`,
  ],
  [
    'my-mark',
    `(?:what|how) (?:was|am|did|have) i (?:been |get |got )?(?:marked|put down)(?: (?:as|for|down as|in as))?${when}|what is my mark${when}|my mark${when}`,
  ],
  ['my-mark', `was i (?:late|absent|on time)${when}`],
  [
    'authorised',
    `(?:is|was|has|have|did|are|were) (?:my|the|that|${whose}) ?${absence}(?: for)?${when}(?: been| get| got)? (?:authorised|accepted|approved|allowed|decided|okay|ok|agreed|rejected|refused)(?: yet)?`,
  ],
  [
    'authorised',
    `(?:is|was|has) (?:it|that|this)(?: been)? (?:authorised|accepted|approved|decided)(?: yet)?|(?:am|was) i (?:authorised|allowed)(?: off)?${when}`,
  ],
  [
    'authorised',
    `(?:did|have|has) (?:you|they|the college|the office|anyone) (?:accept(?:ed)?|approved?|authorised?|decided?)(?: on)? (?:my|the|it|that) ?(?:${absence})?`,
  ],
  [
    'told',
    '(?:what|when) (?:have|did|has|had) i (?:already )?(?:told|tell|said|say|sent|send|reported|report|written|write)(?: to)?(?: you| the college| in)?(?: about)?(?: DAY)?',
  ],
  [
    'told',
    '(?:when|which day|which days|what day|what days) (?:did i say|have i said)(?: that)? i (?:was|am|will be|would be) (?:off|away|out|not in|late|absent)',
  ],
  [
    'told',
    `(?:show|list|what are|where are|see)(?: me)? (?:all )?(?:my|what) (?:${absence}|notices?|messages?|i told you|i have told you|i said)|my (?:absences|notices)`,
  ],
  [
    'told',
    '(?:can|could|may) i change (?:my mind|it|that|what i said|my message|my absence|it later)|have i told you(?: that| about)?(?: DAY)?|do you know (?:i am|that i am) (?:off|away)(?: DAY)?',
  ],
  [
    'missed',
    `how (?:much|many)(?: [a-z]+)?(?: of)? (?:have|did|do|has|had) (?:i|i have) (?:missed|miss|been off|been absent)(?: so far| this year| in all| altogether)?${when}`,
  ],
  [
    'missed',
    `(?:how much|how many|what) ${lesson} (?:have|did) i miss(?:ed)?|what (?:have|did) i miss(?:ed)?(?: this year| so far)?|how (?:many|much) (?:days|hours|absences|time) (?:have i|do i have|i have)(?: missed| had| off| got)?|how (?:often|many (?:times|days)) (?:have|was|am) i (?:been )?(?:off|absent|late|missed)`,
  ],
  [
    'next-session',
    `(?:when|what|where) is (?:my|the|our) next (?:${lesson}|one|1-2-1|thing|day)(?: on| at)?|when (?:am i|do i have to be|do i need to be|do i come|should i come|should i be) (?:in|next in|back in|back)(?: next| again)?|(?:my )?next ${lesson}|when do i (?:next )?have ${lesson}(?: next)?`,
  ],
  [
    'my-day',
    `am i (?:late|early|on time)(?: now)?|(?:what|which) time (?:do|am|does|should|will|is|are|must) (?:i|we|my|the|it|college|${lesson})(?: first)?(?: ${lesson})?(?: (?:start|starting|begin|in|have to be in|need to be in|be in|have|start at|be there|finish|college|supposed to be in))?(?: in| at| with| for)?${when}`,
  ],
  [
    'my-day',
    `(?:what time|when) (?:do|does|am|are|is|will) (?:i|we|my|the|college|it) ?(?:${lesson} )?(?:start|starting|begin|in|finish|end)${when}|start time${when}`,
  ],
  [
    'my-day',
    `(?:do|have|did) (?:i|we) (?:have |got |have got )?(?:college|${lesson}|anything|to come in|to be in|to come|in|any ${lesson}|a ${lesson})(?: in| on| today)?${when}`,
  ],
  [
    'my-day',
    `(?:am|are) (?:i|we) (?:in|at college|supposed to be in|meant to be in|due in|in college|needed|on)${when}|what (?:have i|do i have|have we|is|am i|do we have)(?: got| on| doing| in)*${when}`,
  ],
  [
    'my-day',
    `(?:what|where) (?:is |are )?(?:my |the )?(?:timetable|schedule|plan|day|week|room|${lesson})(?: am i in| am i| is it| are we in| for| on)?${when}|(?:(?:can|could) (?:i|you) (?:see|have|get|show me) |show me |see )?(?:my |the )?(?:timetable|schedule|rota)(?: for)?${when}|where (?:am i|are we|do i go|do i need to be|is it|should i be|is my ${lesson})(?: going| in)?${when}|what room(?: am i in| is it| are we in| am i)?${when}|what ${lesson} (?:do i have|have i|have i got|are|is)(?: got| on)?${when}`,
  ],
  [
    'my-people',
    '(?:who is|who are|what is|who) (?:my|our|the) (?:tutors?|teachers?|mentors?|coach|coaches|assessor|manager|skills coach|head)(?: name|s name| called| again)?|my (?:tutor|mentor|coach|teacher|tutors)|who (?:do|can|should) i (?:speak|talk|ask|write|go|email|ring|call|contact)(?: to| with)?(?: about (?:this|it|my attendance|that|help))?|who teaches me|(?:can|could|may) i (?:speak|talk) (?:to|with) (?:someone|somebody|a person|a human|a real person|anyone)|i (?:want|need) to (?:speak|talk) to (?:someone|somebody|a person|a human)',
  ],
  [
    'here',
    `i am (?:here|in|in now|in college|there|here now|at college|in class|in the building|on site|in ${lesson})(?: now| already| today)?|i have arrived|just arrived|arrived|here now`,
  ],
  ['coming', `(?:i )?${comes}|see (?:you|u|ya) (?:all )?(?:on )?DAY`],
  ['their-coming', `${who} ${comes}`],
  [
    'still-on',
    `(?:is|are|will) ?(?:there|it|we|my|the|our)? ?(?:be |still |having )?(?:college|centre|building|site|school|${lesson}|1-2-1)?${when}(?: still| be| going to be| definitely| still be)? ${openNow}${when}${because}|(?:has|have|was|is) ?(?:my|the|our|it|any|all)? ?(?:${lesson}|college|1-2-1)?${when} (?:been |got |get |being )?cancelled${when}|is (?:there|it) (?:any |still |a )?(?:college|${lesson})${when}|are we (?:open|closed|shut)${when}${because}|any(?:thing)? cancelled${when}`,
  ],
  [
    'accept-all',
    '(?:accept|approve|authorise|agree|ok|allow)(?: to)? (?:all|them all|everything|everyone|all of them|all notices|all absences|the lot|the rest|all waiting)(?: please)?',
  ],
  [
    'registers',
    `(?:is|are|was|were|have|has) (?:my|the|all my) registers? (?:been )?(?:saved|done|open|in)(?: yet)?${when}|(?:which|what) registers? (?:have|did|do) i (?:still )?(?:not )?(?:saved|save|done|open|left|to do|missing|have)(?: yet)?${when}`,
  ],
  ['registers', '(?:my |the )?registers? (?:of |from |for |on )?DAY|(?:my )?DAY (?:s )?registers?'],
  [
    'registers-late',
    '(?:overdue|late|open|missing|unsaved|outstanding|unmarked|incomplete) registers?(?: DAY)?|registers? (?:late|overdue|missing|outstanding|open|not done|not saved|left|still open|due)(?: DAY)?',
  ],
  [
    'registers-late',
    `(?:who|which tutors?|which teachers?|which registers?) (?:has|have|is|are|did)(?: still)? not (?:done|saved|taken|filled in|marked|completed|finished|do|save|been saved|been done|saved yet)(?: (?:their|the|a|his|her|your) registers?| registers?)?(?: yet)?${when}`,
  ],
  [
    'registers-late',
    `(?:who|what|which|how many)(?: of the)? registers? (?:are|is|were|have not been) (?:late|overdue|missing|open|outstanding|not done|not saved|left|still open|done|saved)${when}|(?:are|have) (?:all|the|all the) registers (?:done|saved|in|been done|been saved|late|overdue|open)${when}|who is late with (?:their|the|a) registers?|who has not been marked${when}`,
  ],
  [
    'close',
    `(?:cancel|close|shut|call off)(?: down)? (?:everything|all|all ${lesson}|all the ${lesson}|every ${lesson}|the (?:whole )?(?:centre|college|building|site|school)|college|the whole day|all of it|everything on|all lessons and workshops|every lesson)(?: on| for| for the)?${when}(?:(?: because(?: of)?| due to| for| as|,)?(?: the| it is| there is)? (?<why>[a-z ]{2,40}))?`,
  ],
  [
    'close',
    `(?:snow|ice|flood|power cut|closure|closed|closing)(?: day)?${when}|(?:the )?(?:centre|college|building|site|school) (?:is|will be) (?:closed|shut|closing)${when}(?:(?: because(?: of)?| due to| for| as|,)?(?: the| it is| there is)? (?<why>[a-z ]{2,40}))?|we are (?:closed|shut|closing)${when}(?:(?: because(?: of)?| due to| for| as|,)?(?: the| it is| there is)? (?<why>[a-z ]{2,40}))?`,
  ],
  [
    'worries',
    '(?:who|what) (?:worries|concerns|should worry|should concern|is worrying|do i need to worry about|should i worry about|should i be worried about|do i need to see|needs me|needs help|needs my help|needs attention|needs looking at|is struggling|is falling|is slipping|is dropping|is getting worse|should i see|do i need to talk to)(?: me| us| most| about)*(?: and why)?|who (?:is|are)(?: my| the)? (?:most )?(?:at risk|at risk learners|red|amber|flagged|in trouble|on red|worst|lowest|risky)(?: most)?|at risk learners|(?:who is )?worst attendance|lowest attendance|which (?:programmes?|groups?|courses?) (?:is|are) (?:the )?(?:worst|lowest)|anything wrong|any problems|who (?:do i|should i) (?:worry|be worried)(?: about)?|who am i worried about',
  ],
  [
    'changes',
    `(?:(?:show|tell) me )?(?:what|who) (?:has |is )?(?:changed|moved|new|different)(?: (?:since |in |over |from |on )?(?:the )?(?:DAY|(?:last|this|past) week))?|any changes(?: DAY)?`,
  ],
  ['by-week', 'how (?:is|are|was|were|did)(?<of>(?: (?!by)[a-z0-9]+){1,8}) (?:by|each|every|per) week'],
  [
    'by-week',
    '(?:(?:show|give)(?: me)? )?(?:the )?(?<of>(?:attendance|punctuality|figures|programmes?|groups?|tutors?|employers?|subcontractors?)(?: (?!by)[a-z0-9]+){0,6}) (?:by|each|every|per) week|(?:attendance|figures) week by week|weekly (?:attendance|punctuality|figures)',
  ],
  [
    'how-are-we',
    `how (?:are|is|was|were|did) (?:we|the college|things|everything|everyone|attendance|it|the week|all|my programme|college)(?: (?:doing|going|looking|do|this week|overall|all doing|last week))*${when}|(?:what is|how is) (?:our|the|overall|college) (?:attendance|percentage|overall attendance|figure|figures)(?: like| now| looking| overall)?${when}|(?:attendance|overall|college) (?:overall|figures|summary|attendance)|give me the figures|attendance DAY|the figures|summary`,
  ],
  [
    'late',
    `who (?:is|was|were|are|has been|came|came in|will be|is running)(?: running| going to be)? late${when}|(?:any|anyone|anybody|any one|is anyone|is anybody|someone) late${when}|late (?:today|list|comers)|who is not here yet`,
  ],
  [
    'out',
    `is every(?:one|body) (?:in|here|there|present)${when}|who (?:has )?(?:told us|told you|rang|rung|called|phoned|texted|messaged)(?: in)?(?: (?:that )?they are (?:away|off|out|absent|ill))?${when}|how many(?: learners| people| students| of them)? (?:are )?in${when}|who (?:is|was|are|will be|has|is going to be)(?: all)? (?:out|off|away|absent|missing|not in|not here|ill|sick|not coming|not coming in|called in sick|rang in)${when}|how many(?: learners| people| students| are)* (?:absences?|absent|out|off|away|missing|ill|sick|not in)(?: are there| do we have| have we| today)?${when}|(?:any|anyone|is anyone|is anybody|anybody|who) (?:off|out|away|absent|missing|ill|absences)${when}|absences?${when}|who is in${when}`,
  ],
  [
    'learners',
    '(?:show|list|see|where are|who are)(?: me)?(?: all)? (?:my|our) (?:learners|students|apprentices|group|groups|class|caseload|people|lot)|my (?:learners?|students?|apprentices?|group|groups|class|caseload)|caseload|how are my (?:learners|students|apprentices|lot|lads|group)(?: doing| getting on)?|(?:my )?(?:learners|apprentices) attendance',
  ],
  [
    'mark',
    `(?:mark|put|set|change|make)(?: down)? ${who}(?: down| in| to| as)*(?: as)? (?<mark>present|here|in|there|late|absent|not in|away|off|not here)(?: by)?(?: (?:MINUTES|TIME|(?<minutes>\\d{1,3})))?(?: minutes)?`,
  ],
  [
    'mark',
    `(?:mark|put|set)(?: down)? ${who}(?: down| in| to| as)*(?: as)? (?:MINUTES|(?<minutes>\\d{1,3}))(?: minutes)? (?<mark>late)`,
  ],
  [
    'turned-up',
    `${who} (?:is|has|was|'s)?(?: just| now| actually| finally)* ?(?<mark>turned up|arrived|here|in now|here now|present|just walked in|walked in|come in|came in|just come in|not here|did not turn up|not turned up|a no show)(?: now| after all| though)?`,
  ],
  ['turned-up', `${who} (?:is|was) (?:(?<minutes>\\d{1,3}) |MINUTES )?(?:minutes )?(?<mark>late)(?: again)?`],
  [
    'own-absence',
    `i am (?:off|away|not in|out|ill|sick|off sick|off ill|not well|poorly|unwell|not coming in|on leave|on holiday)(?: sick| ill)?${when}(?: to DAY| until DAY)?|(?:i )?can not (?:come in|come|make it|make it in|teach|work|be in)${when}|i will (?:not be in|be off|be away|be off sick|not make it)${when}|(?:calling|phoning|ringing) in sick${when}|off sick${when}|i (?:need|have) to (?:be off|take)${when}(?: off)?|i feel (?:ill|sick|rough)`,
  ],
  [
    'move',
    `(?:can|could|may|is it possible|is it ok)? ?(?:we|i|you|it be|${who}|${whose} [a-z0-9-]+ be)? ?(?:to )?(?:swap|move|change|rearrange|reschedule|switch|moved|swapped) (?:his|her|their|my|our|the|${whose}) (?:1-2-1|[a-z0-9-]+)(?: [a-z]+)?(?: (?:to|for|from|until|on))?${when}(?: TIME)?(?: to DAY)?(?: instead)?`,
  ],
  [
    'left',
    `${who} (?:has|have|had|is|'s)(?: now| just| already)? (?:left(?: us| the course| the college| the programme| the company| college| the group| for good| early)?|leaving(?: us| the course| the college| the programme| for good)|gone for good|withdrawn|dropped out|quit|resigned|been sacked|no longer (?:with us|on the course|works here|here|an apprentice)|finished with us|not coming back|moved away)${when}|${who} (?:left us|left the course|left the college|dropped out|quit|resigned|no longer works here|does not work here any ?more|does not work for us any ?more|will not be coming back|has not worked here)${when}|(?:remove|take off|take out|withdraw|delete|take) ${who}(?: off the (?:course|register|list|group)| from the (?:course|register|list|group|college))?`,
  ],
  [
    'their-people',
    `who (?:is|are) ${whose} ${role}(?: name)?|${whose} ${role}|who (?:teaches|tutors|mentors|coaches|looks after|has) ${who}`,
  ],
  [
    'when-in',
    `(?:when|what days?|which days?|what time) (?:is|are|does|will|do) ${who}(?: be| next| have| need to be| come| due| start| supposed to be| meant to be)* ?(?:in|at college|in college|college|back|here|${lesson}|start|come in)?(?: next)?${when}|(?:when|what) (?:is|are) ${whose} (?:next )?(?:${lesson}|1-2-1|review|timetable|schedule|college days?|days?)${when}|${whose} (?:timetable|schedule|${lesson}|next ${lesson}|college days?)${when}`,
  ],
  [
    'about-absence',
    `(?:how (?:much|many|often)(?: [a-z]+)? (?:has|did|was|is|have) ${who} (?:missed|miss|been off|off|absent|been absent|been late|late)(?: so far| this year| DAY)?)|(?:what|when|how much) (?:has|did) ${who} (?:miss|missed)`,
  ],
  [
    'about-in',
    `(?:is|was|are|were|will|did|has|does) ${who} (?:be )?(?:in|here|there|at college|present|off|out|away|absent|late|ill|sick|coming|coming in|turn up|turned up|come in|come|attend|attending|been in|in college|on site|make it|arrived|in yet|here yet|at work)(?: (?:yet|now|to college))?${when}|where (?:is|was) ${who}${when}|has ${who} (?:turned up|arrived|been in|come in)${when}|how late (?:is|was) ${who}${when}|why (?:is|was) ${who} (?:off|away|absent|not in|not here|late|out|missing)${when}|(?:did|has|does) ${who} (?:go|been|come|turn up)(?: in)?(?: to college)?${when}|what (?:have you been|were you|have you) (?:told|heard) (?:about|from) ${who}|(?:has|did) ${who} (?:told|tell|texted|text|rung|rang|contacted|contact|messaged|message) (?:you|us)${when}|have you heard from ${who}${when}`,
  ],
  [
    'about-doing',
    `how (?:is|are|has) ${who} (?:doing|getting on|been|been doing|going|coming on|attending)(?: this week| this year| so far| at college| lately| now)?|(?:what is|how is|show me|show|see|check|view|look up)? ?(?:the )?(?:attendance|record|figures|percentage|story|card)(?: of| for| on)? ${who}|(?:what is |how is |show me |show |see |check |view )?${whose} (?:attendance|record|figures|percentage|story|card|progress)(?: like| like this year| this year)?|any (?:concerns|worries|problems) (?:about|with) ${who}|how good is ${who}`,
  ],
  [
    'about',
    `(?:who is |tell me about |(?:(?:show|tell|give) me )?(?:everything|all)(?: there is| you know| you have)? (?:about |on |of )|about |show me |show |find |look up |open |what about |contact |contacts for |call |ring |phone |phone number for |number for )?${who}(?: please)?|(?:who (?:is|are) |what (?:is|are) )?${whose} (?:parents?|mums?|dads?|carers?|contacts?|number|phone number|phone|family|targets?|next of kin|email)(?: 's)?(?: number)?`,
  ],
];
